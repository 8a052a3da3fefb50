/**
 * A feature of the release, as the issue that it is: one comment under it says which acceptance tests are linked, which of them are found, what
 * ran of them on the newest tag, and what is missing and of whom; one label of ours says the same in a word.
 * Promises: nothing is written while the words stay the same; an issue that never was a feature costs one read and no write; an issue that is
 * edited while it is looked at is marked again by its own webhook. When its links change, the newest tag is judged again.
 * Accepted: a file that is merged later is noticed within the hour, while anything is missing, when all features of the plan are looked at together.
 */
import { digestOf } from "../domain/desired/pull-check.ts";
import type { WrittenAcceptance } from "../domain/model/acceptance-link.ts";
import type { FeatureEvidence } from "../domain/model/feature.ts";
import type { Key, Mark } from "../domain/model/key.ts";
import type { ReleasePlan } from "../domain/model/plan.ts";
import type { FeaturePlan } from "../domain/model/plan-testing.ts";
import type { FeatureRecord, FeatureTagRecord, RepositoryRecord } from "../domain/model/records.ts";
import type { RecordChange, Settlement } from "../domain/model/settlement.ts";
import { writtenAcceptance } from "../domain/policy/acceptance-links.ts";
import { lastCandidate } from "../domain/policy/candidate.ts";
import { currentEvidence } from "../domain/policy/current-evidence.ts";
import { featureEvidence, isFeature } from "../domain/policy/feature-evidence.ts";
import { featureLabel, OWN_LABELS } from "../domain/policy/feature-label.ts";
import { targetKey } from "../domain/policy/link-target.ts";
import { bodyHash } from "../domain/policy/scope.ts";
import { standingOf } from "../domain/policy/pull-acceptance.ts";
import { tagText } from "../domain/policy/tag.ts";
import { ACCEPTANCE_MARKER, renderAcceptanceComment, renderNoFeature } from "../text/acceptance-comment.ts";
import { featureCommands } from "./feature-commands.ts";
import type { FeatureCommands } from "./feature-commands.ts";
import { featureRepositories, linkContext, resolvedFeature } from "./feature-issues.ts";
import { givenLinks } from "./given-links.ts";
import { rememberedNamed } from "./named-tests.ts";
import type { NamedTests } from "./named-tests.ts";
import { planKey, plansFor } from "./plans-in-force.ts";
import type { PlanInForce } from "./plans-in-force.ts";
import type { IssueDetail } from "./github-facts.ts";
import type { RunContext } from "./ports.ts";
import { createLinkResolver } from "./resolve-links.ts";
import type { LinkResolver } from "./resolve-links.ts";

/** What to settle beside whatever else an issue means; null = it is nobody's feature. */
export async function runFeature(key: Extract<Key, { kind: "issue" }>, repository: RepositoryRecord, context: RunContext): Promise<Pick<Settlement, "records" | "wakeAt" | "marks"> | null> {
  const plans = (await plansFor(context.memory, repository.id)).filter(({ plan }) => plan.features !== null);
  const recordKey = `${repository.id}/${key.number}`;
  const before = await context.memory.record<FeatureRecord>("feature", recordKey);
  if (plans.length === 0 && before === null) return null;
  const issue = await context.github.readFeature(repository, key.number);
  if (issue === null) return before === null ? null : { records: [{ kind: "feature", key: recordKey, value: null }], marks: [], wakeAt: null };
  const inForce = plans.find(({ plan: { features } }) => features !== null && isFeature(issue, features)) ?? null;
  // A closed feature is not written to for the first time: whoever closed it had nothing asked of them.
  if (before === null && (inForce === null || !issue.open)) return null;
  const features = inForce?.plan.features;
  const resolver = createLinkResolver(context);
  const looked = inForce === null || features == null ? null : await lookAt(issue, inForce, features, repository, await sightOf(inForce, resolver, context), context);
  const written = await write(issue, looked, { before, recordKey, repository }, context);
  return { ...written, records: [...written.records, ...resolver.files.changes()] };
}

async function sightOf(inForce: PlanInForce, resolver: LinkResolver, context: RunContext): Promise<FeatureSight> {
  return { commands: await featureCommands(inForce, context), named: await rememberedNamed(inForce.record, await featureRepositories(inForce, context), context), resolver };
}

/** A feature as it was found. */
export interface LookedAt {
  readonly plan: string;
  readonly evidence: FeatureEvidence;
  /** as its issue stands today, whatever ran */
  readonly today: FeatureEvidence;
  readonly on: FeatureTagRecord | null;
  readonly body: string;
  /** of the issue, without its place for tests */
  readonly words: string;
}

/** What is known beside the issue itself. */
export interface FeatureSight {
  readonly commands: FeatureCommands;
  readonly named: NamedTests;
  readonly resolver: LinkResolver;
}

export async function lookAt(fact: IssueDetail, inForce: Pick<PlanInForce, "plan" | "record">, features: FeaturePlan, repository: RepositoryRecord, { commands, named, resolver }: FeatureSight, context: RunContext): Promise<LookedAt> {
  const { plan } = inForce;
  const { acceptance } = features;
  const given = await givenLinks(fact, features, commands, named, [repository], context);
  const feature = await resolvedFeature(fact, given, plan, features, repository.defaultBranch, resolver);
  const today = featureEvidence(feature, { tag: "", runs: [], byHand: new Map() }, acceptance, plan.environments);
  const of = planKey(inForce.record);
  const known = await context.memory.record<FeatureTagRecord>("feature-tag", `${repository.id}/${fact.number}`);
  const on = known?.plan === of ? known : null;
  const evidence = on === null ? today : currentEvidence(today, on, plan.environments);
  return { plan: of, evidence, today, on, words: bodyHash(fact.body, acceptance.heading), body: commentOf(evidence, plan, features, on?.tag ?? null) };
}

/** Of all its links, wherever they were given: equal ones lead to the same tests. */
export async function linksDigest(fact: IssueDetail, plan: ReleasePlan, features: FeaturePlan, repository: RepositoryRecord, { commands, named }: FeatureSight, context: RunContext): Promise<string> {
  const { links } = await givenLinks(fact, features, commands, named, [repository], context);
  return digestOfLinks(writtenAcceptance(fact.body, features.acceptance.heading, linkContext(fact, plan, features), links));
}

function digestOfLinks({ links }: WrittenAcceptance): string {
  return digestOf(links.map((link) => targetKey(link.target, link.text)));
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

/** What is to be remembered of a feature, given the comment that says `body`; `looked` null = it is no feature any more. */
export function featureRecord(issue: IssueDetail, looked: LookedAt | null, comment: number | null): FeatureRecord {
  const links = looked === null ? "" : digestOfLinks(looked.today.feature.written);
  const label = looked === null ? null : featureLabel(looked.evidence).name;
  return { plan: looked?.plan ?? null, standing: looked === null ? null : standingOf(looked.today), comment, digest: digestOf(looked?.body ?? renderNoFeature()), links, label, assignees: issue.assignees, words: looked?.words ?? "", milestone: issue.milestone };
}

async function write(issue: IssueDetail, looked: LookedAt | null, { before, recordKey, repository }: Remembered, context: RunContext): Promise<Pick<Settlement, "records" | "wakeAt" | "marks">> {
  const desired = featureRecord(issue, looked, before?.comment ?? null);
  await context.github.ensureLabel(repository, { number: issue.number, has: issue.labels, ours: OWN_LABELS }, looked === null ? null : featureLabel(looked.evidence));
  const comment = before?.digest === desired.digest ? before.comment
    : await context.github.ensureComment(repository, { number: issue.number, marker: ACCEPTANCE_MARKER, body: looked?.body ?? renderNoFeature(), since: issue.createdAt ?? 0 }, before?.comment ?? null);
  const value: FeatureRecord = { ...desired, comment };
  const records: readonly RecordChange[] = before !== null && digestOf(before) === digestOf(value) ? [] : [{ kind: "feature", key: recordKey, value }];
  return { records, wakeAt: null, marks: [...before?.links === value.links ? [] : tagMarks(looked, context), ...(records.length === 0 ? [] : featuresMarks([before?.plan, value.plan], context))] };
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
