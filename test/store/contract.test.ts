import { afterAll, beforeEach, describe, expect, test } from "@jest/globals";
import { LANES, keyText, type Mark } from "../../src/domain/model/key.ts";
import type { Fault } from "../../src/domain/model/problem.ts";
import { NOTHING_TO_SETTLE } from "../../src/domain/model/settlement.ts";
import type { Claim, ClaimRequest, Store } from "../../src/store/store.ts";
import { NOW, delivery, markOf, pullKey } from "./samples.ts";
import { engines } from "./stores.ts";

const LEASE_MS = 60_000;
const FAULT: Fault = { kind: "unavailable", message: "GitHub answered 502.", retryAt: null };

describe.each(engines())("the queue of a store on $name", (engine) => {
  let store: Store;

  beforeEach(async () => { store = await engine.open(() => 1_000_000); });
  afterAll(() => engine.tidy());

  const claim = (over: Partial<ClaimRequest> = {}) => store.claim({ now: NOW, limit: 10, leaseMs: LEASE_MS, worker: "w", ...over });
  const mark = (marks: readonly Mark[], now = NOW) => store.mark(marks, { now });
  const names = (claims: readonly Claim[]) => claims.map((one) => keyText(one.key));
  async function claimOne(over: Partial<ClaimRequest> = {}): Promise<Claim> {
    const [one] = await claim({ limit: 1, ...over });
    if (one === undefined) throw new Error("nothing was due");
    return one;
  }
  const settle = (one: Claim, over: Partial<typeof NOTHING_TO_SETTLE> = {}, now = NOW) => store.settle(one, { ...NOTHING_TO_SETTLE, ...over }, { now });

  describe("marks", () => {
    test("many marks of a key are one run", async () => {
      await mark([markOf(pullKey(1)), markOf(pullKey(1))]);
      await mark([markOf(pullKey(1))]);
      const claims = await claim();
      expect(names(claims)).toEqual(["pull:1/1"]);
      expect(await settle(claims[0]!)).toBe("settled");
      expect(await claim()).toEqual([]);
    });

    test("a key that is worked on is not given to a second worker", async () => {
      await mark([markOf(pullKey(1))]);
      await claimOne();
      await mark([markOf(pullKey(1))]);
      expect(await claim({ worker: "other" })).toEqual([]);
    });

    test("a mark during the work runs once more, and only once", async () => {
      await mark([markOf(pullKey(1))]);
      const first = await claimOne();
      await mark([markOf(pullKey(1))]);
      await mark([markOf(pullKey(1))]);
      await settle(first);
      await settle(await claimOne());
      expect(await claim()).toEqual([]);
    });

    test("a run may mark its own key and so goes on later", async () => {
      await mark([markOf(pullKey(1))]);
      await settle(await claimOne(), { marks: [markOf(pullKey(1), "fan-out")] });
      expect((await claimOne()).lane).toBe("fan-out");
    });

    test("no marks at all is nothing to do", async () => {
      await mark([]);
      expect(await claim()).toEqual([]);
    });

    test("the listener hears of marks after they are committed, until it leaves", async () => {
      let heard = 0;
      const leave = store.onMark(() => { heard += 1; });
      await mark([markOf(pullKey(1))]);
      await store.accept(delivery("d1", [markOf(pullKey(2))]));
      leave();
      await mark([markOf(pullKey(3))]);
      expect(heard).toBe(2);
    });

    test("whoever listens for changes hears of each settlement that was applied, whether it marks anything or not", async () => {
      let [changes, marks] = [0, 0];
      await mark([markOf(pullKey(1)), markOf(pullKey(2))]);
      const leave = [store.onChange(() => { changes += 1; }), store.onMark(() => { marks += 1; })];
      const [one, two] = await claim();
      if (one === undefined || two === undefined) throw new Error("nothing was due");
      await settle(one, { records: [{ kind: "repository", key: "1", value: {} }] });
      expect([changes, marks]).toEqual([1, 0]);
      expect(await settle(one)).toBe("lost");
      expect([changes, marks]).toEqual([1, 1]);
      for (const end of leave) end();
      await settle(two);
      expect(changes).toBe(1);
    });
  });

  describe("lanes", () => {
    test("the most urgent lane is claimed first", async () => {
      await mark([...LANES].reverse().map((lane, index) => markOf(pullKey(index), lane)));
      expect((await claim()).map((one) => one.lane)).toEqual(LANES);
    });

    test("a more urgent mark raises a key, a less urgent one does not lower it", async () => {
      await mark([markOf(pullKey(1), "fan-out")]);
      await mark([markOf(pullKey(1), "gate")]);
      await mark([markOf(pullKey(1), "sweep")]);
      expect((await claimOne()).lane).toBe("gate");
    });

    test("after it settled, a key takes the lane of its next mark", async () => {
      await mark([markOf(pullKey(1), "gate")]);
      await settle(await claimOne());
      await mark([markOf(pullKey(1), "sweep")]);
      expect((await claimOne()).lane).toBe("sweep");
    });

    test("a mark made during urgent work runs in its own lane, behind what is more urgent", async () => {
      await mark([markOf(pullKey(1), "changed")]);
      const first = await claimOne();
      await mark([markOf(pullKey(1), "sweep")]);
      await mark([markOf(pullKey(2), "fan-out")]);
      await settle(first);
      expect((await claim()).map((one) => [keyText(one.key), one.lane])).toEqual([["pull:1/2", "fan-out"], ["pull:1/1", "sweep"]]);
    });

    test("work that failed, or was given back, comes again in its own lane, or in that of a more urgent mark", async () => {
      await mark([markOf(pullKey(1), "changed")]);
      const first = await claimOne();
      await mark([markOf(pullKey(1), "sweep")]);
      await store.release(first);
      const second = await claimOne();
      expect(second.lane).toBe("changed");
      await mark([markOf(pullKey(1), "group")]);
      await store.fail(second, FAULT, { now: NOW, retryAt: null });
      expect((await claimOne({ now: NOW + 3_600_000 })).lane).toBe("group");
    });

    test("a claim for some lanes leaves the others", async () => {
      await mark([markOf(pullKey(1), "fan-out"), markOf(pullKey(2), "command")]);
      expect(names(await claim({ lanes: ["gate", "group", "command"] }))).toEqual(["pull:1/2"]);
    });

    test("a merge group comes before a thousand keys that were there first", async () => {
      await mark(Array.from({ length: 1_000 }, (_, number) => markOf(pullKey(number), "fan-out")), NOW - 5_000);
      await mark([markOf({ kind: "group", repository: 1, sha: "a", ref: "refs/heads/q" }, "group")]);
      expect((await claimOne()).key.kind).toBe("group");
    });
  });

  describe("fairness", () => {
    test("an installation with many keys leaves room for one with few", async () => {
      await mark(Array.from({ length: 50 }, (_, number) => markOf(pullKey(number, 1), "changed", 10)), NOW - 5_000);
      await mark([markOf(pullKey(1, 2), "changed", 20), markOf(pullKey(2, 2), "changed", 20)]);
      const claims = await claim({ limit: 4 });
      expect(claims.map((one) => one.installation).sort()).toEqual([10, 10, 20, 20]);
    });

    test("one at a time, installations take turns", async () => {
      for (const installation of [10, 20, 30]) await mark([1, 2, 3].map((number) => markOf(pullKey(number, installation), "changed", installation)));
      const served: number[] = [];
      for (let turn = 0; turn < 9; turn += 1) {
        const one = await claimOne();
        served.push(one.installation);
        await settle(one);
      }
      for (const from of [0, 3, 6]) expect(served.slice(from, from + 3).sort()).toEqual([10, 20, 30]);
    });

    test("the one with the fewest keys in work is served next", async () => {
      await mark([1, 2, 3].map((number) => markOf(pullKey(number, 1), "changed", 10)));
      await claim({ limit: 2 });
      await mark([markOf(pullKey(1, 2), "changed", 20)]);
      expect((await claimOne()).installation).toBe(20);
    });

    test("places that one installation cannot fill go to the others", async () => {
      await mark([markOf(pullKey(1, 2), "changed", 20), ...[1, 2, 3, 4].map((number) => markOf(pullKey(number, 1), "changed", 10))]);
      expect(await claim({ limit: 5 })).toHaveLength(5);
    });

    test("within an installation the oldest mark is served first", async () => {
      await mark([markOf(pullKey(1))], NOW);
      await mark([markOf(pullKey(2))], NOW - 1_000);
      expect(names(await claim())).toEqual(["pull:1/2", "pull:1/1"]);
    });
  });

  describe("wake-ups", () => {
    test("a key comes back at its instant and not before", async () => {
      await mark([markOf(pullKey(1))]);
      await settle(await claimOne(), { wakeAt: NOW + 60_000 });
      expect(await claim({ now: NOW + 59_999 })).toEqual([]);
      expect(names(await claim({ now: NOW + 60_000 }))).toEqual(["pull:1/1"]);
    });

    test("the clock wakes a branch in the lane of gates, however deep the sweep is", async () => {
      await mark([markOf({ kind: "branch", repository: 1, branch: "master" }, "sweep")]);
      await settle(await claimOne(), { wakeAt: NOW + 60_000 });
      await mark(Array.from({ length: 20 }, (_, number) => markOf(pullKey(number), "changed")));
      const first = await claimOne({ now: NOW + 60_000 });
      expect([first.lane, keyText(first.key), first.dirtySince]).toEqual(["gate", "branch:1/master", NOW + 60_000]);
    });

    test("a later look that was asked for does not put off an earlier one, nor the reverse", async () => {
      await store.mark([markOf(pullKey(1)), markOf(pullKey(2))], { now: NOW, wakeAt: NOW + 50_000 });
      await store.mark([markOf(pullKey(1))], { now: NOW, wakeAt: NOW + 90_000 });
      await store.mark([markOf(pullKey(2))], { now: NOW, wakeAt: NOW + 20_000 });
      expect(names(await claim({ now: NOW + 20_000 }))).toEqual(["pull:1/2"]);
      expect(names(await claim({ now: NOW + 50_000 }))).toEqual(["pull:1/1"]);
    });

    test("a planned look does not make the key dirty now", async () => {
      await store.mark([markOf(pullKey(1))], { now: NOW, wakeAt: NOW + 50_000 });
      expect((await store.health()).dirty).toBe(0);
    });

    test("a look asked for during the work is kept beside the one the run asks for", async () => {
      await mark([markOf(pullKey(1))]);
      const one = await claimOne();
      await store.mark([markOf(pullKey(1))], { now: NOW, wakeAt: NOW + 30_000 });
      await settle(one, { wakeAt: NOW + 90_000 });
      expect(names(await claim({ now: NOW + 30_000 }))).toEqual(["pull:1/1"]);
    });

    test("the next run decides anew when to wake", async () => {
      await mark([markOf(pullKey(1))]);
      await settle(await claimOne(), { wakeAt: NOW + 60_000 });
      await mark([markOf(pullKey(1))]);
      await settle(await claimOne());
      expect(await claim({ now: NOW + 60_000 })).toEqual([]);
    });

    test("a wake-up in the past waits a second, so a mistake cannot spin", async () => {
      await mark([markOf(pullKey(1))]);
      await settle(await claimOne(), { wakeAt: NOW - 5 });
      expect(await claim()).toEqual([]);
      expect(await claim({ now: NOW + 1_000 })).toHaveLength(1);
    });

    test("the next due instant is the earliest of wake-ups, back-offs and what is due", async () => {
      expect(await store.nextDueAt()).toBeNull();
      await store.mark([markOf(pullKey(1))], { now: NOW, wakeAt: NOW + 50_000 });
      expect(await store.nextDueAt()).toBe(NOW + 50_000);
      await mark([markOf(pullKey(2))]);
      expect(await store.nextDueAt()).toBeLessThanOrEqual(NOW);
      await store.fail(await claimOne(), FAULT, { now: NOW, retryAt: NOW + 7_000 });
      expect(await store.nextDueAt()).toBe(NOW + 7_000);
    });
  });

  test("health counts what waits, where, since when, and what was last done", async () => {
    await mark([markOf(pullKey(1), "command"), markOf(pullKey(2), "sweep"), markOf(pullKey(3), "sweep")], NOW - 9_000);
    await mark([markOf(pullKey(4), "gate")], NOW - 10_000);
    await settle(await claimOne(), {}, NOW + 3);
    await store.fail(await claimOne(), FAULT, { now: NOW, retryAt: null });
    await claimOne();
    expect(await store.health()).toEqual({
      dirty: 3, oldestDirtyAt: NOW - 9_000, leased: 1, faults: 1, lastSettledAt: NOW + 3, messages: { waiting: 0, oldestWaitingAt: null, unclear: 0, failed: 0 },
      lanes: { gate: 0, group: 0, command: 1, changed: 0, "fan-out": 0, sweep: 2 },
    });
  });
});
