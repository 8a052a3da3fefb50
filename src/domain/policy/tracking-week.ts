/**
 * The weeks in which a key result is tracked: each begins at midnight of a tracking day, in the zone of the plan, and lasts until the next. Every
 * Monday unless the plan names another day. Tracking begins on the first tracking day for which there are weights, and ends when it is measured.
 */
import type { Instant } from "../model/instant.ts";
import type { PlannedKeyResult, ReleasePlan } from "../model/plan.ts";
import type { Recurrence } from "../model/recurrence.ts";
import { nextOccurrence, occurrences } from "../plan/recurrence.ts";

const DAY_MS = 24 * 3_600_000;
/** when people are asked on a tracking day for which the plan names no time */
const ASKED_AT = "09:00";

export interface TrackingWeek {
  readonly from: Instant;
  /** exclusive */
  readonly to: Instant;
}

/** When people are asked for their scores. */
export function trackingRule(plan: ReleasePlan, result: PlannedKeyResult): Recurrence {
  const { timezone: zone, dayEnds } = plan.release;
  const rule = result.tracked ?? { text: "every Monday", weekdays: [1], everyWeeks: 1, time: null, zone, dayEnds };
  return { ...rule, time: rule.time ?? ASKED_AT };
}

/** Null = nobody has a weight yet, or the key result collects no scores. */
export function trackedSince(plan: ReleasePlan, result: PlannedKeyResult): Instant | null {
  if (result.score === null || result.weights.length === 0) return null;
  const first = Math.min(...result.weights.map(({ from }) => from));
  return Math.max(first, plan.objectives.find(({ id }) => id === result.objective)?.from ?? first);
}

/** Tracking days up to `until`, the last `most` of them. */
export function trackingDays(plan: ReleasePlan, result: PlannedKeyResult, until: Instant, most = 1_000): readonly Instant[] {
  const since = trackedSince(plan, result);
  if (since === null || since > until) return [];
  const rule = midnights(plan, result);
  const from = Math.max(since, until - (most + 1) * rule.everyWeeks * 7 * DAY_MS);
  return occurrences(rule, since, from, until).slice(-most);
}

/** The week in which an instant lies; null = before the first. */
export function trackingWeek(plan: ReleasePlan, result: PlannedKeyResult, at: Instant): TrackingWeek | null {
  const from = trackingDays(plan, result, at, 1).at(-1);
  return from === undefined ? null : { from, to: nextTrackingDay(plan, result, at) ?? from };
}

/** After `at`; null = it is never tracked. */
export function nextTrackingDay(plan: ReleasePlan, result: PlannedKeyResult, at: Instant): Instant | null {
  const since = trackedSince(plan, result);
  return since === null ? null : nextOccurrence(midnights(plan, result), since, at);
}

function midnights(plan: ReleasePlan, result: PlannedKeyResult): Recurrence {
  return { ...trackingRule(plan, result), time: "00:00" };
}
