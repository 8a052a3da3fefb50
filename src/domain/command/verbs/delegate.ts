/** `delegate`: somebody else decides on a milestone as well, from now on. The plan's manager of it keeps the right. */
import { decidersOf, decides, meantMilestone } from "../milestone-meant.ts";
import { done, refused } from "../state.ts";
import type { Apply, VerbRow } from "../verb.ts";

export const DELEGATE: VerbRow = {
  verb: "delegate",
  usage: "delegate @WHO [for MILESTONE]",
  does: "Lets somebody else decide on a milestone as well. Said again, it goes to another person.",
  right: "decide",
  place: "anywhere",
  argument: "required",
  clauses: [],
  needs: [],
  grammar: [[{ name: "for", words: ["for"] }]],
  examples: ["/warden delegate @mnaamani", "/warden delegate @mnaamani for spec-release"],
  ofDiff: false,
  touches: "milestones",
  apply: applyDelegate,
};

export const ACCOUNT = /^@?([A-Za-z0-9][A-Za-z0-9-]{0,38}(?:_[A-Za-z0-9]{1,20})?(?:\/[A-Za-z0-9][\w.-]{0,99})?)$/;

function applyDelegate(...[state, command, context]: Parameters<Apply>): ReturnType<Apply> {
  const { plan } = context;
  const meant = meantMilestone(command.command.phrases?.for ?? null, command, context);
  if (meant === null || "outcome" in meant) return meant === null ? null : { state, outcome: meant.outcome };
  const { milestone } = meant;
  const words = state.milestones;
  if (!decides(command.standing, plan, milestone, words)) return { state, outcome: refused("milestone-not-yours", { milestone: milestone.id, who: decidersOf(plan, milestone, words) }) };
  const to = ACCOUNT.exec(command.command.argument ?? "")?.[1] ?? null;
  if (to === null) return { state, outcome: refused("delegate-nobody", { said: command.command.argument }) };
  const delegations = [...words.delegations.filter((one) => one.milestone !== milestone.id), { milestone: milestone.id, to, by: command.standing.login, at: command.at }];
  return { state: { ...state, milestones: { ...words, delegations } }, outcome: done("milestone-delegated", { milestone: milestone.id, to }) };
}
