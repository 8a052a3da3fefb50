/**
 * `features:<home>/<path>`: the features of a plan as a whole. Fixes the scope at its instant, tells what is added or rewritten later, and keeps one
 * tracking issue with the matrix of features and candidates.
 *
 * Promises: one issue a plan, edited in place and never for nothing; people's own words in it stay; each change of the scope is told once, on the
 * feature's issue and to the manager. Where memory is gone the scope is read back from the issue. A plan that is not strict moves nothing.
 * Accepted: where the app learns late that the scope was fixed, the words that stand then are taken for those that stood at the instant; lists are
 * at most a minute behind, so that a busy day does not become an edit a second.
 */
import { digestOf } from "../domain/desired/pull-check.ts";
import { desireFeaturesBody, featuresIssueKey, readFrozenScope } from "../domain/desired/features-issue.ts";
import type { FeaturesWords } from "../domain/desired/features-issue.ts";
import type { Instant } from "../domain/model/instant.ts";
import type { Key, Mark } from "../domain/model/key.ts";
import type { OwnIssue } from "../domain/model/own-issue.ts";
import { FaultError } from "../domain/model/problem.ts";
import type { CandidateRecord, FeaturesRecord, PlanRecord, RepositoryRecord } from "../domain/model/records.ts";
import { repositoryName } from "../domain/model/refs.ts";
import type { Settlement } from "../domain/model/settlement.ts";
import { NOTHING_TO_SETTLE } from "../domain/model/settlement.ts";
import { FEATURE_LABELS } from "../domain/policy/feature-label.ts";
import { missingFeatures } from "../domain/policy/feature-evidence.ts";
import type { ReleaseMatrix } from "../domain/policy/release-matrix.ts";
import { featuresOverText, featuresSectionText, featuresTitle, scopeListText, scopeSectionText, straysSectionText, tagAlarmText } from "../text/features-tracking.ts";
import type { TrackedFeatures } from "../text/features-tracking.ts";
import { differenceSectionText, matrixSectionText } from "../text/matrix-section.ts";
import { featureCommands, mirroredFeatureCommands } from "./feature-commands.ts";
import { featureRepositories, featuresOf } from "./feature-issues.ts";
import { featureRows, matrixPlace, tagsAhead } from "./features-facts.ts";
import { tell } from "./notice.ts";
import type { Telling } from "./notice.ts";
import { planKey, planOf, repositoryOf } from "./plans-in-force.ts";
import type { PlanInForce } from "./plans-in-force.ts";
import type { RunContext } from "./ports.ts";
import { planMatrix } from "./release-matrices.ts";
import { scopeNow, tellScope } from "./scope.ts";
import type { ScopeNow } from "./scope.ts";
import { tagHolds } from "./tag-holds.ts";
import { looksAgainAt, strays } from "./strays.ts";
import { forgottenFeatures, surveyFeatures } from "./survey-features.ts";

const LISTS_AGAIN_AFTER = 60_000;
const TRY_AGAIN_AFTER = 3_600_000;
/** for what no delivery told */
const LOOK_AGAIN_AFTER = 24 * 3_600_000;
/** for tests that are merged, or name a feature, while one still needs some */
const FILES_AGAIN_AFTER = 55 * 60_000;
const UNWRITTEN: readonly string[] = [FEATURE_LABELS.missing.name, FEATURE_LABELS.broken.name];
/** for the table; the lists and the machine's part need the rest */
const MATRIX_ROOM = 28_000;

const NOTHING_YET: FeaturesRecord = { issue: null, opened: false, remade: false, closed: false, editedAt: null, told: [], scope: null, admissions: 0, strays: null };

type Planned = Pick<PlanInForce, "home" | "record" | "plan">;

export async function runFeatures(key: Extract<Key, { kind: "features" }>, context: RunContext): Promise<Settlement> {
  const record = await context.memory.record<PlanRecord>("plan", `${key.repository}/${key.path}`);
  const home = await repositoryOf(context.memory, key.repository);
  if (record === null || home === null || home.archived) return NOTHING_TO_SETTLE;
  const before = await context.memory.record<FeaturesRecord>("features", planKey(record)) ?? NOTHING_YET;
  const plan = planOf(record);
  if (plan?.features == null) return takenOut(key, home, before, context);
  const planned: Planned = { home, record, plan };
  const surveyed = digestOf([record.text, record.governs, record.renamed ?? {}]);
  // What holds a tag does not wait for the lists.
  const recent = before.surveyed === surveyed && before.lookedAt !== undefined && context.now() - before.lookedAt < LISTS_AGAIN_AFTER ? before.lookedAt : null;
  const held = await tagHolds(planned, recent === null, context);
  if (recent !== null) return { ...NOTHING_TO_SETTLE, records: held.records, marks: held.marks, wakeAt: recent + LISTS_AGAIN_AFTER };
  const issues = await featuresOf(plan.features, planned, context);
  const commands = await featureCommands(planned, context);
  const survey = await surveyFeatures(planned, issues, commands, before.surveyed !== surveyed || before.lookedAt === undefined || context.now() - before.lookedAt >= FILES_AGAIN_AFTER, context);
  const matrix = await planMatrix(record, plan, context.memory);
  // A plan whose issues are still to be written troubles nobody.
  if (!before.opened && issues.length === 0 && matrix.matrix.tags.length === 0) return { ...NOTHING_TO_SETTLE, records: [...held.records, ...survey.records], marks: [...held.marks, ...survey.marks] };
  const observed = await readIssue(key, home, before, context);
  const known = before.scope ?? (before.opened || observed === null ? null : readFrozenScope(observed.body));
  const scope = scopeNow(planned, known, issues, commands.admissions, context.now());
  const found = await strays(planned, issues, before.strays, scope, context);
  const tracked = { ...await trackedFeatures(planned, issues, matrix, scope, found, held.holds, context), unsearched: survey.unsearched };
  const told = await tellScope(planned, scope, issues, context);
  const sheet: Sheet = { key, planned, matrix, tracked, scope: { ...scope, frozen: told.frozen }, observed, record: { ...before, scope: told.frozen, admissions: commands.admissions.length, strays: found, surveyed, lookedAt: context.now() } };
  const outcome = await write(sheet, context);
  const value = outcome.record;
  return {
    ...NOTHING_TO_SETTLE,
    records: [...held.records, ...survey.records, ...(digestOf(value) === digestOf(before) ? [] : [{ kind: "features" as const, key: planKey(record), value }])],
    marks: [...held.marks, ...survey.marks, ...outcome.marks, ...await strictMarks(before, value, planned, context), ...(told.more ? [{ key, lane: "fan-out", installation: context.installation } as const] : [])],
    wakeAt: earliest([scope.next, outcome.wakeAt, looksAgainAt(found, scope), value.closed ? null : context.now() + (tracked.features.some(({ label }) => label !== null && UNWRITTEN.includes(label)) ? FILES_AGAIN_AFTER : LOOK_AGAIN_AFTER)]),
  };
}

async function readIssue(key: Extract<Key, { kind: "features" }>, home: RepositoryRecord, before: FeaturesRecord, context: RunContext): Promise<OwnIssue | null> {
  try {
    return await context.github.readOwnIssue(home, featuresIssueKey(key.path), before.issue);
  } catch (error) {
    if (refused(error)) return null;
    throw error;
  }
}

async function trackedFeatures(planned: Planned, issues: Awaited<ReturnType<typeof featuresOf>>, matrix: ReleaseMatrix, scope: ScopeNow, found: FeaturesRecord["strays"], holds: TrackedFeatures["holds"], context: RunContext): Promise<Omit<TrackedFeatures, "unsearched">> {
  const { plan } = planned;
  return {
    plan, place: await matrixPlace(planned, context), features: await featureRows(planned, issues, context),
    missing: plan.features === null ? [] : missingFeatures(issues, plan.features).map(({ title }) => title),
    tag: matrix.matrix.tags.at(-1) ?? null, next: tagsAhead(matrix.matrix.tags, plan), strays: found, holds,
    scope: plan.features?.scope == null ? null : { since: scope.since, due: scope.next, size: Object.keys(scope.frozen?.features ?? {}).length, changes: scope.changes },
  };
}

interface Sheet {
  readonly key: Extract<Key, { kind: "features" }>;
  readonly planned: Planned;
  readonly matrix: ReleaseMatrix;
  readonly tracked: TrackedFeatures;
  readonly scope: ScopeNow;
  readonly observed: OwnIssue | null;
  readonly record: FeaturesRecord;
}

interface Written {
  readonly record: FeaturesRecord;
  readonly marks: readonly Mark[];
  readonly wakeAt: Instant | null;
}

/** The issue, then what is told under it. Where the repository takes no issues the rest goes on without one. */
async function write(sheet: Sheet, context: RunContext): Promise<Written> {
  const { record, observed, planned: { home }, tracked, scope } = sheet;
  // A person who deletes it twice means it.
  if (record.remade && observed === null) return { record: { ...record, issue: null }, marks: [], wakeAt: null };
  try {
    const over = isOver(sheet);
    const { issue, edited } = await ensureStanding(sheet, over, context);
    const fresh = scope.untold.length === 0 ? [] : [{ key: `scope/${digestOf(scope.untold.map(({ key, what }) => [key, what])).slice(0, 16)}`, body: scopeListText(scope.untold, tracked) }];
    const ended = over ? [{ key: "over", body: featuresOverText(tracked.plan, tracked.tag) }] : [];
    const told = await tell([...await alarms(sheet, context), ...fresh, ...ended], record.told, issue.number, home, context);
    return {
      marks: [], wakeAt: null,
      record: { ...record, issue: issue.number, opened: true, closed: over, remade: record.remade || (record.issue !== null && observed === null), editedAt: edited ? context.now() : record.editedAt, told: [...record.told, ...told.told].slice(-200) },
    };
  } catch (error) {
    // Issues are switched off there, or we may not write them.
    if (!refused(error)) throw error;
    return { record, marks: [], wakeAt: context.now() + TRY_AGAIN_AFTER };
  }
}

/** What is wrong with tags and their releases, each once. */
async function alarms({ planned, tracked }: Sheet, context: RunContext): Promise<readonly Telling[]> {
  const found: Telling[] = [];
  for (const repository of await featureRepositories(planned, context)) {
    if (tracked.place.hidden.has(repositoryName(repository).toLowerCase())) continue;
    for (const { key, value } of await context.memory.records<CandidateRecord>("candidate", `${repository.id}/`)) {
      const tag = key.slice(key.indexOf("/") + 1);
      for (const alarm of (value.alarms ?? []).filter(({ plan }) => plan === planKey(planned.record)))
        found.push({ key: `alarm/${key}/${value.sha}/${alarm.code}`, body: tagAlarmText(tag, repositoryName(repository), alarm, planned.plan) });
    }
  }
  return found;
}

/** The final tag stands, and every feature was accepted on it. */
function isOver({ matrix: { matrix }, planned }: Sheet): boolean {
  const { rows, tags } = matrix;
  return tagsAhead(tags, planned.plan) === null && tags.length > 0 && rows.length > 0 && rows.every((row) => row.columns.at(-1)?.accepted === true);
}

async function ensureStanding({ key, planned, matrix, tracked, scope, observed, record }: Sheet, over: boolean, context: RunContext): Promise<{ readonly issue: OwnIssue; readonly edited: boolean }> {
  const issueKey = featuresIssueKey(key.path);
  const words: FeaturesWords = {
    features: featuresSectionText(tracked), candidates: matrixSectionText(matrix, tracked.place, MATRIX_ROOM), difference: differenceSectionText(matrix, tracked.place),
    scope: scopeSectionText(tracked), strays: straysSectionText(tracked),
  };
  const ledger = { scope: scope.frozen, commands: await mirroredFeatureCommands(planned, observed?.body ?? null, context) };
  const body = desireFeaturesBody(issueKey, words, ledger, observed?.body ?? null);
  if (observed === null) return { issue: await context.github.ensureIssue(planned.home, { key: issueKey, title: featuresTitle(planned.plan), body, labels: [] }), edited: true };
  // A person's own title stays, and so does an issue that a person closed.
  const closing = over && !record.closed ? { open: false } : {};
  const reopening = !over && record.closed ? { open: true } : {};
  const issue = await context.github.ensureIssueContent(planned.home, observed, { body, ...closing, ...reopening });
  return { issue: issue ?? observed, edited: body !== observed.body };
}

/** Candidates count otherwise once the scope is fixed, or somebody is let in, where the plan is strict. */
async function strictMarks(before: FeaturesRecord, now: FeaturesRecord, planned: Planned, context: RunContext): Promise<readonly Mark[]> {
  if (planned.plan.features?.scope?.strict !== true || digestOf([before.scope, before.admissions]) === digestOf([now.scope, now.admissions])) return [];
  const marks: Mark[] = [];
  for (const repository of await featureRepositories(planned, context))
    for (const { key } of await context.memory.records<unknown>("candidate", `${repository.id}/`))
      marks.push({ key: { kind: "release", repository: repository.id, tag: key.slice(key.indexOf("/") + 1) }, lane: "fan-out", installation: repository.installation });
  return marks;
}

/** The plan has no features any more: the issue says so and is closed. */
async function takenOut(key: Extract<Key, { kind: "features" }>, home: RepositoryRecord, before: FeaturesRecord, context: RunContext): Promise<Settlement> {
  const marks = await forgottenFeatures(`${home.id}/${key.path}`, context);
  if (before.issue === null || before.closed) return { ...NOTHING_TO_SETTLE, marks };
  const observed = await readIssue(key, home, before, context);
  if (observed !== null) {
    await tell([{ key: "taken-out", body: featuresOverText(null, null) }], before.told, observed.number, home, context);
    await context.github.ensureIssueContent(home, observed, { open: false });
  }
  return { ...NOTHING_TO_SETTLE, marks, records: [{ kind: "features", key: `${home.id}/${key.path}`, value: { ...before, closed: true, surveyed: "" } }] };
}

function refused(error: unknown): boolean {
  return error instanceof FaultError && ["forbidden", "not-found"].includes(error.fault.kind);
}

function earliest(instants: readonly (Instant | null)[]): Instant | null {
  const known = instants.filter((at) => at !== null);
  return known.length === 0 ? null : Math.min(...known);
}
