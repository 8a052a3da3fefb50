/**
 * Does an answer say "too fast"? GitHub says so in five ways: retry-after, an empty bucket, 429, a 403 whose text names a limit, and for
 * GraphQL a 200 whose errors say RATE_LIMITED.
 * Source: https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit
 */
import type { Instant } from "../domain/model/instant.ts";
import type { Answer } from "./answer.ts";
import { messageOf } from "./answer.ts";

export interface LimitSignal {
  /** primary = the bucket is empty, of this resource alone; secondary = slow down altogether */
  readonly kind: "primary" | "secondary";
  /** when to go on; null = GitHub does not say */
  readonly until: Instant | null;
}

/** What GitHub says of the bucket behind an answer. */
export interface Bucket {
  readonly limit: number;
  readonly remaining: number;
  readonly resetAt: Instant;
}

const LIMIT_WORDS = /secondary rate limit|rate limit exceeded|abuse detection/i;
const AN_HOUR = 3_600_000;

export function limitSignal(answer: Answer, now: Instant): LimitSignal | null {
  if (!refusesForSpeed(answer)) return null;
  const after = Number(answer.headers["retry-after"]);
  if (answer.headers["retry-after"] !== undefined && Number.isFinite(after)) return { kind: "secondary", until: now + Math.max(1, after) * 1000 };
  const bucket = bucketOf(answer, now);
  if (bucket?.remaining === 0) return { kind: "primary", until: bucket.resetAt };
  return { kind: "secondary", until: null };
}

export function bucketOf(answer: Answer, now: Instant): Bucket | null {
  const [limit, remaining, reset] = ["limit", "remaining", "reset"].map((name) => Number(answer.headers[`x-ratelimit-${name}`] ?? Number.NaN));
  if (limit === undefined || remaining === undefined || reset === undefined || ![limit, remaining, reset].every(Number.isFinite)) return null;
  // A bucket is refilled within the hour; a host whose clock is far off must not stop us for longer.
  return { limit, remaining, resetAt: Math.min(Math.max(reset * 1000, now + 1000), now + AN_HOUR) };
}

function refusesForSpeed(answer: Answer): boolean {
  if (answer.status === 429) return true;
  if (answer.status === 403) {
    return answer.headers["retry-after"] !== undefined || answer.headers["x-ratelimit-remaining"] === "0" || LIMIT_WORDS.test(messageOf(answer));
  }
  return answer.status === 200 && graphqlLimit(answer.body);
}

function graphqlLimit(body: unknown): boolean {
  if (typeof body !== "object" || body === null || !("errors" in body) || !Array.isArray(body.errors)) return false;
  return body.errors.some((error: unknown) => {
    const { type, message } = (typeof error === "object" && error !== null ? error : {}) as Record<string, unknown>;
    return type === "RATE_LIMITED" || type === "RATE_LIMIT" || (typeof message === "string" && /secondary rate limit/i.test(message));
  });
}
