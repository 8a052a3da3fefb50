/** `admit`: lets a feature into the release that was added or rewritten after its scope was fixed. */
import { mayUse } from "../right.ts";
import { done, refused } from "../state.ts";
import type { Apply, VerbRow } from "../verb.ts";

export const ADMIT: VerbRow = {
  verb: "admit",
  usage: "admit because WHY",
  does: "Lets a feature into the release, as its issue stands, although it was added or rewritten after the scope was fixed.",
  right: "manage",
  place: "anywhere",
  argument: "none",
  clauses: ["because"],
  needs: ["because"],
  examples: ["/warden admit because the network cannot be tested without it"],
  ofDiff: false,
  touches: "features",
  apply: applyAdmit,
};

function applyAdmit(...[state, command, context]: Parameters<Apply>): ReturnType<Apply> {
  if (!mayUse("manage", command.standing, context.plan)) return null;
  if (command.pull !== null) return { state, outcome: refused("admit-a-pull") };
  if (context.plan.features?.scope == null) return { state, outcome: refused("admit-no-scope") };
  const because = command.command.because ?? "";
  const admission = { key: `${context.repository.toLowerCase()}#${command.number}`, by: command.standing.login, at: command.at, because };
  return { state: { ...state, admissions: [...state.admissions, admission] }, outcome: done("admitted", { because }) };
}
