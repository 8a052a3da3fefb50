/**
 * Which features are to be looked at again, found from what was read of all of them together: fifty to a read, one listing of each repository, and
 * no write. Each that differs is marked, and its own run writes; so one that stands as it must costs nothing more.
 * Promises: an edit whose webhook was lost is found as well.
 */
import { digestOf } from "../domain/desired/pull-check.ts";
import type { Mark } from "../domain/model/key.ts";
import type { FeaturePlan } from "../domain/model/plan-testing.ts";
import type { FeatureRecord, RepositoryRecord } from "../domain/model/records.ts";
import { repositoryName, sameRepository } from "../domain/model/refs.ts";
import type { RepositoryName } from "../domain/model/refs.ts";
import type { RecordChange } from "../domain/model/settlement.ts";
import { isFeature } from "../domain/policy/feature-evidence.ts";
import { OWN_LABELS } from "../domain/policy/feature-label.ts";
import { bodyHash } from "../domain/policy/scope.ts";
import type { FeatureCommands } from "./feature-commands.ts";
import { featureRepositories, READS_FOR_ALL } from "./feature-issues.ts";
import { featureRecord, linksDigest, lookAt } from "./feature.ts";
import type { FeatureSight } from "./feature.ts";
import { findNamed } from "./named-tests.ts";
import { planKey, plansFor } from "./plans-in-force.ts";
import type { PlanInForce } from "./plans-in-force.ts";
import type { IssueDetail } from "./github-facts.ts";
import type { RunContext } from "./ports.ts";
import { createLinkResolver } from "./resolve-links.ts";

export interface Survey {
  readonly marks: readonly Mark[];
  readonly records: readonly RecordChange[];
  readonly unsearched: readonly RepositoryName[];
}

/** `afresh`: the plan is another one, or it is long since; where links lead is looked up again. */
export async function surveyFeatures(planned: Pick<PlanInForce, "plan" | "record" | "home">, issues: readonly IssueDetail[], commands: FeatureCommands, afresh: boolean, context: RunContext): Promise<Survey> {
  const { features } = planned.plan;
  if (features === null) return { marks: [], records: [], unsearched: [] };
  const repositories = await featureRepositories(planned, context);
  const resolver = createLinkResolver(context, READS_FOR_ALL);
  // Where nothing is a feature no file is searched for one.
  const found = issues.length === 0 ? { named: [], records: [], more: false, changed: false } : await findNamed(planned.record, features, repositories, resolver, context);
  const marks = await staleFeatures(planned, features, issues, repositories, { commands, named: found.named, resolver }, afresh || found.changed, context);
  const again: readonly Mark[] = found.more ? [{ key: { kind: "features", repository: planned.home.id, path: planned.record.path }, lane: "fan-out", installation: context.installation }] : [];
  return {
    marks: [...marks, ...await forgottenFeatures(planKey(planned.record), context, repositories.map(({ id }) => id)), ...again], records: [...found.records, ...resolver.files.changes()],
    unsearched: found.more ? [] : found.named.filter(({ complete }) => !complete).map(({ repository }) => repository),
  };
}

/** Those of a plan that carry its words where it does not reach any more; `but` = repositories where it does. */
export async function forgottenFeatures(plan: string, context: RunContext, but: readonly number[] = []): Promise<readonly Mark[]> {
  const remembered = await context.memory.records<FeatureRecord>("feature", "");
  return remembered.flatMap(({ key, value }): readonly Mark[] => {
    const [repository = 0, number = 0] = key.split("/").map(Number);
    return value.plan !== plan || but.includes(repository) ? [] : [{ key: { kind: "issue", repository, number }, lane: "fan-out", installation: context.installation }];
  });
}

/** `resolved`: where links lead is looked up too, since the plan or the files may have changed; else only what people wrote is compared. */
async function staleFeatures(planned: Pick<PlanInForce, "plan" | "record">, features: FeaturePlan, issues: readonly IssueDetail[], repositories: readonly RepositoryRecord[], sight: FeatureSight, resolved: boolean, context: RunContext): Promise<readonly Mark[]> {
  const marks: Mark[] = [];
  const own = planKey(planned.record);
  for (const repository of repositories) {
    const known = new Map((await context.memory.records<FeatureRecord>("feature", `${repository.id}/`)).map(({ key, value }) => [Number(key.split("/")[1]), value]));
    const here = issues.filter((issue) => sameRepository(issue.repository, repositoryName(repository)));
    const plans = (await plansFor(context.memory, repository.id)).filter(({ plan }) => plan.features !== null);
    const stale = new Set<number>();
    for (const issue of here) {
      // Of several plans that select it, the first speaks under it.
      const speaking = plans.find(({ plan }) => plan.features !== null && isFeature(issue, plan.features));
      if (speaking === undefined || planKey(speaking.record) !== own) continue;
      const before = known.get(issue.number) ?? null;
      if (before === null ? issue.open : differs(issue, before, features) || before.links !== await linksDigest(issue, planned.plan, features, repository, sight, context) || (resolved && digestOf(featureRecord(issue, await lookAt(issue, planned, features, repository, sight, context), before.comment)) !== digestOf(before))) stale.add(issue.number);
    }
    const listed = new Set(here.map(({ number }) => number));
    for (const [number, record] of known) if (record.plan === own && !listed.has(number)) stale.add(number);
    marks.push(...[...stale].map((number): Mark => ({ key: { kind: "issue", repository: repository.id, number }, lane: "fan-out", installation: repository.installation })));
  }
  return marks;
}

/** Did people change what they wrote, or our label? */
function differs(issue: IssueDetail, before: FeatureRecord, { acceptance }: FeaturePlan): boolean {
  const labels = issue.labels.filter((name) => OWN_LABELS.includes(name));
  return digestOf([labels, issue.assignees, issue.milestone, bodyHash(issue.body, acceptance.heading)]) !== digestOf([before.label == null ? [] : [before.label], before.assignees ?? [], before.milestone ?? null, before.words ?? ""]);
}
