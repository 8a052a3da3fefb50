/** Where each freeze of a plan stands for one branch: in force, not yet, over; as the branch it closes or as one that feeds it. */
import { freezePhase } from "../domain/policy/freeze-interval.ts";
import type { Instant } from "../domain/model/instant.ts";
import type { Freeze, Mode } from "../domain/model/plan.ts";
import { sameRepository, repositoryName } from "../domain/model/refs.ts";
import type { RepositoryRecord } from "../domain/model/records.ts";
import { roleOfBranch } from "./plans-in-force.ts";
import type { PlanInForce } from "./plans-in-force.ts";

export interface FreezeHere {
  readonly home: number;
  readonly freeze: string;
  readonly product: string;
  readonly relation: "governed" | "feeder";
  readonly state: "before" | "notice" | "in-force" | "over";
  readonly mode: Mode;
  /** false = it lets everything of this product or repository in, or holds other branches than this one */
  readonly binds: boolean;
  readonly since: Instant | null;
  /** when it is due to end; null = not dated */
  readonly until: Instant | null;
  /** title of the milestone that ends it; null = it ends by the clock or by hand */
  readonly untilMilestone: string | null;
  readonly zone: string;
  /** due to end and not ended: the milestone that ends it slipped */
  readonly overdue: boolean;
  readonly nextBoundary: Instant | null;
  readonly fedBy: readonly string[];
}

export function freezesOnBranch(inForce: PlanInForce, repository: RepositoryRecord, branch: string, now: Instant): readonly FreezeHere[] {
  const role = roleOfBranch(inForce, repository, branch);
  const places = [
    ...role.governed.map((entry) => ({ product: entry.product, relation: "governed" as const, fedBy: entry.fedBy, own: ownBranch(inForce, entry.product, repository) })),
    ...role.feeds.map((entry) => ({ product: entry.product, relation: "feeder" as const, fedBy: [], own: branch })),
  ];
  return inForce.plan.freezes.flatMap((freeze) => places
    .filter((place) => freeze.products === null || freeze.products.includes(place.product))
    .map((place) => {
      const phase = freezePhase(inForce.plan, freeze, place.product, inForce.record.reached, now);
      return {
        home: inForce.home.id, freeze: freeze.id, product: place.product, relation: place.relation, fedBy: place.fedBy,
        state: phase.state, since: phase.since, mode: freeze.mode, binds: binds(freeze, place, repository, branch),
        until: phase.until, untilMilestone: milestoneTitle(inForce, freeze), zone: inForce.plan.release.timezone, overdue: phase.overdueSince !== null && phase.overdueSince <= now, nextBoundary: phase.nextBoundary,
      };
    }));
}

/** Freezes that a gate of this branch stands for: enforced, and binding it as a product's own. */
export function holdingFreezes(here: readonly FreezeHere[]): readonly FreezeHere[] {
  return here.filter((freeze) => freeze.relation === "governed" && freeze.mode === "enforce" && freeze.binds);
}

export function freezeKey({ home, freeze, product }: FreezeHere): string {
  return `${home}/${freeze}/${product}`;
}

function binds(freeze: Freeze, place: { readonly product: string; readonly own: string }, repository: RepositoryRecord, branch: string): boolean {
  if (freeze.except.products.includes(place.product) || freeze.except.repositories.some((name) => sameRepository(name, repositoryName(repository)))) return false;
  return freeze.branches === null ? place.own === branch : freeze.branches.includes(branch);
}

function ownBranch({ plan }: PlanInForce, product: string, repository: RepositoryRecord): string {
  return plan.products.find((one) => one.id === product)?.branch ?? repository.defaultBranch;
}

function milestoneTitle({ plan }: PlanInForce, { until }: Freeze): string | null {
  if (until === null || !("milestone" in until)) return null;
  return plan.milestones.find((one) => one.id === until.milestone)?.title ?? until.milestone;
}
