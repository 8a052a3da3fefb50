/** `thaw`: ends one freeze in this repository early, and only that one. */
import { nearestName } from "../../plan/nearest.ts";
import { frozenThen } from "../frozen-then.ts";
import { mayUse } from "../right.ts";
import { done, refused } from "../state.ts";
import type { Apply, VerbRow } from "../verb.ts";

export const THAW: VerbRow = {
  verb: "thaw",
  usage: "thaw [FREEZE] [drain or stop] because WHY",
  does: "Ends a freeze in this repository before its time. The id of the freeze can be left out where only one holds. With stop, what would then merge by itself is disarmed; with drain it merges.",
  right: "manage",
  place: "anywhere",
  argument: "few",
  clauses: ["because"],
  needs: ["because"],
  examples: ["/warden thaw because the release is out", "/warden thaw bugfixes-only stop because the vote was called off"],
  ofDiff: false,
  touches: "branches",
  apply: applyThaw,
};

function applyThaw(...[state, command, context]: Parameters<Apply>): ReturnType<Apply> {
  if (!mayUse("manage", command.standing, context.plan)) return null;
  const holding = frozenThen(state, command, context).map((one) => one.id);
  const { wanted, armed } = asked(command.command.argument, holding);
  const named = wanted === null ? holding : holding.filter((id) => id.toLowerCase() === wanted.toLowerCase());
  const [freeze, ...others] = named;
  if (freeze === undefined) {
    const outcome = wanted === null || holding.length === 0 ? refused("thaw-nothing") : refused("thaw-unknown", { freeze: wanted, nearest: nearestName(wanted, holding), freezes: holding });
    return { state, outcome };
  }
  if (others.length > 0) return { state, outcome: refused("thaw-which", { freezes: holding }) };
  const ended = { freeze, at: command.at, to: "off" as const, by: command.standing.login, because: command.command.because ?? "", ...(armed === null ? {} : { armed }) };
  // An exception to a freeze ends with it, and does not come back with a freeze of the same name.
  const waivers = state.waivers.map((one) => (one.freeze === freeze && (one.until === null || one.until > command.at) ? { ...one, until: command.at } : one));
  return { state: { ...state, waivers, switches: [...state.switches, ended] }, outcome: done("thawed", { freeze, because: ended.because }) };
}

/** A freeze may be named like a choice: alone, the word is its name. */
function asked(argument: string | null, holding: readonly string[]): { readonly wanted: string | null; readonly armed: "drain" | "stop" | null } {
  const words = argument === null ? [] : argument.split(" ");
  const last = words.at(-1)?.toLowerCase();
  const armed = last === "drain" || last === "stop" ? last : null;
  const isName = words.length === 1 && holding.some((id) => id.toLowerCase() === last);
  if (armed === null || isName) return { wanted: argument, armed: null };
  return { wanted: words.length === 1 ? null : words[0] ?? null, armed };
}
