/** Commands that only ask: they are answered and change nothing. */
import type { VerbRow } from "../verb.ts";

const QUESTION = { argument: "none", clauses: [], needs: [], ofDiff: false, touches: "nothing", apply: null } as const;

export const WHY: VerbRow = {
  ...QUESTION,
  verb: "why",
  usage: "why",
  does: "Explains whether this pull request may merge now, which rule says so, and what would let it in; under the tracking issue of a milestone, how that stands.",
  right: "read",
  place: "anywhere",
  examples: ["/warden why"],
};

export const HELP: VerbRow = {
  ...QUESTION,
  verb: "help",
  usage: "help [COMMAND]",
  does: "Lists the commands, or explains one.",
  right: "read",
  place: "anywhere",
  argument: "optional",
  examples: ["/warden help", "/warden help waive"],
};
