/** `resend`: sends again what did not arrive outside GitHub, or may not have; a person has looked, so it is not told twice by mistake. */
import { mayUse } from "../right.ts";
import { done } from "../state.ts";
import type { Apply, VerbRow } from "../verb.ts";

export const RESEND: VerbRow = {
  verb: "resend",
  usage: "resend [TARGET]",
  does: "Under the tracking issue of a freeze: sends its messages again that did not arrive outside GitHub, or may not have. With the name of a target, only those for it.",
  right: "resend",
  place: "anywhere",
  argument: "optional",
  clauses: ["because"],
  needs: [],
  examples: ["/warden resend", "/warden resend ops"],
  ofDiff: false,
  touches: "messages",
  apply: applyResend,
};

function applyResend(...[state, command, { plan }]: Parameters<Apply>): ReturnType<Apply> {
  if (!mayUse("resend", command.standing, plan)) return null;
  const target = command.command.argument;
  return { state: { ...state, resends: [...state.resends, { number: command.number, target, at: command.at }] }, outcome: done("resend", { target }) };
}
