/** Milestones that moved, and who decides that they are reached. A moved date thaws only through the freezes that it begins (`diff/freezes`). */
import type { PlannedTime } from "../../model/instant.ts";
import type { PlannedMilestone, ReleasePlan } from "../../model/plan.ts";
import { difference, listDifferences } from "./difference.ts";
import type { PlanDifference } from "./difference.ts";

export function compareMilestones(before: ReleasePlan, after: ReleasePlan): readonly PlanDifference[] {
  const removed = before.milestones.filter((milestone) => !after.milestones.some((other) => other.id === milestone.id));
  const added = after.milestones.filter((milestone) => !before.milestones.some((other) => other.id === milestone.id));
  return [
    ...removed.map((milestone) => difference("milestone-removed", "none", `milestones.${milestone.id}`, milestone.id, milestone.title, null)),
    ...added.map((milestone) => difference("milestone-added", "none", `milestones.${milestone.id}`, milestone.id, null, milestone.title)),
    ...before.milestones.flatMap((milestone) => {
      const other = after.milestones.find((one) => one.id === milestone.id);
      return other === undefined ? [] : compareMilestone(milestone, other, after);
    }),
  ];
}

function compareMilestone(before: PlannedMilestone, after: PlannedMilestone, plan: ReleasePlan): readonly PlanDifference[] {
  const path = `milestones.${after.id}`;
  const products = [...new Set([...Object.keys(before.dueFor), ...Object.keys(after.dueFor)])];
  return [
    ...moved("baseline-moved", `${path}.planned`, after.id, before.planned, after.planned),
    ...moved("milestone-moved", `${path}.due`, after.id, before.due, after.due),
    ...products.flatMap((product) => moved("milestone-moved", `${path}.due_for.${product}`, after.id, before.dueFor[product] ?? null, after.dueFor[product] ?? null)),
    ...listDifferences({ path: `${path}.after`, subject: after.id, before: before.after, after: after.after, lost: ["prerequisites-changed", "none"], gained: ["prerequisites-changed", "none"] }),
    // Whoever manages a milestone decides when a freeze that hangs on it begins or ends.
    ...(before.manager === after.manager ? [] : [difference("manager-changed", beginsOrEndsFreeze(plan, after.id) ? "thaws" : "none", `${path}.manager`, after.id, before.manager, after.manager)]),
  ];
}

export function beginsOrEndsFreeze(plan: ReleasePlan, id: string): boolean {
  return plan.freezes.some((freeze) => [freeze.from, freeze.until].some((bound) => bound !== null && "milestone" in bound && bound.milestone === id));
}

function moved(code: "baseline-moved" | "milestone-moved", path: string, subject: string, before: PlannedTime | null, after: PlannedTime | null): readonly PlanDifference[] {
  const same = before?.at === after?.at && before?.start === after?.start && before?.precision === after?.precision && before?.resolveBy === after?.resolveBy;
  return same ? [] : [difference(code, "none", path, subject, before?.text ?? null, after?.text ?? null)];
}
