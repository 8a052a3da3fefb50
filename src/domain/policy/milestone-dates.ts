/**
 * The three dates of each milestone: as first planned, as it stands now, and when it was reached; and what became of the difference.
 * Slips are counted in days of the plan's calendar, as people count them: from the 12th to the 17th is five, whatever the hours.
 */
import { Temporal } from "temporal-polyfill";
import type { Baselines } from "../model/baseline.ts";
import type { Instant, PlannedTime } from "../model/instant.ts";
import type { MilestoneWords, SaidActual } from "../model/milestone-words.ts";
import { NO_MILESTONE_WORDS } from "../model/milestone-words.ts";
import type { PlannedMilestone, ReleasePlan } from "../model/plan.ts";
import type { ReachedMilestone } from "../model/snapshot.ts";
import { baselineOf } from "./baseline.ts";
import { dueDay } from "./due-day.ts";
import { reachedInstant } from "./freeze-interval.ts";

export interface MilestoneDates {
  readonly milestone: PlannedMilestone;
  readonly baseline: PlannedTime | null;
  readonly live: PlannedTime | null;
  readonly actual: Actual | null;
  /** whole days after the baseline, negative before it: of the actual date once all of it is done, of the live one until then; null = one of them is missing */
  readonly slip: number | null;
  readonly state: MilestoneState;
  /** ids of milestones that it waits for and that are due later, or not reached although it is */
  readonly outOfOrder: readonly string[];
}

export type MilestoneState = "done" | "partial" | "late" | "coming" | "undated";

export interface Actual {
  readonly at: Instant;
  /** `by` = then or before */
  readonly bound: "on" | "by";
  readonly extent: "done" | "partial";
  /** as somebody wrote it down; null = only the instant is known */
  readonly time: PlannedTime | null;
  readonly by: string | null;
  /** who said that the plan's fallback was done in its place; absent = it came about */
  readonly forcedBy?: string;
}

export function milestoneDates(plan: ReleasePlan, baselines: Baselines, reached: readonly ReachedMilestone[], now: Instant, words: Pick<MilestoneWords, "done" | "partial"> = NO_MILESTONE_WORDS): readonly MilestoneDates[] {
  const actuals = new Map(plan.milestones.map((milestone) => [milestone.id, actualOf(milestone, reached, words, now)]));
  return plan.milestones.map((milestone) => {
    const actual = actuals.get(milestone.id) ?? null;
    const baseline = baselineOf(baselines, milestone.id)?.time ?? milestone.planned ?? milestone.due;
    const live = milestone.due;
    const outOfOrder = milestone.after.filter((id) => isOutOfOrder(milestone, actual, plan.milestones.find((one) => one.id === id), actuals.get(id) ?? null));
    return { milestone, baseline, live, actual, slip: slipOf(plan, baseline, live, actual), state: stateOf(live, actual, now), outOfOrder };
  });
}

export interface TotalSlip {
  /** days by which the milestone that comes last has slipped: that much later is the release */
  readonly release: number | null;
  /** days of all milestones together */
  readonly sum: number;
  /** how many have slipped */
  readonly slipped: number;
}

export function totalSlip(dates: readonly MilestoneDates[]): TotalSlip {
  const known = dates.filter((one) => one.slip !== null);
  const ending = (one: MilestoneDates): number => one.live?.at ?? one.actual?.at ?? -Infinity;
  const last = known.reduce<MilestoneDates | null>((latest, one) => (latest === null || ending(one) >= ending(latest) ? one : latest), null);
  return { release: last?.slip ?? null, sum: known.reduce((sum, one) => sum + (one.slip ?? 0), 0), slipped: known.filter((one) => (one.slip ?? 0) > 0).length };
}

/** What was written down says more than what was said, and that more than the instant at which somebody closed it; none is taken from the future. */
function actualOf(milestone: PlannedMilestone, reached: readonly ReachedMilestone[], words: Pick<MilestoneWords, "done" | "partial">, now: Instant): Actual | null {
  const at = reachedInstant(reached, milestone.id, null, now);
  const by = reached.find((one) => one.milestone === milestone.id && one.at === at)?.by ?? null;
  const { actual } = milestone;
  const written = actual?.time.at ?? null;
  const said = (all: readonly SaidActual[]): SaidActual | undefined => all.find((one) => one.milestone === milestone.id && one.at <= now);
  const done = said(words.done);
  const forced = done?.forced === true ? { forcedBy: done.by } : {};
  // A day is written down before it is over.
  if (actual !== null && written !== null && (actual.time.start ?? dayBefore(written)) <= now) return { at: written, bound: actual.bound, extent: actual.extent, time: actual.time, by, ...forced };
  if (done !== undefined && at !== null && done.at <= at) return { ...saidActual(done, "done"), ...forced };
  if (at !== null) return { at, bound: "on", extent: "done", time: null, by };
  const partial = said(words.partial);
  return partial === undefined ? null : saidActual(partial, "partial");
}

function saidActual({ at, time, bound, by }: SaidActual, extent: Actual["extent"]): Actual {
  return { at: time?.at ?? at, bound, extent, time, by };
}

function dayBefore(at: Instant): Instant {
  return at - 86_400_000;
}

function stateOf(live: PlannedTime | null, actual: Actual | null, now: Instant): MilestoneState {
  if (actual !== null) return actual.extent;
  if (live?.at == null) return live?.resolveBy != null && live.resolveBy <= now ? "late" : "undated";
  return live.at <= now ? "late" : "coming";
}

function isOutOfOrder(milestone: PlannedMilestone, actual: Actual | null, before: PlannedMilestone | undefined, reachedBefore: Actual | null): boolean {
  if (before === undefined || before === milestone) return false;
  const doneBefore = reachedBefore?.extent === "done" ? reachedBefore : null;
  if (actual?.extent === "done") return doneBefore === null || (doneBefore.bound === "on" && doneBefore.at > actual.at);
  const earlier = doneBefore?.at ?? before.due?.at ?? null;
  const own = milestone.due?.at ?? null;
  return earlier !== null && own !== null && earlier > own;
}

function slipOf(plan: ReleasePlan, baseline: PlannedTime | null, live: PlannedTime | null, actual: Actual | null): number | null {
  const { timezone: zone } = plan.release;
  const reachedAt = actual?.extent !== "done" ? null : actual.time ?? { text: "", precision: "minute" as const, zone, at: actual.at, start: null, after: null, resolveBy: null };
  return slipDays(baseline, reachedAt ?? live, zone);
}

/** Days of the calendar from one date to another; null where one of them has no day. */
export function slipDays(baseline: PlannedTime | null, date: PlannedTime | null, zone: string): number | null {
  const from = baseline === null ? null : dueDay(baseline, zone);
  const to = date === null ? null : dueDay(date, zone);
  return from === null || to === null ? null : Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to), { largestUnit: "days" }).days;
}
