/** `reviewed`: a part of a milestone was looked at and is good, where no pull request can say so. Said once; it counts from when the part is ready. */
import { sameLogin } from "../../policy/acceptance.ts";
import { meantPart } from "../part-meant.ts";
import { isOneOf } from "../right.ts";
import { done, refused } from "../state.ts";
import type { Apply, VerbRow } from "../verb.ts";

export const REVIEWED: VerbRow = {
  verb: "reviewed",
  usage: "reviewed [PART] [for MILESTONE]",
  does: "Says that a part of a milestone was looked at and is good, where no pull request is approved for it. Under the tracking issue of the milestone its title can be left out if one part alone waits for you.",
  right: "review",
  place: "anywhere",
  argument: "optional",
  clauses: [],
  needs: [],
  grammar: [[{ name: "for", words: ["for"], last: true }]],
  examples: ["/warden reviewed", "/warden reviewed First draft for spec-release"],
  ofDiff: false,
  touches: "milestones",
  apply: applyReviewed,
};

function applyReviewed(...[state, command, context]: Parameters<Apply>): ReturnType<Apply> {
  const meant = meantPart(command.command.argument, command.command.phrases?.for ?? null, state, command, context);
  if (meant === null || "outcome" in meant) return meant === null ? null : { state, outcome: meant.outcome };
  const { milestone, item, may } = meant;
  const words = state.milestones;
  const about = { milestone: milestone.id, part: item.task };
  if (!isOneOf(may, command.standing)) return { state, outcome: refused("part-not-yours", { ...about, who: may }) };
  const by = command.standing.login;
  const before = words.reviewed.find((one) => one.milestone === milestone.id && one.part === item.key);
  if (before !== undefined) return { state, outcome: refused("part-again", { ...about, by: sameLogin(before.by, by) ? null : before.by }) };
  const reviewed = [...words.reviewed, { milestone: milestone.id, part: item.key, by, at: command.at }];
  return { state: { ...state, milestones: { ...words, reviewed } }, outcome: done("part-reviewed", about) };
}
