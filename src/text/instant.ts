/**
 * Instants and lengths of time as people say them: "Mon 24 June 24:00 Oslo (22:00 UTC)".
 * Midnight is shown as 24:00 of the day before, which is what "until Monday" means; both zones are given, so nobody has to guess.
 * The zone is always given and the words are British English: neither the machine's zone nor its language is ever asked.
 */
import type { Duration, Instant, PlannedTime } from "../domain/model/instant.ts";
import { counted } from "./enumeration.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

interface WallClock {
  readonly weekday: string;
  readonly day: string;
  readonly month: string;
  readonly year: string;
  readonly time: string;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatFor(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone, weekday: "short", day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
  });
  formats.set(zone, format);
  return format;
}

/** A plan has few instants and thousands of pull requests that name them. Bounded, since instants come from outside. */
const clocks = new Map<string, WallClock>();
const CLOCKS_LIMIT = 5_000;

function wallClock(at: Instant, zone: string): WallClock {
  const key = `${Math.floor(at / MINUTE)} ${zone}`;
  const known = clocks.get(key);
  if (known !== undefined) return known;
  if (clocks.size >= CLOCKS_LIMIT) clocks.clear();
  const clock = formattedClock(at, zone);
  clocks.set(key, clock);
  return clock;
}

function formattedClock(at: Instant, zone: string): WallClock {
  const parts: Record<string, string> = {};
  for (const { type, value } of formatFor(zone).formatToParts(at)) parts[type] = value;
  const { weekday = "", day = "", month = "", year = "", hour = "", minute = "" } = parts;
  return { weekday, day, month, year, time: `${hour}:${minute}` };
}

/** As people read it: the first instant of a day is the end of the day before, also where a clock change skips midnight itself. */
function readClock(at: Instant, zone: string): WallClock {
  const clock = wallClock(at, zone);
  const before = wallClock(at - 1, zone);
  return before.day === clock.day ? clock : { ...before, time: "24:00" };
}

/** The zone's name for people: "Europe/Oslo" → "Oslo", "+02:00" → "UTC+02:00", "Etc/GMT+12" → "anywhere on earth". */
export function zoneName(zone: string): string {
  if (/^[+-]/.test(zone)) return `UTC${zone}`;
  if (zone === "Etc/GMT+12") return "anywhere on earth";
  if (isUtc(zone)) return "UTC";
  return (zone.split("/").at(-1) ?? zone).replaceAll("_", " ");
}

function isUtc(zone: string): boolean {
  return ["UTC", "Etc/UTC", "Z", "GMT", "Etc/GMT", "+00:00"].includes(zone);
}

function dayOf(clock: WallClock, year: boolean): string {
  return `${clock.weekday} ${clock.day} ${clock.month}${year ? ` ${clock.year}` : ""}`;
}

/** Is the year said? Always without a reference; otherwise when it is not the reference's year in the same zone. */
function saysYear(clock: WallClock, zone: string, reference: Instant | null): boolean {
  return reference === null || readClock(reference, zone).year !== clock.year;
}

/** "Mon 24 June": the day in that zone, an instant at midnight being the day that ends there. */
export function dayText(at: Instant, zone: string, reference: Instant | null): string {
  const clock = readClock(at, zone);
  return dayOf(clock, saysYear(clock, zone, reference));
}

/** "03:12 Oslo": the time of day there. */
export function timeText(at: Instant, zone: string): string {
  return `${wallClock(at, zone).time} ${zoneName(zone)}`;
}

/** "Mon 24 June 24:00 Oslo", for places without room for both zones. */
export function shortInstantText(at: Instant, zone: string, reference: Instant | null): string {
  const clock = readClock(at, zone);
  return `${dayOf(clock, saysYear(clock, zone, reference))} ${clock.time} ${zoneName(zone)}`;
}

/** "Mon 24 June 24:00 Oslo (22:00 UTC)"; the day in UTC is repeated where it is another one. `reference` null = the year is always said. */
export function instantText(at: Instant, zone: string, reference: Instant | null): string {
  const text = shortInstantText(at, zone, reference);
  if (isUtc(zone)) return text;
  const local = readClock(at, zone);
  const utc = readClock(at, "UTC");
  return utc.day === local.day ? `${text} (${utc.time} UTC)` : `${text} (${dayOf(utc, false)} ${utc.time} UTC)`;
}

/** The same of an instant at which something begins: midnight is 00:00 of the day that begins. */
export function beginText(at: Instant, zone: string, reference: Instant | null): string {
  const [local, utc] = [wallClock(at, zone), wallClock(at, "UTC")];
  const text = `${dayOf(local, saysYear(local, zone, reference))} ${local.time} ${zoneName(zone)}`;
  if (isUtc(zone)) return text;
  return utc.day === local.day ? `${text} (${utc.time} UTC)` : `${text} (${dayOf(utc, false)} ${utc.time} UTC)`;
}

/** A time of the plan with its precision: a range as a range, "3 days after release" as that, the unknown as unknown. */
export function plannedTimeText(time: PlannedTime, reference: Instant | null): string {
  if (time.precision === "unknown") {
    return time.resolveBy === null ? "not known yet" : `not known yet (to be known by ${shortInstantText(time.resolveBy, time.zone, reference)})`;
  }
  if (time.at === null) return time.after === null ? "no date" : `${afterText(time.after)}, which has no date yet`;
  const at = instantText(time.at, time.zone, reference);
  if (time.after !== null) return `${at}, ${afterText(time.after)}`;
  if (time.start === null || time.precision === "minute" || time.precision === "day") return at;
  // a range starts with a day, so its first instant belongs to that day and not to the one before
  return `${dayOf(wallClock(time.start, time.zone), reference === null)} to ${at}`;
}

function afterText(after: NonNullable<PlannedTime["after"]>): string {
  if (after.firstWeekdayUpTo !== null) return `first weekday ${after.days} to ${after.firstWeekdayUpTo} days after ${after.milestone}`;
  const days = after.days === 0 ? [] : [counted(Math.abs(after.days), after.workingDays ? "working day" : "day")];
  const hours = after.hours === 0 ? [] : [counted(Math.abs(after.hours), "hour")];
  const length = [...days, ...hours].join(" ");
  if (length === "") return `with ${after.milestone}`;
  return `${length} ${after.days < 0 || after.hours < 0 ? "before" : "after"} ${after.milestone}`;
}

/** "7 days", "24 hours", "90 minutes": exact, in the largest unit that needs no fraction. */
export function durationText(length: Duration): string {
  if (length % DAY === 0 && length !== DAY) return counted(length / DAY, "day");
  if (length % HOUR === 0) return counted(length / HOUR, "hour");
  if (length >= MINUTE) return counted(Math.round(length / MINUTE), "minute");
  return counted(Math.round(length / SECOND), "second");
}

/** "in 3 days", "2 hours ago", rounded; for pages that are made anew each time they are read, never for text that is compared. */
export function relativeText(at: Instant, now: Instant): string {
  const distance = Math.abs(at - now);
  if (distance < MINUTE) return at >= now ? "in less than a minute" : "just now";
  const rounded = distance < 90 * MINUTE ? counted(Math.round(distance / MINUTE), "minute")
    : distance < 36 * HOUR ? counted(Math.round(distance / HOUR), "hour")
      : counted(Math.round(distance / DAY), "day");
  return at >= now ? `in ${rounded}` : `${rounded} ago`;
}

/** "2019-06-24T22:00:00Z", for programs. */
export function isoText(at: Instant): string {
  return new Date(at).toISOString().replace(".000Z", "Z");
}
