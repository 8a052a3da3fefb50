import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { keyText, type Key, type Lane } from "../../src/domain/model/key.ts";
import { FaultError } from "../../src/domain/model/problem.ts";
import { NOTHING_TO_SETTLE, type Settlement } from "../../src/domain/model/settlement.ts";
import { openStore } from "../../src/store/open-store.ts";
import type { Store } from "../../src/store/store.ts";
import { createWorker, type Worker, type WorkerOptions } from "../../src/work/worker.ts";
import { NOW, handTimers, heldRuns, memoryLog, settled, type HandTimers, type HeldRuns, type MemoryLog } from "./bench-of-work.ts";

const GROUP: Key = { kind: "group", repository: 1, sha: "abc", ref: "refs/heads/gh-readonly-queue/master/pr-1" };

describe("a worker", () => {
  let store: Store;
  let log: MemoryLog;
  let timers: HandTimers;
  let held: HeldRuns;
  let world = NOW;
  let leaseTime = 0;

  beforeEach(async () => {
    world = NOW;
    leaseTime = 0;
    store = await openStore({ databaseUrl: null, file: ":memory:", leaseClock: () => leaseTime });
    log = memoryLog();
    timers = handTimers();
    held = heldRuns();
  });
  afterEach(() => store.close());

  function make(over: Partial<WorkerOptions> = {}): Worker {
    return createWorker({
      queue: store, run: held.run, now: () => world, log, timers, concurrency: 4, reserved: 1,
      isFault: (error) => error instanceof FaultError ? error.fault : null, ...over,
    });
  }
  const pull = (number: number): Key => ({ kind: "pull", repository: 1, number });
  const mark = (keys: readonly Key[], lane: Lane = "fan-out") => store.mark(keys.map((key) => ({ key, lane, installation: 10 })), { now: world });
  const pulls = (count: number) => Array.from({ length: count }, (_, number) => pull(number));
  const nothing = async (): Promise<Settlement> => NOTHING_TO_SETTLE;

  describe("drained", () => {
    test("runs everything that is due, and what those runs mark, then rests", async () => {
      const ran: string[] = [];
      const run = async (key: Key): Promise<Settlement> => {
        ran.push(keyText(key));
        const marks = key.kind === "pull" ? [{ key: { kind: "head", repository: 1, sha: `s${key.number}`, base: "master" }, lane: "changed", installation: 10 } as const] : [];
        return { ...NOTHING_TO_SETTLE, marks };
      };
      await mark(pulls(9));
      expect(await make({ run }).drain()).toBe(18);
      expect(new Set(ran).size).toBe(18);
      expect((await store.health()).dirty).toBe(0);
      expect(timers.waiting()).toBe(0);
    });

    test("leaves what is not due yet to the clock", async () => {
      await mark([pull(1)]);
      const worker = make({ run: async () => ({ ...NOTHING_TO_SETTLE, wakeAt: world + 60_000 }) });
      expect(await worker.drain()).toBe(1);
      world += 60_000;
      expect(await worker.drain()).toBe(1);
    });

    test("stops with a clear word when keys mark each other in a circle", async () => {
      await mark([pull(1)]);
      const run = async (key: Key): Promise<Settlement> => ({ ...NOTHING_TO_SETTLE, marks: [{ key, lane: "changed", installation: 10 }] });
      await expect(make({ run }).drain({ limit: 50 })).rejects.toThrow("did not come to rest within 50 runs");
    });

    test("a fault backs the key off for as long as it says, and is told in the log without a stack", async () => {
      await mark([pull(1)]);
      const run = async (): Promise<Settlement> => { throw new FaultError({ kind: "rate-limit", message: "GitHub asks us to wait.", retryAt: NOW + 90_000 }); };
      await make({ run }).drain();
      expect((await store.faults(1))[0]).toMatchObject({ fault: { kind: "rate-limit" }, notBefore: NOW + 90_000 });
      expect(log.lines).toEqual([{
        level: "warn", message: "the run failed; the key backs off",
        fields: { key: "pull:1/1", lane: "fan-out", installation: 10, attempts: 1, fault: "rate-limit", reason: "GitHub asks us to wait." },
      }]);
    });

    test("anything else that is thrown is a bug: logged as an error, tried again, and no other key suffers", async () => {
      await mark(pulls(3));
      const run = async (key: Key): Promise<Settlement> => {
        if (key.kind === "pull" && key.number === 1) throw new TypeError("x is undefined");
        return NOTHING_TO_SETTLE;
      };
      expect(await make({ run }).drain()).toBe(3);
      expect((await store.faults(9)).map((one) => [keyText(one.key), one.fault.kind])).toEqual([["pull:1/1", "bug"]]);
      expect(log.lines.map((line) => line.level)).toEqual(["error"]);
    });

    test("a settlement that cannot be stored is a fault of that key", async () => {
      await mark([pull(1)]);
      const ledger = [{ id: "e", kind: null as unknown as string, repository: 1, about: "a", at: NOW, by: null, body: {} }];
      await make({ run: async () => ({ ...NOTHING_TO_SETTLE, ledger }) }).drain();
      expect((await store.faults(1))[0]?.fault.kind).toBe("bug");
    });

    test("a store that is away for a moment loses no key", async () => {
      await mark([pull(1)]);
      let away = true;
      const queue = { ...store, settle: async (...given: Parameters<Store["settle"]>) => away ? Promise.reject(new Error("away")) : store.settle(...given), fail: async () => Promise.reject(new Error("away")) };
      const worker = make({ queue, run: nothing });
      expect(await worker.drain()).toBe(1);
      away = false;
      leaseTime += 60_000;
      expect(await worker.drain()).toBe(1);
      expect((await store.health()).dirty).toBe(0);
      expect(log.lines.map((line) => line.message)).toContain("the store did not take the fault");
    });
  });

  describe("started", () => {
    test("runs no more at once than it may, and keeps a place for what is urgent", async () => {
      await mark(pulls(10_000));
      const worker = make();
      worker.start();
      await settled();
      expect(held.begun()).toEqual(["pull:1/0", "pull:1/1", "pull:1/10"]);
      await mark([GROUP], "group");
      worker.poke();
      await settled();
      expect(held.begun()).toContain(keyText(GROUP));
      await mark([{ kind: "branch", repository: 1, branch: "master" }], "gate");
      worker.poke();
      await settled();
      expect(worker.running()).toBe(4);
    });

    test("begins the next key when one ends, the most urgent first", async () => {
      await mark(pulls(20));
      make().start();
      await settled();
      await mark([pull(99)], "changed");
      await held.end("pull:1/0");
      expect(held.begun()).toEqual(["pull:1/1", "pull:1/10", "pull:1/99"]);
    });

    test("looks by itself, since another process may have marked", async () => {
      make({ pollMs: 1_000 }).start();
      await settled();
      await mark([pull(1)]);
      await timers.pass(999);
      expect(held.begun()).toEqual([]);
      await timers.pass(1);
      expect(held.begun()).toEqual(["pull:1/1"]);
    });

    test("looks at the instant at which something falls due", async () => {
      await store.mark([{ key: pull(1), lane: "gate", installation: 10 }], { now: world, wakeAt: world + 300 });
      make({ pollMs: 60_000 }).start();
      await settled();
      world += 300;
      await timers.pass(300);
      expect(held.begun()).toEqual(["pull:1/1"]);
    });

    test("goes on after the queue could not be read", async () => {
      let broken = true;
      const queue = { ...store, claim: async (...given: Parameters<Store["claim"]>) => broken ? Promise.reject(new Error("connection lost")) : store.claim(...given) };
      await mark([pull(1)]);
      make({ queue }).start();
      await settled();
      broken = false;
      await timers.pass(1_000);
      expect(held.begun()).toEqual(["pull:1/1"]);
      expect(log.lines[0]?.message).toBe("the queue could not be read; trying again");
    });

    test("renews the lease for as long as the run lasts", async () => {
      await mark([pull(1)]);
      make({ leaseMs: 60_000, runLimitMs: 600_000 }).start();
      await settled();
      for (let third = 0; third < 12; third += 1) {
        leaseTime += 20_000;
        await timers.pass(20_000);
      }
      expect(await store.claim({ now: world, limit: 1, leaseMs: 1, worker: "thief" })).toEqual([]);
      await held.end("pull:1/1");
      expect((await store.health()).dirty).toBe(0);
    });

    test("ends a run whose lease was lost, and the key runs once more", async () => {
      await mark([pull(1)]);
      make({ leaseMs: 60_000 }).start();
      await settled();
      leaseTime += 60_000;
      const [heir] = await store.claim({ now: world, limit: 1, leaseMs: 600_000, worker: "heir" });
      await timers.pass(20_000);
      expect(held.signal("pull:1/1").aborted).toBe(true);
      await held.end("pull:1/1");
      expect(log.lines.map((line) => line.message)).toEqual(["lost the lease during the run; the key runs again"]);
      await store.settle(heir!, NOTHING_TO_SETTLE, { now: world });
      expect((await store.health()).dirty).toBe(1);
    });

    test("tells a run that takes too long to end, then gives it up and frees its place", async () => {
      await mark([pull(1)]);
      const worker = make({ runLimitMs: 30_000 });
      worker.start();
      await settled();
      await timers.pass(30_000);
      expect(held.signal("pull:1/1").aborted).toBe(true);
      expect(worker.running()).toBe(1);
      await timers.pass(30_000);
      expect(worker.running()).toBe(0);
      expect((await store.faults(1))[0]?.fault).toEqual({ kind: "unavailable", message: "The run did not end within 60 s." });
    });
  });

  describe("stopped", () => {
    test("waits for what runs and takes nothing new", async () => {
      await mark(pulls(5));
      const worker = make();
      worker.start();
      await settled();
      const stopping = worker.stop({ graceMs: 5_000 });
      for (const key of held.begun()) await held.end(key);
      await stopping;
      worker.poke();
      await settled();
      expect(held.begun()).toEqual([]);
      expect(await store.health()).toMatchObject({ dirty: 2, leased: 0 });
      expect(timers.waiting()).toBe(0);
    });

    test("gives back what does not finish in time, to be claimed at once by another", async () => {
      await mark([pull(1)]);
      const worker = make();
      worker.start();
      await settled();
      const stopping = worker.stop({ graceMs: 5_000 });
      await timers.pass(5_000);
      await stopping;
      expect(held.signal("pull:1/1").aborted).toBe(true);
      const [heir] = await store.claim({ now: world, limit: 1, leaseMs: 1_000, worker: "heir" });
      expect([heir?.attempts, keyText(heir!.key)]).toEqual([1, "pull:1/1"]);
    });

    test("with nothing to do stops at once", async () => {
      const worker = make();
      worker.start();
      await settled();
      await worker.stop();
      expect(timers.waiting()).toBe(0);
    });
  });

  test("one that is given some lanes leaves the others", async () => {
    await mark([pull(1)], "sweep");
    await mark([GROUP], "group");
    expect(await make({ run: nothing, lanes: ["gate", "group", "command"] }).drain()).toBe(1);
    expect((await store.health()).lanes.sweep).toBe(1);
  });
});
