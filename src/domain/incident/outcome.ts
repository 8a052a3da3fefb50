/** What came of one entry of an incident, in facts that `text` puts into words. */
import type { Reason } from "../model/decision.ts";

export const INCIDENT_OUTCOMES = [
  "noted",              // it stands in the record
  "severity",           // severity, before
  "owned",              // who, before
  "triaged",            // as, known
  "moved",              // to, skipped: states that were left out, undecided: actions
  "corrected",          // moment, before, after
  "informed",           // inform, audience, review
  "resend",             // target (null = every one)
  "edited",
  "reopened",           // state
  "reviewed",
  "published",          // as: "report" | "release-note"
  "closed-light",       // closes without further words
  "lacks-triage",       // resolved, and light, but nobody said what it was
  "froze",
  "thawed",
  "lane",               // pulls
  "not-allowed",        // who: "owner" | "writer"
  "stranger",           // no word is said to them
  "future",
  "contradicts",        // moment, other
  "already",            // state, by, at
  "needs-words",        // moment, skipped
  "empty-words",
  "report-missing",     // missing
  "not-resolved",       // state
  "not-closed",         // state
  "no-such-hypothesis", // number, highest
  "no-such-follow-up",  // number, highest
  "no-such-step",       // number, highest
  "hash-differs",       // who, known
  "logs-which",         // who, several: what is open of theirs
  "freeze-unchanged",   // on
] as const;
export type IncidentOutcomeCode = (typeof INCIDENT_OUTCOMES)[number];

export interface IncidentOutcome {
  readonly code: IncidentOutcomeCode;
  /** did it do what was asked? A thumb up or down */
  readonly done: boolean;
  readonly facts: Reason["facts"];
}

export function did(code: IncidentOutcomeCode, facts: Reason["facts"] = {}): IncidentOutcome {
  return { code, done: true, facts };
}

export function refuses(code: IncidentOutcomeCode, facts: Reason["facts"] = {}): IncidentOutcome {
  return { code, done: false, facts };
}
