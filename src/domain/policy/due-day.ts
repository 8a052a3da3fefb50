/**
 * The day that GitHub shows for a milestone. GitHub keeps a day and no instant: what it is sent is floored to a day on the Pacific coast, so that
 * midnight in UTC would show the day before. Noon in UTC shows its own date everywhere.
 * Source: https://github.com/wordpress-mobile/release-toolkit/pull/419
 */
import type { Instant, PlannedTime } from "../model/instant.ts";
import { localDate } from "../plan/time/zone.ts";

const GITHUB_ZONE = "America/Los_Angeles";

/** The calendar day in the plan's zone, "2026-12-01"; a bare day, a period and the end of a day anywhere on earth keep the day that was written. */
export function dueDay(time: PlannedTime, zone: string): string | null {
  // The end of a day is the first instant of the next.
  return time.at === null ? null : localDate(time.at - 1, time.precision === "minute" && !/ AoE$/i.test(time.text) ? zone : time.zone);
}

/** What to send as `due_on`, ms UTC. */
export function githubDueOn(day: string): Instant {
  return Date.parse(`${day}T12:00:00Z`);
}

/** The day of a `due_on` as GitHub gives it back, floored or not. */
export function githubDay(dueOn: Instant): string {
  return localDate(dueOn, GITHUB_ZONE);
}
