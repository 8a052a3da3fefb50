/** What a freeze costs on GitHub with so many open pull requests, beside the loop that writes a status to each, in the same run and under the same limits. */
import type { Figure, Measure } from "../figure.ts";
import type { LoopCost } from "./status-loop.ts";
import { statusLoop } from "./status-loop.ts";
import type { FreezeCost } from "./warden-freeze.ts";
import { wardenFreeze } from "./warden-freeze.ts";

const OPEN = [100, 1_000, 10_000];
/** one in so many is a bugfix, and passes */
const EXEMPT_EVERY = 20;
const LATENCY_MS = 250;

export const freezeCost: Measure = {
  name: "freeze-cost",
  about: `a freeze of ${OPEN.map((count) => count.toLocaleString("en")).join(", ")} open pull requests, one in ${EXEMPT_EVERY} of them a bugfix; GitHub's limits and ${LATENCY_MS} ms a call in world time; beside it a status for each`,
  async run() {
    const figures: Figure[] = [];
    for (const open of OPEN) figures.push(...compared(open, await wardenFreeze(open, EXEMPT_EVERY, LATENCY_MS), await statusLoop(open, EXEMPT_EVERY, LATENCY_MS)));
    return figures;
  },
};

function compared(open: number, ours: FreezeCost, loop: LoopCost): readonly Figure[] {
  const name = "a status for each";
  const of = `${open.toLocaleString("en")} open`;
  const seconds = (what: string, ms: number, peer: number, note: string): Figure => ({ what: `${of}: ${what}`, value: ms / 1_000, unit: "s", peer: { name, value: peer / 1_000 }, note });
  return [
    { what: `${of}: writes that close it`, value: ours.closingWrites, unit: "", peer: { name, value: loop.writes }, aim: "1", met: ours.closingWrites === 1, note: `${ours.closingReads} reads for it, the verifying one among them; ${ours.otherWrites} explanations were written meanwhile; the loop reads ${loop.reads}` },
    seconds("from the instant until closed", ours.closed, loop.closed, `verified after ${(ours.verified / 1_000).toFixed(2)} s; ${ours.stamped[0]} of ${ours.stamped[1]} bugfixes had their stamp by then`),
    seconds("until the last explanation", ours.explained, loop.closed, `${ours.writes} writes, ${ours.reads} reads, ${ours.refused} refused (the loop: ${loop.refused}); played in ${ours.took.toFixed(0)} s`),
  ];
}
