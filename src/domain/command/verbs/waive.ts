/** `waive`: asks for an exception for one pull request, as its change stands now, from every freeze that stops it. */
import type { Instant } from "../../model/instant.ts";
import type { AdmittedCommand } from "../command.ts";
import { frozenThen } from "../frozen-then.ts";
import { mayUse } from "../right.ts";
import type { AskedWaiver, CommandState } from "../state.ts";
import { done, refused } from "../state.ts";
import { boundInstant, readUntil } from "../until.ts";
import type { Apply, FoldContext, VerbRow } from "../verb.ts";
import { neededFor } from "../waived-freeze.ts";

export const WAIVE: VerbRow = {
  verb: "waive",
  usage: "waive because WHY [until WHEN]",
  does: "Asks for an exception: this change may merge although a freeze holds, once those whom the plan names have approved it.",
  right: "ask",
  place: "pull",
  argument: "none",
  clauses: ["until", "because"],
  needs: ["because"],
  examples: ["/warden waive because the login page is broken without it", "/warden waive because of the outage until 2026-12-03"],
  ofDiff: true,
  touches: "pull",
  apply: applyWaive,
};

function applyWaive(...[state, command, context]: Parameters<Apply>): ReturnType<Apply> {
  const { pull } = command;
  if (pull === null || !mayUse("ask", command.standing, context.plan)) return null;
  const then = command.plans.find((one) => one.plan === context.planKey);
  const holding = frozenThen(state, command, context);
  const freezes = (holding.length > 0 ? holding : then?.announced ?? []).map((one) => one.id);
  if (freezes.length === 0) return { state, outcome: refused("waive-nothing") };
  const { diff } = pull;
  if (diff === null) return { state, outcome: refused("waive-unknown-diff") };
  const until = endOf(command, context);
  const standing = freezes.filter((freeze) => state.waivers.some((one) => isApproved(one) && concerns(one, command.number, freeze) && one.diff === diff && lastsAsLong(one, until)));
  const wanted = freezes.filter((freeze) => !standing.includes(freeze));
  if (wanted.length === 0) return { state, outcome: done("waive-already", { freezes: standing }) };
  const replaced = state.waivers.map((one) => (wanted.includes(one.freeze) && concerns(one, command.number, one.freeze) ? { ...one, replacedBy: command.comment } : one));
  const asked = wanted.map((freeze): AskedWaiver => ({
    id: `${command.comment}/${freeze}`, freeze, repository: context.repository, number: command.number, askedBy: command.standing.login, because: command.command.because ?? "",
    approvedBy: [], diff, until, revokedBy: null, comment: command.comment, askedAt: command.at, author: pull.author,
    needed: neededFor(freeze, context.plan), given: [], asked: { diff, head: pull.head }, replacedBy: null,
  }));
  return { state: { ...state, waivers: [...replaced, ...asked] } satisfies CommandState, outcome: done("waiver", { freezes: wanted }) };
}

/** Neither revoked nor asked for anew. */
export function stands(waiver: AskedWaiver): boolean {
  return waiver.revokedBy === null && waiver.replacedBy === null;
}

export function isApproved(waiver: AskedWaiver): boolean {
  return stands(waiver) && waiver.approvedBy.length >= waiver.needed;
}

function concerns(waiver: AskedWaiver, number: number, freeze: string): boolean {
  return stands(waiver) && waiver.number === number && waiver.freeze === freeze;
}

function lastsAsLong(waiver: AskedWaiver, until: Instant | null): boolean {
  return waiver.until === null || (until !== null && until <= waiver.until);
}

/** An end that the plan no longer knows leaves no exception behind: it is over when it was asked for. */
function endOf({ command, at }: AdmittedCommand, { plan, reached }: FoldContext): Instant | null {
  if (command.until === null) return null;
  const read = readUntil(command.until, plan);
  return read.ok ? boundInstant(read.value, plan, reached) : at;
}
