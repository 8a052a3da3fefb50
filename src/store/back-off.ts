import type { Instant } from "../domain/model/instant.ts";

const FIRST_MS = 2_000;
const LONGEST_MS = 5 * 60_000;
/** Even where the other side says "at once": a mistake must not spin. */
const SHORTEST_MS = 1_000;

/** When a key that failed `attempts` times in a row (≥ 1) may be tried again: as told where we were told, else after 2, 4, 8 … s, at most 5 min. */
export function notBefore(attempts: number, now: Instant, retryAt: Instant | null): Instant {
  if (retryAt !== null && retryAt > now) return Math.max(retryAt, now + SHORTEST_MS);
  return now + Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempts - 1, 20));
}
