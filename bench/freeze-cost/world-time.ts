/**
 * World time that passes only where somebody waits for it: a call to GitHub takes `latencyMs`, the limiter's pauses take what they ask for, and
 * nothing else takes any. So a day of pacing is played in a minute, in the order in which it would happen, however busy the machine is.
 *
 * How it is known that everybody waits: no call is being answered, no token is being signed for, and turns of the event loop bring nothing new.
 */
import { setImmediate as turn } from "node:timers/promises";
import type { WorldClock } from "../../src/sandbox/github/clock.ts";

export interface WorldTime {
  /** passes so many ms of world time */
  wait(ms: number): Promise<void>;
  /** the same GitHub, `latencyMs` away */
  distant(near: typeof fetch): typeof fetch;
  /** Lets time pass until that instant, or until `over` says so. */
  play(workers: Workers, until: number, over?: () => boolean): Promise<void>;
}

export interface Workers {
  /** works on what is due, until nothing is */
  drain(): Promise<unknown>;
  /** when something is due next; null = never */
  nextDueAt(): Promise<number | null>;
  /** webhooks that have not arrived yet */
  arriving(): number;
}

interface Sleeper {
  readonly until: number;
  readonly wake: () => void;
}

const STILL_TURNS = 3;
/** Drains at once: while all runs of one wait, another sees what became due. */
const MOST_DRAINS = 3;

export function createWorldTime(clock: WorldClock, latencyMs: number): WorldTime {
  const sleepers: Sleeper[] = [];
  let answering = 0;
  let stirred = 0;

  function wait(ms: number): Promise<void> {
    stirred += 1;
    return new Promise((wake) => {
      const until = clock.now() + Math.ceil(ms);
      const at = sleepers.findLastIndex((one) => one.until <= until);
      sleepers.splice(at + 1, 0, { until, wake });
    });
  }

  async function stillness(workers: Workers): Promise<void> {
    for (let still = 0, before = -1; still < STILL_TURNS;) {
      await turn();
      still = answering === 0 && signing === 0 && workers.arriving() === 0 && stirred === before ? still + 1 : 0;
      before = stirred;
    }
  }

  return {
    wait,
    distant: (near) => async (...request) => {
      await wait(latencyMs);
      answering += 1;
      const answer = await near(...request).finally(() => { answering -= 1; });
      stirred += 1;
      return answer;
    },
    async play(workers, until, over = () => false) {
      const drains = new Set<Promise<void>>();
      const failed: unknown[] = [];
      while (failed.length === 0 && !over()) {
        await stillness(workers);
        const due = await workers.nextDueAt();
        if (due !== null && due <= clock.now() && drains.size < MOST_DRAINS) {
          stirred += 1;
          const drain: Promise<void> = workers.drain().then(() => undefined, (error: unknown) => void failed.push(error)).finally(() => drains.delete(drain));
          drains.add(drain);
          continue;
        }
        const next = Math.min(sleepers[0]?.until ?? Infinity, due === null || due <= clock.now() ? Infinity : due);
        if (next > until || next === Infinity) break;
        clock.set(next);
        for (let one = sleepers[0]; one !== undefined && one.until <= clock.now(); one = sleepers[0]) {
          sleepers.shift();
          one.wake();
        }
      }
      if (failed.length > 0) throw failed[0];
      if (!over() && until !== Infinity) clock.set(until);
    },
  };
}

/** Tokens are signed for on threads of their own. */
let signing = 0;

type Signing = (...input: never[]) => Promise<unknown>;

for (const name of ["sign", "importKey"] as const) {
  const original = Reflect.get(crypto.subtle, name) as Signing;
  Reflect.set(crypto.subtle, name, (...input: never[]) => {
    signing += 1;
    return original.apply(crypto.subtle, input).finally(() => { signing -= 1; });
  });
}
