/**
 * Rules of things that come again, as people write them: "Monday 10:00", "every Monday and Thursday 10:00+02:00", "every 2 weeks on Friday",
 * "every weekday 09:30", "every day". The time of day is that of the wall clock in the zone of the plan, so that ten o'clock stays ten o'clock
 * when the clocks change; with an offset written it is that offset all year. Where a clock change skips the time, the thing is due as much
 * later as the clock jumped; where the time comes twice, the first one counts.
 */
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
  const first = dateOf(anchor, rule.zone);
  const firstMonday = first.subtract({ days: first.dayOfWeek - 1 });
  const begin = Temporal.PlainDate.compare(dateOf(from - DAY_MS, rule.zone), first) > 0 ? dateOf(from - DAY_MS, rule.zone) : first;
  const found: Instant[] = [];
  const weeksIn = Math.floor(firstMonday.until(begin, { largestUnit: "days" }).days / 7 / rule.everyWeeks) * rule.everyWeeks;
  for (let monday = firstMonday.add({ weeks: Math.max(0, weeksIn) }); found.length < MOST_OCCURRENCES; monday = monday.add({ weeks: rule.everyWeeks })) {
    for (const weekday of rule.weekdays) {
      const at = instantOn(monday.add({ days: weekday - 1 }), rule);
      if (at > to) return found;
      if (at >= from && at >= anchor) found.push(at);
    }
  }
  return found;
}

/** The next one after `now`. */
export function nextOccurrence(rule: Recurrence, anchor: Instant, now: Instant): Instant {
  const from = Math.max(anchor, now + 1);
  return occurrences(rule, anchor, from, from + (rule.everyWeeks + 1) * 7 * DAY_MS)[0] ?? from;
}

const DAY_MS = 24 * 3_600_000;

function dateOf(at: Instant, zone: string): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate();
}

function instantOn(date: Temporal.PlainDate, { time, zone, dayEnds }: Recurrence): Instant {
  return time === null ? endOfDay(date, zone, dayEnds) : date.toZonedDateTime({ timeZone: zone, plainTime: Temporal.PlainTime.from(time) }).epochMilliseconds;
}
