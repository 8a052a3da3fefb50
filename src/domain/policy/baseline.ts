/**
 * What is remembered as the baseline of each milestone. Promises: once there, a baseline never changes; it follows a milestone whose id alone
 * changed, and outlives one that is taken out of the plan and put back. A release of another name is another release, which begins anew.
 */
import type { Baseline, Baselines } from "../model/baseline.ts";
import type { Instant, PlannedTime } from "../model/instant.ts";
import type { PlannedMilestone, ReleasePlan } from "../model/plan.ts";
import { underNewIds } from "../plan/diff/renames.ts";

/** `before` = the plan that was in force until now; null = there was none. */
export function rememberBaselines(known: Baselines, before: ReleasePlan | null, plan: ReleasePlan, now: Instant): Baselines {
  const carried = before === null ? known : before.release.name === plan.release.name ? underIdsOf(known, before, plan) : {};
  const fresh = plan.milestones.flatMap((milestone): readonly (readonly [string, Baseline])[] => {
    const time = Object.hasOwn(carried, milestone.id) ? null : firstDate(milestone);
    return time === null ? [] : [[milestone.id, { time, stated: milestone.planned !== null, since: now }]];
  });
  return fresh.length === 0 ? carried : Object.fromEntries([...Object.entries(carried), ...fresh]);
}

/** Null until anybody knows the baseline. */
export function baselineOf(baselines: Baselines, id: string): Baseline | null {
  return Object.hasOwn(baselines, id) ? baselines[id] ?? null : null;
}

/** A time without an instant, unknown or counted from something undated, is no first date yet. */
function firstDate({ planned, due }: PlannedMilestone): PlannedTime | null {
  return [planned, due].find((time) => time !== null && time.at !== null) ?? null;
}

/** A new id that has a baseline of its own keeps it: somebody once planned that one. */
function underIdsOf(known: Baselines, before: ReleasePlan, plan: ReleasePlan): Baselines {
  const { milestones } = underNewIds(before, plan).renames;
  const moved = [...milestones].filter(([was, is]) => Object.hasOwn(known, was) && !Object.hasOwn(known, is));
  if (moved.length === 0) return known;
  const names = new Map(moved);
  return Object.fromEntries(Object.entries(known).map(([id, baseline]) => [names.get(id) ?? id, baseline]));
}
