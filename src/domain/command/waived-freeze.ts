/** Who approves an exception to a freeze, and how many must. A freeze begun by a command asks those whom any freeze of the plan names. */
import type { Freeze, ReleasePlan } from "../model/plan.ts";
import { approversOf, managersOf } from "./right.ts";

export function whoApproves(freeze: string, plan: ReleasePlan): readonly string[] {
  const planned = freezeOf(freeze, plan);
  return planned === null ? managersOf(plan) : approversOf(plan, planned);
}

export function neededFor(freeze: string, plan: ReleasePlan): number {
  return Math.max(1, freezeOf(freeze, plan)?.waivers.approvals ?? 1);
}

function freezeOf(id: string, plan: ReleasePlan): Freeze | null {
  return plan.freezes.find((freeze) => freeze.id === id) ?? null;
}
