/**
 * Rules of things that come again, as people write them: "Monday 10:00", "every Monday and Thursday 10:00+02:00", "every 2 weeks on Friday",
 * "every weekday 09:30", "every day". The time of day is that of the wall clock in the zone of the plan, so that ten o'clock stays ten o'clock
 * when the clocks change; with an offset written it is that offset all year. Where a clock change skips the time, the thing is due as much
 * later as the clock jumped; where the time comes twice, the first one counts.
 *
 * Which days come is the work of rrule-temporal, which is asked on a calendar without clock changes; the time of day is put on them here, by Temporal.
 * Asked in the zone itself it would keep to RFC 5545 and leave out what a clock change skips, and a payout that is left out is one that nobody is reminded of.
 */
import { allowedWeekdays, RRuleTemporal } from "rrule-temporal";
import { Temporal } from "temporal-polyfill";
import type { Instant } from "../model/instant.ts";
import type { Recurrence } from "../model/recurrence.ts";
import { quoted } from "./quoted.ts";
import { misread, read } from "./time/reading.ts";
import type { Reading } from "./time/reading.ts";
import { endOfDay } from "./time/zone.ts";

const DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
const DAY = `(?:${DAYS.join("|")})s?`;
const RULE = new RegExp(`^(?:every )?(?:(\\d{1,2}) weeks on )?(day|weekday|${DAY}(?:(?:, ?| and )${DAY}){0,6})(?:,? (?:at )?([01]\\d|2[0-3]):([0-5]\\d)(Z|[+-](?:0\\d|1[0-4]):[0-5]\\d)?)?$`, "i");
/** Nobody is asked more often than daily, and nothing is looked at further back than this. */
const MOST_OCCURRENCES = 1_100;
const DAY_MS = 24 * 3_600_000;
/** the end of what a calendar can say, less a year */
const LAST = 8.6e15 - 366 * DAY_MS;

export function readRecurrence(written: string, context: { readonly zone: string; readonly dayEnds: string }): Reading<Recurrence> {
  const text = written.trim().replace(/\s{1,20}/g, " ");
  const parts = text.length > 120 ? null : RULE.exec(text);
  if (parts === null) return misread("bad-recurrence", `${quoted(text)} does not say when it comes again.`, "write for example: every Monday 10:00, every 2 weeks on Friday, every weekday 09:30");
  const [, weeks, days = "", hour, minute, offset] = parts;
  const everyWeeks = Number(weeks ?? 1);
  if (everyWeeks === 0) return misread("bad-recurrence", `${quoted(text)} would never come again.`, "write every 2 weeks on Friday, or every Friday");
  const zone = offset === undefined ? context.zone : offset === "Z" ? "UTC" : offset;
  return read({ text, everyWeeks, zone, weekdays: weekdaysOf(days.toLowerCase()), time: hour === undefined ? null : `${hour}:${minute ?? "00"}`, dayEnds: context.dayEnds });
}

function weekdaysOf(days: string): readonly number[] {
  if (days === "day") return [1, 2, 3, 4, 5, 6, 7];
  if (days === "weekday") return [1, 2, 3, 4, 5];
  return [...new Set(days.split(/, ?| and /).map((day) => DAYS.indexOf(day.replace(/s$/, "")) + 1))].sort((a, b) => a - b);
}

/** Occurrences from `from` to `to`, both included, at most the first thousand or so. Weeks are counted from the one in which `anchor` lies. */
export function occurrences(rule: Recurrence, anchor: Instant, from: Instant, to: Instant): readonly Instant[] {
  const [begin, end] = [Math.max(from, anchor), Math.min(to, LAST)];
  if (begin > end) return [];
  // A day ends with the first instant of the next one, so the day before may still have an occurrence today.
  const first = wallMidnight(begin - DAY_MS, rule.zone);
  const last = Math.min(wallMidnight(end, rule.zone), first + MOST_OCCURRENCES * rule.everyWeeks * 7 * DAY_MS);
  const days = daysOf(rule, anchor).between(new Date(first), new Date(last), true);
  return days.map((day) => instantOn(day, rule)).filter((at) => at >= begin && at <= end).slice(0, MOST_OCCURRENCES);
}

/** The next one after `now`. */
export function nextOccurrence(rule: Recurrence, anchor: Instant, now: Instant): Instant {
  const from = Math.max(anchor, now + 1);
  return occurrences(rule, anchor, from, from + (rule.everyWeeks + 1) * 7 * DAY_MS)[0] ?? from;
}

/** The days on which it comes, on a calendar without clock changes: midnights of UTC stand for them. */
function daysOf({ everyWeeks, weekdays, zone }: Recurrence, anchor: Instant): RRuleTemporal {
  const day = Temporal.Instant.fromEpochMilliseconds(wallMidnight(anchor, zone)).toZonedDateTimeISO("UTC");
  return new RRuleTemporal({
    temporal: Temporal, freq: "WEEKLY", interval: everyWeeks, wkst: "MO", byDay: weekdays.map((weekday) => allowedWeekdays[weekday - 1] ?? "MO"), dtstart: day.subtract({ days: day.dayOfWeek - 1 }), cache: false,
  });
}

/** The midnight of UTC with the date that an instant has in a zone. */
function wallMidnight(at: Instant, zone: string): Instant {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate().toZonedDateTime("UTC").epochMilliseconds;
}

function instantOn(day: Pick<Temporal.ZonedDateTime, "toPlainDate">, { time, zone, dayEnds }: Recurrence): Instant {
  const date = day.toPlainDate();
  return time === null ? endOfDay(date, zone, dayEnds) : date.toZonedDateTime({ timeZone: zone, plainTime: Temporal.PlainTime.from(time) }).epochMilliseconds;
}
