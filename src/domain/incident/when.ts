/**
 * When something happened, as people write it while it burns: `14:05`, `2018-07-13T03:00Z`, `2018-07-13 03:00`, `2018-07-13`, `10 minutes ago`,
 * `yesterday 23:10`, `unknown`. Times without an offset are in the plan's zone; a time of day is the last one that had come when it was written.
 */
import { Temporal } from "temporal-polyfill";
import type { Instant } from "../model/instant.ts";
import type { When } from "../model/incident.ts";
import { readDate, readPlannedTime } from "../plan/planned-time.ts";
import { readDuration } from "../plan/time/duration.ts";
import { misread, read } from "../plan/time/reading.ts";
import type { Reading } from "../plan/time/reading.ts";
import { instantAt, startOfDay, zonedParts } from "../plan/time/zone.ts";

/** How far clocks of people may be ahead of GitHub's. */
export const SKEW = 5 * 60_000;
const AGO = /^(\d{1,4} ?(?:minute|hour|day|week)s?) ago$/i;
const CLOCK = /^(?:(today|yesterday) )?([01]?\d|2[0-3]):([0-5]\d)(Z)?$/i;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const SPACED = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?) ?(Z|UTC|[+-]\d{2}:\d{2})?$/i;
const LEADING = [
  /^unknown(?=\s|$)/i, /^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?: ?(?:Z|UTC|[+-]\d{2}:\d{2}))?(?=\s|$)/i, /^\d{4}-\d{2}-\d{2}(?=\s|$)/,
  /^(?:(?:today|yesterday) )?\d{1,2}:\d{2}Z?(?=\s|$)/i, /^\d{1,4} ?(?:minute|hour|day|week)s? ago(?=\s|$)/i,
] as const;

export interface WhenContext {
  readonly zone: string;
  /** when it was written */
  readonly writtenAt: Instant;
}

/** The time at the beginning of a text, and what follows it; `when` null = there is none, and all of it is text. */
export function leadingWhen(text: string, context: WhenContext): Reading<{ readonly when: When | null; readonly rest: string }> {
  const found = LEADING.map((pattern) => pattern.exec(text)?.[0]).find((one) => one !== undefined);
  if (found === undefined) return read({ when: null, rest: text });
  const when = readWhen(found, context);
  return when.ok ? read({ when: when.value, rest: text.slice(found.length).trim() }) : when;
}

export function readWhen(written: string, context: WhenContext): Reading<When> {
  const text = written.trim().replace(/\s+/g, " ");
  if (/^unknown$/i.test(text)) return read({ precision: "unknown", text });
  const ago = AGO.exec(text);
  if (ago !== null) {
    const length = readDuration(ago[1] ?? "");
    return length.ok ? read({ precision: "minute", at: context.writtenAt - length.value, text }) : length;
  }
  const clock = CLOCK.exec(text);
  if (clock !== null) return timeOfDay(clock, text, context);
  if (DAY.test(text)) return wholeDay(text, context.zone);
  const spaced = SPACED.exec(text);
  const iso = spaced === null ? text : `${spaced[1] ?? ""}T${(spaced[2] ?? "").replace(/\.\d+$/, "")}${(spaced[3] ?? "").toUpperCase().replace("UTC", "Z")}`;
  const planned = readPlannedTime(iso, { zone: context.zone, dayEnds: "24:00" });
  if (!planned.ok) return planned;
  if (planned.value.precision !== "minute" || planned.value.at === null) return misread("vague-time", `\`${text.replaceAll("`", "'").slice(0, 60)}\` is not one moment.`, "write 14:05, 2026-12-01T14:05, a day 2026-12-01, or unknown");
  return read({ precision: "minute", at: planned.value.at, text });
}

function wholeDay(text: string, zone: string): Reading<When> {
  const day = readDate(text);
  if (!day.ok) return day;
  return read({ precision: "day", day: text, from: startOfDay(day.value, zone), to: startOfDay(day.value.add({ days: 1 }), zone), text });
}

function timeOfDay([, word, hour = "", minute = "", utc]: RegExpExecArray, text: string, { zone, writtenAt }: WhenContext): Reading<When> {
  const here = utc === undefined ? zone : "UTC";
  const { year, month, day } = zonedParts(writtenAt, here);
  const today = Temporal.PlainDateTime.from({ year, month, day, hour: Number(hour), minute: Number(minute) });
  const at = instantAt(word?.toLowerCase() === "yesterday" ? today.subtract({ days: 1 }) : today, here);
  if (!at.ok) return at;
  if (word !== undefined || at.value <= writtenAt + SKEW) return read({ precision: "minute", at: at.value, text });
  const before = instantAt(today.subtract({ days: 1 }), here);
  return before.ok ? read({ precision: "minute", at: before.value, text }) : before;
}

/** Certainly later: a day is only compared as far as all of it is known to lie on one side. */
export function isAfter(one: When, other: When): boolean {
  if (one.precision === "unknown" || other.precision === "unknown") return false;
  const earliest = one.precision === "minute" ? one.at : one.from;
  const latest = other.precision === "minute" ? other.at : other.to;
  return other.precision === "day" && one.precision === "day" ? one.from >= other.to : other.precision === "day" ? earliest >= latest : earliest > latest;
}

/** Does it lie beyond what had come when it was written? */
export function isAhead(when: When, writtenAt: Instant): boolean {
  return when.precision !== "unknown" && (when.precision === "minute" ? when.at : when.from) > writtenAt + SKEW;
}

/** Null for a day and for what nobody knows: no minute may be made up. */
export function instantOf(when: When | null | undefined): Instant | null {
  return when?.precision === "minute" ? when.at : null;
}
