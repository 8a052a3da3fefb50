/** `revoke`: takes back what was asked for or approved on a pull request. From then on it waits again. */
import { sameLogin } from "../../policy/acceptance.ts";
import { isOneOf } from "../right.ts";
import { done, refused } from "../state.ts";
import type { Apply, VerbRow } from "../verb.ts";
import { whoApproves } from "../waived-freeze.ts";
import { stands } from "./waive.ts";

export const REVOKE: VerbRow = {
  verb: "revoke",
  usage: "revoke [because WHY]",
  does: "Takes back the exception of this pull request, whether it is approved or only asked for; on a pull request that changes the plan, takes back one's own approval.",
  right: "revoke",
  place: "pull",
  argument: "none",
  clauses: ["because"],
  needs: [],
  examples: ["/warden revoke because the fix can wait for the next release"],
  ofDiff: false,
  touches: "pull",
  apply: applyRevoke,
};

function applyRevoke(...[state, command, context]: Parameters<Apply>): ReturnType<Apply> {
  const { standing, number } = command;
  const asked = state.waivers.filter((one) => one.number === number && stands(one));
  const may = asked.filter((one) => sameLogin(standing.login, one.askedBy) || isOneOf(whoApproves(one.freeze, context.plan), standing));
  const approvals = state.approvals.filter((one) => one.number !== number || !sameLogin(one.by, standing.login));
  const tookBack = approvals.length < state.approvals.length;
  const [first] = asked;
  if (may.length === 0 && !tookBack) {
    const who = first === undefined ? [] : [first.askedBy, ...whoApproves(first.freeze, context.plan)];
    return { state, outcome: first === undefined ? refused("revoke-nothing") : refused("revoke-not-yours", { who }) };
  }
  const waivers = state.waivers.map((one) => (may.includes(one) ? { ...one, revokedBy: standing.login } : one));
  const outcome = may.length > 0 ? done("revoked", { freezes: may.map((one) => one.freeze) }) : done("revoked-plan");
  return { state: { ...state, waivers, approvals }, outcome };
}
