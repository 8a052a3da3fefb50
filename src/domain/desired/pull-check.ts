/**
 * The check on a commit: from what should be said to what must be written.
 * A run's external_id carries the digest of its words, so a second look at a commit that already says the right thing writes nothing,
 * even after a loss of the store.
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import type { Change } from "../model/change.ts";
import type { DesiredCheck, ObservedCheck } from "../model/check.ts";
import type { Instant } from "../model/instant.ts";

/** GitHub turns an incomplete run stale after 14 days; a run still waiting is written anew well before. */
export const REFRESH_WAITING_AFTER = 10 * 24 * 3_600_000;

export type CheckWords = Omit<DesiredCheck, "digest" | "sha">;

export function desireCheck(sha: string, words: CheckWords): DesiredCheck {
  return { ...words, sha, digest: digestOf({ ...words, sha }) };
}

/**
 * What must be written so that `desired` stands. Equal digests need nothing, unless GitHub no longer shows what was written:
 * a re-run request resets the suite and not the run, someone completed it, or the waiting run grows stale.
 */
export function diffCheck(desired: DesiredCheck, observed: ObservedCheck | null, now: Instant): readonly Change[] {
  if (observed === null) return [{ kind: "create-check", check: desired }];
  if (observed.digest === desired.digest && stillShows(desired, observed) && !growsStale(observed, now)) return [];
  // A completed run that goes back to waiting keeps its old result in GitHub's eyes, and a reset suite needs a new run.
  const reopen = observed.status === "completed" && desired.conclusion === null;
  if (observed.suiteReset || reopen || growsStale(observed, now)) return [{ kind: "create-check", check: desired }];
  return [{ kind: "update-check", id: observed.id, check: desired }];
}

/** When a check that waits must be looked at again by the clock alone; null when it does not wait. */
export function refreshAt(observed: ObservedCheck | null): Instant | null {
  return observed === null || observed.status === "completed" || observed.startedAt === null ? null : observed.startedAt + REFRESH_WAITING_AFTER;
}

/** A short stable name for a value: equal values, equal digests. Keys keep the order in which the value was built. */
export function digestOf(value: unknown): string {
  return bytesToHex(sha256(utf8ToBytes(JSON.stringify(value)))).slice(0, 32);
}

function stillShows(desired: DesiredCheck, observed: ObservedCheck): boolean {
  if (observed.suiteReset) return false;
  return desired.conclusion === null ? observed.status !== "completed" : observed.status === "completed" && observed.conclusion === desired.conclusion;
}

function growsStale(observed: ObservedCheck, now: Instant): boolean {
  const at = refreshAt(observed);
  return at !== null && now >= at;
}
