/** `partial`: a part of a milestone is done. It is shown, and neither reaches the milestone nor begins or ends a freeze. */
import type { VerbRow } from "../verb.ts";
import { sayActual, WHEN } from "./actual.ts";

export const PARTIAL: VerbRow = {
  verb: "partial",
  usage: "partial [MILESTONE] [on, by or on or before DATE] [because WHAT IS LEFT]",
  does: "Says that a part of a milestone is done. It is shown with its date; no freeze begins or ends with it.",
  right: "decide",
  place: "anywhere",
  argument: "optional",
  clauses: [],
  needs: [],
  grammar: WHEN,
  examples: ["/warden partial because storage is postponed", "/warden partial sub-system-test on 2019-06-17"],
  ofDiff: false,
  touches: "milestones",
  apply: (state, command, context) => sayActual("partial", state, command, context),
};
