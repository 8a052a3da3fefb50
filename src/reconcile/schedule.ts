/**
 * `schedule:<repository>`: the milestones that stand on GitHub, in one repository, for every plan over it; the home of a plan has them as well,
 * whatever its products are, since there they are reached.
 *
 * Promises: at most one write a milestone, none where it stands as it should, and at most fifty in one run, the rest being another run's; where
 * GitHub's limits allow no more for now, it goes on when they do, and says so on the page. What a crash leaves half done the next run finds by
 * number, key or title. Where issues are switched off or may not be written, nothing is tried for an hour.
 * One that was closed by somebody who may not is remembered in one run and opened again, where the plan is strict, in the next.
 * Accepted: after a loss of the store a milestone that a person had deleted is made once more, where the plan has no issue that remembers it.
 */
import { desireMilestones, milestoneKey, milestoneKeys, TITLE_CAP } from "../domain/desired/milestone.ts";
import type { Key, Mark } from "../domain/model/key.ts";
import { keyText } from "../domain/model/key.ts";
import type { Instant, PlannedTime } from "../domain/model/instant.ts";
import type { DesiredMilestone, MilestoneChange, MilestoneRecord, ScheduleRecord } from "../domain/model/own-milestone.ts";
import type { PlannedMilestone, ReleasePlan } from "../domain/model/plan.ts";
import type { GovernedRecord, PlanRecord, RepositoryRecord } from "../domain/model/records.ts";
import type { RepositoryName } from "../domain/model/refs.ts";
import { repositoryName, sameRepository } from "../domain/model/refs.ts";
import type { RecordChange, Settlement } from "../domain/model/settlement.ts";
import { NOTHING_TO_SETTLE } from "../domain/model/settlement.ts";
import { productsOf } from "../domain/plan/governed.ts";
import { baselineOf } from "../domain/policy/baseline.ts";
import { dueDay } from "../domain/policy/due-day.ts";
import { slipDays } from "../domain/policy/milestone-dates.ts";
import { milestoneManager } from "../domain/policy/reached.ts";
import type { RepositoryMilestones } from "../text/milestone-changes.ts";
import { milestoneSectionText } from "../text/milestone-section.ts";
import { plainText } from "../text/escape.ts";
import { planOf, repositoryOf } from "./plans-in-force.ts";
import { holdOf, writesOfOneRun } from "./run-share.ts";
import type { MilestoneFact } from "./github-facts.ts";
import type { Memory, RunContext } from "./ports.ts";


/** One plan as it concerns one repository. */
export interface ScheduledPlan {
  readonly home: RepositoryRecord;
  readonly record: PlanRecord;
  readonly plan: ReleasePlan;
  readonly changes: readonly MilestoneChange[];
}

export async function runSchedule(key: Extract<Key, { kind: "schedule" }>, context: RunContext): Promise<Settlement> {
  const repository = await repositoryOf(context.memory, key.repository);
  if (repository === null || repository.archived) return NOTHING_TO_SETTLE;
  const done: RecordChange[] = [];
  const live = new Map<string, Mark>();
  const progress = { planned: 0, placed: 0 };
  const settled = (wakeAt: Instant | null, heldBy: ScheduleRecord["heldBy"], marks: Settlement["marks"] = []): Settlement => {
    const record: ScheduleRecord = { ...progress, checkedAt: context.now(), goesOnAt: wakeAt, heldBy };
    return { ...NOTHING_TO_SETTLE, records: [...done, { kind: "schedule", key: String(repository.id), value: record }], marks: [...marks, ...live.values()], wakeAt };
  };
  try {
    const scheduled = await prepareSchedule(repository, context);
    progress.planned = scheduled.reduce((sum, { changes }) => sum + changes.length, 0);
    const mayWrite = writesOfOneRun(context.now);
    for (const { record, changes, home } of scheduled) {
      for (const change of changes) {
        if ((change.kind === "create" || change.kind === "update") && !mayWrite()) return settled(null, null, [{ key, lane: "fan-out", installation: context.installation }]);
        const place = recordKey(repository, record, change.desired.id);
        const changed = await applied(change, place, repository, context);
        if (await isNews(place, changed, context)) live.set(keyText(liveOf(record)), { key: liveOf(record), lane: "fan-out", installation: home.installation });
        if (await isToOpen(place, changed, context)) live.set(keyText(key), { key, lane: "fan-out", installation: context.installation });
        done.push(...changed);
        progress.placed += 1;
      }
    }
    return settled(null, null);
  } catch (error) {
    const { at, heldBy } = holdOf(error, context.now());
    return settled(at, heldBy);
  }
}

/** What is to be written, and stops there. */
export async function prepareSchedule(repository: RepositoryRecord, context: RunContext): Promise<readonly ScheduledPlan[]> {
  return scheduleOf(repository, await plansOver(repository, context), context);
}

/** The same for plans that need not be in force, such as one that a pull request proposes. */
export async function scheduleOf(repository: RepositoryRecord, plans: readonly Omit<ScheduledPlan, "changes">[], context: RunContext): Promise<readonly ScheduledPlan[]> {
  if (plans.every(({ plan }) => plan.milestones.length === 0)) return [];
  let observed: readonly MilestoneFact[] = await context.github.readMilestones(repository);
  const living = new Set(plans.flatMap(({ plan, record }) => milestoneKeys(record.path, plan)));
  const scheduled: ScheduledPlan[] = [];
  for (const one of plans) {
    const known = await recordsOf(repository, one.record, context);
    const changes = desireMilestones(one.plan.milestones.map((milestone) => desiredOf(milestone, one, repository, context.now())), observed, known, living, plainText(one.plan.release.name, 100));
    scheduled.push({ ...one, changes });
    // The next plan must not take what this one is about to make, nor its title.
    const made = changes.flatMap((change, index) => (change.kind === "create" ? [{ number: -1 - index, title: change.fields.title, description: change.fields.description ?? null, open: true, closedAt: null, dueOn: null }] : []));
    observed = [...observed, ...made];
  }
  return scheduled;
}

/** What all plans of a home would write, in each repository that they concern; null = it holds no plan. */
export async function previewSchedules(name: RepositoryName, memory: Memory, context: (repository: RepositoryRecord) => RunContext): Promise<readonly RepositoryMilestones[] | null> {
  const home = (await memory.records<RepositoryRecord>("repository", "")).map(({ value }) => value).find((one) => sameRepository(repositoryName(one), name));
  if (home === undefined) return null;
  const records = (await memory.records<PlanRecord>("plan", `${home.id}/`)).map(({ value }) => value).filter((record) => planOf(record) !== null);
  if (records.length === 0) return null;
  const previews: RepositoryMilestones[] = [];
  for (const id of new Set([home.id, ...records.flatMap(({ governs }) => governs)])) {
    const repository = await repositoryOf(memory, id);
    if (repository === null || repository.archived) continue;
    const scheduled = await prepareSchedule(repository, context(repository));
    previews.push({ repository: repositoryName(repository), changes: scheduled.filter(({ record }) => record.home === home.id).flatMap(({ changes }) => changes) });
  }
  return previews;
}

/** All plans that bind a repository or live in it. */
export async function plansOver(repository: RepositoryRecord, context: RunContext): Promise<readonly Omit<ScheduledPlan, "changes">[]> {
  const pointers = (await context.memory.records<GovernedRecord>("governed", `${repository.id}/`)).map(({ value }) => `${value.home}/${value.path}`);
  const own = (await context.memory.records<PlanRecord>("plan", `${repository.id}/`)).map(({ value }) => `${value.home}/${value.path}`);
  const plans: Omit<ScheduledPlan, "changes">[] = [];
  for (const key of new Set([...own, ...pointers])) {
    const record = await context.memory.record<PlanRecord>("plan", key);
    const home = record === null ? null : await repositoryOf(context.memory, record.home);
    const plan = record === null ? null : planOf(record);
    if (record !== null && home !== null && plan !== null) plans.push({ home, record, plan });
  }
  return plans;
}

/** By milestone id. */
async function recordsOf(repository: RepositoryRecord, plan: PlanRecord, context: RunContext): Promise<ReadonlyMap<string, MilestoneRecord>> {
  const prefix = recordKey(repository, plan, "");
  const records = await context.memory.records<MilestoneRecord>("milestone", prefix);
  return new Map(records.map(({ key, value }) => [key.slice(prefix.length), value]));
}

export function recordKey(repository: Pick<RepositoryRecord, "id">, { home, path }: Pick<PlanRecord, "home" | "path">, id: string): string {
  return `${repository.id}/${home}/${path}/${id}`;
}

function desiredOf(milestone: PlannedMilestone, { plan, record, home }: Omit<ScheduledPlan, "changes">, repository: RepositoryRecord, now: Instant): DesiredMilestone {
  const live = dateHere(milestone, plan, home, repository);
  const baseline = baselineOf(record.baselines ?? {}, milestone.id)?.time ?? milestone.planned ?? milestone.due;
  const { timezone } = plan.release;
  const refused = repository.id === home.id ? record.refused?.find((one) => one.milestone === milestone.id && one.ripeAt <= now) : undefined;
  const after = milestone.after.map((id) => plan.milestones.find((one) => one.id === id)?.title ?? id);
  const words = milestoneSectionText({
    milestone, baseline, live, release: plan.release.name, slip: slipDays(baseline, live, timezone), manager: milestoneManager(plan, milestone), after,
    path: record.path, home: home.private && !repository.private ? null : repositoryName(home),
  });
  return { id: milestone.id, key: milestoneKey(record.path, plan.release.name, milestone.id), title: plainText(milestone.title, TITLE_CAP), day: live === null ? null : dueDay(live, timezone), reached: record.reached.some((one) => one.milestone === milestone.id && one.product === null), baseline: baseline?.after == null && baseline?.at != null ? baseline.text : null, words, ...(repository.id === home.id ? {} : { elsewhere: true }), ...(refused === undefined ? {} : { refused }), ...(plan.tracking?.strict === true ? { strict: true } : {}) };
}

/** Of several products in one repository the last date: only then is all of it due. */
function dateHere(milestone: PlannedMilestone, plan: ReleasePlan, home: RepositoryRecord, repository: RepositoryRecord): PlannedTime | null {
  const name = repositoryName(repository);
  const here = productsOf(plan, { name: repositoryName(home), defaultBranch: home.defaultBranch }).filter(({ repositories }) => repositories.some((one) => sameRepository(one, name)));
  const own = here.map(({ id }) => (Object.hasOwn(milestone.dueFor, id) ? milestone.dueFor[id] ?? milestone.due : milestone.due)).filter((time) => time?.at != null);
  return own.reduce<PlannedTime | null>((last, time) => (last?.at == null || (time?.at ?? 0) > last.at ? time ?? last : last), null) ?? milestone.due;
}

async function applied(change: MilestoneChange, key: string, repository: RepositoryRecord, context: RunContext): Promise<readonly RecordChange[]> {
  const hands = change.kind === "keep" || change.kind === "update" ? change.byPeople : null;
  const byPeople = hands === null || (hands.renamed === null && hands.doubles.length === 0 && hands.closed !== true) ? {} : { byPeople: hands };
  const ended = change.kind === "deleted" || change.ended === undefined ? {} : { ended: change.ended };
  const shut = (change.kind === "keep" || change.kind === "update") && change.shut !== undefined ? { shut: change.shut } : {};
  const record = (number: number, title: string, deleted = false): readonly RecordChange[] => [{ kind: "milestone", key, value: { key: change.desired.key, number, title, deleted, ...byPeople, ...ended, ...shut } satisfies MilestoneRecord }];
  if (change.kind === "keep") return record(change.observed.number, change.observed.title === change.desired.title ? change.desired.title : await titleKept(key, change.desired.title, context));
  if (change.kind === "deleted") {
    const before = await context.memory.record<MilestoneRecord>("milestone", key);
    return before === null || before.deleted ? [] : record(before.number, before.title, true);
  }
  const number = change.kind === "create" ? null : change.observed.number;
  const written = await context.github.ensureMilestone(repository, number, change.fields);
  if (written === null) return [];
  return record(written.number, change.fields.title ?? await titleKept(key, change.desired.title, context));
}

function liveOf({ home, path }: PlanRecord): Extract<Key, { kind: "live" }> {
  return { kind: "live", repository: home, path };
}

/** People did something to it that the issue with all dates is to mention. */
async function isNews(key: string, changed: readonly RecordChange[], context: RunContext): Promise<boolean> {
  const after = changed[0]?.value as MilestoneRecord | undefined;
  if (after === undefined || (!after.deleted && after.byPeople === undefined && after.ended !== "reopened" && after.shut === undefined)) return false;
  const before = await context.memory.record<MilestoneRecord>("milestone", key);
  return before?.deleted !== after.deleted || before.ended !== after.ended || before.shut?.at !== after.shut?.at || JSON.stringify(before.byPeople) !== JSON.stringify(after.byPeople);
}

/** Only now it is remembered why. */
async function isToOpen(key: string, changed: readonly RecordChange[], context: RunContext): Promise<boolean> {
  const { shut } = changed[0]?.value as MilestoneRecord | undefined ?? {};
  return shut?.putBack === true && shut.stands && (await context.memory.record<MilestoneRecord>("milestone", key))?.shut?.at !== shut.at;
}

/** What we last wrote, so that a title which a person changed since is told apart from ours. */
async function titleKept(key: string, title: string, context: RunContext): Promise<string> {
  return (await context.memory.record<MilestoneRecord>("milestone", key))?.title ?? title;
}
