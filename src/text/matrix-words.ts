/** What the cells of a matrix are called, for every medium. */
import type { AcceptanceChange, MatrixCell, MatrixState } from "../domain/policy/acceptance-matrix.ts";

export const STATE_WORDS: Readonly<Record<MatrixState, string>> = {
  "passed": "passed", "failed": "failed", "skipped": "skipped", "expired": "expired", "partly": "partly", "not-run": "not run", "no-tests": "no tests", "absent": "",
};

export const CHANGE_WORDS: Readonly<Record<AcceptanceChange["change"], string>> = { "regressed": "regressed", "expired": "expired", "never-run": "never run", "fixed": "fixed" };

/** The most urgent first. */
export const CHANGE_ORDER = ["regressed", "expired", "never-run", "fixed"] as const;

/** "passed", "partly 1/2", "no tests" */
export function cellText({ state, passed, total }: MatrixCell): string {
  const counts = total > 1 && (state === "partly" || state === "failed" || state === "skipped" || state === "expired") ? ` ${passed}/${total}` : "";
  return `${STATE_WORDS[state]}${counts}`;
}
