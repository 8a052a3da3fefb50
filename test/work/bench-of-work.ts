/** What worker tests need: hand-moved time, a log that remembers, and runs that end when the test says so. */
import { keyText, type Key } from "../../src/domain/model/key.ts";
import { NOTHING_TO_SETTLE, type Settlement } from "../../src/domain/model/settlement.ts";
import type { Log } from "../../src/work/log.ts";
import type { Timers } from "../../src/work/timers.ts";

export const NOW = 1_561_000_000_000;

export interface HandTimers extends Timers {
  /** moves real time on, calling what falls due in order, and lets promises settle in between */
  pass(ms: number): Promise<void>;
  waiting(): number;
}

export function handTimers(): HandTimers {
  let at = 0;
  const planned = new Map<number, { readonly at: number; readonly call: () => void }>();
  let next = 0;
  return {
    after(ms, call) {
      const id = next += 1;
      planned.set(id, { at: at + ms, call });
      return () => planned.delete(id);
    },
    async pass(ms) {
      const until = at + ms;
      for (;;) {
        const [due] = [...planned].filter(([, one]) => one.at <= until).sort(([, one], [, other]) => one.at - other.at);
        if (due === undefined) break;
        planned.delete(due[0]);
        at = Math.max(at, due[1].at);
        due[1].call();
        await settled();
      }
      at = until;
      await settled();
    },
    waiting: () => planned.size,
  };
}

/** Lets everything that can go on without time or sockets go on. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
}

export interface MemoryLog extends Log {
  readonly lines: readonly { readonly level: string; readonly fields: Readonly<Record<string, unknown>>; readonly message: string }[];
}

export function memoryLog(): MemoryLog {
  const lines: { level: string; fields: Readonly<Record<string, unknown>>; message: string }[] = [];
  const at = (level: string) => (fields: Readonly<Record<string, unknown>>, message: string) => { lines.push({ level, fields, message }); };
  return { lines, info: at("info"), warn: at("warn"), error: at("error") };
}

/** Runs that hang until they are ended by name. */
export interface HeldRuns {
  readonly run: (key: Key, installation: number, signal: AbortSignal) => Promise<Settlement>;
  /** keys begun and not ended, in order */
  begun(): readonly string[];
  end(key: string, settlement?: Settlement): Promise<void>;
  signal(key: string): AbortSignal;
}

export function heldRuns(): HeldRuns {
  const held = new Map<string, { readonly end: (settlement: Settlement) => void; readonly signal: AbortSignal }>();
  return {
    run: (key, _installation, signal) => new Promise((resolve) => { held.set(keyText(key), { end: resolve, signal }); }),
    begun: () => [...held.keys()],
    async end(key, settlement = NOTHING_TO_SETTLE) {
      held.get(key)!.end(settlement);
      held.delete(key);
      await settled();
    },
    signal: (key) => held.get(key)!.signal,
  };
}
