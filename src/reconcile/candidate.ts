/**
 * `release:<repository>/<tag>`: judges a tag and what was tested on it by every plan that it belongs to, and writes the check
 * "candidate (v0.5.0-rc4)" on its commit.
 *
 * Promises: the features are read by pages of fifty, their links by one listing of each repository; artifacts are fetched again only when there
 * are others or the plan changed; an equal second run fetches nothing and writes nothing.
 * Accepted: results that come later are noticed by the clock, within a quarter of an hour, for two weeks after the tag was first seen.
 */
import { desireCheck, diffCheck, digestOf } from "../domain/desired/pull-check.ts";
import type { CheckWords } from "../domain/desired/pull-check.ts";
import type { Key, Mark } from "../domain/model/key.ts";
import type { CandidateRecord, EvidenceRecord, FeaturesRecord, RepositoryRecord, TagGateRecord } from "../domain/model/records.ts";
import { tagGateKey, tagStandingKey } from "../domain/model/records.ts";
import type { RecordChange, Settlement } from "../domain/model/settlement.ts";
import { NOTHING_TO_SETTLE } from "../domain/model/settlement.ts";
import type { TagFact } from "../domain/model/tag.ts";
import { incidentObjections, judgeTag, plansOfTag, scopeObjections } from "../domain/policy/candidate.ts";
import type { TagJudgement } from "../domain/policy/candidate.ts";
import { featureKey } from "../domain/policy/scope.ts";
import { currentTag } from "../domain/policy/current-evidence.ts";
import { finalOf, parseTag } from "../domain/policy/tag.ts";
import { joinedCandidateChecks } from "../text/candidate-check.ts";
import { judgeEvidence } from "./candidate-evidence.ts";
import type { Judged, TagRuns } from "./candidate-evidence.ts";
import { settleRelease } from "./candidate-release.ts";
import type { JudgedTag } from "./candidate-release.ts";
import type { IncidentRecord } from "../domain/model/incident.ts";
import { holdingIncidents } from "../domain/policy/incident-freeze.ts";
import { incidentsIn } from "./incident-place.ts";
import { featureCommands } from "./feature-commands.ts";
import { givenLinks } from "./given-links.ts";
import type { Given } from "./given-links.ts";
import { featureRepositories, featuresOf, READS_FOR_ALL } from "./feature-issues.ts";
import { featureTags, tagGone } from "./feature-tags.ts";
import { planKey, plansFor, repositoryOf, roleOfBranch } from "./plans-in-force.ts";
import type { PlanInForce } from "./plans-in-force.ts";
import { namedAt } from "./named-tests.ts";
import { postedReports } from "./posted-report.ts";
import type { RunContext } from "./ports.ts";
import { createLinkResolver } from "./resolve-links.ts";
import type { LinkResolver } from "./resolve-links.ts";
import { inScope, unadmitted } from "./scope.ts";

const LOOK_AGAIN_AFTER = 15 * 60_000;
const LOOKED_AT_FOR = 14 * 24 * 3_600_000;

type NamedCommit = Pick<TagFact, "name" | "sha">;

interface Place {
  readonly repository: RepositoryRecord;
  readonly tags: readonly NamedCommit[];
}

export async function runCandidate(key: Extract<Key, { kind: "release" }>, context: RunContext): Promise<Settlement> {
  const repository = await repositoryOf(context.memory, key.repository);
  if (repository === null) return NOTHING_TO_SETTLE;
  const asking = (await plansFor(context.memory, repository.id)).filter(({ plan }) => plan.features !== null || plan.candidates !== null);
  if (asking.length === 0) return NOTHING_TO_SETTLE;
  const tags = await context.github.readTags(repository);
  const found = tags.find((tag) => tag.name === key.tag);
  const before = await context.memory.record<CandidateRecord>("candidate", `${repository.id}/${key.tag}`);
  if (found === undefined) return before === null ? NOTHING_TO_SETTLE : { ...NOTHING_TO_SETTLE, ...await tagGone(key.tag, tags.map(({ name }) => name), asking, repository, context) };
  const own = new Set(plansOfTag(key.tag, asking.map(({ plan }) => plan)));
  const judged: Judged[] = [];
  const looked: Looked = { resolver: createLinkResolver(context, READS_FOR_ALL), records: [], more: false };
  const incidents = await incidentsIn(repository.id, context.memory);
  for (const inForce of asking.filter(({ plan }) => own.has(plan))) {
    const one = withIncidents(await judge(found, inForce, { repository, tags }, looked, context), before?.since ?? context.now(), incidents);
    if (one.judgement.tag !== null || one.judgement.objections.length > 0) judged.push(one);
  }
  return judged.length === 0 ? NOTHING_TO_SETTLE : settleTag(found, judged, { repository, tags }, looked, before?.sha === found.sha ? before : null, context);
}

/** Test files at the tag, for all plans together. */
interface Looked {
  readonly resolver: LinkResolver;
  readonly records: RecordChange[];
  /** some are left for the next run */
  more: boolean;
}

/** An incident that is open and severe enough holds a tag that was made after it began. */
function withIncidents(one: Judged, madeAt: number, all: readonly IncidentRecord[]): Judged {
  const { incidents } = one.inForce.written;
  const holding = incidents === null ? [] : holdingIncidents(all.filter(({ openedAt }) => openedAt <= madeAt), incidents);
  const held = (judgement: TagJudgement): TagJudgement => ({ ...judgement, objections: [...judgement.objections, ...incidentObjections(judgement.tag, holding)] });
  return { ...one, judgement: held(one.judgement), final: one.final === null ? null : held(one.final) };
}

/** The tag itself, the features that count, and what their scope says of it. */
async function judge(found: NamedCommit, inForce: PlanInForce, { repository, tags }: Place, looked: Looked, context: RunContext): Promise<Judged> {
  const { plan, record } = inForce;
  const branch = plan.tags.branch ?? releaseBranch(inForce, repository);
  const onReleaseBranch = await context.github.readBranchHolds(repository, branch, found.sha);
  const reached = new Set(record.reached.map((one) => one.milestone));
  const notReached = (plan.candidates?.after ?? []).filter((id) => !reached.has(id)).map((id) => plan.milestones.find((one) => one.id === id)?.title ?? id);
  const commands = await featureCommands(inForce, context);
  const issues = plan.features === null ? [] : await featuresOf(plan.features, inForce, context);
  const scope = (await context.memory.record<FeaturesRecord>("features", planKey(record)))?.scope ?? null;
  const { rewritten, removed } = unadmitted(inForce, { scope, admissions: commands.admissions }, issues);
  const judged = (name: string): TagJudgement => {
    const judgement = judgeTag({ ...found, name, onReleaseBranch }, { rules: plan.tags, candidates: plan.candidates, branch, notReached, promotions: commands.promotions, all: tags.map((tag) => ({ ...tag, onReleaseBranch: null })) });
    return { ...judgement, objections: [...judgement.objections, ...scopeObjections(judgement.tag, rewritten, removed)] };
  };
  const judgement = judged(found.name);
  const newest = judgement.tag?.stage.kind === "candidate" && currentTag(tags.map(({ name }) => name), plan) === found.name;
  const features = inScope(issues, plan.features?.scope?.strict === true, scope, commands.admissions);
  const repositories = await featureRepositories(inForce, context);
  const given = new Map<string, Given>();
  if (plan.features !== null && features.length > 0) {
    const { named, records, more } = await namedAt(record, plan.features, repository, found.sha, repositories, looked.resolver, context);
    looked.records.push(...records);
    looked.more ||= more;
    for (const issue of features) given.set(featureKey(issue), await givenLinks(issue, plan.features, commands, named, repositories, context));
  }
  return { inForce, features, given, spoken: commands.handResults.filter((one) => one.tag === found.name), judgement, final: newest && judgement.tag !== null ? judged(finalOf(judgement.tag, plan.tags.format)) : null };
}

/** The product's own branch in this repository; its default branch where the plan names none. */
function releaseBranch(inForce: PlanInForce, repository: RepositoryRecord): string {
  const named = inForce.plan.products.flatMap((product) => (product.branch === null ? [] : [product.branch]));
  return named.find((branch) => roleOfBranch(inForce, repository, branch).governed.length > 0) ?? repository.defaultBranch;
}

async function settleTag(found: NamedCommit, judged: readonly Judged[], place: Place, looked: Looked, before: CandidateRecord | null, context: RunContext): Promise<Settlement> {
  const { repository } = place;
  const now = context.now();
  const artifacts = await context.github.readArtifacts(repository, found.sha);
  const release = await context.github.readRelease(repository, found.name);
  const asked = judged.some(({ inForce }) => inForce.plan.environments.some(({ checks }) => checks.length > 0));
  const ran: TagRuns = { artifacts, checks: asked ? await context.github.readRuns(repository, found.sha) : [], posted: await postedReports(repository.id, found.sha, context.memory) };
  const inputs = digestOf([judged.map(({ inForce, given, ...facts }) => [inForce.record.path, inForce.record.text, facts, [...given]]), ran, release]);
  const since = before?.since ?? now;
  const wakeAt = now - since < LOOKED_AT_FOR ? now + LOOK_AGAIN_AFTER : null;
  const again: readonly Mark[] = looked.more ? [{ key: { kind: "release", repository: repository.id, tag: found.name }, lane: "fan-out", installation: context.installation }] : [];
  if (before !== null && before.inputs === inputs) return { ...NOTHING_TO_SETTLE, wakeAt: before.settled ? null : wakeAt, marks: again, records: [...looked.records, ...looked.resolver.files.changes()] };
  // By commit, since several tags may stand on it: a report does not become new by being read for another one.
  const evidenceKey = `${repository.id}/${found.sha}`;
  let seen = await context.memory.record<EvidenceRecord>("evidence", evidenceKey) ?? {};
  const records: RecordChange[] = [];
  const marks: Mark[] = [];
  const parts: (JudgedTag & { readonly plan: string; readonly words: CheckWords })[] = [];
  for (const one of judged) {
    const outcome = await judgeEvidence(one, found, ran, repository, seen, looked.resolver, context);
    seen = { ...seen, ...outcome.seen };
    parts.push({ plan: one.inForce.plan.release.name, words: outcome.words, inForce: one.inForce, judgement: one.judgement, gate: outcome.gate });
    records.push(...gateRecords(one, outcome.ready, found, repository));
    marks.push({ key: { kind: "features", repository: one.inForce.home.id, path: one.inForce.record.path }, lane: "fan-out", installation: context.installation });
    if (outcome.standing === null) continue;
    const told = await featureTags(outcome.standing, place.tags.map(({ name }) => name), one.inForce, repository, context);
    records.push({ kind: "tag-standing", key: tagStandingKey(one.inForce.record, repository.id, found.name), value: outcome.standing }, ...told.records);
    marks.push(...told.marks);
  }
  const words = joinedCandidateChecks(parts);
  if (words !== null) await ensureCheck(found, words, repository, context);
  const settled = words?.conclusion === "success";
  const value: CandidateRecord = { sha: found.sha, since, inputs, settled, ...await settleRelease(parts, release, repository, before, context) };
  return {
    ...NOTHING_TO_SETTLE, wakeAt: settled ? null : wakeAt, marks: [...marks, ...again],
    records: [{ kind: "candidate", key: `${repository.id}/${found.name}`, value }, { kind: "evidence", key: evidenceKey, value: seen }, ...records, ...looked.records, ...looked.resolver.files.changes()],
  };
}

async function ensureCheck(found: NamedCommit, words: CheckWords, repository: RepositoryRecord, context: RunContext): Promise<void> {
  const desired = desireCheck(found.sha, words);
  const observed = (await context.github.readChecks(repository, found.sha)).find((check) => check.name === desired.name) ?? null;
  for (const change of diffCheck(desired, observed, context.now())) await context.github.ensureCheck(repository, change.check, observed);
}

/** Whether the final tag may be made of the newest candidate. */
function gateRecords({ inForce, judgement }: Judged, ready: boolean | null, found: NamedCommit, repository: RepositoryRecord): readonly RecordChange[] {
  const { format } = inForce.plan.tags;
  const reading = parseTag(judgement.name, format);
  if (ready === null || !reading.ok) return [];
  return [{ kind: "tag-gate", key: tagGateKey(inForce.record, repository.id, finalOf(reading.tag, format)), value: { ready, candidate: found.name } satisfies TagGateRecord }];
}
