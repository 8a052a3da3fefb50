/** Several workers on one database. Runs where DATABASE_URL names a PostgreSQL server; the embedded engine serves one process only. */
import { afterAll, describe, expect, test } from "@jest/globals";
import { keyText } from "../../src/domain/model/key.ts";
import { NOTHING_TO_SETTLE } from "../../src/domain/model/settlement.ts";
import { openStore } from "../../src/store/open-store.ts";
import type { Store } from "../../src/store/store.ts";
import { NOW, delivery, markOf, pullKey } from "./samples.ts";
import { DATABASE_URL, postgres } from "./stores.ts";

const KEYS = 20;
const EVENTS = 600;

(DATABASE_URL === "" ? describe.skip : describe)("several workers on PostgreSQL (needs DATABASE_URL)", () => {
  const engine = postgres();
  afterAll(() => engine.tidy());

  async function three(): Promise<readonly Store[]> {
    const first = await engine.open(Date.now);
    const again = engine.shared()!;
    return [first, await openStore(again), await openStore(again)];
  }

  test("never run one key at the same time, and run every key after its last mark", async () => {
    const stores = await three();
    const inWork = new Set<string>();
    const events = new Map<string, number>();
    const seenBySettled = new Map<string, number>();
    let runs = 0;
    let accepting = true;

    async function accept(): Promise<void> {
      for (let event = 0; event < EVENTS; event += 3) {
        await Promise.all(stores.map(async (store, index) => {
          const key = pullKey((event + index) % KEYS);
          // Counted first: another worker may claim it before this one hears that it is committed.
          events.set(keyText(key), (events.get(keyText(key)) ?? 0) + 1);
          await store.accept(delivery(`d${event + index}`, [markOf(key, "changed", (event + index) % 3)]));
        }));
      }
      accepting = false;
    }

    async function work(store: Store, worker: string): Promise<void> {
      for (;;) {
        const last = !accepting;
        const claims = await store.claim({ now: NOW + 1, limit: 4, leaseMs: 600_000, worker });
        if (claims.length === 0 && last && (await store.health()).dirty === 0) return;
        await Promise.all(claims.map(async (claim) => {
          const key = keyText(claim.key);
          expect(inWork.has(key)).toBe(false);
          inWork.add(key);
          const seen = events.get(key) ?? 0;
          await new Promise(setImmediate);
          runs += 1;
          inWork.delete(key);
          expect(await store.settle(claim, NOTHING_TO_SETTLE, { now: NOW + 1 })).toBe("settled");
          seenBySettled.set(key, Math.max(seen, seenBySettled.get(key) ?? 0));
        }));
      }
    }

    await Promise.all([accept(), ...stores.map((store, index) => work(store, `w${index}`))]);
    expect([...seenBySettled].sort()).toEqual([...events].sort());
    expect(runs).toBeGreaterThanOrEqual(KEYS);
    expect(runs).toBeLessThanOrEqual(EVENTS);
    await Promise.all(stores.slice(1).map((store) => store.close()));
  });

  test("accept one delivery once between them, and do not deadlock on the same keys in any order", async () => {
    const stores = await three();
    const marks = Array.from({ length: 30 }, (_, number) => markOf(pullKey(number)));
    const outcomes = await Promise.all(Array.from({ length: 60 }, (_, index) =>
      stores[index % 3]!.accept(delivery(`d${index % 20}`, index % 2 === 0 ? marks : [...marks].reverse()))));
    expect(outcomes.filter((one) => one === "accepted")).toHaveLength(20);
    await Promise.all(stores.slice(1).map((store) => store.close()));
  });

  test("deal one recurring task to one of them", async () => {
    const stores = await three();
    const taken = await Promise.all(stores.map((store) => store.takeTask("resync", { now: NOW, everyMs: 1_000 })));
    expect(taken.filter(Boolean)).toHaveLength(1);
    await Promise.all(stores.slice(1).map((store) => store.close()));
  });
});
