/**
 * The plan as it stands at an instant: what it counts from a milestone that has been reached is counted from when that was, and no longer from when
 * it was due. What comes after a milestone that is late has no date: it is not overdue before the thing has happened that it follows.
 * Milestones and freezes are left as they are, since for them the live date governs.
 */
import type { Instant, PlannedTime } from "../model/instant.ts";
import type { PlannedDuty, ReleasePlan } from "../model/plan.ts";
import type { ReachedMilestone } from "../model/snapshot.ts";
import { resolveRelative } from "../plan/time/relative-time.ts";
import { reachedInstant } from "./freeze-interval.ts";

export function withActualDates(plan: ReleasePlan, reached: readonly ReachedMilestone[], now: Instant): ReleasePlan {
  return {
    ...plan, operations: plan.operations.map((duty) => dutyAsItIs(plan, duty, reached, now)),
    messages: plan.messages.map((one) => ({ ...one, due: actualTime(plan, one.due, reached, now) })),
    keyResults: plan.keyResults.map((one) => (one.due === null ? one : { ...one, due: actualTime(plan, one.due, reached, now) })),
  };
}

/** The same time, unless it is counted from a milestone that has been reached. */
export function actualTime(plan: ReleasePlan, time: PlannedTime, reached: readonly ReachedMilestone[], now: Instant): PlannedTime {
  const done = time.after === null ? null : reachedInstant(reached, time.after.milestone, null, now);
  if (time.after === null || done === null) return time;
  const { dayEnds, holidays } = plan.release;
  return { ...time, at: resolveRelative(time.after, { at: done, precision: "minute" }, { zone: time.zone, dayEnds, holidays }) };
}

function dutyAsItIs(plan: ReleasePlan, duty: PlannedDuty, reached: readonly ReachedMilestone[], now: Instant): PlannedDuty {
  const asItIs = (time: PlannedTime | null): PlannedTime | null => (time === null ? null : notBefore(actualTime(plan, time, reached, now), reached, now));
  return { ...duty, due: asItIs(duty.due), from: asItIs(duty.from), until: asItIs(duty.until) };
}

function notBefore(time: PlannedTime, reached: readonly ReachedMilestone[], now: Instant): PlannedTime {
  const { after, at } = time;
  const follows = after !== null && after.days >= 0 && after.hours >= 0;
  const awaited = follows && at !== null && at <= now && reachedInstant(reached, after.milestone, null, now) === null;
  return awaited ? { ...time, at: null } : time;
}
