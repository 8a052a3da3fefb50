import { afterAll, beforeEach, describe, expect, test } from "@jest/globals";
import { keyText } from "../../src/domain/model/key.ts";
import type { LedgerEntry } from "../../src/domain/model/ledger-entry.ts";
import { NOTHING_TO_SETTLE, type Settlement } from "../../src/domain/model/settlement.ts";
import type { TrackedPull } from "../../src/domain/model/tracked-pull.ts";
import { KEPT_DAYS, type Claim, type Store } from "../../src/store/store.ts";
import { DAY_MS, NOW, delivery, markOf, message, pullKey, tracked } from "./samples.ts";
import { engines } from "./stores.ts";

describe.each(engines())("the memory of a store on $name", (engine) => {
  let store: Store;

  beforeEach(async () => { store = await engine.open(() => 1_000_000); });
  afterAll(() => engine.tidy());

  async function claimOne(number = 1): Promise<Claim> {
    await store.mark([markOf(pullKey(number))], { now: NOW });
    const [one] = await store.claim({ now: NOW, limit: 1, leaseMs: 60_000, worker: "w" });
    if (one === undefined) throw new Error("nothing was due");
    return one;
  }
  async function settled(over: Partial<Settlement>, now = NOW): Promise<void> {
    expect(await store.settle(await claimOne(), { ...NOTHING_TO_SETTLE, ...over }, { now })).toBe("settled");
  }
  function entry(id: string, over: Partial<LedgerEntry> = {}): LedgerEntry {
    return { id, kind: "freeze-began", repository: 1, about: "branch:1/master", at: NOW, by: null, body: { freeze: "f" }, ...over };
  }

  test("the index of open pulls names each with its head, base and time, by number, and no closed ones", async () => {
    await settled({ pulls: [tracked({ number: 9, sha: "ccc", base: "next", takenAt: NOW + 1 }), tracked({ number: 7 }), tracked({ number: 8, open: false }), tracked({ number: 7, repository: 2 })] });
    expect(await store.openPullIndex(1)).toEqual([
      { number: 7, base: "master", sha: "aaa", takenAt: NOW }, { number: 9, base: "next", sha: "ccc", takenAt: NOW + 1 },
    ]);
    expect(await store.openPullIndex(3)).toEqual([]);
  });

  describe("a settlement", () => {
    test("leaves everything it carries", async () => {
      await settled({
        marks: [markOf({ kind: "head", repository: 1, sha: "aaa", base: "master" }, "changed")],
        records: [{ kind: "plan", key: "1/plan.yml", value: { text: "release: x" } }],
        pulls: [tracked()], ledger: [entry("e1")], outbox: [message("m1")],
      });
      const claims = await store.claim({ now: NOW, limit: 5, leaseMs: 1, worker: "w" });
      expect(claims.map((one) => keyText(one.key))).toEqual(["head:1/aaa/master"]);
      expect(await store.record("plan", "1/plan.yml")).toEqual({ text: "release: x" });
      expect(await store.pull(1, 7)).toEqual(tracked());
      expect(await store.ledger(1, null)).toEqual([entry("e1")]);
      expect(await store.messages(10)).toEqual([{ message: message("m1"), resent: false }]);
    });

    test("is all or nothing: one part that cannot be stored leaves the key claimed and nothing written", async () => {
      const one = await claimOne();
      const broken = entry("e1", { about: null as unknown as string });
      await expect(store.settle(one, {
        ...NOTHING_TO_SETTLE, marks: [markOf(pullKey(2))], records: [{ kind: "cursor", key: "x", value: 1 }], pulls: [tracked()], ledger: [broken],
      }, { now: NOW })).rejects.toThrow();
      expect(await store.record("cursor", "x")).toBeNull();
      expect(await store.pull(1, 7)).toBeNull();
      expect(await store.health()).toMatchObject({ dirty: 1, leased: 1 });
      expect(await store.settle(one, NOTHING_TO_SETTLE, { now: NOW })).toBe("settled");
    });

    test("written twice leaves one ledger entry and one message, as first written", async () => {
      await settled({ ledger: [entry("e1")], outbox: [message("m1", { facts: { text: "first" } })] });
      await settled({ ledger: [entry("e1", { by: "someone else" })], outbox: [message("m1", { facts: { text: "second" } })] });
      expect(await store.ledger(1, null)).toEqual([entry("e1")]);
      expect((await store.messages(10)).map((one) => one.message.facts)).toEqual([{ text: "first" }]);
    });

    test("with the same thing twice keeps the last", async () => {
      await settled({
        records: [{ kind: "cursor", key: "x", value: 1 }, { kind: "cursor", key: "x", value: 2 }], pulls: [tracked({ sha: "old" }), tracked({ sha: "new" })],
      });
      expect(await store.record("cursor", "x")).toBe(2);
      expect((await store.pull(1, 7))?.sha).toBe("new");
    });
  });

  describe("records", () => {
    test("null deletes a record", async () => {
      await settled({ records: [{ kind: "cursor", key: "x", value: { at: 1 } }] });
      await settled({ records: [{ kind: "cursor", key: "x", value: null }] });
      expect(await store.record("cursor", "x")).toBeNull();
    });

    test("a prefix finds its keys in byte order, and no others", async () => {
      const keys = ["1/b", "1/a", "1/Z", "10/a", "1", "2/a", "1/é", "1/%"];
      await settled({ records: [...keys.map((key) => ({ kind: "plan" as const, key, value: key })), { kind: "check", key: "1/a", value: "other kind" }] });
      expect((await store.records<string>("plan", "1/")).map((one) => one.value)).toEqual(["1/%", "1/Z", "1/a", "1/b", "1/é"]);
      expect(await store.records("plan", "")).toHaveLength(keys.length);
    });

    test("a sweep remembers its cursor without a run", async () => {
      await store.remember([{ kind: "cursor", key: "deliveries", value: { sweptTo: 5 } }]);
      expect(await store.record("cursor", "deliveries")).toEqual({ sweptTo: 5 });
    });
  });

  describe("pulls", () => {
    test("are found by head and base while they are open", async () => {
      await settled({ pulls: [tracked({ number: 9 }), tracked({ number: 7 }), tracked({ number: 8, base: "dev" }), tracked({ number: 6, open: false }), tracked({ number: 5, sha: "bbb" })] });
      expect((await store.pullsAt(1, "aaa", "master")).map((one) => one.number)).toEqual([7, 9]);
      expect((await store.pullsAt(1, "aaa", null)).map((one) => one.number)).toEqual([7, 8, 9]);
      expect((await store.pull(1, 6))?.open).toBe(false);
    });

    test("are listed in pages, by base or all", async () => {
      await settled({ pulls: [1, 2, 3, 4].map((number) => tracked({ number, base: number === 3 ? "dev" : "master" })) });
      const numbers = async (base: string | null, after: number, limit: number) => (await store.openPulls(1, base, after, limit)).map((one) => one.number);
      expect(await numbers("master", 0, 2)).toEqual([1, 2]);
      expect(await numbers("master", 2, 2)).toEqual([4]);
      expect(await numbers(null, 0, 10)).toEqual([1, 2, 3, 4]);
      expect(await store.openPulls(2, null, 0, 10)).toEqual([]);
    });

    test("are found by the issues they close while they are open, as last read", async () => {
      const closing = (number: number, issues: readonly number[], over: Partial<TrackedPull> = {}) => {
        const one = tracked({ number, ...over });
        const closingIssues = issues.map((issue) => (
          { repository: "o/other", number: issue, title: null, type: null, labels: [], author: null, labelledBy: null, link: "body" as const }));
        return { ...one, facts: { ...one.facts, closingIssues } };
      };
      const numbers = async (issue: number) => (await store.pullsClosing(1, issue)).map((one) => one.number);
      await settled({ pulls: [closing(7, [3, 3, 4]), closing(8, [3]), closing(9, [3], { open: false })] });
      expect([await numbers(3), await numbers(4)]).toEqual([[7, 8], [7]]);
      await settled({ pulls: [closing(7, [5]), closing(8, [5], { takenAt: NOW - 1 })] });
      expect([await numbers(3), await numbers(4), await numbers(5)]).toEqual([[8], [], [7]]);
    });

    test("an older read does not replace a newer one", async () => {
      await settled({ pulls: [tracked({ sha: "new", takenAt: NOW })] });
      await settled({ pulls: [tracked({ sha: "old", takenAt: NOW - 1 })] });
      expect((await store.pull(1, 7))?.sha).toBe("new");
    });
  });

  test("the ledger is read by repository and kind, oldest first", async () => {
    await settled({ ledger: [entry("b", { at: NOW + 2 }), entry("a", { at: NOW + 1, kind: "other" }), entry("c", { repository: 2 })] });
    expect((await store.ledger(1, null)).map((one) => one.id)).toEqual(["a", "b"]);
    expect((await store.ledger(1, "other")).map((one) => one.id)).toEqual(["a"]);
  });

  describe("budgets", () => {
    const core = { resource: "core", limit: 5_000, remaining: 4_000, resetAt: NOW + 60_000, blockedUntil: null };

    test("within a window the lower remainder stays, a new window replaces it, an old one is ignored", async () => {
      await store.recordBudget(10, core);
      await store.recordBudget(10, { ...core, remaining: 4_100 });
      expect(await store.readBudget(10)).toEqual([core]);
      await store.recordBudget(10, { ...core, remaining: 4_990, resetAt: NOW + 3_600_000 });
      await store.recordBudget(10, { ...core, remaining: 3 });
      expect(await store.readBudget(10)).toEqual([{ ...core, remaining: 4_990, resetAt: NOW + 3_600_000 }]);
      expect(await store.readBudget(11)).toEqual([]);
    });

    test("a block only ever moves later", async () => {
      await store.recordBudget(10, { ...core, blockedUntil: NOW + 9_000 });
      await store.recordBudget(10, { ...core, blockedUntil: NOW + 5_000 });
      await store.recordBudget(10, core);
      expect((await store.readBudget(10))[0]?.blockedUntil).toBe(NOW + 9_000);
    });

    test("new things on GitHub are let through up to each limit, per installation, and forgotten after an hour", async () => {
      const limits = [{ span: 60_000, most: 2 }, { span: 3_600_000, most: 3 }];
      const take = (now: number, installation = 10) => store.takeContent(installation, { now, limits });
      expect([await take(NOW), await take(NOW + 1_000), await take(NOW + 2_000)]).toEqual([NOW, NOW + 1_000, NOW + 60_000]);
      expect([await take(NOW + 60_000), await take(NOW + 61_000)]).toEqual([NOW + 60_000, NOW + 3_600_000]);
      expect(await take(NOW, 20)).toBe(NOW);
      expect(await store.contentSince(10, NOW)).toEqual({ made: 2, first: NOW + 1_000 });
      expect(await take(NOW + 3_600_000)).toBe(NOW + 3_600_000);
      expect(await store.contentSince(10, 0)).toEqual({ made: 3, first: NOW + 1_000 });
      expect(await store.contentSince(30, 0)).toEqual({ made: 0, first: null });
    });

    test("a world clock that is moved far back lets new things through again", async () => {
      const limits = [{ span: 3_600_000, most: 1 }];
      await store.takeContent(10, { now: NOW, limits });
      expect(await store.takeContent(10, { now: NOW - 30 * 24 * 3_600_000, limits })).toBe(NOW - 30 * 24 * 3_600_000);
    });

    test("turns are dealt one after the other, per installation and resource", async () => {
      const turn = (installation: number, resource: string, now = NOW) => store.reserveTurn(installation, resource, { now, spacingMs: 1_000 });
      const at = await Promise.all([turn(10, "write"), turn(10, "write"), turn(10, "write")]);
      expect(at.sort((one, other) => one - other)).toEqual([NOW, NOW + 1_000, NOW + 2_000]);
      expect(await turn(20, "write")).toBe(NOW);
      expect(await turn(10, "read")).toBe(NOW);
      expect(await turn(10, "write", NOW + 60_000)).toBe(NOW + 60_000);
    });
  });

  test("a recurring task is given to one caller per period", async () => {
    const take = (now: number, everyMs = 1_000) => store.takeTask("resync", { now, everyMs });
    expect(await Promise.all([take(NOW), take(NOW)])).toEqual(expect.arrayContaining([true, false]));
    expect(await take(NOW + 999)).toBe(false);
    expect(await take(NOW + 1_000)).toBe(true);
    expect(await take(NOW + 1_000, 0)).toBe(true);
  });

  test("what is known is paged: installations, repositories with plans, branches, open pulls; not what has left", async () => {
    await store.mark([markOf({ kind: "branch", repository: 1, branch: "master" }, "changed", 10), markOf({ kind: "branch", repository: 2, branch: "gone" }, "changed", 10)], { now: NOW });
    await store.remember([{ kind: "installation", key: "10", value: { id: 10 } }, { kind: "repository", key: "1", value: { id: 1, installation: 10 } }]);
    const [one] = await store.claim({ now: NOW, limit: 1, leaseMs: 1, worker: "w" });
    await store.settle(one!, { ...NOTHING_TO_SETTLE, pulls: [tracked(), tracked({ number: 8 }), tracked({ number: 9, open: false }), tracked({ repository: 2 })] }, { now: NOW });
    const found: string[] = [];
    let cursor: string | null = null;
    let pages = 0;
    do {
      const page: Awaited<ReturnType<Store["known"]>> = await store.known(cursor, 1);
      found.push(...page.keys.map((known) => `${keyText(known.key)} of ${known.installation}`));
      cursor = page.next;
      pages += 1;
    } while (cursor !== null && pages < 50);
    expect(found).toEqual(["installation:10 of 10", "repository:1 of 10", "plan:1 of 10", "branch:1/master of 10", "pull:1/7 of 10", "pull:1/8 of 10"]);
  });

  test("pruning forgets what has served its time and nothing that is still needed", async () => {
    await store.accept(delivery("old", [], NOW - (KEPT_DAYS.deliveries + 1) * DAY_MS));
    await store.accept(delivery("recent", [], NOW - 7 * DAY_MS));
    const longAgo = NOW - 500 * DAY_MS;
    await settled({ pulls: [tracked({ number: 1, open: false, takenAt: longAgo }), tracked({ number: 2, takenAt: longAgo })], ledger: [entry("e", { at: longAgo })] }, longAgo);
    await store.mark([markOf({ kind: "branch", repository: 1, branch: "master" })], { now: NOW });
    const [branch] = await store.claim({ now: NOW, limit: 1, leaseMs: 1, worker: "w" });
    await store.settle(branch!, NOTHING_TO_SETTLE, { now: longAgo });
    await store.mark([markOf(pullKey(5))], { now: longAgo });
    expect(await store.prune(NOW)).toEqual({ removed: 3, more: false });
    expect([await store.hasDelivery("old"), await store.hasDelivery("recent")]).toEqual([false, true]);
    expect([(await store.pull(1, 1)) === null, (await store.pull(1, 2)) === null]).toEqual([true, false]);
    expect(await store.ledger(1, null)).toHaveLength(1);
    expect((await store.health()).dirty).toBe(1);
    expect(await store.prune(NOW)).toEqual({ removed: 0, more: false });
  });
});
