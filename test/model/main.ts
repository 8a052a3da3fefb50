/**
 * `npm run model -- --seeds N [--from F] [--seed S] [--mode M] [--verbose] [--length L] [--workers W]`: plays that many cases, all in one mode where
 * that is given, shortens the first one that fails and tells it in plain words. Exits with 1 when any failed.
 */
import { availableParallelism } from "node:os";
import { Worker, isMainThread, parentPort, workerData } from "node:worker_threads";
import { parseArgs } from "node:util";
import { choicesOf, modeOf, MODES } from "./choice.ts";
import type { Choice, Mode } from "./choice.ts";
import { CASE_LENGTH } from "./choice.ts";
import { play } from "./play.ts";
import type { Played } from "./play.ts";
import { shrink } from "./shrink.ts";

interface Share {
  readonly from: number;
  readonly seeds: number;
  readonly every: number;
  readonly length: number;
  /** null = each seed's own */
  readonly mode: Mode | null;
}

interface Told {
  readonly seed: number;
  readonly mode: Mode;
  readonly violations: readonly string[];
  readonly calls: number;
  readonly landings: number;
}

async function playSafely(mode: Mode, choices: readonly Choice[]): Promise<Played> {
  try {
    return await play(mode, choices);
  } catch (error) {
    return { violations: [`the case broke off: ${error instanceof Error ? error.stack ?? error.message : String(error)}`], trace: [], calls: 0, landings: 0 };
  }
}

async function workOff({ from, seeds, every, length, mode: only }: Share): Promise<void> {
  for (let seed = from; seed < seeds; seed += every) {
    const mode = only ?? modeOf(seed);
    const { violations, calls, landings } = await playSafely(mode, choicesOf(seed, length));
    parentPort?.postMessage({ seed, mode, violations, calls, landings } satisfies Told);
  }
}

/** What is wrong, whichever pull request and commit it was: a shorter list of choices must fail of the same. */
function fault(violation: string): string {
  return violation.replaceAll(/#\d+|\b[0-9a-f]{7}\b|\d+/g, "·");
}

async function explain(seed: number, length: number, only: Mode | null): Promise<void> {
  const mode = only ?? modeOf(seed);
  const all = choicesOf(seed, length);
  const [wrong] = (await playSafely(mode, all)).violations;
  const shortest = wrong === undefined ? all : await shrink(all, async (shorter) => (await playSafely(mode, shorter)).violations.some((one) => fault(one) === fault(wrong)));
  const { violations, trace } = await playSafely(mode, shortest);
  process.stdout.write(`seed ${seed} (${mode}), ${shortest.length} of ${all.length} choices:\n${trace.join("\n")}\n${violations.length === 0 ? "All is as it must be." : `Wrong:\n- ${violations.join("\n- ")}`}\n`);
}

async function playAll({ from, seeds, length, mode }: Omit<Share, "every">, workers: number, verbose: boolean): Promise<readonly Told[]> {
  const told: Told[] = [];
  const began = performance.now();
  await Promise.all(Array.from({ length: workers }, (_, index) => new Promise<void>((resolve, reject) => {
    const share: Share = { from: from + index, seeds: from + seeds, every: workers, length, mode };
    const worker = new Worker(new URL(import.meta.url), { workerData: share });
    worker.on("message", (one: Told) => {
      told.push(one);
      if (verbose || one.violations.length > 0) process.stdout.write(`seed ${one.seed} (${one.mode}): ${one.violations[0] ?? "well"}\n`);
    });
    worker.on("error", reject);
    worker.on("exit", () => resolve());
  })));
  const seconds = (performance.now() - began) / 1_000;
  const sum = (of: (one: Told) => number): number => told.reduce((total, one) => total + of(one), 0);
  const failed = told.filter((one) => one.violations.length > 0);
  process.stdout.write(`${told.length} cases, ${sum((one) => one.landings)} landings, ${sum((one) => one.calls)} calls of GitHub in ${seconds.toFixed(0)} s (${(told.length * 60 / seconds).toFixed(0)} a minute): ${failed.length} failed\n`);
  return failed;
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: {
    seeds: { type: "string", default: "10000" }, from: { type: "string", default: "0" }, seed: { type: "string" }, mode: { type: "string" }, length: { type: "string", default: String(CASE_LENGTH) },
    workers: { type: "string", default: String(availableParallelism()) }, verbose: { type: "boolean", default: false },
  } });
  const length = Number(values.length);
  const mode = MODES.find((one) => one === values.mode) ?? null;
  if (values.mode !== undefined && mode === null) throw new Error(`There is no mode ${values.mode}: ${MODES.join(", ")}.`);
  if (values.seed !== undefined) return explain(Number(values.seed), length, mode);
  const failed = await playAll({ from: Number(values.from), seeds: Number(values.seeds), length, mode }, Number(values.workers), values.verbose);
  const [first] = [...failed].sort((a, b) => a.seed - b.seed);
  if (first === undefined) return;
  process.exitCode = 1;
  await explain(first.seed, length, mode);
}

await (isMainThread ? main() : workOff(workerData as Share));
