/**
 * A plan's calendar as iCalendar (RFC 5545). Instants are in UTC, which every calendar program shows in its own zone; the words give both zones.
 * Identifiers are the same each time, so that importing again moves entries instead of doubling them. What has no date is left out.
 */
import ical from "ical-generator";
import type { CalendarEntry } from "../domain/plan/calendar.ts";
import type { Instant } from "../domain/model/instant.ts";
import type { ReleasePlan } from "../domain/model/plan.ts";
import { calendarLine, calendarTitle } from "./calendar.ts";
import { plainText } from "./escape.ts";

/** `now` is the time stamp that iCalendar asks for, nothing else. */
export function planIcs(plan: ReleasePlan, entries: readonly CalendarEntry[], now: Instant): string {
  const calendar = ical({ name: plainText(plan.release.name), prodId: { company: "Release Warden", product: "release-warden", language: "EN" } });
  for (const [index, entry] of entries.entries()) {
    if (entry.at === null) continue;
    const at = new Date(entry.at);
    calendar.createEvent({
      id: identifier(plan, entry, entries.slice(0, index)), start: at, end: at, stamp: new Date(now),
      summary: calendarTitle(entry), description: calendarLine(entry, plan.release.timezone),
    });
  }
  // the standard wants each line to end in CRLF, the last one too
  return `${calendar.toString().trimEnd()}\r\n`;
}

/** Several entries may share what they are about, as several parts of a milestone do: those are counted. */
function identifier(plan: ReleasePlan, entry: CalendarEntry, before: readonly CalendarEntry[]): string {
  const same = before.filter((one) => one.event === entry.event && one.id === entry.id && one.product === entry.product).length;
  return [plan.release.name, entry.event, entry.id, entry.product ?? "all", String(same)].map((part) => encodeURIComponent(part)).join("/");
}
