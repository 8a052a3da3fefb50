/** The queue against a model of its laws: any interleaving of marks, claims, settlements, faults, lost leases and time. */
import { afterAll, describe, expect, test } from "@jest/globals";
import { fc } from "../support/properties.ts";
import { LANES, type Lane } from "../../src/domain/model/key.ts";
import { NOTHING_TO_SETTLE } from "../../src/domain/model/settlement.ts";
import type { Claim, Store } from "../../src/store/store.ts";
import { NOW, markOf, pullKey } from "./samples.ts";
import { engines } from "./stores.ts";

const LEASE_MS = 60_000;
const KEYS = 4;

type Step =
  | { readonly do: "mark"; readonly key: number; readonly lane: Lane }
  | { readonly do: "plan"; readonly key: number; readonly inMs: number }
  | { readonly do: "claim"; readonly limit: number }
  | { readonly do: "settle"; readonly which: number; readonly wakeInMs: number | null; readonly markItself: boolean }
  | { readonly do: "fail"; readonly which: number; readonly retryInMs: number | null }
  | { readonly do: "release"; readonly which: number }
  | { readonly do: "renew"; readonly which: number }
  | { readonly do: "pass"; readonly worldMs: number; readonly leaseMs: number };

const key = fc.integer({ min: 0, max: KEYS - 1 });
const which = fc.nat(6);
const someMs = fc.constantFrom(500, 2_000, 10_000, 90_000);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant("mark" as const), key, lane: fc.constantFrom(...LANES) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("plan" as const), key, inMs: someMs }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("claim" as const), limit: fc.integer({ min: 1, max: KEYS }) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("settle" as const), which, wakeInMs: fc.option(someMs), markItself: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("fail" as const), which, retryInMs: fc.option(someMs) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("release" as const), which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("renew" as const), which }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("pass" as const), worldMs: someMs, leaseMs: fc.constantFrom(0, 0, LEASE_MS) }) },
);

/** What the laws say of one key. */
interface Expected {
  /** a mark that no settled run has answered */
  owed: boolean;
  /** a mark came after the claim that is in work */
  owedAfterClaim: boolean;
  wakeAt: number | null;
  notBefore: number;
  holder: string | null;
  leaseUntil: number;
  attempts: number;
}

class Trial {
  readonly keys: Expected[] = Array.from({ length: KEYS }, () => (
    { owed: false, owedAfterClaim: false, wakeAt: null, notBefore: 0, holder: null, leaseUntil: 0, attempts: 0 }));
  readonly claims: Claim[] = [];
  readonly store: Store;
  world = NOW;
  lease: { now: number };

  constructor(store: Store, lease: { now: number }) {
    this.store = store;
    this.lease = lease;
  }

  async run(one: Step): Promise<void> {
    switch (one.do) {
      case "mark": return this.mark(one.key, one.lane);
      case "plan": return this.plan(one.key, this.world + one.inMs);
      case "claim": return this.claim(one.limit);
      case "pass":
        this.world += one.worldMs;
        this.lease.now += one.leaseMs;
        return;
      default: {
        const claim = this.claims[one.which % Math.max(1, this.claims.length)];
        if (claim !== undefined) await this.end(one, claim);
      }
    }
  }

  async mark(index: number, lane: Lane): Promise<void> {
    await this.store.mark([markOf(pullKey(index), lane, index % 2)], { now: this.world });
    this.owe(this.expected(index));
  }

  async plan(index: number, wakeAt: number): Promise<void> {
    await this.store.mark([markOf(pullKey(index), "sweep", index % 2)], { now: this.world, wakeAt });
    const expected = this.expected(index);
    expected.wakeAt = Math.min(expected.wakeAt ?? Infinity, wakeAt);
  }

  async claim(limit: number): Promise<void> {
    this.tick();
    const due = this.keys.flatMap((expected, index) => this.isDue(expected) ? [index] : []);
    const claims = await this.store.claim({ now: this.world, limit, leaseMs: LEASE_MS, worker: "w" });
    const taken = claims.map((one) => indexOf(one));
    expect(new Set(taken).size).toBe(taken.length);
    expect(due).toEqual(expect.arrayContaining(taken));
    expect(taken).toHaveLength(Math.min(limit, due.length));
    for (const one of claims) {
      const expected = this.expected(indexOf(one));
      Object.assign(expected, { holder: one.token, leaseUntil: this.lease.now + LEASE_MS, attempts: expected.attempts + 1, owedAfterClaim: false, wakeAt: null });
      expect(one.attempts).toBe(expected.attempts);
      this.claims.push(one);
    }
  }

  async end(one: Extract<Step, { which: number }>, claim: Claim): Promise<void> {
    const index = indexOf(claim);
    const expected = this.expected(index);
    const mine = expected.holder === claim.token;
    if (one.do === "renew") {
      expect(await this.store.renew(claim, LEASE_MS)).toBe(mine);
      if (mine) expected.leaseUntil = this.lease.now + LEASE_MS;
      return;
    }
    if (one.do === "release") {
      await this.store.release(claim);
      if (mine) Object.assign(expected, { holder: null, attempts: expected.attempts - 1 });
      return;
    }
    if (one.do === "fail") {
      const retryAt = one.retryInMs === null ? null : this.world + one.retryInMs;
      expect(await this.store.fail(claim, { kind: "unavailable", message: "x", retryAt: null }, { now: this.world, retryAt })).toBe(mine ? "failed" : "lost");
      const backOff = Math.min(300_000, 2_000 * 2 ** (claim.attempts - 1));
      if (mine) Object.assign(expected, { holder: null, notBefore: this.world + Math.max(1_000, one.retryInMs ?? backOff) });
      else this.owe(expected);
      return;
    }
    const marks = one.markItself ? [markOf(pullKey(index), "fan-out", index % 2)] : [];
    const wakeAt = one.wakeInMs === null ? null : this.world + one.wakeInMs;
    expect(await this.store.settle(claim, { ...NOTHING_TO_SETTLE, wakeAt, marks }, { now: this.world })).toBe(mine ? "settled" : "lost");
    if (!mine) return this.owe(expected);
    const planned = wakeAt === null ? null : Math.max(wakeAt, this.world + 1_000);
    Object.assign(expected, {
      owed: expected.owedAfterClaim || one.markItself, owedAfterClaim: false, holder: null, attempts: 0, notBefore: 0,
      wakeAt: expected.wakeAt === null ? planned : Math.min(expected.wakeAt, planned ?? Infinity),
    });
  }

  /** Everything that is owed is run in the end, whatever came before. */
  async finish(): Promise<void> {
    for (let round = 0; round < 60; round += 1) {
      this.world += 300_000;
      this.lease.now += LEASE_MS;
      await this.claim(KEYS);
      for (const claim of this.claims.splice(0)) await this.end({ do: "settle", which: 0, wakeInMs: null, markItself: false }, claim);
    }
    expect(this.keys.filter((one) => one.owed)).toEqual([]);
    expect((await this.store.health()).dirty).toBe(0);
  }

  /** What a claim does first: wake-ups that are due become marks, leases that ran out are over. */
  private tick(): void {
    for (const expected of this.keys) {
      if (expected.wakeAt !== null && expected.wakeAt <= this.world) {
        expected.wakeAt = null;
        this.owe(expected);
      }
      if (expected.holder === null || expected.leaseUntil > this.lease.now) continue;
      expected.holder = null;
      if (expected.attempts >= 3) expected.notBefore = this.world + 60_000;
    }
  }

  private owe(expected: Expected): void {
    expected.owed = true;
    if (expected.holder !== null) expected.owedAfterClaim = true;
  }

  private isDue(expected: Expected): boolean {
    return expected.owed && expected.holder === null && expected.notBefore <= this.world;
  }

  private expected(index: number): Expected {
    const expected = this.keys[index];
    if (expected === undefined) throw new Error(`no key ${index}`);
    return expected;
  }
}

function indexOf(claim: Claim): number {
  if (claim.key.kind !== "pull") throw new Error("only pulls are marked here");
  return claim.key.number;
}

describe.each(engines())("the queue on $name", (engine) => {
  afterAll(() => engine.tidy());

  test("no interleaving loses a mark, runs a key twice at once, or lets a mark beat a back-off", async () => {
    await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      const lease = { now: 1_000_000 };
      const store = await engine.open(() => lease.now);
      const trial = new Trial(store, lease);
      for (const one of steps) await trial.run(one);
      await trial.finish();
    }), { numRuns: engine.name === "SQLite" ? 150 : 12 });
  });
});
