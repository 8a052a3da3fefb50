/** How long it takes to read a plan: the real one, and any 64 KiB that somebody may send. */
import { readFileSync } from "node:fs";
import { parseDocument } from "yaml";
import { parsePlan } from "../../src/domain/plan/parse.ts";
import type { Measure } from "../figure.ts";
import { atMost, median } from "../figure.ts";
import { HOSTILE } from "./hostile.ts";

const WARM_UP = 100;
const TIMES = 200;

export const validation: Measure = {
  name: "plans",
  about: `the Acropolis plan, median of ${TIMES} after ${WARM_UP}; and ${Object.keys(HOSTILE).length} kinds of 64 KiB made to be slow, best of 3 each`,
  async run() {
    const bytes = readFileSync(new URL("../../src/sandbox/rehearsal/acropolis/release-plan.yml", import.meta.url));
    const text = bytes.toString("utf8");
    const ours = timed(() => parsePlan(bytes, "plan.yml", Date.UTC(2019, 5, 1)));
    const yaml = timed(() => parseDocument(text));
    const worst = Object.entries(HOSTILE).map(([name, make]) => ({ name, ms: slowest(new TextEncoder().encode(make())) })).sort((a, b) => b.ms - a.ms);
    const [first] = worst;
    return [
      { ...atMost("the Acropolis plan validated", ours, 10, "ms", `${text.split("\n").length} lines`), peer: { name: "parsed only, by the YAML library", value: yaml } },
      atMost("the slowest 64 KiB", first?.ms ?? 0, 250, "ms", worst.slice(0, 5).map(({ name, ms }) => `${name} ${ms.toFixed(0)}`).join(", ")),
      { what: "the median of them", value: median(worst.map(({ ms }) => ms)), unit: "ms" },
    ];
  },
};

function timed(work: () => unknown): number {
  for (let index = 0; index < WARM_UP; index += 1) work();
  return median(Array.from({ length: TIMES }, () => once(work)));
}

/** The best of three: what the input costs, without what other programs on the machine cost. */
function slowest(bytes: Uint8Array): number {
  if (bytes.length > 64 * 1024) throw new Error(`an input of ${bytes.length} bytes is refused at once`);
  return Math.min(...[0, 1, 2].map(() => once(() => parsePlan(bytes, "plan.yml", Date.UTC(2026, 0, 1)))));
}

function once(work: () => unknown): number {
  const began = performance.now();
  work();
  return performance.now() - began;
}
