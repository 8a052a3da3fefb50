/** The runs of one worker: claims what there are places for, keeps count, and lets a stopping worker give back what is unfinished. */
import { keyText } from "../domain/model/key.ts";
import { offers, type Places } from "./places.ts";
import type { Claim } from "./queue.ts";
import { runClaim, type RunOptions } from "./run.ts";
import type { Timers } from "./timers.ts";

export interface CrewOptions extends RunOptions {
  readonly name: string;
  readonly places: Places;
  /** null while nobody waits in real time */
  readonly timers: () => Timers | null;
  readonly onRunEnded: () => void;
}

export interface Crew {
  /** Claims and begins as many runs as there are places; answers how many. Calls wait for each other, or two would fill the same places. */
  fill(): Promise<number>;
  count(): number;
  /** resolves when one of the runs ends; at once when there is none */
  oneEnded(): Promise<void>;
  allEnded(): Promise<void>;
  /** Tells the runs to end and gives their keys back. */
  giveBack(): Promise<void>;
}

interface Running {
  readonly claim: Claim;
  readonly controller: AbortController;
  readonly ended: Promise<void>;
}

export function createCrew(options: CrewOptions): Crew {
  const { queue, places, log } = options;
  const running = new Set<Running>();
  let lastFill: Promise<unknown> = Promise.resolve();

  function begin(claim: Claim): void {
    const controller = new AbortController();
    const ended = runClaim(options, options.timers(), claim, controller).then(() => {
      running.delete(one);
      options.onRunEnded();
    });
    const one: Running = { claim, controller, ended };
    running.add(one);
  }

  async function fillPlaces(): Promise<number> {
    let begun = 0;
    for (const offer of offers(places, [...running].map((one) => one.claim.lane))) {
      const limit = Math.min(offer.limit, places.concurrency - running.size);
      if (limit <= 0) break;
      const claims = await queue.claim({ now: options.now(), limit, leaseMs: options.leaseMs, worker: options.name, lanes: offer.lanes });
      claims.forEach(begin);
      begun += claims.length;
    }
    return begun;
  }

  async function giveBackOne(one: Running): Promise<void> {
    one.controller.abort(new Error("The worker stops."));
    try {
      await queue.release(one.claim);
    } catch (error) {
      // Its lease runs out and another worker takes it.
      log.warn({ key: keyText(one.claim.key), err: error }, "a key could not be given back");
    }
  }

  return {
    fill() {
      const mine = lastFill.then(fillPlaces);
      lastFill = mine.catch(() => undefined);
      return mine;
    },
    count: () => running.size,
    oneEnded: async () => running.size === 0 ? undefined : Promise.race([...running].map((one) => one.ended)),
    async allEnded() {
      await lastFill;
      await Promise.all([...running].map((one) => one.ended));
    },
    async giveBack() {
      const unfinished = [...running];
      if (unfinished.length === 0) return;
      log.warn({ worker: options.name, keys: unfinished.map((one) => keyText(one.claim.key)) }, "stopping: unfinished keys are given back");
      await Promise.all(unfinished.map(giveBackOne));
    },
  };
}
