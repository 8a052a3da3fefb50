/**
 * What the plan says is done where a milestone does not come about, and whether its manager may say so by now: so long after the milestone was due,
 * once everything before it is reached, and while it is not reached itself. Whether anything stands against it is read from GitHub, by whoever asks.
 *
 * Promises: never armed before its time, however late what comes before it; a date that moves moves it; a milestone without a date arms nothing.
 */
import type { Instant } from "../model/instant.ts";
import type { Fallback } from "../model/plan-record.ts";
import type { PlannedMilestone } from "../model/plan.ts";
import type { ReachedMilestone } from "../model/snapshot.ts";
import { reachedInstant } from "./freeze-interval.ts";

export interface FallbackStanding {
  readonly fallback: Fallback;
  /** from when on the clock allows it; null = the milestone has no date */
  readonly from: Instant | null;
  /** ids of milestones that come before it and are not reached */
  readonly before: readonly string[];
  /** since when it may be forced; null = it may not */
  readonly armedSince: Instant | null;
}

/** Null = the plan has none, or the milestone is reached, or the plan has written down that it came about. */
export function fallbackStanding({ id, fallback, due, after, actual }: PlannedMilestone, reached: readonly ReachedMilestone[], now: Instant): FallbackStanding | null {
  if (fallback === null || reachedInstant(reached, id, null, now) !== null) return null;
  if (actual?.extent === "done" && (actual.time.at ?? Infinity) <= now) return null;
  const from = fallbackFrom({ fallback, due });
  const instants = after.map((one) => ({ id: one, at: reachedInstant(reached, one, null, now) }));
  const before = instants.filter(({ at }) => at === null).map((one) => one.id);
  const since = from === null || before.length > 0 ? null : Math.max(from, ...instants.map(({ at }) => at ?? from));
  return { fallback, from, before, armedSince: since !== null && since <= now ? since : null };
}

/** When the clock alone allows it; null = never. */
export function fallbackFrom({ fallback, due }: Pick<PlannedMilestone, "fallback" | "due">): Instant | null {
  return fallback === null || due?.at == null ? null : due.at + fallback.after;
}
