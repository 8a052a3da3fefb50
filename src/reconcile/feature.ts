/**
 * A feature of the release, as the issue that it is: one comment under it says which acceptance tests are linked, which of them are found, what
 * ran of them on the newest tag, and what is missing and of whom; one label of ours says the same in a word.
 * Promises: nothing is written while the words stay the same; an issue that never was a feature costs one read and no write; an issue that is
 * edited while it is looked at is marked again by its own webhook. When its links change, the newest tag is judged again.
 * Accepted: a file that is merged later is noticed by the clock, within the hour, while anything is missing.
 */
import { digestOf } from "../domain/desired/pull-check.ts";
import type { FeatureEvidence, ResolvedFeature } from "../domain/model/feature.ts";
import type { Instant } from "../domain/model/instant.ts";
import type { Key, Mark } from "../domain/model/key.ts";
import type { ReleasePlan } from "../domain/model/plan.ts";
import type { FeaturePlan } from "../domain/model/plan-testing.ts";
import type { FeatureRecord, FeatureTagRecord, RepositoryRecord } from "../domain/model/records.ts";
import type { RecordChange, Settlement } from "../domain/model/settlement.ts";
import { writtenAcceptance } from "../domain/policy/acceptance-links.ts";
import { lastCandidate } from "../domain/policy/candidate.ts";
import { currentEvidence } from "../domain/policy/current-evidence.ts";
import { featureEvidence, groupOf, isFeature, isWritten } from "../domain/policy/feature-evidence.ts";
import { featureLabel, OWN_LABELS } from "../domain/policy/feature-label.ts";
import { targetKey } from "../domain/policy/link-target.ts";
import { bodyHash } from "../domain/policy/scope.ts";
import { standingOf } from "../domain/policy/pull-acceptance.ts";
import { tagText } from "../domain/policy/tag.ts";
import { ACCEPTANCE_MARKER, renderAcceptanceComment, renderNoFeature } from "../text/acceptance-comment.ts";
import { featureCommands } from "./feature-commands.ts";
import { givenLinks } from "./given-links.ts";
import { linkContext } from "./feature-issues.ts";
import { planKey, plansFor } from "./plans-in-force.ts";
import type { PlanInForce } from "./plans-in-force.ts";
import type { IssueDetail, RunContext } from "./ports.ts";
import { resolveLinks } from "./resolve-links.ts";

const LOOK_AGAIN_AFTER = 55 * 60_000;

/** What to settle beside whatever else an issue means; null = it is nobody's feature. */
export async function runFeature(key: Extract<Key, { kind: "issue" }>, repository: RepositoryRecord, context: RunContext): Promise<Pick<Settlement, "records" | "wakeAt" | "marks"> | null> {
  const plans = (await plansFor(context.memory, repository.id)).filter(({ plan }) => plan.features !== null);
  const recordKey = `${repository.id}/${key.number}`;
  const before = await context.memory.record<FeatureRecord>("feature", recordKey);
  if (plans.length === 0 && before === null) return null;
  const issue = await context.github.readIssue(repository, key.number);
  if (issue === null || issue.isPull) return before === null ? null : { records: [{ kind: "feature", key: recordKey, value: null }], marks: [], wakeAt: null };
  const inForce = plans.find(({ plan: { features } }) => features !== null && isFeature(issue, features)) ?? null;
  // A closed feature is not written to for the first time: whoever closed it had nothing asked of them.
  if (before === null && (inForce === null || !issue.open)) return null;
  const features = inForce?.plan.features;
  const looked = inForce === null || features == null ? null : await lookAt(issue, inForce, features, repository, context);
  return write(issue, looked, { before, recordKey, repository }, context);
}

/** A feature as it was found. */
interface LookedAt {
  readonly plan: string;
  readonly evidence: FeatureEvidence;
  /** as its issue stands today, whatever ran */
  readonly today: FeatureEvidence;
  readonly on: FeatureTagRecord | null;
  readonly body: string;
  /** of the issue, without its place for tests */
  readonly words: string;
}

async function lookAt(fact: IssueDetail, inForce: PlanInForce, features: FeaturePlan, repository: RepositoryRecord, context: RunContext): Promise<LookedAt> {
  const { plan } = inForce;
  const { acceptance } = features;
  const written = writtenAcceptance(fact.body, acceptance.heading, linkContext(fact, plan, features), await givenLinks(fact, features, await featureCommands(inForce, context), [repository], context));
  const resolutions = await resolveLinks(written.links, repository.defaultBranch, acceptance, context);
  const feature: ResolvedFeature = { fact, group: groupOf(fact, features), written, resolutions };
  const today = featureEvidence(feature, { tag: "", runs: [], byHand: new Map() }, acceptance, plan.environments);
  const of = planKey(inForce.record);
  const known = await context.memory.record<FeatureTagRecord>("feature-tag", `${repository.id}/${fact.number}`);
  const on = known?.plan === of ? known : null;
  const evidence = on === null ? today : currentEvidence(today, on, plan.environments);
  return { plan: of, evidence, today, on, words: bodyHash(fact.body, acceptance.heading), body: commentOf(evidence, plan, features, on?.tag ?? null) };
}

function commentOf(evidence: FeatureEvidence, plan: ReleasePlan, { acceptance }: FeaturePlan, tag: string | null): string {
  const required = lastCandidate(plan.candidates, acceptance.requiredBy, plan.tags.format);
  return renderAcceptanceComment({
    evidence, rules: acceptance, environments: plan.environments, manager: plan.release.manager, tag,
    requiredBy: required === null ? null : tagText(required, plan.tags.format),
  });
}

interface Remembered {
  readonly before: FeatureRecord | null;
  readonly recordKey: string;
  readonly repository: RepositoryRecord;
}

/** `looked` null = it is no feature any more. */
async function write(issue: IssueDetail, looked: LookedAt | null, { before, recordKey, repository }: Remembered, context: RunContext): Promise<Pick<Settlement, "records" | "wakeAt" | "marks">> {
  const body = looked?.body ?? renderNoFeature();
  const digest = digestOf(body);
  const label = looked === null ? null : featureLabel(looked.evidence);
  await context.github.ensureLabel(repository, { number: issue.number, has: issue.labels, ours: OWN_LABELS }, label);
  const comment = before?.digest === digest ? before.comment
    : await context.github.ensureComment(repository, { number: issue.number, marker: ACCEPTANCE_MARKER, body, since: issue.createdAt ?? 0 }, before?.comment ?? null);
  const links = looked === null ? "" : digestOf(looked.today.feature.written.links.map((link) => targetKey(link.target, link.text)));
  const value: FeatureRecord = { plan: looked?.plan ?? null, standing: looked === null ? null : standingOf(looked.today), comment, digest, links, label: label?.name ?? null, assignees: issue.assignees, words: looked?.words ?? "", milestone: issue.milestone };
  const records: readonly RecordChange[] = before !== null && digestOf(before) === digestOf(value) ? [] : [{ kind: "feature", key: recordKey, value }];
  return { records, wakeAt: lookAgain(issue, looked, context), marks: [...before?.links === links ? [] : tagMarks(looked, context), ...(records.length === 0 ? [] : featuresMarks([before?.plan, value.plan], context))] };
}

function lookAgain(issue: IssueDetail, looked: LookedAt | null, context: RunContext): Instant | null {
  return looked === null || isWritten(looked.today) || !issue.open ? null : context.now() + LOOK_AGAIN_AFTER;
}

/** The list of all features, under which plan it stood and stands. */
function featuresMarks(plans: readonly (string | null | undefined)[], context: RunContext): readonly Mark[] {
  return [...new Set(plans)].flatMap((plan): readonly Mark[] => {
    const cut = plan?.indexOf("/") ?? -1;
    return plan == null || cut < 0 ? [] : [{ key: { kind: "features", repository: Number(plan.slice(0, cut)), path: plan.slice(cut + 1) }, lane: "fan-out", installation: context.installation }];
  });
}

function tagMarks(looked: LookedAt | null, context: RunContext): readonly Mark[] {
  if (looked?.on == null) return [];
  return [{ key: { kind: "release", repository: looked.on.repository, tag: looked.on.tag }, lane: "fan-out", installation: context.installation }];
}
