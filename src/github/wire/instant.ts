import type { Instant } from "../../domain/model/instant.ts";

/** GitHub's ISO 8601 text as an instant; null for none, and for text that is no time. */
export function instantOf(text: string | null | undefined): Instant | null {
  if (text === null || text === undefined) return null;
  const at = Date.parse(text);
  return Number.isFinite(at) ? at : null;
}
