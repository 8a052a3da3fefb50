/**
 * A time as a plan says it → PlannedTime. One clear notation each; everything else is refused with what to write instead (`time/misread-time`).
 *
 *   2026-12-01                       a whole day; ends by `release.day_ends`
 *   2026-12-01T11:00                 in `release.timezone`
 *   2026-12-01T11:00+02:00, …Z       with its own offset
 *   2026-12-01 AoE                   until that day is over anywhere on earth
 *   2026-12, 2026-12 first half, 2026-12 second half, 2026-W49
 *   2026-12-01..2026-12-07           from the start of the first to the end of the last
 *   3 days after release, 2 working days before release, first weekday 7..9 days after release
 *
 * Periods are due when they end. Relative times come back with `at: null`; `time/relative-time` resolves them once their milestone has an instant.
 */
import { Temporal } from "temporal-polyfill";
import type { Instant, PlannedTime, Precision } from "../model/instant.ts";
import { quoted } from "./quoted.ts";
import { explainMisreadTime } from "./time/misread-time.ts";
import { misread, read } from "./time/reading.ts";
import type { Misreading, Reading } from "./time/reading.ts";
import { readRelative } from "./time/relative-time.ts";
import { AOE_ZONE, endOfDay, instantAt, startOfDay } from "./time/zone.ts";

export interface TimeContext {
  /** null = the plan names no zone, so that only times with an offset can be read */
  readonly zone: string | null;
  /** "24:00" or a time of day */
  readonly dayEnds: string;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const DATE_TIME = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})(?::(\d{2}))?(Z|[+-]\d{2}:\d{2})?$/;
const MONTH = /^(\d{4})-(\d{2})(?: (first|second) half)?$/;
const WEEK = /^(\d{4})-W(\d{2})$/;

export function readPlannedTime(written: string, context: TimeContext): Reading<PlannedTime> {
  const text = written.trim().replace(/\s{1,20}/g, " ");
  if (text.length > 120) return explainMisreadTime(text);
  const relative = readRelative(text);
  if (relative !== null) return inZone(context, (zone) => read({ text, precision: "relative", zone, at: null, start: null, after: relative, resolveBy: null }));
  const range = text.split("..");
  if (range.length === 2) return readRange(text, (range[0] ?? "").trim(), (range[1] ?? "").trim(), context);
  return readPoint(text, context);
}

/** `{ unknown: true, resolve_by: … }`: nobody knows yet, and by then somebody must. */
export function unknownTime(resolveBy: PlannedTime): PlannedTime {
  return { text: `unknown until ${resolveBy.text}`, precision: "unknown", zone: resolveBy.zone, at: null, start: null, after: null, resolveBy: resolveBy.at };
}

/** `{ from, to }`, the long form of `from..to`. */
export function readRange(text: string, from: string, to: string, context: TimeContext): Reading<PlannedTime> {
  const first = readPoint(from, context);
  if (!first.ok) return first;
  const last = readPoint(to, context);
  if (!last.ok) return last;
  const start = first.value.start ?? startOfPoint(first.value);
  const at = last.value.at;
  if (start !== null && at !== null && at <= start) return misread("backward-range", `${quoted(text)} ends before it begins.`, `write ${to}..${from}`);
  return read({ text, precision: "range", zone: last.value.zone, at, start, after: null, resolveBy: null });
}

function startOfPoint(time: PlannedTime): Instant | null {
  const date = DAY.exec(time.text.slice(0, 10))?.[0];
  return time.precision === "day" && date !== undefined ? startOfDay(Temporal.PlainDate.from(date), time.zone) : time.at;
}

function readPoint(text: string, context: TimeContext): Reading<PlannedTime> {
  const aoe = / AoE$/i.exec(text);
  if (aoe !== null) {
    const point = readPoint(text.slice(0, aoe.index), { zone: AOE_ZONE, dayEnds: "24:00" });
    return point.ok ? read({ ...point.value, text }) : point;
  }
  if (DAY.test(text)) return readDay(text, context);
  const dateTime = DATE_TIME.exec(text);
  if (dateTime !== null) return readDateTime(text, dateTime, context);
  const month = MONTH.exec(text);
  if (month !== null) return readMonth(text, month, context);
  const week = WEEK.exec(text);
  if (week !== null) return readWeek(text, week, context);
  return explainMisreadTime(text);
}

function inZone(context: TimeContext, then: (zone: string) => Reading<PlannedTime>): Reading<PlannedTime> {
  if (context.zone !== null) return then(context.zone);
  return misread("no-zone", "This time has no zone, and the plan names none.", "add `timezone: Europe/Oslo` (your own) under `release`, or give the offset: 2026-12-01T11:00+02:00");
}

function readDay(text: string, context: TimeContext): Reading<PlannedTime> {
  const date = readDate(text);
  if (!date.ok) return date;
  return inZone(context, (zone) => read(point(text, "day", zone, endOfDay(date.value, zone, context.dayEnds))));
}

/** A date that exists. */
export function readDate(text: string): Reading<Temporal.PlainDate> {
  try {
    return read(Temporal.PlainDate.from(text, { overflow: "reject" }));
  } catch {
    return noSuchDate(text);
  }
}

function noSuchDate(text: string): Misreading {
  const [year = 0, month = 0] = text.split("-").map(Number);
  if (month < 1 || month > 12) return misread("no-such-date", `${quoted(text)} does not exist: there is no month ${month}.`, "write year-month-day, 2026-12-01");
  const first = Temporal.PlainDate.from({ year, month, day: 1 });
  const name = first.toLocaleString("en", { month: "long", year: "numeric", calendar: "iso8601", timeZone: "UTC" });
  return misread("no-such-date", `${quoted(text)} does not exist: ${name} has ${first.daysInMonth} days.`, `the last day of that month is ${first.with({ day: first.daysInMonth }).toString()}`);
}

function readDateTime(text: string, parts: RegExpExecArray, context: TimeContext): Reading<PlannedTime> {
  const [, day = "", hour = "", minute = "", second = "00", offset] = parts;
  const date = readDate(day);
  if (!date.ok) return date;
  const midnight = hour === "24" && minute === "00" && second === "00";
  if (!midnight && (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59)) {
    return misread("no-such-time", `${quoted(`${hour}:${minute}`)} is not a time of day.`, "write hours 00 to 23 and minutes 00 to 59, or 24:00 for the end of the day");
  }
  const date24 = midnight ? date.value.add({ days: 1 }) : date.value;
  const local = date24.toPlainDateTime({ hour: midnight ? 0 : Number(hour), minute: Number(minute), second: Number(second) });
  if (offset !== undefined) return withOffset(text, local, offset);
  return inZone(context, (zone) => {
    const at = instantAt(local, zone);
    return at.ok ? read(point(text, "minute", zone, at.value)) : at;
  });
}

function withOffset(text: string, local: Temporal.PlainDateTime, offset: string): Reading<PlannedTime> {
  const [hours = 0, minutes = 0] = offset === "Z" ? [0, 0] : offset.slice(1).split(":").map(Number);
  if (hours > 14 || minutes > 59) return misread("no-such-offset", `${quoted(offset)} is not an offset from UTC.`, "offsets go from -12:00 to +14:00");
  const zone = offset === "Z" ? "UTC" : offset;
  return read(point(text, "minute", zone, local.toZonedDateTime(zone).epochMilliseconds));
}

function readMonth(text: string, parts: RegExpExecArray, context: TimeContext): Reading<PlannedTime> {
  const [, year = "", month = "", half] = parts;
  const first = readDate(`${year}-${month}-01`);
  if (!first.ok) return misread("no-such-date", `${quoted(text)} does not exist: there is no month ${Number(month)}.`, "write year-month, 2026-12");
  const from = half === "second" ? first.value.with({ day: 16 }) : first.value;
  const to = half === "first" ? first.value.with({ day: 15 }) : first.value.with({ day: first.value.daysInMonth });
  return period(text, half === undefined ? "month" : "half-month", from, to, context);
}

function readWeek(text: string, parts: RegExpExecArray, context: TimeContext): Reading<PlannedTime> {
  const [year, week] = [Number(parts[1]), Number(parts[2])];
  // The fourth of January is always in the first ISO week.
  const fourth = Temporal.PlainDate.from({ year, month: 1, day: 4 });
  const monday = fourth.subtract({ days: fourth.dayOfWeek - 1 }).add({ weeks: week - 1 });
  if (monday.yearOfWeek !== year || monday.weekOfYear !== week) return misread("no-such-date", `${quoted(text)} does not exist: ${year} has no week ${week}.`, "weeks go from W01 to W52 or W53");
  return period(text, "week", monday, monday.add({ days: 6 }), context);
}

function period(text: string, precision: Precision, from: Temporal.PlainDate, to: Temporal.PlainDate, context: TimeContext): Reading<PlannedTime> {
  return inZone(context, (zone) => read({ ...point(text, precision, zone, endOfDay(to, zone, context.dayEnds)), start: startOfDay(from, zone) }));
}

function point(text: string, precision: Precision, zone: string, at: Instant): PlannedTime {
  return { text, precision, zone, at, start: null, after: null, resolveBy: null };
}
