/** `freeze`: closes a branch now, beside whatever the plan says. Two managers who freeze at once make two freezes, and each ends by itself. */
import type { FreezeBound } from "../../model/plan.ts";
import type { AdmittedCommand } from "../command.ts";
import { mayUse } from "../right.ts";
import { done } from "../state.ts";
import { readUntil } from "../until.ts";
import type { Apply, FoldContext, VerbRow } from "../verb.ts";

export const FREEZE: VerbRow = {
  verb: "freeze",
  usage: "freeze [on BRANCH] [until WHEN] because WHY [privately WHY]",
  does: "Lets in only bugfixes from now on: on the branch of the pull request or, under an issue, on every branch of this repository that the plan governs.",
  right: "manage",
  place: "anywhere",
  argument: "none",
  clauses: ["on", "until", "because", "privately"],
  needs: ["because"],
  examples: ["/warden freeze because the release candidate is being tested", "/warden freeze on master until 2026-12-08 because of the incident", "/warden freeze until release because the final test has begun"],
  ofDiff: false,
  touches: "branches",
  apply: applyFreeze,
};

function applyFreeze(...[state, command, context]: Parameters<Apply>): ReturnType<Apply> {
  const then = command.plans.find((one) => one.plan === context.planKey);
  if (then === undefined || !mayUse("manage", command.standing, context.plan)) return null;
  const { because, privately, on } = command.command;
  const branches = on === null ? then.branches : [on];
  const until = boundOf(command, context);
  const id = manualFreezeId(command);
  const { login: by } = command.standing;
  const started = { freeze: id, at: command.at, to: "on" as const, by, because: because ?? "", branches, until, privately };
  return {
    state: { ...state, switches: [...state.switches, started] },
    outcome: done("frozen", { freeze: id, branches, until: until !== null && "time" in until ? until.time.at : null, milestone: until !== null && "milestone" in until ? until.milestone : null, because, private: privately !== null }),
  };
}

/** An end that the plan no longer knows, because a milestone was taken out of it, must not end anything by itself: then a person does. */
function boundOf({ command }: AdmittedCommand, { plan }: FoldContext): FreezeBound | null {
  const read = command.until === null ? null : readUntil(command.until, plan);
  return read !== null && read.ok ? read.value : null;
}

export function manualFreezeId(command: { readonly comment: number; readonly line: number }): string {
  return `manual-${command.comment}${command.line === 0 ? "" : `-${command.line + 1}`}`;
}
