/**
 * `force`: says that what the plan puts in the place of a milestone was done, which counts as reached. Only once its time has come, and only while no
 * open issue stands against it: both as they were when the command was taken in, so that nothing that happens later makes it mean something else.
 */
import type { SaidActual } from "../../model/milestone-words.ts";
import { decidersOf, decides, meantMilestone } from "../milestone-meant.ts";
import { done, refused } from "../state.ts";
import type { Apply, VerbRow } from "../verb.ts";

export const FORCE: VerbRow = {
  verb: "force",
  usage: "force [MILESTONE] because WHY",
  does: "Says that the fallback of a milestone was done, which then counts as reached: so long after it was due as the plan says, and while no open issue carries the label that stands against it.",
  right: "decide",
  place: "anywhere",
  argument: "optional",
  clauses: [],
  needs: [],
  grammar: [[{ name: "because", words: ["because"] }]],
  requires: ["because"],
  examples: ["/warden force because the vote had no quorum and nobody objected", "/warden force runtime-proposal because the vote had no quorum"],
  ofDiff: false,
  touches: "milestones",
  apply: applyForce,
};

function applyForce(...[state, command, context]: Parameters<Apply>): ReturnType<Apply> {
  const { plan, planKey } = context;
  const meant = meantMilestone(command.command.argument, command, context);
  if (meant === null || "outcome" in meant) return meant === null ? null : { state, outcome: meant.outcome };
  const { milestone } = meant;
  const { id } = milestone;
  const words = state.milestones;
  if (!decides(command.standing, plan, milestone, words)) return { state, outcome: refused("milestone-not-yours", { milestone: id, who: decidersOf(plan, milestone, words) }) };
  const then = command.plans.find((one) => one.plan === planKey);
  const before = words.done.find((one) => one.milestone === id);
  if (before !== undefined || then?.reached?.includes(id) === true) return { state, outcome: refused("milestone-already", { milestone: id, by: before?.by ?? null, at: before?.at ?? null }) };
  const fallback = then?.fallbacks?.find((one) => one.milestone === id);
  if (fallback === undefined) return { state, outcome: refused("force-none", { milestone: id }) };
  const { from, before: waits, armed, against, unless } = fallback;
  if (!armed) return { state, outcome: refused("force-early", { milestone: id, from, waits }) };
  if (against === null) return { state, outcome: refused("force-unread", { milestone: id, unless }) };
  if (against.length > 0) return { state, outcome: refused("force-criticised", { milestone: id, unless, against: against.map(String) }) };
  const word: SaidActual = { milestone: id, at: command.at, by: command.standing.login, time: null, bound: "on", because: command.command.because, forced: true };
  return { state: { ...state, milestones: { ...words, done: [...words.done, word] } }, outcome: done("milestone-forced", { milestone: id, at: command.at, task: milestone.fallback?.task ?? null, because: command.command.because }) };
}
