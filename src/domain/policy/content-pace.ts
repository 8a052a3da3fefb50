/**
 * How fast new things may be made on GitHub: it counts what an installation creates, by whichever door, over a minute and over an hour.
 * Source: https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits
 */
import type { Instant } from "../model/instant.ts";

export const CONTENT_PER_MINUTE = 80;
export const CONTENT_PER_HOUR = 500;
/** Part of both that work in the background leaves to commands, gates and merge groups. */
export const CONTENT_RESERVE = 0.2;

const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
/** GitHub asks for a second between two writes. */
const UNHURRIED_PER_MINUTE = 60;

/** At most so many in any span of that many ms. */
export interface ContentLimit {
  readonly span: number;
  readonly most: number;
}

export function contentLimits(perMinute: number, perHour: number): readonly ContentLimit[] {
  return [{ span: MINUTE, most: Math.floor(perMinute) }, { span: HOUR, most: Math.floor(perHour) }];
}

/** When one more may be made, `now` where it may at once. `made` = instants of those before, newest first, at least as many as the highest limit. */
export function contentRoomAt(made: readonly Instant[], now: Instant, limits: readonly ContentLimit[]): Instant {
  return limits.reduce((latest, { span, most }) => {
    const blocking = most < 1 ? now : made[most - 1];
    return blocking === undefined ? latest : Math.max(latest, blocking + span);
  }, now);
}

/** How long that many new things take in the background, in whole minutes. */
export function contentMinutes(count: number): number {
  const anHour = Math.floor(CONTENT_PER_HOUR * (1 - CONTENT_RESERVE));
  const fullHours = Math.max(0, Math.ceil(count / anHour) - 1);
  return fullHours * 60 + Math.ceil((count - fullHours * anHour) / UNHURRIED_PER_MINUTE);
}
