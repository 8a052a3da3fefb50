import { afterAll, beforeEach, describe, expect, test } from "@jest/globals";
import { keyText, type Mark } from "../../src/domain/model/key.ts";
import type { Fault } from "../../src/domain/model/problem.ts";
import { NOTHING_TO_SETTLE } from "../../src/domain/model/settlement.ts";
import type { Claim, ClaimRequest, Store } from "../../src/store/store.ts";
import { NOW, delivery, markOf, pullKey } from "./samples.ts";
import { engines } from "./stores.ts";

const LEASE_MS = 60_000;
const FAULT: Fault = { kind: "unavailable", message: "GitHub answered 502.", retryAt: null };

describe.each(engines())("failing, dying and repeating, on $name", (engine) => {
  let store: Store;
  let leaseTime = 1_000_000;

  beforeEach(async () => { store = await engine.open(() => leaseTime); });
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

  describe("failing", () => {
    test("a failed key waits 2 s, then 4 s, and a mark does not shorten it", async () => {
      await mark([markOf(pullKey(1))]);
      expect(await store.fail(await claimOne(), FAULT, { now: NOW, retryAt: null })).toBe("failed");
      await mark([markOf(pullKey(1), "gate")]);
      expect(await claim({ now: NOW + 1_999 })).toEqual([]);
      const second = await claimOne({ now: NOW + 2_000 });
      expect(second.attempts).toBe(2);
      await store.fail(second, FAULT, { now: NOW + 2_000, retryAt: null });
      expect(await claim({ now: NOW + 5_999 })).toEqual([]);
      expect(await claim({ now: NOW + 6_000 })).toHaveLength(1);
    });

    test("where we were told when to try again, that holds", async () => {
      await mark([markOf(pullKey(1))]);
      await store.fail(await claimOne(), FAULT, { now: NOW, retryAt: NOW + 45_000 });
      expect(await claim({ now: NOW + 44_999 })).toEqual([]);
      expect(await claim({ now: NOW + 45_000 })).toHaveLength(1);
    });

    test("the wait never grows beyond five minutes", async () => {
      await mark([markOf(pullKey(1))]);
      let now = NOW;
      for (let attempt = 0; attempt < 12; attempt += 1) {
        await store.fail(await claimOne({ now }), FAULT, { now, retryAt: null });
        now += 5 * 60_000;
      }
      expect((await claimOne({ now })).attempts).toBe(13);
    });

    test("one key's fault delays no other key", async () => {
      await mark([markOf(pullKey(1)), markOf(pullKey(2))]);
      await store.fail(await claimOne(), FAULT, { now: NOW, retryAt: null });
      expect(names(await claim())).toEqual(["pull:1/2"]);
    });

    test("a run that settles clears the fault and counts anew", async () => {
      await mark([markOf(pullKey(1))]);
      await store.fail(await claimOne(), FAULT, { now: NOW, retryAt: null });
      expect(await store.faults(10)).toEqual([
        { key: pullKey(1), installation: 10, attempts: 1, fault: { kind: "unavailable", message: "GitHub answered 502." }, notBefore: NOW + 2_000 },
      ]);
      await settle(await claimOne({ now: NOW + 2_000 }));
      expect(await store.faults(10)).toEqual([]);
      await mark([markOf(pullKey(1))]);
      expect((await claimOne()).attempts).toBe(1);
    });

    test("a worker that stops gives a key back as if it had not been claimed", async () => {
      await mark([markOf(pullKey(1))]);
      await store.release(await claimOne());
      expect((await claimOne()).attempts).toBe(1);
    });
  });

  describe("leases", () => {
    test("a key whose worker died is claimed again when the lease runs out, not before", async () => {
      await mark([markOf(pullKey(1))]);
      await claimOne();
      leaseTime += LEASE_MS - 1;
      expect(await claim()).toEqual([]);
      leaseTime += 1;
      expect((await claimOne()).attempts).toBe(2);
    });

    test("a renewed lease keeps the key", async () => {
      await mark([markOf(pullKey(1))]);
      const one = await claimOne();
      leaseTime += LEASE_MS - 1;
      expect(await store.renew(one, LEASE_MS)).toBe(true);
      leaseTime += LEASE_MS - 1;
      expect(await claim()).toEqual([]);
      expect(await settle(one)).toBe("settled");
    });

    test("a moved world clock takes no key away", async () => {
      await mark([markOf(pullKey(1))]);
      const one = await claimOne();
      expect(await claim({ now: NOW + 365 * 24 * 3_600_000 })).toEqual([]);
      expect(await settle(one)).toBe("settled");
    });

    test("who lost the lease can neither settle, fail, renew nor release, and the key runs once more", async () => {
      await mark([markOf(pullKey(1))]);
      const late = await claimOne();
      leaseTime += LEASE_MS;
      const heir = await claimOne();
      expect(await store.renew(late, LEASE_MS)).toBe(false);
      await store.release(late);
      expect(await settle(late, { records: [{ kind: "cursor", key: "x", value: 1 }], wakeAt: NOW + 5 })).toBe("lost");
      expect(await store.record("cursor", "x")).toBeNull();
      expect(await settle(heir)).toBe("settled");
      const healing = await claimOne();
      expect(await store.fail(late, FAULT, { now: NOW, retryAt: null })).toBe("lost");
      await settle(healing);
      await settle(await claimOne());
      expect(await claim()).toEqual([]);
    });

    test("a key that three workers vanished over is put off for a minute", async () => {
      await mark([markOf(pullKey(1))]);
      for (let death = 0; death < 3; death += 1) {
        await claimOne();
        leaseTime += LEASE_MS;
      }
      expect(await claim()).toEqual([]);
      expect((await store.faults(1))[0]?.fault.message).toBe("The worker stopped before it finished.");
      expect(await claim({ now: NOW + 60_000 })).toHaveLength(1);
    });
  });

  describe("deliveries", () => {
    test("a delivery is accepted once, with its marks and witnesses", async () => {
      const witness = {
        delivery: "d1", event: "push", action: null, installation: 10, repository: 1, object: "push:refs/heads/master",
        sender: "octo", senderBot: false, at: NOW, before: "a", after: "b",
      };
      const once = { ...delivery("d1", [markOf(pullKey(1))]), witnesses: [witness] };
      expect(await store.accept(once)).toBe("accepted");
      await settle(await claimOne());
      expect(await store.accept(once)).toBe("duplicate");
      expect(await claim()).toEqual([]);
      expect(await store.witnesses(1, "push:refs/heads/master")).toEqual([witness]);
      expect(await store.hasDelivery("d1")).toBe(true);
      expect(await store.hasDelivery("d2")).toBe(false);
    });

    test("of two that come at once with the same id, one is accepted", async () => {
      const outcomes = await Promise.all([store.accept(delivery("d1")), store.accept(delivery("d1")), store.accept(delivery("d2"))]);
      expect(outcomes).toEqual(["accepted", "duplicate", "accepted"]);
    });

    test("a thousand at once are all kept, and their marks coalesce", async () => {
      const all = Array.from({ length: 1_000 }, (_, index) => delivery(`d${index}`, [markOf(pullKey(index % 7))]));
      const outcomes = await Promise.all(all.map((one) => store.accept(one)));
      expect(new Set(outcomes)).toEqual(new Set(["accepted"]));
      expect((await store.health()).dirty).toBe(7);
    });

    test("one that cannot be stored is refused alone", async () => {
      const broken = { ...delivery("bad"), delivery: { ...delivery("bad").delivery, event: null as unknown as string } };
      const outcomes = await Promise.allSettled([store.accept(delivery("d1", [markOf(pullKey(1))])), store.accept(broken), store.accept(delivery("d2"))]);
      expect(outcomes.map((one) => one.status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
      expect(await store.hasDelivery("d1")).toBe(true);
      expect(await store.hasDelivery("bad")).toBe(false);
    });
  });
});
