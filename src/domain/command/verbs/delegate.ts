/**
 * `delegate`: somebody else decides on a milestone as well, from now on, or reviews a part of one. Whoever the plan names for it keeps the right. What
 * is no milestone is a part.
 */
import { decidersOf, decides, findMilestone, meantMilestone, unknownMilestone } from "../milestone-meant.ts";
import { meantPart, partsToReview } from "../part-meant.ts";
import { isOneOf } from "../right.ts";
import { done, refused } from "../state.ts";
import type { Apply, VerbRow } from "../verb.ts";

export const DELEGATE: VerbRow = {
  verb: "delegate",
  usage: "delegate @WHO [for MILESTONE or PART]",
  does: "Lets somebody else decide on a milestone as well, or passes the review of a part of one to them. Said again, it goes to another person.",
  right: "delegate",
  place: "anywhere",
  argument: "required",
  clauses: [],
  needs: [],
  grammar: [[{ name: "for", words: ["for"] }]],
  examples: ["/warden delegate @mnaamani", "/warden delegate @mnaamani for spec-release", "/warden delegate @mnaamani for First draft"],
  ofDiff: false,
  touches: "milestones",
  apply: applyDelegate,
};

export const ACCOUNT = /^@?([A-Za-z0-9][A-Za-z0-9-]{0,38}(?:_[A-Za-z0-9]{1,20})?(?:\/[A-Za-z0-9][\w.-]{0,99})?)$/;

function applyDelegate(...[state, command, context]: Parameters<Apply>): ReturnType<Apply> {
  const { plan } = context;
  const named = command.command.phrases?.for ?? null;
  if (named !== null && findMilestone(named, plan) === null && partsToReview(state, context).length > 0) return passReview(named, state, command, context);
  const meant = meantMilestone(named, command, context);
  if (meant === null || "outcome" in meant) return meant === null ? null : { state, outcome: meant.outcome };
  const { milestone } = meant;
  const words = state.milestones;
  if (!decides(command.standing, plan, milestone, words)) return { state, outcome: refused("milestone-not-yours", { milestone: milestone.id, who: decidersOf(plan, milestone, words) }) };
  const to = ACCOUNT.exec(command.command.argument ?? "")?.[1] ?? null;
  if (to === null) return { state, outcome: refused("delegate-nobody", { said: command.command.argument }) };
  const delegations = [...words.delegations.filter((one) => one.milestone !== milestone.id), { milestone: milestone.id, to, by: command.standing.login, at: command.at }];
  return { state: { ...state, milestones: { ...words, delegations } }, outcome: done("milestone-delegated", { milestone: milestone.id, to }) };
}

function passReview(named: string, ...[state, command, context]: Parameters<Apply>): ReturnType<Apply> {
  const meant = meantPart(named, null, state, command, context);
  if (meant === null) return null;
  if ("outcome" in meant) return { state, outcome: meant.outcome.code === "part-unknown" ? unknownMilestone(named, context.plan) : meant.outcome };
  const { milestone, item, may } = meant;
  const words = state.milestones;
  const who = [...new Set([...may, ...decidersOf(context.plan, milestone, words)])];
  const about = { milestone: milestone.id, part: item.task };
  if (!isOneOf(who, command.standing)) return { state, outcome: refused("part-not-passed", { ...about, who }) };
  const to = ACCOUNT.exec(command.command.argument ?? "")?.[1] ?? null;
  if (to === null) return { state, outcome: refused("delegate-nobody", { said: command.command.argument }) };
  const others = words.reviewsPassed.filter((one) => one.milestone !== milestone.id || one.part !== item.key);
  const reviewsPassed = [...others, { milestone: milestone.id, part: item.key, to, by: command.standing.login, at: command.at }];
  return { state: { ...state, milestones: { ...words, reviewsPassed } }, outcome: done("part-delegated", { ...about, to }) };
}
