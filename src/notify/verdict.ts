/**
 * What an attempt came to. The rule that keeps a chat from being told twice: only what surely did not arrive is sent again by itself, unless the
 * target knows repetitions by their key.
 */
import type { PostOutcome } from "./post.ts";
import { isRepeatable } from "./target.ts";
import type { Target } from "./target.ts";

export type Verdict =
  | { readonly state: "sent" }
  /** `inMs` from now; `wholeTarget`: whatever else waits for the target waits as well; `doubtful`: it may have arrived */
  | { readonly state: "waiting"; readonly inMs: number; readonly wholeTarget: boolean; readonly doubtful: boolean; readonly why: string }
  | { readonly state: "unclear" | "failed"; readonly why: string };

/** Tries in all: with the pauses below it is given up after about four hours. */
export const MOST_TRIES = 12;
const FIRST_PAUSE_MS = 10_000;
const LONGEST_PAUSE_MS = 3_600_000;
/** A target that asks for a longer pause is asked again after this one. */
const LONGEST_ASKED_MS = 24 * 3_600_000;

/** One attempt, with what went before. */
export interface Tried {
  /** with this one */
  readonly attempts: number;
  /** an earlier one may have arrived */
  readonly doubtful: boolean;
}

export function verdictOf(outcome: PostOutcome, target: Target, tried: Tried): Verdict {
  const verdict = ofThis(outcome, target, tried.attempts);
  // That this attempt failed says nothing of an earlier one.
  return verdict.state === "failed" && tried.doubtful ? { ...verdict, state: "unclear" } : verdict;
}

function ofThis(outcome: PostOutcome, target: Target, attempts: number): Verdict {
  switch (outcome.kind) {
    case "not-sent": return outcome.lasting ? { state: "failed", why: outcome.why } : again({ why: outcome.why, attempts });
    case "unknown": return unknown(outcome.why, target, attempts, null);
    case "answered": return answered(outcome.status, outcome.retryAfterMs, target, attempts);
  }
}

function answered(status: number, askedMs: number | null, target: Target, attempts: number): Verdict {
  const why = `it answered ${status}`;
  if (status >= 200 && status < 300) return { state: "sent" };
  if (status >= 300 && status < 400) return { state: "failed", why: `${why}, a redirect, which is not followed` };
  if (status === 429) return again({ why: `${why} and asked for a pause`, attempts, askedMs, wholeTarget: true });
  // It may have acted before it failed to answer; 408 says that it gave up waiting for the end of what it did get.
  if (status >= 500 || status === 408 || status < 200) return unknown(why, target, attempts, askedMs);
  return { state: "failed", why: `${why}${REFUSALS[status] ?? ""}` };
}

const REFUSALS: Readonly<Record<number, string>> = {
  401: ": the address is not valid any more", 403: ": it may not be written to", 404: ": the address is not valid any more", 410: ": the address is not valid any more", 413: ": the message is too long for it",
};

function unknown(why: string, target: Target, attempts: number, askedMs: number | null): Verdict {
  return isRepeatable(target) ? again({ why, attempts, askedMs, doubtful: true }) : { state: "unclear", why };
}

function again({ why, attempts, askedMs = null, wholeTarget = false, doubtful = false }: { readonly why: string; readonly attempts: number; readonly askedMs?: number | null; readonly wholeTarget?: boolean; readonly doubtful?: boolean }): Verdict {
  if (attempts >= MOST_TRIES) return { state: doubtful ? "unclear" : "failed", why: `${why}, ${attempts} times` };
  const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (attempts - 1));
  return { state: "waiting", inMs: askedMs === null ? pause : Math.min(LONGEST_ASKED_MS, Math.max(askedMs, 1_000)), wholeTarget, doubtful, why };
}
