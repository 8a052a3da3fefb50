/**
 * When a key result is graded, and what counts as its grade. The deadline is counted from what really happened: a release that slipped by a
 * week is measured a week later. Until the milestone is reached the date is only expected.
 */
import type { Instant } from "../model/instant.ts";
import type { PlannedKeyResult, ReleasePlan } from "../model/plan.ts";
import type { GivenGrade } from "../model/score.ts";
import type { ReachedMilestone } from "../model/snapshot.ts";
import { actualTime } from "./actual-dates.ts";
import { reachedInstant } from "./freeze-interval.ts";

/** A grade counts from the beginning of the day of measurement on. */
export const GRADED_FROM_BEFORE = 24 * 3_600_000;

export interface MeasurementDeadline {
  /** the end of the day; null = not dated */
  readonly at: Instant | null;
  /** `actual`: the milestone was reached, or the plan gives a plain date. `expected`: it follows the live date and may still move */
  readonly basis: "actual" | "expected";
  /** id of the milestone that it is counted from */
  readonly after: string | null;
}

export function measurementDeadline(plan: ReleasePlan, result: PlannedKeyResult, reached: readonly ReachedMilestone[], now: Instant): MeasurementDeadline {
  const { due } = result;
  if (due === null) return { at: null, basis: "expected", after: null };
  if (due.after === null) return { at: due.at, basis: "actual", after: null };
  const { milestone } = due.after;
  const basis = reachedInstant(reached, milestone, null, now) === null ? "expected" : "actual";
  return { at: actualTime(plan, due, reached, now).at, basis, after: milestone };
}

export type GradeState =
  | { readonly state: "running" | "due" }
  | { readonly state: "graded"; readonly grade: GivenGrade };

/** The last grade given from the day of measurement on, by somebody who may; what was given earlier was a guess and is no grade. */
export function gradeOf(
  result: PlannedKeyResult, deadline: MeasurementDeadline, grades: readonly GivenGrade[], mayGrade: (login: string) => boolean, now: Instant,
): GradeState {
  if (deadline.basis !== "actual" || deadline.at === null) return { state: "running" };
  const opens = deadline.at - GRADED_FROM_BEFORE;
  const counting = grades
    .filter(({ keyResult, by, at }) => keyResult === result.id && at >= opens && at <= now && mayGrade(by))
    .toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  const last = counting.at(-1);
  if (last !== undefined) return { state: "graded", grade: last };
  return { state: now >= opens ? "due" : "running" };
}
