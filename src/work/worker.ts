/**
 * Worker: claim → run → settle, or back off. It knows keys and not their meaning.
 *
 * Promises: no more than `concurrency` runs at once, places kept for the urgent lanes, no key lost when it stops or dies. Once started it looks
 * when poked, when a run ends, at the next due instant, and at least every `pollMs`, since other processes mark keys too.
 */
import type { Lane } from "../domain/model/key.ts";
import { createCrew, type Crew } from "./crew.ts";
import { ALL_LANES, reservedPlaces } from "./places.ts";
import type { RunOptions } from "./run.ts";
import { REAL_TIMERS, type Timers } from "./timers.ts";

export interface WorkerOptions extends Omit<RunOptions, "leaseMs" | "runLimitMs"> {
  /** name in the queue table and the log; default "worker" */
  readonly name?: string;
  /** runs at once; default 8 */
  readonly concurrency?: number;
  /** of these, kept for gate, group and command; default 2 of 8 */
  readonly reserved?: number;
  /** only these lanes; default all */
  readonly lanes?: readonly Lane[];
  /** real milliseconds; default 60,000. A third of it passes between renewals */
  readonly leaseMs?: number;
  /** real milliseconds until a run is told to end; default 120,000 */
  readonly runLimitMs?: number;
  /** real milliseconds between looks when nothing calls; default 1,000 */
  readonly pollMs?: number;
  readonly timers?: Timers;
}

export interface Worker {
  start(): void;
  /** Takes no new keys, lets running ones finish for `graceMs` (real, default 25,000), then gives the rest back. */
  stop(stopping?: { readonly graceMs?: number }): Promise<void>;
  /** Something was marked, or the world clock was moved: look now. */
  poke(): void;
  /**
   * Runs until nothing is due and nothing runs; answers how many runs it began. Needs no `start` and uses no timers of its own. Throws beyond
   * `limit` runs (default 100,000).
   */
  drain(draining?: { readonly limit?: number }): Promise<number>;
  running(): number;
}

export function createWorker(options: WorkerOptions): Worker {
  const { name = "worker", concurrency = 8, leaseMs = 60_000, runLimitMs = 120_000, pollMs = 1_000, timers = REAL_TIMERS } = options;
  let active = false;
  const crew = createCrew({
    ...options, name, leaseMs, runLimitMs,
    places: { concurrency, reserved: options.reserved ?? reservedPlaces(concurrency), lanes: options.lanes ?? ALL_LANES },
    timers: () => active ? timers : null,
    onRunEnded: () => poke(),
  });
  const lookout = createLookout(options, crew, timers, pollMs, () => active);

  function poke(): void {
    if (active) void lookout.look();
  }

  return {
    start() {
      active = true;
      poke();
    },
    async stop({ graceMs = 25_000 } = {}) {
      active = false;
      lookout.rest();
      let cancelGrace = () => {};
      const grace = new Promise<void>((resolve) => { cancelGrace = timers.after(graceMs, resolve); });
      await Promise.race([crew.allEnded(), grace]);
      cancelGrace();
      await crew.giveBack();
    },
    poke,
    drain: ({ limit = 100_000 } = {}) => drain(crew, limit),
    running: () => crew.count(),
  };
}

async function drain(crew: Crew, limit: number): Promise<number> {
  for (let runs = 0; ;) {
    const begun = await crew.fill();
    runs += begun;
    if (runs > limit) throw new Error(`The queue did not come to rest within ${limit} runs: keys mark each other in a circle.`);
    if (begun === 0 && crew.count() === 0) return runs;
    await crew.oneEnded();
  }
}

interface Lookout {
  look(): Promise<void>;
  rest(): void;
}

/** Looks into the queue, one look at a time, and plans the next one. */
function createLookout(options: WorkerOptions, crew: Crew, timers: Timers, pollMs: number, active: () => boolean): Lookout {
  const { queue, now, log } = options;
  let looking = false;
  let lookAgain = false;
  let cancelNext = () => {};

  async function untilNext(): Promise<number> {
    const due = await queue.nextDueAt();
    // Due and not claimed means that its lane has no place: the end of a run looks again.
    return due === null || due <= now() ? pollMs : Math.min(pollMs, due - now());
  }

  async function fillAll(): Promise<number> {
    try {
      do lookAgain = false; while (active() && (await crew.fill() > 0 || lookAgain));
      return active() ? await untilNext() : pollMs;
    } catch (error) {
      log.error({ err: error }, "the queue could not be read; trying again");
      return pollMs;
    }
  }

  return {
    async look() {
      lookAgain = true;
      if (looking) return;
      looking = true;
      cancelNext();
      const wait = await fillAll();
      looking = false;
      if (!active()) return;
      cancelNext = timers.after(lookAgain ? 0 : wait, () => void this.look());
    },
    rest: () => cancelNext(),
  };
}
