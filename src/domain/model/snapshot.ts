/** Snapshot: what was read, complete for the decision, with the instant it was taken. */
import type { Instant } from "./instant.ts";
import type { FreezeBound } from "./plan.ts";
import type { PullFacts } from "./pull.ts";
import type { RepositoryName } from "./refs.ts";

/** A milestone counts as reached when it was closed in the plan's home by its manager, or by `/warden done`. */
export interface ReachedMilestone {
  readonly milestone: string;
  /** null = for every product */
  readonly product: string | null;
  readonly at: Instant;
  readonly by: string | null;
}

/** A freeze that a person or an incident began or ended outside the plan's own dates. */
export interface FreezeSwitch {
  readonly freeze: string;
  readonly at: Instant;
  readonly to: "on" | "off";
  readonly by: string;
  readonly because: string;
  /** of a beginning: the branches it closes; absent = the products' own */
  readonly branches?: readonly string[];
  /** of a beginning: where it ends; null or absent = a person ends it */
  readonly until?: FreezeBound | null;
  /** a reason that is for the record alone and is never shown */
  readonly privately?: string | null;
  /** of a beginning: the incident that closes it, and the pull requests that it lets in, and no other; absent = a person began it */
  readonly incident?: { readonly number: number; readonly lane: readonly { readonly repository: RepositoryName; readonly number: number }[]; /** what may go wrong with them; absent = nobody said */ readonly risk?: string };
  /** of an end: what becomes of auto-merges; absent = as the plan says */
  readonly armed?: "drain" | "stop";
}

export interface FreezeSnapshot {
  readonly takenAt: Instant;
  readonly pull: PullFacts;
  readonly reached: readonly ReachedMilestone[];
  readonly waivers: readonly Waiver[];
  /** where the plan lives, for products that name no repository; absent = not known */
  readonly home?: RepositoryName;
}

/** A recorded exception: who asked, who approved, for which diff, why, until when. */
export interface Waiver {
  readonly id: string;
  readonly freeze: string;
  readonly repository: string;
  readonly number: number;
  readonly askedBy: string;
  readonly because: string;
  readonly approvedBy: readonly string[];
  /** identity of the diff it was approved for, independent of the base */
  readonly diff: string;
  readonly until: Instant | null;
  readonly revokedBy: string | null;
}
