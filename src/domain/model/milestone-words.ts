/** What people said of milestones by command, folded from the ledger. The plan's file stays the only source of what is planned. */
import type { Instant, PlannedTime } from "./instant.ts";

export interface MilestoneWords {
  /** at most one a milestone: the first that counted */
  readonly done: readonly SaidActual[];
  /** the latest of each milestone */
  readonly partial: readonly SaidActual[];
  /** the latest of each milestone */
  readonly delegations: readonly Delegation[];
  readonly claims: readonly Claim[];
  readonly outstanding: readonly OutstandingItem[];
  /** the latest of each part */
  readonly reviewsPassed: readonly PassedReview[];
  /** that somebody looked at a part and found it good, at most once each */
  readonly reviewed: readonly SaidReview[];
}

export const NO_MILESTONE_WORDS: MilestoneWords = { done: [], partial: [], delegations: [], claims: [], outstanding: [], reviewsPassed: [], reviewed: [] };

export interface SaidActual {
  readonly milestone: string;
  /** when it was said: from then on it governs, whatever date it names */
  readonly at: Instant;
  readonly by: string;
  /** the date it names; null = then and there */
  readonly time: PlannedTime | null;
  /** `by` = at that time or before it */
  readonly bound: "on" | "by";
  readonly because: string | null;
  /** the plan's fallback was done in its place; absent = it came about */
  readonly forced?: true;
}

export interface Delegation {
  readonly milestone: string;
  readonly to: string;
  readonly by: string;
  readonly at: Instant;
}

/** `part` = the key of its item in the checklist. */
export interface PassedReview {
  readonly milestone: string;
  readonly part: string;
  readonly to: string;
  readonly by: string;
  readonly at: Instant;
}

export interface SaidReview {
  readonly milestone: string;
  readonly part: string;
  readonly by: string;
  readonly at: Instant;
}

export interface Claim {
  readonly milestone: string;
  /** place in the milestone's team, from 0 */
  readonly slot: number;
  readonly who: string;
  readonly by: string;
  readonly at: Instant;
}

export const DISPOSITIONS = ["keep", "postpone", "drop"] as const;
export type Disposition = (typeof DISPOSITIONS)[number];

export interface OutstandingItem {
  /** of the command that said so */
  readonly id: string;
  readonly milestone: string;
  readonly task: string;
  readonly needs: string;
  readonly owner: string;
  readonly due: PlannedTime;
  readonly disposition: Disposition;
  readonly by: string;
  readonly at: Instant;
  /** said on the day on which the milestone is due, or later: nobody could prepare for it */
  readonly surprise: boolean;
}
