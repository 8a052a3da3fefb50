/**
 * `reopen`: takes back that a milestone is reached. Only what was said by `done`: one that somebody closed on GitHub is opened there. Not while something
 * rests on it: a milestone after it that is reached, or a freeze that holds because of it and would end here without the right to thaw.
 */
import type { PlannedMilestone, ReleasePlan } from "../../model/plan.ts";
import type { AdmittedCommand, PlanThen } from "../command.ts";
import { decidersOf, decides, meantMilestone } from "../milestone-meant.ts";
import type { CommandState } from "../state.ts";
import { done, refused } from "../state.ts";
import type { Apply, VerbRow } from "../verb.ts";

export const REOPEN: VerbRow = {
  verb: "reopen",
  usage: "reopen [MILESTONE] because WHY",
  does: "Takes back that a milestone is reached, as long as no freeze holds because of it and nothing that comes after it is reached.",
  right: "decide",
  place: "anywhere",
  argument: "optional",
  clauses: [],
  needs: [],
  grammar: [[{ name: "because", words: ["because"] }]],
  requires: ["because"],
  examples: ["/warden reopen because the wrong milestone was named", "/warden reopen final-test because the upload fails again"],
  ofDiff: false,
  touches: "milestones",
  apply: applyReopen,
};

function applyReopen(...[state, command, context]: Parameters<Apply>): ReturnType<Apply> {
  const { plan, planKey } = context;
  const meant = meantMilestone(command.command.argument, command, context);
  if (meant === null || "outcome" in meant) return meant === null ? null : { state, outcome: meant.outcome };
  const { milestone } = meant;
  const words = state.milestones;
  if (!decides(command.standing, plan, milestone, words)) return { state, outcome: refused("milestone-not-yours", { milestone: milestone.id, who: decidersOf(plan, milestone, words) }) };
  const then = command.plans.find((one) => one.plan === planKey);
  if (words.done.every((one) => one.milestone !== milestone.id)) return { state, outcome: refused(then?.reached?.includes(milestone.id) === true ? "milestone-closed" : "milestone-not-reached", { milestone: milestone.id }) };
  const after = reachedAfter(plan, milestone, state, then);
  const freezes = holdingBecause(plan, milestone, command, then);
  if (after.length > 0 || freezes.length > 0) return { state, outcome: refused("milestone-rests", { milestone: milestone.id, after, freezes }) };
  return { state: { ...state, milestones: { ...words, done: words.done.filter((one) => one.milestone !== milestone.id) } }, outcome: done("milestone-reopened", { milestone: milestone.id }) };
}

/** Ids of milestones that wait for it and are reached. */
function reachedAfter(plan: ReleasePlan, { id }: PlannedMilestone, { milestones }: CommandState, then: PlanThen | undefined): readonly string[] {
  return plan.milestones.filter((one) => one.after.includes(id) && (milestones.done.some((word) => word.milestone === one.id) || then?.reached?.includes(one.id) === true)).map((one) => one.id);
}

/** Ids of freezes that began with it before it was due: past that date they hold without it. */
function holdingBecause(plan: ReleasePlan, { id, due, dueFor }: PlannedMilestone, { at }: AdmittedCommand, then: PlanThen | undefined): readonly string[] {
  const past = due?.at != null && Math.max(due.at, ...Object.values(dueFor).map((time) => time.at ?? Infinity)) <= at;
  return past ? [] : (then?.holding ?? []).filter((held) => plan.freezes.some((freeze) => freeze.id === held.id && "milestone" in freeze.from && freeze.from.milestone === id)).map((held) => held.id);
}
