/** When a milestone counts as reached: closed in the plan's home by its manager, or said to be by `/warden done` or `force`, and nothing else. */
import type { Instant } from "../model/instant.ts";
import type { RefusedClosing } from "../model/own-milestone.ts";
import type { MilestoneWords, SaidActual } from "../model/milestone-words.ts";
import type { PlannedMilestone, ReleasePlan } from "../model/plan.ts";
import type { ReachedMilestone } from "../model/snapshot.ts";

/** A milestone that stands closed in the home. `byManager` null = nobody can say who closed it. */
export interface Closing {
  readonly milestone: string;
  readonly at: Instant;
  readonly by: string | null;
  readonly byManager: boolean | null;
}

/** A milestone without a manager of its own answers to the manager of the release; without either, to whoever may close it on GitHub. */
export function milestoneManager(plan: ReleasePlan, milestone: PlannedMilestone): string | null {
  return milestone.manager ?? plan.release.manager;
}

/** Whose closing on GitHub reaches it: its manager, and to whom that was delegated. Empty = whoever may close it there. */
export function closersOf(plan: ReleasePlan, milestone: PlannedMilestone, { delegations }: Pick<MilestoneWords, "delegations">): readonly string[] {
  const manager = milestoneManager(plan, milestone);
  const delegate = delegations.find((one) => one.milestone === milestone.id)?.to ?? null;
  return manager === null ? [] : [manager, ...(delegate === null || delegate === manager ? [] : [delegate])];
}

/** `done`: what people said who may, at most once a milestone. It governs from when it was said, whatever date it names. */
export function decideReached(plan: ReleasePlan, closings: readonly Closing[], done: readonly SaidActual[]): readonly ReachedMilestone[] {
  return plan.milestones.flatMap((planned) => {
    const closing = closings.find((one) => one.milestone === planned.id);
    const closed = closing === undefined || closing.byManager !== true ? [] : [{ milestone: planned.id, product: null, at: closing.at, by: closing.by }];
    const said = done.filter((one) => one.milestone === planned.id).map(({ at, by }) => ({ milestone: planned.id, product: null, at, by }));
    return [...closed, ...said];
  });
}

/** Word of who closed a milestone is to come by then, if it comes. */
const WORD_COMES_WITHIN = 3_600_000;

/** Closings that reach nothing, since whoever it was does not decide on the milestone, or nobody can say who it was. */
export function refusedClosings(plan: ReleasePlan, closings: readonly Closing[], done: readonly SaidActual[]): readonly RefusedClosing[] {
  return plan.milestones.flatMap(({ id }) => {
    const closing = closings.find((one) => one.milestone === id);
    if (closing === undefined || closing.byManager === true || done.some((one) => one.milestone === id)) return [];
    const { at, by, byManager } = closing;
    return [{ milestone: id, at, by, sure: byManager === false, ripeAt: by === null ? at + WORD_COMES_WITHIN : at }];
  });
}
