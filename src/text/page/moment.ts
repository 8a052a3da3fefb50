/** Moments on the page: in words, in both zones, and for programs. */
import type { Instant } from "../../domain/model/instant.ts";
import type { CalendarEntry } from "../../domain/plan/calendar.ts";
import { calendarTitle } from "../calendar.ts";
import { instantText, isoText, plannedTimeText, relativeText } from "../instant.ts";
import type { Moment, PageFacts } from "./facts.ts";

export function moment(at: Instant, { plan, now }: Pick<PageFacts, "plan" | "now">): Moment {
  return { iso: isoText(at), text: instantText(at, plan.release.timezone, now), relative: relativeText(at, now) };
}

export function momentOrNull(at: Instant | null, facts: Pick<PageFacts, "plan" | "now">): Moment | null {
  return at === null ? null : moment(at, facts);
}

/** Title of a date; a baseline in it is said in words, as every date on the page. */
export function datedTitle(entry: CalendarEntry, now: Instant): string {
  const { event, planned, note } = entry;
  const stated = event === "milestone" && planned !== null && note?.endsWith(planned.text) === true;
  return calendarTitle(stated ? { ...entry, note: `first planned for ${plannedTimeText(planned, now)}` } : entry);
}

/** "2 days late", "1 day early", "on time": by whole days, as people count slips. */
export function slipText(baseline: Instant, at: Instant): string {
  const days = Math.round((at - baseline) / 86_400_000);
  if (days === 0) return "on time";
  const length = `${Math.abs(days)} ${Math.abs(days) === 1 ? "day" : "days"}`;
  return days > 0 ? `${length} later` : `${length} earlier`;
}

/** Sentences for terminals put names between backticks; on the page they stand between quotation marks. */
export function pageProse(text: string): string {
  return text.replace(/`([^`]*)`/g, "“$1”");
}

/** One page of a long list. `of` is at least 1. */
export interface Paged<T> {
  readonly rows: readonly T[];
  readonly total: number;
  readonly page: number;
  readonly pages: number;
  readonly earlier: string | null;
  readonly later: string | null;
}

export const ROWS_PER_PAGE = 50;

export function paged<T>(all: readonly T[], wanted: number, link: (page: number) => string, size = ROWS_PER_PAGE): Paged<T> {
  const pages = Math.max(1, Math.ceil(all.length / size));
  const page = Number.isSafeInteger(wanted) ? Math.min(Math.max(1, wanted), pages) : 1;
  return {
    rows: all.slice((page - 1) * size, page * size), total: all.length, page, pages,
    earlier: page > 1 ? link(page - 1) : null, later: page < pages ? link(page + 1) : null,
  };
}
