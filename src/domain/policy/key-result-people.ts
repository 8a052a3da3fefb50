/** Who has a say in key results and duties: those who score, by the plan's weights, those who grade, and those who report a duty as done. */
import type { PlannedDuty, PlannedKeyResult, ReleasePlan } from "../model/plan.ts";

/** Everybody whom some row of weights names, at whatever time: who was replaced since is answered, and not counted. */
export function scorersOf(plan: ReleasePlan): readonly string[] {
  return [...new Set(plan.keyResults.flatMap(({ weights }) => weights.flatMap(({ of }) => Object.keys(of))))];
}

/** The manager of the objective, and the manager of the release; empty = the plan names nobody. */
export function gradersOf(plan: ReleasePlan, result: PlannedKeyResult): readonly string[] {
  const objective = plan.objectives.find(({ id }) => id === result.objective)?.manager ?? null;
  return [...new Set([objective, plan.release.manager].filter((name) => name !== null))];
}

/** Empty = the plan names nobody. */
export function doersOf(plan: ReleasePlan, duty: PlannedDuty): readonly string[] {
  return [...new Set([duty.owner, plan.release.manager].filter((name) => name !== null))];
}
