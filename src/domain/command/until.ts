/** `until …` of a command, read with the plan: the id of a milestone, or a time in the plan's zone. */
import type { FreezeBound, ReleasePlan } from "../model/plan.ts";
import type { Instant } from "../model/instant.ts";
import type { ReachedMilestone } from "../model/snapshot.ts";
import { dueInstant, reachedInstant } from "../policy/freeze-interval.ts";
import { nearestName } from "../plan/nearest.ts";
import { readPlannedTime } from "../plan/planned-time.ts";
import { quoted } from "../plan/quoted.ts";
import { misread, read } from "../plan/time/reading.ts";
import type { Reading } from "../plan/time/reading.ts";

export function readUntil(text: string, plan: ReleasePlan): Reading<FreezeBound> {
  const id = text.trim().toLowerCase();
  const milestone = plan.milestones.find((one) => one.id.toLowerCase() === id);
  if (milestone !== undefined) return read({ milestone: milestone.id });
  if (/^[a-z][\w-]*$/i.test(text.trim())) return noSuchMilestone(text, plan);
  const time = readPlannedTime(text, { zone: plan.release.timezone, dayEnds: plan.release.dayEnds });
  if (!time.ok) return time;
  if (time.value.at === null) return misread("relative-until", `${quoted(text)} depends on a milestone.`, "write the id of the milestone, or a date such as 2026-12-01");
  return read({ time: time.value });
}

function noSuchMilestone(text: string, plan: ReleasePlan): Reading<FreezeBound> {
  const ids = plan.milestones.map((one) => one.id);
  const nearest = nearestName(text, ids);
  const inReason = "if it belongs to the reason, put the reason in double quotes";
  const hint = nearest !== null ? `did you mean \`${nearest}\`? Or` : ids.length === 0 ? "write a date, 2026-12-01;" : `write a date, 2026-12-01, or one of ${ids.slice(0, 8).map((one) => `\`${one}\``).join(", ")};`;
  return misread("unknown-milestone", `The plan has no milestone ${quoted(text)}.`, `${hint} ${inReason}`);
}

/** The instant at which a bound has come, as known; null = it has not and no date is known. A milestone counts from being reached, else from its due instant. */
export function boundInstant(bound: FreezeBound, plan: ReleasePlan, reached: readonly ReachedMilestone[]): Instant | null {
  if ("time" in bound) return bound.time.at;
  return reachedInstant(reached, bound.milestone, null, Number.MAX_SAFE_INTEGER) ?? dueInstant(plan, bound.milestone, null);
}

/** The instant at which a freeze with this end is over, as known: a milestone ends it only by being reached, whatever its date. */
export function endedAt(bound: FreezeBound, reached: readonly ReachedMilestone[]): Instant | null {
  return "time" in bound ? bound.time.at : reachedInstant(reached, bound.milestone, null, Number.MAX_SAFE_INTEGER);
}
