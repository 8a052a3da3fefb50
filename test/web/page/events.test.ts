/** Live updates counted, not timed: what a nudge asks for, and how often, with timers that stand still until they are told. */
import { expect, test } from "@jest/globals";
import { EventEmitter } from "node:events";
import type { ServerResponse } from "node:http";
import { createEventHub } from "../../../src/web/page/events.ts";
import type { EventHub, HubTimers } from "../../../src/web/page/events.ts";

interface Bench {
  readonly hub: EventHub;
  /** `pass`: what was to be done together; `hour`: an hour */
  readonly timers: { pass(): Promise<void>; hour(): Promise<void>; turn(): Promise<void>; readonly pending: number };
  /** how often the version was read, and how often anew */
  readonly asked: { all: number; anew: number };
  readonly change: () => void;
  readonly join: (who?: string | null) => Browser;
}

interface Browser {
  readonly heard: string[];
  status: number;
  leave(): void;
}

const settled = (): Promise<void> => new Promise((resolve) => { setImmediate(resolve); });

function bench(options: { readonly mostListeners?: number } = {}): Bench {
  const asked = { all: 0, anew: 0 };
  let version = 1;
  const [waiting, hours, turning] = [new Set<() => void>(), new Set<() => void>(), new Set<() => void>()];
  const joined = (set: Set<() => void>, then: () => void): (() => void) => { set.add(then); return () => set.delete(then); };
  const timers: HubTimers = { after: (ms, then) => joined(ms >= 3_600_000 ? hours : waiting, then), every: (_ms, then) => joined(turning, then) };
  const hub = createEventHub({ ...options, timers, version: async (anew) => { asked.all += 1; asked.anew += anew ? 1 : 0; return version; } });
  const run = async (set: Set<() => void>, once: boolean): Promise<void> => {
    for (const then of [...set]) {
      if (once) set.delete(then);
      then();
    }
    await settled();
  };
  return {
    hub, asked, timers: { pass: () => run(waiting, true), hour: () => run(hours, true), turn: () => run(turning, false), get pending() { return waiting.size + hours.size + turning.size; } },
    change() { version += 1; },
    join(who = "ann") {
      const browser: Browser = { heard: [], status: 0, leave: () => response.emit("close") };
      const response = Object.assign(new EventEmitter(), {
        writableLength: 0, writeHead(status: number) { browser.status = status; return this; }, write(text: string) { browser.heard.push(text); return true; }, end() { response.emit("close"); return this; }, destroy() { return this; },
      });
      hub.join(response as unknown as ServerResponse, version, who);
      return browser;
    },
  };
}

const changes = ({ heard }: Browser): readonly string[] => heard.filter((text) => text.startsWith("event: changed"));

test("what this process wrote is told without waiting for any timer", async () => {
  const { hub, change, join } = bench();
  const browser = join();
  await settled();
  change();
  hub.nudge();
  await settled();
  expect(changes(browser)).toEqual(["event: changed\ndata: 2\n\n"]);
});

test("a thousand changes at once are two looks: one now, and one for all that came after it", async () => {
  const { hub, asked, change, join, timers } = bench();
  const browser = join();
  await settled();
  const before = asked.all;
  for (let count = 0; count < 1_000; count += 1) { change(); hub.nudge(); }
  await settled();
  expect(asked.all - before).toBe(1);
  change();
  hub.nudge();
  await timers.pass();
  expect([asked.all - before, changes(browser).at(-1)]).toEqual([2, "event: changed\ndata: 1002\n\n"]);
  await timers.pass();
  await timers.pass();
  expect([asked.all - before, timers.pending]).toEqual([2, 2]);
});

test("what nobody nudged for, another process or the clock, is read anew at each turn and told once", async () => {
  const { asked, change, join, timers } = bench();
  const [one, two] = [join(), join()];
  await settled();
  expect(asked).toEqual({ all: 2, anew: 0 });
  change();
  await timers.turn();
  await timers.turn();
  expect([changes(one), changes(two), asked.anew]).toEqual([["event: changed\ndata: 2\n\n"], ["event: changed\ndata: 2\n\n"], 2]);
});

test("while nobody listens nothing is asked and no timer runs", async () => {
  const { hub, asked, change, join, timers } = bench();
  hub.nudge();
  const browser = join();
  await settled();
  hub.nudge();
  browser.leave();
  const before = asked.all;
  change();
  hub.nudge();
  await timers.pass();
  await timers.turn();
  expect([asked.all, hub.listening, timers.pending]).toEqual([before, 0, 0]);
});

test("one too many is told to come back, and is not kept", async () => {
  const { hub, join } = bench({ mostListeners: 2 });
  const all = [join(), join(), join()];
  expect([all.map(({ status }) => status), hub.listening]).toEqual([[200, 200, 503], 2]);
});

test("strangers leave half of the places to people who are known", () => {
  const { hub, join } = bench({ mostListeners: 4 });
  const strangers = [join(null), join(null), join(null)];
  const known = [join("ann"), join("ben"), join("cy")];
  expect([strangers.map(({ status }) => status), known.map(({ status }) => status), hub.listening]).toEqual([[200, 200, 503], [200, 200, 503], 4]);
  strangers[0]?.leave();
  expect(join(null).status).toBe(200);
});

test("one person cannot take the places of all", () => {
  const { join } = bench();
  const all = Array.from({ length: 51 }, () => join("ann"));
  expect([all.filter(({ status }) => status === 200).length, all.at(-1)?.status, join("ben").status]).toEqual([50, 503, 200]);
});

test("after an hour a browser has to come back, and so to show again who it is", async () => {
  const { hub, join, timers } = bench();
  join();
  join();
  await timers.hour();
  expect([hub.listening, timers.pending]).toEqual([0, 0]);
});
