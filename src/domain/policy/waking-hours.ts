/** When people may be written to: Monday to Friday without holidays, between two times of day in their zone. Clock changes are the calendar's to know. */
import { Temporal } from "temporal-polyfill";
import type { Instant } from "../model/instant.ts";

export interface WakingHours {
  readonly zone: string;
  /** "08:00" */
  readonly opens: string;
  /** "18:00", later than `opens` */
  readonly closes: string;
  /** ISO dates */
  readonly holidays: readonly string[];
}

/** A list of holidays without end must not hold us. */
const MOST_DAYS = 400;

/** The first moment from `at` on at which somebody may be written to. */
export function nextWaking(at: Instant, hours: WakingHours): Instant {
  const local = localOf(at, hours);
  for (let ahead = 0; ahead <= MOST_DAYS; ahead += 1) {
    const day = local.toPlainDate().add({ days: ahead });
    if (!isWorkingDay(day, hours)) continue;
    const { opens, closes } = openOn(day, hours);
    if (at < closes) return Math.max(at, opens);
  }
  return at;
}

/** The last moment up to `at` at which somebody may be written to; where `at` lies after closing, the opening of that day. */
export function lastWaking(at: Instant, hours: WakingHours): Instant {
  const local = localOf(at, hours);
  for (let back = 0; back <= MOST_DAYS; back += 1) {
    const day = local.toPlainDate().subtract({ days: back });
    if (!isWorkingDay(day, hours)) continue;
    const { opens, closes } = openOn(day, hours);
    if (at >= opens) return at < closes ? at : opens;
  }
  return at;
}

/** When the working day of `at` began, or the last one before it. */
export function lastOpening(at: Instant, hours: WakingHours): Instant {
  const local = localOf(at, hours);
  for (let back = 0; back <= MOST_DAYS; back += 1) {
    const day = local.toPlainDate().subtract({ days: back });
    const { opens } = openOn(day, hours);
    if (isWorkingDay(day, hours) && opens <= at) return opens;
  }
  return at;
}

/** So many calendar days away on the clock of the zone: nine in the morning stays nine, whatever the clocks do in between. */
export function daysAway(at: Instant, days: number, zone: string): Instant {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).add({ days }).epochMilliseconds;
}

function localOf(at: Instant, { zone }: WakingHours): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
}

function isWorkingDay(day: Temporal.PlainDate, { holidays }: WakingHours): boolean {
  return day.dayOfWeek <= 5 && !holidays.includes(day.toString());
}

function openOn(day: Temporal.PlainDate, { zone, opens, closes }: WakingHours): { readonly opens: Instant; readonly closes: Instant } {
  const at = (time: string): Instant => day.toZonedDateTime({ timeZone: zone, plainTime: Temporal.PlainTime.from(time) }).epochMilliseconds;
  return { opens: at(opens), closes: at(closes) };
}
