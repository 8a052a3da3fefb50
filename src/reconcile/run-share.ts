/** What one run that writes many things may take for itself, and when it goes on where it could not. */
import type { Instant } from "../domain/model/instant.ts";
import { FaultError } from "../domain/model/problem.ts";

const WRITES_PER_RUN = 50;
/** ms; a run that lasts longer would be given up by the worker */
const LONGEST_RUN = 15_000;
const TRY_AGAIN_AFTER = 3_600_000;

/** False once a run has had its share, of writes or of time: others want to be looked at too. */
export function writesOfOneRun(now: () => Instant): () => boolean {
  const started = now();
  let left = WRITES_PER_RUN;
  return () => {
    if (left === 0 || now() - started > LONGEST_RUN) return false;
    left -= 1;
    return true;
  };
}

/** What is so for a while is waited for; everything else is a fault. */
export function holdOf(error: unknown, now: Instant): { readonly at: Instant; readonly heldBy: "limit" | "refusal" } {
  if (!(error instanceof FaultError)) throw error;
  const { kind, retryAt } = error.fault;
  if (kind === "rate-limit" && retryAt !== null) return { at: retryAt, heldBy: "limit" };
  if (kind === "forbidden" || kind === "not-found") return { at: now + TRY_AGAIN_AFTER, heldBy: "refusal" };
  throw error;
}
