import { describe, expect, test } from "@jest/globals";
import { sweepDeliveries, type DeliveryAttempt, type DeliverySweep } from "../../src/work/sweep.ts";
import { memoryLog } from "./bench-of-work.ts";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const START = 1_561_000_000_000;

/** GitHub's list of deliveries and our store, as far as a sweep sees them. */
function world() {
  const attempts: DeliveryAttempt[] = [];
  const seen = new Set<string>();
  const records = new Map<string, unknown>();
  const asked: string[] = [];
  const listedSince: number[] = [];
  const log = memoryLog();
  const state = { now: START, refuses: false };
  const sweep: DeliverySweep = {
    now: () => state.now, log,
    async *listDeliveries(since) {
      listedSince.push(since);
      yield* attempts.filter((one) => one.deliveredAt >= since).sort((one, other) => other.deliveredAt - one.deliveredAt);
    },
    async redeliver(attempt) {
      if (state.refuses) throw new Error("503");
      asked.push(attempt);
    },
    store: {
      hasDelivery: async (guid) => seen.has(guid),
      record: async <T>(_kind: "cursor", key: string) => (records.get(key) ?? null) as T | null,
      remember: async (changes) => { for (const one of changes) records.set(one.key, JSON.parse(JSON.stringify(one.value))); },
    },
  };
  function attempt(guid: string, over: Partial<DeliveryAttempt> = {}): void {
    attempts.push({ id: `${guid}-${attempts.length}`, guid, deliveredAt: state.now - MINUTE, ok: false, redelivery: false, ...over });
  }
  async function later(ms: number) {
    state.now += ms;
    return sweepDeliveries(sweep);
  }
  return { attempt, seen, asked, listedSince, log, state, later, run: () => later(0) };
}

describe("the delivery sweep", () => {
  test("asks again for a delivery that failed, once", async () => {
    const { attempt, asked, run, later } = world();
    attempt("lost");
    expect(await run()).toEqual({ missing: 1, asked: 1, givenUp: 0 });
    await later(MINUTE);
    expect(asked).toEqual(["lost-0"]);
  });

  test("leaves alone what arrived, at the first try or a later one", async () => {
    const { attempt, seen, asked, run } = world();
    attempt("fine", { ok: true });
    attempt("second-try");
    attempt("second-try", { ok: true, redelivery: true });
    seen.add("fine").add("second-try");
    expect(await run()).toEqual({ missing: 0, asked: 0, givenUp: 0 });
    expect(asked).toEqual([]);
  });

  test("asks once for what GitHub believes it brought and we do not know, then lets it go", async () => {
    const { attempt, asked, run, later } = world();
    attempt("swallowed", { ok: true });
    await run();
    attempt("swallowed", { ok: true, redelivery: true });
    expect(await later(5 * MINUTE)).toEqual({ missing: 0, asked: 0, givenUp: 0 });
    await later(30 * MINUTE);
    expect(asked).toEqual(["swallowed-0"]);
  });

  test("asks by the newest attempt, with growing pauses, until it arrives", async () => {
    const { attempt, seen, asked, run, later, state } = world();
    attempt("stubborn");
    await run();
    attempt("stubborn", { redelivery: true, deliveredAt: state.now });
    for (const pause of [5, 5, 5, 5, 5, 5]) await later(pause * MINUTE);
    expect(asked).toEqual(["stubborn-0", "stubborn-1", "stubborn-1"]);
    seen.add("stubborn");
    expect((await later(60 * MINUTE)).missing).toBe(0);
  });

  test("a refusal to deliver again is tried later and stops no other", async () => {
    const { attempt, asked, run, later, state, log } = world();
    attempt("a");
    attempt("b");
    state.refuses = true;
    expect(await run()).toEqual({ missing: 2, asked: 0, givenUp: 0 });
    state.refuses = false;
    expect((await later(5 * MINUTE)).asked).toBe(2);
    expect(asked).toEqual(["a-0", "b-1"]);
    expect(log.lines.filter((line) => line.level === "warn")).toHaveLength(2);
  });

  test("gives up after three days, and says so", async () => {
    const { attempt, run, later, log } = world();
    attempt("hopeless");
    await run();
    expect(await later(3 * DAY)).toEqual({ missing: 0, asked: 0, givenUp: 1 });
    expect(log.lines.at(-1)?.message).toContain("stayed lost for three days");
    expect(await later(5 * MINUTE)).toEqual({ missing: 0, asked: 0, givenUp: 0 });
  });

  test("lists three days at first, and then only what is new, with ten minutes of overlap", async () => {
    const { listedSince, run, later } = world();
    await run();
    await later(5 * MINUTE);
    await later(10 * DAY);
    expect(listedSince).toEqual([START - 3 * DAY, START - 10 * MINUTE, START + 5 * MINUTE + 7 * DAY]);
  });

  test("asks for at most a hundred at a time, oldest first, and forgets none of the others", async () => {
    const { attempt, asked, run, later, state } = world();
    for (let index = 0; index < 250; index += 1) attempt(`d${index}`, { deliveredAt: state.now - (index + 1) * 1_000 });
    expect((await run()).asked).toBe(100);
    expect(asked[0]).toBe("d249-249");
    expect((await later(MINUTE)).asked).toBe(100);
    expect((await later(MINUTE)).asked).toBe(50);
    expect(new Set(asked).size).toBe(250);
  });

  test("with more lost than it can remember, lists the same stretch again", async () => {
    const { attempt, listedSince, run, later, state } = world();
    for (let index = 0; index < 2_100; index += 1) attempt(`d${index}`, { deliveredAt: state.now - index * 1_000 });
    await run();
    await later(MINUTE);
    expect(listedSince[1]).toBe(START - 3 * DAY + MINUTE);
  });
});
