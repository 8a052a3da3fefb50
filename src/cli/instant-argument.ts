/** An instant that a person types: with its own zone, or read in a plan's zone as a plan would read it. */
import { readPlannedTime } from "../domain/plan/planned-time.ts";
import type { Instant } from "../domain/model/instant.ts";
import type { ReleasePlan } from "../domain/model/plan.ts";
import { terminalText } from "../text/escape.ts";
import { usageProblem } from "./cli-problem.ts";

/** `option` is named in the error. A bare date is when that day ends, as in the plan. */
export function readInstant(text: string, option: string, plan: ReleasePlan): Instant {
  const reading = readPlannedTime(text, { zone: plan.release.timezone, dayEnds: plan.release.dayEnds });
  const shown = terminalText(text, 60);
  if (!reading.ok) throw usageProblem(`--${option} ${shown}: ${reading.message}`, reading.hint);
  const { at, precision } = reading.value;
  if (at === null || (precision !== "minute" && precision !== "day")) {
    throw usageProblem(`--${option} ${shown} is not one instant.`, `write a date or a time: --${option} 2026-12-01T11:00+01:00, or --${option} 2026-12-01 for the end of that day in the plan's zone`);
  }
  return at;
}
