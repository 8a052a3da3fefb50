/**
 * `move`: answers with the lines to commit that move a milestone. It changes nothing: dates live in the plan's file alone, and each move there says why,
 * and where it was decided.
 */
import type { PlannedTime } from "../../model/instant.ts";
import type { PlannedMilestone, ReleasePlan } from "../../model/plan.ts";
import { localDate } from "../../plan/time/zone.ts";
import { sameDate } from "../../policy/date-move.ts";
import { meantMilestone, readDateSaid } from "../milestone-meant.ts";
import { done, refused } from "../state.ts";
import type { Apply, VerbRow } from "../verb.ts";

export const MOVE: VerbRow = {
  verb: "move",
  usage: "move MILESTONE to DATE because WHY see LINK",
  does: "Answers with the lines to commit that move the date of a milestone, and where to edit the plan. Nothing moves before they are merged.",
  right: "tell",
  place: "anywhere",
  argument: "optional",
  clauses: [],
  needs: [],
  grammar: [[{ name: "to", words: ["to"] }], [{ name: "because", words: ["because"] }], [{ name: "see", words: ["see"], last: true }]],
  requires: ["to", "because", "see"],
  examples: ["/warden move final-test to 2019-06-20 because the evaluation meeting said so see https://example.org/minutes"],
  ofDiff: false,
  touches: "nothing",
  apply: applyMove,
};

const LINK = /^https:\/\/[^\s<>"']{1,490}$/;

function applyMove(...[state, command, context]: Parameters<Apply>): ReturnType<Apply> {
  const { plan } = context;
  const { to = "", because = "", see = "" } = command.command.phrases ?? {};
  const meant = meantMilestone(command.command.argument, command, context);
  if (meant === null || "outcome" in meant) return meant === null ? null : { state, outcome: meant.outcome };
  const { milestone } = meant;
  const date = readDateSaid(to, plan);
  if ("outcome" in date) return { state, outcome: date.outcome };
  if (!LINK.test(see) || !URL.canParse(see)) return { state, outcome: refused("milestone-bad-link", { said: see }) };
  if (milestone.due !== null && sameDate(milestone.due, date.time)) return { state, outcome: refused("milestone-same-date", { milestone: milestone.id, to: date.time.text }) };
  const lines = moveLines(milestone, { to: date.time.text, on: localDate(command.at, plan.release.timezone), because, see });
  return { state, outcome: done("milestone-moves", { milestone: milestone.id, was: milestone.due?.text ?? null, to: date.time.text, lines, before: outOfOrder(plan, milestone, date.time) }) };
}

/** As they stand under the milestone's `id`. JSON is YAML, so whatever people wrote stays one text. */
function moveLines(milestone: PlannedMilestone, { to, on, because, see }: { readonly to: string; readonly on: string; readonly because: string; readonly see: string }): readonly string[] {
  const line = `{ to: ${JSON.stringify(to)}, on: ${JSON.stringify(on)}, because: ${JSON.stringify(because)}, see: ${JSON.stringify(see)} }`;
  const before = milestone.moved.length === 0 ? [] : ["      # after the lines that stand there"];
  return [`  - id: ${milestone.id}`, `    due: ${JSON.stringify(to)}`, "    moved:", ...before, `      - ${line}`];
}

/** Ids of milestones that it waits for and that would then be due later, and of those that wait for it and would be due earlier. */
function outOfOrder(plan: ReleasePlan, milestone: PlannedMilestone, to: PlannedTime): readonly string[] {
  const at = to.at ?? 0;
  return plan.milestones.filter(({ id, after, due }) => due?.at != null && ((milestone.after.includes(id) && due.at > at) || (after.includes(milestone.id) && due.at < at))).map(({ id }) => id);
}
