/**
 * Why a text cannot be read as a time, and what to write instead. People paste dates from letters and minutes; each common form gets its own answer.
 * Nothing here is ever accepted: a date with two meanings is asked about, not guessed.
 */
import { Temporal } from "temporal-polyfill";
import { quoted } from "../quoted.ts";
import { isDuration } from "./duration.ts";
import { misread } from "./reading.ts";
import type { Misreading } from "./reading.ts";

const MONTHS = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"] as const;
const WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;
const EXAMPLE = "write 2026-12-01, 2026-12-01T11:00, 2026-12 second half, 2026-12-01..2026-12-07 or `3 days after release`";

export function explainMisreadTime(text: string): Misreading {
  if (text.length > 120) return misread("bad-time", `${quoted(text)} is not a time.`, EXAMPLE);
  const numbers = /^(\d{1,4})[./-](\d{1,2})[./-](\d{1,4})(?:\D.*)?$/.exec(text);
  if (numbers !== null && !/^\d{4}-\d{2}-\d{2}/.test(text)) return manyMeanings(text, [Number(numbers[1]), Number(numbers[2]), Number(numbers[3])]);
  if (isDuration(text)) return misread("duration-only", `${quoted(text)} is a length of time, not a time.`, `say from when: \`${text.toLowerCase()} after release\`, or give the date`);
  if (/^\d{1,2}:\d{2}(?::\d{2})?$/.test(text)) return misread("time-only", `${quoted(text)} is a time of day without a date.`, `write the date with it: 2026-12-01T${text.padStart(5, "0")}`);
  if (/\b(?:tbd|tba|unknown|soon|asap|later|n\/a)\b/i.test(text)) return misread("unknown-time", `${quoted(text)} says that the time is not known.`, "write `{ unknown: true, resolve_by: 2026-12-01 }`, or leave the line out");
  const iso = isoLike(text);
  if (iso !== null) return iso;
  const loose = looseRelative(text);
  if (loose !== null) return loose;
  return withMonthName(text) ?? misread("bad-time", `${quoted(text)} is not a time that can be read.`, EXAMPLE);
}

/** Nearly ISO: a space for the T, an offset without a colon, "GMT+2", a weekday in front, a time with one digit. */
function isoLike(text: string): Misreading | null {
  const parts = /^(?:([A-Za-z]{3,9}),? )?(\d{4}-\d{2}-\d{2})(?:[ T,]{1,3}(\d{1,2}):(\d{2})(?::\d{2})?(?:\.\d{1,9})? ?\(?([A-Za-z]{0,5}[+-]?[\d:]{0,5})\)?)?$/.exec(text);
  if (parts === null) return null;
  const [, weekday, date = "", hour, minute = "00", zone = ""] = parts;
  if (weekday !== undefined) {
    const wrong = wrongWeekday(weekday, date);
    if (wrong !== null) return wrong;
  }
  const time = hour === undefined ? "" : `T${hour.padStart(2, "0")}:${minute}${offsetOf(zone)}`;
  return misread("bad-time", `${quoted(text)} is not written as a plan writes times.`, `write ${date}${time}`);
}

function manyMeanings(text: string, [first, middle, last]: readonly [number, number, number]): Misreading {
  const readings = [[last, middle, first], [last, first, middle], [first, middle, last]]
    .map(([year = 0, month = 0, day = 0]) => existing(year < 100 ? 2000 + year : year, month, day))
    .filter((date) => date !== null);
  const meanings = [...new Set(readings.map((date) => date.toString()))];
  if (meanings.length === 0) return misread("no-such-date", `${quoted(text)} is not a date that exists.`, "write year-month-day, 2026-12-01");
  const spoken = meanings.map((iso) => `${inWords(Temporal.PlainDate.from(iso))} (${iso})`).join(" or ");
  if (meanings.length === 1) return misread("bad-time", `${quoted(text)} is not written as a plan writes dates; it can only mean ${spoken}.`, `write ${meanings[0] ?? ""}`);
  return misread("ambiguous-date", `${quoted(text)} has ${meanings.length === 2 ? "two" : "three"} meanings: ${spoken}.`, `write the one you mean: ${meanings.join(" or ")}`);
}

/** "7-9 days after launch (first weekday)", "two days after the release", "a week before release" */
function looseRelative(text: string): Misreading | null {
  const parts = /(\d{1,3})(?: ?(?:-|–|to|\.\.) ?(\d{1,3}))? ?(working |business )?(hour|day|week)s? (after|before) (?:the )?([A-Za-z0-9._-]{1,64})/i.exec(text);
  if (parts === null) return /\b(?:after|before)\b/i.test(text) ? misread("bad-time", `${quoted(text)} is not a time that can be read.`, "write `3 days after release`, with the id of a milestone") : null;
  const [, from = "", upTo, working, unit = "", side = "", anchor = ""] = parts;
  const first = upTo === undefined ? from : `first weekday ${from}..${upTo}`;
  const kind = working === undefined || upTo !== undefined ? "" : "working ";
  const several = upTo === undefined ? "" : " names several days";
  const hint = `write \`${first} ${kind}${unit.toLowerCase()}s ${side.toLowerCase()} ${anchor.toLowerCase()}\`, with the id of a milestone`;
  return misread("bad-time", `${quoted(text)}${several || " is not a time that can be read"}.`, hint);
}

function withMonthName(text: string): Misreading | null {
  const words = text.toLowerCase().split(/[^a-z]+/).filter((word) => word.length >= 3);
  const month = 1 + MONTHS.findIndex((name) => words.some((word) => name === word || (name.startsWith(word) && word.length <= 4)));
  if (month === 0) return null;
  const year = /\b(\d{4})\b/.exec(text)?.[1];
  const half = /\b(first|second) half\b/i.exec(text)?.[1]?.toLowerCase();
  const two = String(month).padStart(2, "0");
  if (half !== undefined) return misread("bad-time", `${quoted(text)} is not written as a plan writes half months.`, `write \`${year ?? "2026"}-${two} ${half} half\``);
  const dayText = /\b(\d{1,2})(?:st|nd|rd|th)?\b(?!:)/i.exec(text.replace(/\d{1,2}:\d{2}.*/, ""))?.[1];
  if (dayText === undefined) return misread("bad-time", `${quoted(text)} is not written as a plan writes months.`, `write ${year ?? "2026"}-${two}`);
  const time = /\b(\d{1,2}):(\d{2})\s*\(?([A-Za-z]{0,4}[+-]?[\d:]{0,5})/.exec(text);
  const clock = time === null ? "" : `T${(time[1] ?? "").padStart(2, "0")}:${time[2] ?? ""}${offsetOf(time[3] ?? /\(([^)]{2,8})\)/.exec(text)?.[1] ?? "")}`;
  const day = Number(dayText);
  if (year === undefined) return misread("no-year", `${quoted(text)} has no year.`, `write the year: 2026-${two}-${String(day).padStart(2, "0")}${clock}, if that is the year you mean`);
  const date = existing(Number(year), month, day);
  if (date === null) return misread("no-such-date", `${quoted(text)} does not exist.`, "check the day of the month");
  const weekday = words.find((word) => WEEKDAYS.some((name) => name.startsWith(word)));
  const wrong = weekday === undefined ? null : wrongWeekday(weekday, date.toString());
  return wrong ?? misread("bad-time", `${quoted(text)} is not written as a plan writes times.`, `write ${date.toString()}${clock}`);
}

function wrongWeekday(weekday: string, iso: string): Misreading | null {
  const said = WEEKDAYS.findIndex((name) => name.startsWith(weekday.toLowerCase()));
  const date = existing(...(iso.split("-").map(Number) as [number, number, number]));
  if (said < 0 || date === null || date.dayOfWeek === said + 1) return null;
  return misread("wrong-weekday", `${inWords(date)} is a ${capital(WEEKDAYS[date.dayOfWeek - 1] ?? "")}, not a ${capital(WEEKDAYS[said] ?? "")}.`, `write ${iso}, or the date of the ${capital(WEEKDAYS[said] ?? "")} you mean; weekdays are not written`);
}

function existing(year: number, month: number, day: number): Temporal.PlainDate | null {
  if (year < 1000 || year > 9999) return null;
  try {
    return Temporal.PlainDate.from({ year, month, day }, { overflow: "reject" });
  } catch {
    return null;
  }
}

/** "27 February 2024" */
export function inWords(date: Temporal.PlainDate): string {
  return `${date.day} ${capital(MONTHS[date.month - 1] ?? "")} ${date.year}`;
}

/** "GMT+2" → "+02:00", "Z" and "UTC" → "Z"; anything else says nothing certain */
function offsetOf(zone: string): string {
  if (/^(?:z|utc|gmt)$/i.test(zone)) return "Z";
  const parts = /^(?:gmt|utc)?([+-])(\d{1,2}):?(\d{2})?$/i.exec(zone.trim());
  return parts === null ? "" : `${parts[1] ?? ""}${(parts[2] ?? "").padStart(2, "0")}:${parts[3] ?? "00"}`;
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
