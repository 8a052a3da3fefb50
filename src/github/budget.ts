/** What workers of one installation tell each other about GitHub's patience. */
import type { Instant } from "../domain/model/instant.ts";
import type { ContentLimit } from "../domain/policy/content-pace.ts";
import type { Bucket } from "./limit-signal.ts";

export interface Budget {
  /** no call before this instant; null = none forbidden */
  readonly blockedUntil: Instant | null;
  /** how often in a row GitHub told us to slow down without saying for how long */
  readonly strikes: number;
  readonly rest: Bucket | null;
  readonly graphql: Bucket | null;
}

/** The store behind several workers. Both calls may be late: a worker that knows less asks GitHub once too often and learns it there. */
export interface BudgetStore {
  readBudget(installation: number): Promise<Budget | null>;
  recordBudget(installation: number, budget: Budget): Promise<void>;
  /** takes a place for one new thing on GitHub and answers `now`, or answers when there will be room; shared between workers, and outlives them */
  takeContent(installation: number, when: { readonly now: Instant; readonly limits: readonly ContentLimit[] }): Promise<Instant>;
}

export const NO_BUDGET_KNOWN: Budget = { blockedUntil: null, strikes: 0, rest: null, graphql: null };

/** The stricter of two views: the later block, and in the same hour the smaller remainder. */
export function stricter(a: Budget, b: Budget): Budget {
  return {
    blockedUntil: a.blockedUntil === null || (b.blockedUntil !== null && b.blockedUntil > a.blockedUntil) ? b.blockedUntil : a.blockedUntil,
    strikes: Math.max(a.strikes, b.strikes),
    rest: emptier(a.rest, b.rest),
    graphql: emptier(a.graphql, b.graphql),
  };
}

function emptier(a: Bucket | null, b: Bucket | null): Bucket | null {
  if (a === null || b === null) return a ?? b;
  // Resets are told in whole seconds and may wobble by one; farther apart they are of different hours, and the later one is the present.
  if (Math.abs(a.resetAt - b.resetAt) > 5_000) return a.resetAt > b.resetAt ? a : b;
  return a.remaining <= b.remaining ? a : b;
}
