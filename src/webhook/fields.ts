/**
 * Narrow readers for one field of a webhook payload each. They answer null for everything that is not exactly what GitHub documents,
 * so a malformed payload can neither throw nor put anything unexpected into a key or into the store.
 */
import type { Instant } from "../domain/model/instant.ts";

export type Fields = Readonly<Record<string, unknown>>;

/** Longer than any git ref, tag or login that GitHub accepts. */
const LONGEST_NAME = 1_024;
// git forbids control characters in refs; halves of a surrogate pair cannot be written as UTF-8, nor percent-encoded into a key
const UNFIT = /[\u0000-\u001f\u007f]|\p{Surrogate}/u;
const SHA = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
const ISO_INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;

export function fieldsOf(value: unknown): Fields | null {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : null;
}

export function listOf(value: unknown): readonly unknown[] | null {
  return Array.isArray(value) ? value : null;
}

/** GitHub's ids and numbers are positive integers. */
export function idOf(value: unknown): number | null {
  return typeof value === "number" && Number.isSafeInteger(value) && value > 0 ? value : null;
}

/** The number under `field` of an object: `idIn(payload.repository, "id")`. */
export function idIn(value: unknown, field: "id" | "number"): number | null {
  return idOf(fieldsOf(value)?.[field]);
}

/** A ref, tag, action or login: one line, bounded. Never used for text that people write freely. */
export function nameOf(value: unknown): string | null {
  if (typeof value !== "string" || value === "" || value.length > LONGEST_NAME) return null;
  return UNFIT.test(value) ? null : value;
}

export function shaOf(value: unknown): string | null {
  return typeof value === "string" && SHA.test(value) ? value : null;
}

/** ISO 8601 with a zone, or the seconds since 1970 that push payloads use for `repository.pushed_at`. */
export function instantOf(value: unknown): Instant | null {
  if (typeof value === "number") return Number.isSafeInteger(value) && value > 0 ? value * 1_000 : null;
  if (typeof value !== "string" || !ISO_INSTANT.test(value)) return null;
  const at = Date.parse(value);
  return Number.isNaN(at) ? null : at;
}
