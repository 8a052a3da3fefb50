/** `incident` and `timeline`: a report from anywhere, and a note for an incident from anywhere. What they do is the incident's own ledger's to say. */
import type { VerbRow } from "../verb.ts";

const ASIDE = { argument: "text", clauses: [], needs: [], ofDiff: false, touches: "nothing", right: "read", place: "anywhere", apply: null } as const;

export const INCIDENT: VerbRow = {
  ...ASIDE,
  verb: "incident",
  usage: "incident WHAT HAPPENS",
  does: "Opens an issue for an incident, where its own commands stand; a report of what is open already is shown that one. The word new: in front opens another all the same.",
  examples: ["/warden incident nodes panic when balances are checked", "/warden incident new: nodes panic on the testnet too"],
};

export const TIMELINE: VerbRow = {
  ...ASIDE,
  verb: "timeline",
  usage: "timeline #INCIDENT [WHEN] TEXT",
  does: "Writes a line into the timeline of an incident from any comment.",
  examples: ["/warden timeline #7 14:05 the exchange has stopped deposits"],
};
