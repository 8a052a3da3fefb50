/**
 * When a freeze is in force for a product. Intervals are half-open: in force from `since` up to, and not including, `until`.
 *
 * A freeze begins when its milestone is reached or that milestone's due instant passes, whichever is first; a plain time begins by the clock.
 * A milestone at the other end ends it only by being reached: a slipped release does not thaw itself, it becomes overdue. A plain time ends by
 * the clock. Every freeze is looked at by itself, so ending one can never end another.
 *
 * Milestones reached later than `now` are not known yet: a replay of the past must not see its future.
 */
import type { Instant } from "../model/instant.ts";
import type { Freeze, FreezeBound, ReleasePlan } from "../model/plan.ts";
import type { ReachedMilestone } from "../model/snapshot.ts";

export interface FreezePhase {
  readonly state: "before" | "notice" | "in-force" | "over";
  /** when it began, or is due to begin; null = not dated */
  readonly since: Instant | null;
  /** when it ended, or is due to end (in the past while overdue); null = not dated, or open until a person ends it */
  readonly until: Instant | null;
  /** in force past the due instant of the milestone that ends it: since then */
  readonly overdueSince: Instant | null;
  /** next instant after `now` at which the clock alone changes anything here: a notice, the begin, the end, or becoming overdue */
  readonly nextBoundary: Instant | null;
}

/** Due instant of a milestone for a product, ms UTC; null where the plan gives none. A product's own date stands before the common one. */
export function dueInstant(plan: ReleasePlan, milestone: string, product: string | null): Instant | null {
  const planned = plan.milestones.find((candidate) => candidate.id === milestone);
  if (planned === undefined) return null;
  const own = product !== null && Object.hasOwn(planned.dueFor, product) ? planned.dueFor[product] : undefined;
  return (own ?? planned.due)?.at ?? null;
}

/** When the milestone was reached for this product (or for all), as known at `now`; null = not yet. */
export function reachedInstant(reached: readonly ReachedMilestone[], milestone: string, product: string | null, now: Instant): Instant | null {
  let first: Instant | null = null;
  for (const entry of reached) {
    if (entry.milestone !== milestone || entry.at > now) continue;
    if (entry.product !== null && entry.product !== product) continue;
    if (first === null || entry.at < first) first = entry.at;
  }
  return first;
}

/** `product` is a product id of the plan, or null where the plan names no products. */
export function freezePhase(
  plan: ReleasePlan, freeze: Freeze, product: string | null, reached: readonly ReachedMilestone[], now: Instant,
): FreezePhase {
  const since = begin(plan, freeze.from, product, reached, now);
  const end = ending(plan, freeze.until, product, reached, now);
  const notices = since === null ? [] : freeze.notice.map((ahead) => since - ahead);
  const nextBoundary = earliestAfter(now, [...notices, since, end.due]);
  const phase = { since, until: end.ended ?? end.due, overdueSince: null };
  const thawed = since === null ? undefined : freeze.thaws?.find((instant) => since <= instant && instant <= now);
  if (thawed !== undefined) return { ...phase, until: thawed, state: "over", nextBoundary: null };
  // Ended before it began counts as ended: a release that is out is not frozen because an earlier milestone slipped.
  if (end.ended !== null) return { ...phase, state: "over", nextBoundary: null };
  if (since !== null && since <= now) {
    return { ...phase, state: "in-force", overdueSince: end.due !== null && end.due <= now ? end.due : null, nextBoundary };
  }
  const announced = notices.some((instant) => instant <= now);
  return { ...phase, state: announced ? "notice" : "before", nextBoundary };
}

/** Earliest instant after `now` at which the clock alone changes any freeze of the plan, notices included; null = nothing is dated. */
export function nextBoundary(plan: ReleasePlan, reached: readonly ReachedMilestone[], now: Instant): Instant | null {
  const boundaries = plan.freezes.flatMap((freeze) =>
    frozenProducts(plan, freeze).map((product) => freezePhase(plan, freeze, product, reached, now).nextBoundary));
  return earliestAfter(now, boundaries);
}

/** Ids of the products that a freeze binds; one null where the plan names no products. */
export function frozenProducts(plan: ReleasePlan, freeze: Freeze): readonly (string | null)[] {
  if (plan.products.length === 0) return [null];
  return plan.products.map((product) => product.id).filter((id) => freeze.products === null || freeze.products.includes(id));
}

/** The earliest of these instants that is later than `now`. */
export function earliestAfter(now: Instant, instants: readonly (Instant | null)[]): Instant | null {
  let earliest: Instant | null = null;
  for (const instant of instants) {
    if (instant !== null && instant > now && (earliest === null || instant < earliest)) earliest = instant;
  }
  return earliest;
}

function begin(
  plan: ReleasePlan, bound: FreezeBound, product: string | null, reached: readonly ReachedMilestone[], now: Instant,
): Instant | null {
  if ("time" in bound) return bound.time.at;
  const due = dueInstant(plan, bound.milestone, product);
  const done = reachedInstant(reached, bound.milestone, product, now);
  if (due === null || done === null) return due ?? done;
  return Math.min(due, done);
}

function ending(
  plan: ReleasePlan, bound: FreezeBound | null, product: string | null, reached: readonly ReachedMilestone[], now: Instant,
): { readonly ended: Instant | null; readonly due: Instant | null } {
  if (bound === null) return { ended: null, due: null };
  if ("milestone" in bound) {
    return { ended: reachedInstant(reached, bound.milestone, product, now), due: dueInstant(plan, bound.milestone, product) };
  }
  const at = bound.time.at;
  return { ended: at !== null && at <= now ? at : null, due: at };
}
