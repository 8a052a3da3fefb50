/**
 * Milestones whose due instant has passed without being reached while a freeze waits for them: the manager is told once, since a slipped release
 * does not thaw itself. Pure: who has been told already is the caller's to remember, by `id`.
 */
import type { Instant } from "../model/instant.ts";
import type { ReleasePlan } from "../model/plan.ts";
import type { ReachedMilestone } from "../model/snapshot.ts";
import type { Called } from "./absence.ts";
import { calledNow } from "./absence.ts";
import { freezePhase, frozenProducts } from "./freeze-interval.ts";

export interface OverdueNotice {
  /** the same for as long as the same due instant stands; a moved date that passes again is a new notice */
  readonly id: string;
  readonly freeze: string;
  readonly milestone: string;
  /** product ids whose date has passed; null = the plan names no products */
  readonly products: readonly string[] | null;
  readonly dueAt: Instant;
  /** the milestone's manager, else the release's; null = the plan names nobody */
  readonly manager: string | null;
  /** the manager, or whoever stands in */
  readonly called: Called;
}

/** One notice per freeze, milestone and due instant, in the order of the plan. */
export function overdueNotices(plan: ReleasePlan, reached: readonly ReachedMilestone[], now: Instant): readonly OverdueNotice[] {
  const notices = new Map<string, OverdueNotice>();
  for (const freeze of plan.freezes) {
    const bound = freeze.until;
    if (bound === null || !("milestone" in bound)) continue;
    const milestone = plan.milestones.find((candidate) => candidate.id === bound.milestone);
    for (const product of frozenProducts(plan, freeze)) {
      const dueAt = freezePhase(plan, freeze, product, reached, now).overdueSince;
      if (dueAt === null) continue;
      const id = `${freeze.id}/${bound.milestone}/${dueAt}`;
      const products = product === null ? null : [...(notices.get(id)?.products ?? []), product];
      const manager = milestone?.manager ?? plan.release.manager;
      notices.set(id, { id, freeze: freeze.id, milestone: bound.milestone, products, dueAt, manager, called: calledNow(plan.teams, [manager], [plan.release.manager], now) });
    }
  }
  return [...notices.values()];
}
