/** One freeze that holds, as it meets one pull request: what all of its rules are judged from. */
import type { Instant } from "../model/instant.ts";
import type { Freeze, ReleasePlan } from "../model/plan.ts";
import type { PullFacts } from "../model/pull.ts";
import type { Waiver } from "../model/snapshot.ts";
import type { FreezePhase } from "./freeze-interval.ts";
import type { Claim, Claims } from "./governed.ts";

export interface FreezeCase {
  readonly plan: ReleasePlan;
  readonly freeze: Freeze;
  readonly pull: PullFacts;
  readonly waivers: readonly Waiver[];
  readonly now: Instant;
  /** products of the branch in whose hands the pull's files are, and for which the freeze is in force */
  readonly claims: Claims;
  /** all products behind the branch, to ask the same of what a release merge carries */
  readonly branchClaims: readonly Claim[];
  /** phase of every claim in `branchClaims` that the freeze binds */
  readonly phases: ReadonlyMap<Claim, FreezePhase>;
}

export function isExempt(freeze: Freeze, claim: Claim): boolean {
  return claim.product !== null && freeze.except.products.includes(claim.product.id);
}

/** When the freeze began for these products: the earliest, and of products that are not exempt where there are any. */
export function sinceOf(kase: Pick<FreezeCase, "freeze" | "phases">, claims: readonly Claim[]): Instant | null {
  return leadingPhase(kase, claims)?.since ?? null;
}

/** The phase that a decision speaks of where products differ. */
export function leadingPhase(kase: Pick<FreezeCase, "freeze" | "phases">, claims: readonly Claim[]): FreezePhase | null {
  const bound = claims.filter((claim) => !isExempt(kase.freeze, claim));
  const phases = (bound.length > 0 ? bound : claims).flatMap((claim) => kase.phases.get(claim) ?? []);
  return phases.reduce<FreezePhase | null>((first, phase) => (first === null || (phase.since ?? 0) < (first.since ?? 0) ? phase : first), null);
}
