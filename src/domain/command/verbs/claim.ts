/** `claim`: takes an open place in the team of a milestone. Anybody may, as long as one is free; one place a person and milestone. */
import { sameLogin } from "../../policy/acceptance.ts";
import { openPlaces } from "../../policy/open-place.ts";
import { meantMilestone } from "../milestone-meant.ts";
import { done, refused } from "../state.ts";
import type { Apply, VerbRow } from "../verb.ts";

export const CLAIM: VerbRow = {
  verb: "claim",
  usage: "claim [ROLE] [for MILESTONE]",
  does: "Takes an open place in the team of a milestone, the first one or the one with that role.",
  right: "claim",
  place: "anywhere",
  argument: "optional",
  clauses: [],
  needs: [],
  grammar: [[{ name: "for", words: ["for"] }]],
  examples: ["/warden claim", "/warden claim Tester for final-test"],
  ofDiff: false,
  touches: "milestones",
  apply: applyClaim,
};

function applyClaim(...[state, command, context]: Parameters<Apply>): ReturnType<Apply> {
  const meant = meantMilestone(command.command.phrases?.for ?? null, command, context);
  if (meant === null || "outcome" in meant) return meant === null ? null : { state, outcome: meant.outcome };
  const { milestone } = meant;
  const words = state.milestones;
  const who = command.standing.login;
  if (words.claims.some((one) => one.milestone === milestone.id && sameLogin(one.who, who))) return { state, outcome: refused("claim-again", { milestone: milestone.id }) };
  const open = openPlaces(milestone, words);
  const wanted = command.command.argument?.toLowerCase() ?? null;
  const place = wanted === null ? open[0] : open.find(({ role }) => role?.toLowerCase() === wanted);
  if (place === undefined) return { state, outcome: refused("claim-taken", { milestone: milestone.id, open: open.map(({ role }) => role ?? "a place") }) };
  const claims = [...words.claims, { milestone: milestone.id, slot: place.slot, who, by: who, at: command.at }];
  return { state: { ...state, milestones: { ...words, claims } }, outcome: done("claimed", { milestone: milestone.id, role: place.role }) };
}
