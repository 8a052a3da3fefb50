/** A vote of a group: a motion, somebody who seconds it, votes, concerns and a result. What was said is kept; what it comes to is folded from it. */
import type { Duration, Instant } from "./instant.ts";

export const CHOICES = ["yes", "no", "abstain"] as const;
export type Choice = (typeof CHOICES)[number];

/** How many of those who may vote must say yes. */
export const NEEDS = ["majority", "two-thirds", "all"] as const;
export type Needs = (typeof NEEDS)[number];

export interface VoteRules {
  readonly needs: Needs;
  /** from the second on; null = until everybody has voted */
  readonly within: Duration | null;
}

/** How things stood when something was said: it is bound by them, whatever becomes of the plan and the file. */
export interface VoteTerms extends VoteRules {
  /** logins */
  readonly voters: readonly string[];
  /** git's name of the content that is voted on; null = it is no file */
  readonly text: string | null;
}

export type VoteWord = {
  /** the same for the same word */
  readonly id: string;
  readonly by: string;
  readonly at: Instant;
  readonly terms: VoteTerms;
} & (
  | { readonly kind: "motion"; readonly because: string | null }
  | { readonly kind: "second" }
  | { readonly kind: "vote"; readonly choice: Choice; readonly because: string | null }
  | { readonly kind: "concern"; readonly text: string }
  /** null = all that the person raised */
  | { readonly kind: "settled"; readonly number: number | null }
);

export interface Vote {
  readonly rounds: readonly Round[];
  readonly concerns: readonly Concern[];
}

/** One motion and what became of it. */
export interface Round {
  /** of the motion */
  readonly id: string;
  readonly motion: { readonly by: string; readonly at: Instant; readonly because: string | null };
  readonly second: { readonly by: string; readonly at: Instant } | null;
  /** as they were when it was seconded; before that, when it was moved */
  readonly terms: VoteTerms;
  /** the last word of each who voted before the result stood, and the first of those who did after it was carried, in the order in which they came */
  readonly ballots: readonly Ballot[];
  /** null = it is open */
  readonly result: VoteResult | null;
}

export interface Ballot {
  readonly by: string;
  readonly at: Instant;
  readonly choice: Choice;
  readonly because: string | null;
}

export interface VoteResult {
  readonly carried: boolean;
  /** what ended it: so many said yes, everybody has voted, or the time was over */
  readonly ended: "enough" | "everybody" | "time";
  readonly at: Instant;
  /** how many must say yes */
  readonly needed: number;
  /** numbers of the concerns that were open then */
  readonly openConcerns: readonly number[];
}

export interface Concern {
  /** from 1 */
  readonly number: number;
  readonly by: string;
  readonly at: Instant;
  readonly text: string;
  readonly settledAt: Instant | null;
}

/** What one word did. */
export type VoteOutcome =
  | "moved" | "motion-already" | "motion-stands"
  | "seconded" | "second-nothing" | "second-own" | "second-already"
  | "voted" | "voted-late" | "vote-not-open" | "vote-over" | "vote-void"
  | "concern-kept" | "concern-over" | "concern-settled" | "concern-none"
  | "not-a-voter";
