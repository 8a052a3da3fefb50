/**
 * Zones, and instants in them. The machine's own zone is never asked.
 * A zone is an IANA name, a fixed offset such as "+02:00", "UTC", or "Etc/GMT+12" for anywhere on earth (AoE).
 */
import { Temporal } from "temporal-polyfill";
import { distance } from "fastest-levenshtein";
import type { Instant } from "../../model/instant.ts";
import { quoted } from "../quoted.ts";
import { misread, read } from "./reading.ts";
import type { Reading } from "./reading.ts";

/** The last place on earth where it is still that day. */
export const AOE_ZONE = "Etc/GMT+12";

const OFFSET = /^[+-](?:0\d|1[0-4]):[0-5]\d$/;
const LOOSE_OFFSET = /^(?:GMT|UTC)?\s*([+-])\s*(\d{1,2})(?::?(\d{2}))?$/i;

/** `release.timezone` as written → the zone by its proper name. */
export function readZone(text: string): Reading<string> {
  const zone = text.trim();
  if (/^(?:aoe|anywhere on earth)$/i.test(zone)) return read(AOE_ZONE);
  if (/^(?:utc|z|gmt|etc\/utc)$/i.test(zone)) return read("UTC");
  if (OFFSET.test(zone)) return read(zone);
  const loose = LOOSE_OFFSET.exec(zone);
  if (loose !== null) return misread("unknown-zone", `${quoted(zone)} is not a time zone.`, `write "${properOffset(loose)}", or a place such as Europe/Oslo that follows summer time`);
  if (!zone.includes("/")) return misread("unknown-zone", `${quoted(zone)} is an abbreviation or not a time zone; abbreviations mean several zones and do not follow summer time.`, hintFor(zone));
  try {
    return read(Temporal.PlainDate.from("2000-01-01").toZonedDateTime(zone).timeZoneId);
  } catch {
    return misread("unknown-zone", `${quoted(zone)} is not a time zone.`, hintFor(zone));
  }
}

function properOffset(loose: RegExpExecArray): string {
  return `${loose[1] ?? "+"}${(loose[2] ?? "0").padStart(2, "0")}:${loose[3] ?? "00"}`;
}

/** The named zone nearest to what was written: same area first, then by spelling. */
function hintFor(zone: string): string {
  if (zone.length > 40) return "write a place such as Europe/Oslo, or an offset such as +02:00";
  const wanted = zone.toLowerCase().replaceAll(" ", "_");
  const area = wanted.includes("/") ? (wanted.split("/")[0] ?? "") : null;
  const city = wanted.split("/").at(-1) ?? "";
  let nearest = "Europe/Oslo";
  let least = Number.POSITIVE_INFINITY;
  for (const known of Intl.supportedValuesOf("timeZone")) {
    const lower = known.toLowerCase();
    const score = distance(city, lower.split("/").at(-1) ?? "") + (area === null || lower.startsWith(`${area}/`) ? 0 : 3);
    if (score < least) [nearest, least] = [known, score];
  }
  const sure = least <= (area === null ? city.length / 4 : Math.max(2, city.length / 3));
  return sure ? `did you mean ${nearest}? An offset such as +02:00 works too` : "write a place such as Europe/Oslo, or an offset such as +02:00";
}

/** The instant at which a local date and time happens, or what a clock change does to it. */
export function instantAt(local: Temporal.PlainDateTime, zone: string): Reading<Instant> {
  const earlier = local.toZonedDateTime(zone, { disambiguation: "earlier" });
  const later = local.toZonedDateTime(zone, { disambiguation: "later" });
  if (earlier.epochMilliseconds === later.epochMilliseconds) return read(earlier.epochMilliseconds);
  const time = local.toString({ smallestUnit: "minute" });
  if (earlier.toPlainDateTime().equals(local)) {
    return misread("doubled-time", `${time} happens twice in ${zone}: the clock is set back.`, `say which: ${time}${earlier.offset} (the first) or ${time}${later.offset}`);
  }
  const next = later.toPlainDateTime().toString({ smallestUnit: "minute" });
  return misread("skipped-time", `${time} does not exist in ${zone}: the clock is set forward.`, `write ${next}${later.offset}`);
}

/** The first instant of a day; where midnight is skipped, the first one there is. */
export function startOfDay(date: Temporal.PlainDate, zone: string): Instant {
  return date.toZonedDateTime(zone).epochMilliseconds;
}

/** The instant at which a day ends by `dayEnds`, "24:00" or a time of day. A time that the clock skips is moved forward. */
export function endOfDay(date: Temporal.PlainDate, zone: string, dayEnds: string): Instant {
  if (dayEnds === "24:00") return startOfDay(date.add({ days: 1 }), zone);
  return date.toZonedDateTime({ timeZone: zone, plainTime: Temporal.PlainTime.from(dayEnds) }).epochMilliseconds;
}

/** The wall clock of an instant, for printing and for judging office hours. */
export interface ZonedParts {
  readonly year: number;
  /** 1–12 */
  readonly month: number;
  readonly day: number;
  /** 1 = Monday … 7 = Sunday */
  readonly weekday: number;
  /** 0–23, or 24 for the end of the day from `endOfDayParts` */
  readonly hour: number;
  readonly minute: number;
  /** "+02:00" */
  readonly offset: string;
}

export function zonedParts(at: Instant, zone: string): ZonedParts {
  const zoned = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
  return { year: zoned.year, month: zoned.month, day: zoned.day, weekday: zoned.dayOfWeek, hour: zoned.hour, minute: zoned.minute, offset: zoned.offset };
}

/** As people say the end of a day: midnight belongs to the day before, as 24:00. */
export function endOfDayParts(at: Instant, zone: string): ZonedParts {
  const parts = zonedParts(at, zone);
  if (parts.hour !== 0 || parts.minute !== 0) return parts;
  return { ...zonedParts(at - 1, zone), hour: 24, minute: 0 };
}

/** The local date of an instant, "2026-12-08". */
export function localDate(at: Instant, zone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate().toString();
}

/** An instant as a plan may write it, never with two meanings: "2019-06-20T11:00+02:00"; a part of a minute counts as the next one. */
export function writtenInstant(at: Instant, zone: string): string {
  const zoned = Temporal.Instant.fromEpochMilliseconds(Math.ceil(at / 60_000) * 60_000).toZonedDateTimeISO(zone);
  return `${zoned.toPlainDateTime().toString({ smallestUnit: "minute" })}${zoned.offset}`;
}
