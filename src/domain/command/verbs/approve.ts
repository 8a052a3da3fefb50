/**
 * `approve`: approves the exceptions asked for on a pull request, for its change as it stood when the approval was admitted; on a pull request that
 * changes the plan it also approves that commit. Nobody approves their own change, nor what they asked for themselves.
 */
import { sameLogin } from "../../policy/acceptance.ts";
import type { AdmittedCommand, PullThen } from "../command.ts";
import { isOneOf, mayUse } from "../right.ts";
import type { AskedWaiver, CommandState, Outcome } from "../state.ts";
import { done, refused } from "../state.ts";
import type { Apply, VerbRow } from "../verb.ts";
import { whoApproves } from "../waived-freeze.ts";
import { stands } from "./waive.ts";

export const APPROVE: VerbRow = {
  verb: "approve",
  usage: "approve [COMMIT]",
  does: "Approves the exception that was asked for, for the change as it stands; on a pull request that changes the plan, approves that commit.",
  right: "approve",
  place: "pull",
  argument: "optional",
  clauses: [],
  needs: [],
  examples: ["/warden approve", "/warden approve 3f2a91c"],
  ofDiff: true,
  touches: "pull",
  apply: applyApprove,
};

function applyApprove(...[state, command, context]: Parameters<Apply>): ReturnType<Apply> {
  const { pull, standing } = command;
  if (pull === null || !mayUse("approve", standing, context.plan)) return null;
  const asked = state.waivers.filter((one) => one.number === command.number && stands(one));
  const mine = asked.filter((one) => isOneOf(whoApproves(one.freeze, context.plan), standing));
  const others = mine.filter((one) => !isOwn(one, command));
  const approvesPlan = pull.touchesPlan && !sameLogin(standing.login, pull.author);
  const withPlan: CommandState = approvesPlan ? { ...state, approvals: [...state.approvals, { number: command.number, sha: pull.head, by: standing.login, at: command.at }] } : state;
  if (others.length === 0) return { state: withPlan, outcome: approvesPlan ? done("approved-plan", { head: pull.head }) : nothingApproved(asked, mine, pull, command, context.plan) };
  const { diff } = pull;
  if (diff === null) return { state: withPlan, outcome: refused("approve-unknown-diff") };
  const waivers = withPlan.waivers.map((one) => (others.includes(one) ? approved(one, { by: standing.login, at: command.at, diff, head: pull.head }) : one));
  return { state: { ...withPlan, waivers }, outcome: counted(waivers.filter((one) => others.some((other) => other.id === one.id)), standing.login) };
}

function isOwn(waiver: AskedWaiver, { standing, pull }: AdmittedCommand): boolean {
  return sameLogin(standing.login, waiver.askedBy) || sameLogin(standing.login, pull?.author) || sameLogin(standing.login, waiver.author);
}

/** Approvals count together where they were given for the same change; the latest says which. */
function approved(waiver: AskedWaiver, approval: AskedWaiver["given"][number]): AskedWaiver {
  const given = [...waiver.given, approval];
  const same = given.filter((one) => one.diff === approval.diff).map((one) => one.by);
  return { ...waiver, given, diff: approval.diff, approvedBy: [...new Map(same.map((login) => [login.toLowerCase(), login])).values()] };
}

function counted(waivers: readonly AskedWaiver[], by: string): Outcome {
  const open = waivers.find((one) => one.approvedBy.length < one.needed);
  const freezes = waivers.map((one) => one.freeze);
  if (open === undefined) return done("approved", { freezes, by });
  return done("approval-counted", { freezes, given: open.approvedBy.length, needed: open.needed });
}

function nothingApproved(asked: readonly AskedWaiver[], mine: readonly AskedWaiver[], pull: PullThen, { standing }: AdmittedCommand, plan: Parameters<typeof whoApproves>[1]): Outcome {
  if (asked.length === 0) return pull.touchesPlan && sameLogin(standing.login, pull.author) ? refused("approve-own") : refused("approve-nothing");
  if (mine.length > 0) return refused("approve-own");
  const [first] = asked;
  return refused("approve-not-yours", { freezes: asked.map((one) => one.freeze), who: first === undefined ? [] : whoApproves(first.freeze, plan) });
}
