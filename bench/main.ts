/**
 * `npm run bench [-- --only NAME] [--titles FILE] [--json]`: measures the program and prints what came out, with the machine it came out on.
 * Never part of the tests: a figure is for people to read and not for a build to fail on. Exit code 1 only when a measure could not be taken.
 */
import { parseArgs } from "node:util";
import type { Figure, Measure } from "./figure.ts";
import { thisMachine } from "./machine.ts";
import { decisions } from "./decide.ts";
import { validation } from "./plans/validate.ts";
import { reading } from "./reading.ts";
import { wording } from "./wording.ts";
import { freezeCost } from "./freeze-cost/freeze-cost.ts";
import { page } from "./page/answers.ts";
import { queue } from "./queue/drain.ts";
import { matrix } from "./features/matrix.ts";
import { reports } from "./features/report.ts";
import { calls } from "./world/calls.ts";
import { memory } from "./world/memory.ts";
import { mergeGroups } from "./world/merge-group.ts";
import { acceptedWebhooks } from "./webhooks/accepted.ts";

const MEASURES: readonly Measure[] = [acceptedWebhooks, decisions, validation, calls, mergeGroups, memory, freezeCost, wording, reading, queue, page, reports, matrix];

const { values } = parseArgs({ options: { only: { type: "string" }, titles: { type: "string" }, json: { type: "boolean", default: false }, help: { type: "boolean", short: "h", default: false } } });
const chosen = MEASURES.filter(({ name }) => values.only === undefined || name === values.only);
if (values.help || chosen.length === 0) {
  process.stdout.write(`npm run bench -- [--only NAME] [--titles FILE] [--json]\n\n${MEASURES.map(({ name, about }) => `  ${name.padEnd(12)} ${about}\n`).join("")}`);
  process.exitCode = values.help ? 0 : 2;
} else {
  process.exitCode = await bench();
}

async function bench(): Promise<number> {
  const machine = thisMachine();
  const taken: { readonly measure: string; readonly figures: readonly Figure[]; readonly failed?: string }[] = [];
  if (!values.json) process.stdout.write(`${machine.processor}, ${machine.cores} cores, ${machine.memoryGiB} GiB, ${machine.system}, Node ${machine.node}, SQLite ${machine.sqlite}\n`);
  for (const measure of chosen) {
    try {
      taken.push({ measure: measure.name, figures: await measure.run({ titles: values.titles ?? null }) });
    } catch (error) {
      taken.push({ measure: measure.name, figures: [], failed: error instanceof Error ? error.message : String(error) });
    }
    const last = taken.at(-1);
    if (!values.json && last !== undefined) process.stdout.write(section(measure, last.figures, last.failed ?? null));
  }
  if (values.json) process.stdout.write(`${JSON.stringify({ machine, measures: taken }, null, 2)}\n`);
  return taken.some(({ failed }) => failed !== undefined) ? 1 : 0;
}

function section({ name, about }: Measure, figures: readonly Figure[], failed: string | null): string {
  const rows = figures.map((figure) => [figure.what, amount(figure.value, figure.unit), peerOf(figure), figure.aim ?? "", figure.met === undefined ? "" : figure.met ? "met" : "MISSED", figure.note ?? ""]);
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(0, ...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) => `  ${row.map((cell, column) => (column === 1 ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0))).join("  ").trimEnd()}`);
  return `\n${name}: ${about}\n${failed === null ? lines.join("\n") : `  could not be measured: ${failed}`}\n`;
}

function peerOf({ peer, value, unit }: Figure): string {
  return peer === undefined ? "" : `${(value / peer.value).toFixed(2)} × ${amount(peer.value, unit)} (${peer.name})`;
}

function amount(value: number, unit: string): string {
  const digits = Math.abs(value) >= 100 || Number.isInteger(value) ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return `${value.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits })} ${unit}`.trim();
}
