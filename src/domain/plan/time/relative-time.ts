/** Times counted from a milestone: how they are written, and what instant they mean once the milestone has one. */
import { Temporal } from "temporal-polyfill";
import type { Instant, PlannedTime, Precision, RelativeTo } from "../../model/instant.ts";
import { endOfDay } from "./zone.ts";

const RELATIVE = /^(first weekday )?(\d{1,3})(?:\.\.(\d{1,3}))? (working )?(hour|day|week)s? (after|before) ([A-Za-z0-9][A-Za-z0-9._-]{0,63})$/i;

/** null = not written as a relative time */
export function readRelative(text: string): RelativeTo | null {
  const parts = RELATIVE.exec(text);
  if (parts === null) return null;
  const [, firstWeekday, from = "", upTo, working, unit = "", side = "", milestone = ""] = parts;
  const counted = unit.toLowerCase();
  // A span of days means one day only together with "first weekday"; working hours are not a thing that can be counted.
  if ((firstWeekday === undefined) !== (upTo === undefined)) return null;
  if (firstWeekday !== undefined && (counted !== "day" || working !== undefined || side.toLowerCase() !== "after" || Number(upTo) < Number(from))) return null;
  if (working !== undefined && counted !== "day") return null;
  const sign = side.toLowerCase() === "before" ? -1 : 1;
  const days = counted === "hour" ? 0 : sign * Number(from) * (counted === "week" ? 7 : 1);
  // `+ 0` keeps -0 out of the model.
  return { milestone, days: days + 0, hours: counted === "hour" ? sign * Number(from) : 0, workingDays: working !== undefined, firstWeekdayUpTo: upTo === undefined ? null : Number(upTo) };
}

export interface Anchor {
  readonly at: Instant;
  /** `minute` keeps the time of day; everything else is counted from the day on which it ends */
  readonly precision: Precision;
}

export interface RelativeRules {
  readonly zone: string;
  readonly dayEnds: string;
  /** ISO dates that are no working days */
  readonly holidays: readonly string[];
}

/**
 * The instant of a relative time, given when its milestone was reached or is due.
 * Whole days end by `dayEnds`, unless the milestone has a time of day and the time is exactly so many days away.
 */
export function resolveRelative(relative: RelativeTo, anchor: Anchor, rules: RelativeRules): Instant {
  if (relative.days === 0 && relative.hours !== 0) return anchor.at + relative.hours * 3_600_000;
  const timed = anchor.precision === "minute" || anchor.precision === "relative";
  // The end of a day is the first instant of the next one, so its day is the one just before.
  const instant = Temporal.Instant.fromEpochMilliseconds(timed ? anchor.at : anchor.at - 1);
  const local = instant.toZonedDateTimeISO(rules.zone).toPlainDateTime();
  const date = local.toPlainDate();
  if (relative.firstWeekdayUpTo !== null) return endOfDay(firstWeekday(date, relative.days, relative.firstWeekdayUpTo), rules.zone, rules.dayEnds);
  if (relative.workingDays) return endOfDay(workingDay(date, relative.days, rules.holidays), rules.zone, rules.dayEnds);
  if (timed) return local.add({ days: relative.days }).toZonedDateTime(rules.zone).epochMilliseconds;
  return endOfDay(date.add({ days: relative.days }), rules.zone, rules.dayEnds);
}

/** The first Monday to Friday among those days; the last of them where a short span has none. */
function firstWeekday(date: Temporal.PlainDate, from: number, upTo: number): Temporal.PlainDate {
  for (let days = from; days <= upTo; days += 1) {
    const candidate = date.add({ days });
    if (candidate.dayOfWeek <= 5) return candidate;
  }
  return date.add({ days: upTo });
}

function workingDay(date: Temporal.PlainDate, days: number, holidays: readonly string[]): Temporal.PlainDate {
  const step = days < 0 ? -1 : 1;
  let day = date;
  let left = Math.abs(days);
  while (left > 0) {
    day = day.add({ days: step });
    if (day.dayOfWeek <= 5 && !holidays.includes(day.toString())) left -= 1;
    // A list of holidays without end must not hold us here.
    if (Math.abs(day.since(date).days) > 5_000) break;
  }
  return day;
}

/** The same time with its instant, or unchanged where the milestone has none. */
export function withInstant(time: PlannedTime, anchor: Anchor | null, rules: Omit<RelativeRules, "zone">): PlannedTime {
  if (time.after === null || anchor === null) return time;
  return { ...time, at: resolveRelative(time.after, anchor, { ...rules, zone: time.zone }) };
}
