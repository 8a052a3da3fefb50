/**
 * What became of a freeze: for each product the merges to its branch while the freeze held, and which of them it would not have let in.
 * The verdicts are given, as they stood when each was merged; here they are only counted, so that the account says what people saw.
 */
import type { Verdict } from "../model/decision.ts";
import type { Instant } from "../model/instant.ts";
import type { Freeze, PlannedKeyResult, Product, ReleasePlan } from "../model/plan.ts";
import type { PullFacts } from "../model/pull.ts";
import type { RepositoryName } from "../model/refs.ts";
import type { ReachedMilestone } from "../model/snapshot.ts";
import { freezePhase } from "./freeze-interval.ts";
import { claimsOfFiles, claimsOnBranch } from "./governed.ts";

export interface AccountedMerge {
  readonly pull: PullFacts;
  readonly mergedAt: Instant;
  readonly verdict: Verdict;
}

export interface ProductAccount<M extends AccountedMerge> {
  /** null = the one product of a plan that names none */
  readonly product: Product | null;
  /** the freeze does not bind it */
  readonly exempt: boolean;
  readonly during: readonly M[];
  readonly breaking: readonly M[];
  readonly undecided: readonly M[];
}

export interface History<M extends AccountedMerge> {
  readonly merges: readonly M[];
  readonly reached: readonly ReachedMilestone[];
  /** where the plan stands; null = not known */
  readonly home: RepositoryName | null;
}

/** One entry for each product that the freeze speaks of and that has a branch to be merged to, in the plan's order. */
export function freezeAccount<M extends AccountedMerge>(plan: ReleasePlan, freeze: Freeze, history: History<M>): readonly ProductAccount<M>[] {
  const products: readonly (Product | null)[] = plan.products.length === 0 ? [null] : plan.products.filter((product) => freeze.products?.includes(product.id) ?? true);
  return products.map((product) => {
    const during = history.merges.filter((merge) => concerns(plan, freeze, product, merge.pull, history.home) && holds(plan, freeze, product, merge.mergedAt, history.reached));
    return {
      product, exempt: product !== null && freeze.except.products.includes(product.id), during,
      breaking: during.filter(({ verdict }) => verdict === "block"), undecided: during.filter(({ verdict }) => verdict === "wait"),
    };
  });
}

/** The freeze that a key result measures merges during; null = it measures something else. */
export function measuredFreeze(plan: ReleasePlan, result: PlannedKeyResult): Freeze | null {
  return plan.freezes.find((freeze) => freeze.id === result.measure?.["merges_during"]) ?? null;
}

/** Does some freeze of the plan hold on the branch that it was merged to? Feeders do not count: what enters them has not arrived yet. */
export function mergedIntoFreeze(plan: ReleasePlan, merge: AccountedMerge, history: Omit<History<never>, "merges">): boolean {
  const products: readonly (Product | null)[] = plan.products.length === 0 ? [null] : plan.products;
  return plan.freezes.some((freeze) => products.some((product) => (product === null || (freeze.products?.includes(product.id) ?? true))
    && concerns(plan, freeze, product, merge.pull, history.home) && holds(plan, freeze, product, merge.mergedAt, history.reached)));
}

/** Was it merged to a branch that the plan governs, whenever that was? */
export function mergedToGoverned(plan: ReleasePlan, pull: PullFacts, home: RepositoryName | null): boolean {
  return [null, ...plan.freezes].some((freeze) => claimsOnBranch(plan, freeze, pull, home).some((claim) => claim.role === "base"));
}

function concerns(plan: ReleasePlan, freeze: Freeze, product: Product | null, pull: PullFacts, home: RepositoryName | null): boolean {
  const bases = claimsOnBranch(plan, freeze, pull, home).filter((claim) => claim.role === "base");
  return claimsOfFiles(bases, pull).claims.some((claim) => (claim.product?.id ?? null) === (product?.id ?? null));
}

function holds(plan: ReleasePlan, freeze: Freeze, product: Product | null, at: Instant, reached: readonly ReachedMilestone[]): boolean {
  return freezePhase(plan, freeze, product?.id ?? null, reached, at).state === "in-force";
}
