/** What every family of coherence rules is given. */
import type { Instant, PlannedTime } from "../../model/instant.ts";
import type { ReleasePlan } from "../../model/plan.ts";
import type { StandingDates } from "../../policy/date-move.ts";
import { endOfDayParts, localDate, startOfDay } from "../time/zone.ts";
import type { Findings } from "../findings.ts";
import type { WrittenPlan } from "../schema.ts";
import type { PlanPath, SourceMap } from "../source-map.ts";
import { Temporal } from "temporal-polyfill";

export interface Check {
  readonly plan: ReleasePlan;
  /** as written: for references, which need no dates and keep their places even where something else cannot be read */
  readonly written: WrittenPlan;
  readonly source: SourceMap;
  readonly findings: Findings;
  /** null = do not judge what lies in the past */
  readonly now: Instant | null;
  /** what stands on the default branch; null = judge the plan by itself */
  readonly standing: StandingDates | null;
}

/** Every place in the plan at which a date stands, with what it is the date of. */
export interface DatedPlace {
  readonly path: PlanPath;
  readonly time: PlannedTime;
  readonly what: string;
  /** something begins with it: midnight belongs to the day that begins; absent = to the day that ends */
  readonly begins?: boolean;
}

/** From its first instant to the one at which it is over; null while it has none. */
export function intervalOf(time: PlannedTime): { readonly start: Instant; readonly end: Instant } | null {
  if (time.at === null) return null;
  if (time.start !== null) return { start: time.start, end: time.at };
  if (time.precision !== "day") return { start: time.at, end: time.at };
  return { start: startOfDay(Temporal.PlainDate.from(localDate(time.at - 1, time.zone)), time.zone), end: time.at };
}

/** Two statements of one date that cannot both hold. */
export function contradict(a: PlannedTime, b: PlannedTime): boolean {
  const [first, second] = [intervalOf(a), intervalOf(b)];
  if (first === null || second === null) return false;
  if (first.end < second.start || second.end < first.start) return true;
  // Two days that touch at midnight share no time; an instant at the end of a day belongs to it.
  const lasting = first.start < first.end && second.start < second.end;
  return lasting && (first.end === second.start || second.end === first.start);
}

/** 1 = Monday … 7 = Sunday, of the day that a time belongs to: the end of a day is still that day. */
export function weekdayOf(time: PlannedTime, begins = false): number | null {
  if (time.at === null) return null;
  return begins ? Temporal.PlainDate.from(localDate(time.at, time.zone)).dayOfWeek : endOfDayParts(time.at, time.zone).weekday;
}

/** " (line 12)" */
export function inLine(check: Check, path: PlanPath): string {
  const { line } = check.source.at(path);
  return line === null ? "" : ` (line ${line})`;
}
