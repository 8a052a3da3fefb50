/**
 * Decision: the verdict with its whole explanation. It is data; `text` puts it into words.
 * Reasons form a tree: a node's outcome follows from its children, so every surface can show as much as it has room for.
 */
import type { ChangeKind } from "./change-kind.ts";
import type { Evidence } from "./evidence.ts";
import type { Instant } from "./instant.ts";
import type { Mode } from "./plan.ts";
import type { RepositoryName } from "./refs.ts";

/** skip = the rule does not apply; wait = we cannot tell yet */
export type Verdict = "allow" | "block" | "wait" | "skip";

export interface Decision {
  readonly verdict: Verdict;
  /** the freeze that decided; null when none is in force here */
  readonly rule: string | null;
  readonly ruleTitle: string | null;
  readonly mode: Mode | null;
  readonly kind: ChangeKind;
  readonly reasons: Reason;
  readonly evidence: readonly Evidence[];
  readonly offending: readonly Offending[];
  /** shortest way in first; empty when nothing is asked of anyone */
  readonly waysIn: readonly WayIn[];
  /** when this freeze began and when it is due to end; null = not known or not dated */
  readonly since: Instant | null;
  readonly until: Instant | null;
  /** id of the milestone whose reaching ends it, null when it ends by the clock or by hand */
  readonly untilMilestone: string | null;
  /** a pull request to a feeder: it merges freely, but would hold up the release */
  readonly feeder: { readonly into: string; readonly freeze: string } | null;
  readonly decidedAt: Instant;
  readonly takenAt: Instant;
  /** the decision may change by the clock alone at this instant; null = only by events */
  readonly validUntil: Instant | null;
}

/** One node of the explanation. `facts` holds unescaped values that `text` needs for this code; see `REASON_CODES`. */
export interface Reason {
  readonly code: ReasonCode;
  /** null = could not be told, which never counts as met */
  readonly met: boolean | null;
  readonly facts: Readonly<Record<string, string | number | boolean | null | readonly string[]>>;
  readonly children: readonly Reason[];
}

export const REASON_CODES = [
  "not-governed",          // repository, base
  "no-freeze",             // nothing in force here now; next: instant of the next start or null
  "freeze",                // freeze, title: node of one freeze; children = its requirements, any met lets it in
  "all-freezes",           // several freezes: all must let it in
  "product-exempt",        // product
  "repository-exempt",     // repository
  "paths-exempt",          // patterns, breaking (files outside), shown, total
  "paths-unknown",         // files not given, or cut short by GitHub at `count`
  "agreed",                // because, by, see
  "waiver",                // id, because, approvedBy
  "kind-allowed",          // kind, allowed
  "kind-not-allowed",      // kind, allowed
  "kind-unknown",          // allowed
  "contains",              // node of a release merge: children, all must pass; total
  "contained-before",      // entered before the freeze: change, enteredAt, how: tip | merged_at
  "contained-after",       // entered later, judged by itself: change, enteredAt; children = its own reasons
  "contained-back-merge",  // brings the governed branch back into the feeder, nothing new: change
  "contained-unknown",     // cannot tell when it entered: change
  "contains-incomplete",   // not everything it carries could be listed
  "contains-nothing",      // a release merge that carries nothing of its own
  "feeder",                // into, freeze: merges freely, but would hold up the release
  "observed",              // mode observe: would wait, is not stopped
  "plan-fix",              // approvedBy: touches only plan files, approved by a person the last good plan names
  "plan-broken",           // the last good plan holds
] as const;
export type ReasonCode = (typeof REASON_CODES)[number];

/** A change inside a release merge that stops it. */
export interface Offending {
  readonly repository: RepositoryName;
  /** null for a bare commit */
  readonly number: number | null;
  readonly sha: string | null;
  readonly title: string;
  readonly kind: ChangeKind;
  readonly enteredAt: Instant | null;
  /** shell commands that would leave it out */
  readonly leaveOut: readonly string[];
}

/** What a person can do to get in. `text` names the person, the label, the command. */
export interface WayIn {
  readonly code:
    | "link-bug-issue" | "label-by-other" | "ask-maintainer-label" | "title-type" | "leave-out" | "split-paths" | "ask-waiver" | "wait-for-end" | "give-files"
    | "approve-plan-fix" | "fix-plan";
  readonly facts: Readonly<Record<string, string | number | boolean | null | readonly string[]>>;
}
