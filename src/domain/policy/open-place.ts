/** Places in the team of a milestone that nobody has taken yet. */
import type { MilestoneWords } from "../model/milestone-words.ts";
import type { PlannedMilestone } from "../model/plan.ts";

export interface OpenPlace {
  /** place in the team, from 0 */
  readonly slot: number;
  /** what the plan calls it: a role, or a placeholder for a person */
  readonly role: string | null;
}

export function openPlaces({ id, team }: PlannedMilestone, { claims }: Pick<MilestoneWords, "claims">): readonly OpenPlace[] {
  return team.flatMap(({ open, role, who }, slot) => (open && !claims.some((one) => one.milestone === id && one.slot === slot) ? [{ slot, role: role ?? who }] : []));
}
