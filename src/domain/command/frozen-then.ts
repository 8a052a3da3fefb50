/**
 * Which freezes held where a command was given, at the instant it was given. What the plan's own dates said was noted at admission, so a later edit
 * of the plan cannot change what an old command meant; freezes and thaws by command are taken from what was folded before it.
 */
import type { Instant } from "../model/instant.ts";
import type { FreezeSwitch } from "../model/snapshot.ts";
import type { AdmittedCommand, StandingFreeze } from "./command.ts";
import type { CommandState } from "./state.ts";
import { endedAt } from "./until.ts";
import type { FoldContext } from "./verb.ts";

/** In the order of the plan, then by age. */
export function frozenThen(state: CommandState, command: AdmittedCommand, context: FoldContext): readonly StandingFreeze[] {
  const then = command.plans.find((one) => one.plan === context.planKey);
  const planned = (then?.holding ?? []).filter((freeze) => !endedByHand(state, freeze));
  const place = command.pull === null ? null : command.pull.base;
  const manual = state.switches
    .filter((one) => one.to === "on" && holdsAt(one, command.at, context) && (place === null || one.branches === undefined || one.branches.includes(place)))
    .map((one) => ({ id: one.freeze, since: one.at }));
  return [...planned, ...manual.filter((freeze) => !endedByHand(state, freeze))];
}

function endedByHand(state: CommandState, freeze: StandingFreeze): boolean {
  return state.switches.some((one) => one.to === "off" && one.freeze === freeze.id && (freeze.since === null || freeze.since <= one.at));
}

function holdsAt(started: FreezeSwitch, at: Instant, { reached }: FoldContext): boolean {
  const until = started.until ?? null;
  if (until === null) return true;
  const end = endedAt(until, reached);
  return end === null || at < end;
}
