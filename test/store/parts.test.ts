import { describe, expect, test } from "@jest/globals";
import { fc } from "../support/properties.ts";
import { notBefore } from "../../src/store/back-off.ts";
import { fairShare } from "../../src/store/fair-share.ts";
import { groupCommit } from "../../src/store/group-commit.ts";

describe("the back-off", () => {
  test.each([
    [1, null, 2_000], [2, null, 4_000], [3, null, 8_000], [8, null, 256_000], [9, null, 300_000], [1_000, null, 300_000],
    [1, 45_000, 45_000], [9, 5_000, 5_000], [1, 1, 1_000], [1, 0, 2_000], [3, -9, 8_000],
  ])("after %i tries, told to retry in %p ms, waits %i ms", (attempts, retryInMs, waits) => {
    expect(notBefore(attempts, 1_000_000, retryInMs === null ? null : 1_000_000 + retryInMs)).toBe(1_000_000 + waits);
  });
});

describe("the fair share", () => {
  const contenders = fc.uniqueArray(fc.record({ installation: fc.nat(20), busy: fc.nat(5) }), { minLength: 1, maxLength: 8, selector: (one) => one.installation });

  test("deals all places, and no installation ends more than one ahead of another that was dealt nothing", () => {
    fc.assert(fc.property(contenders, fc.nat(20), (all, places) => {
      const dealt = fairShare(all, places, new Map());
      const load = (one: { installation: number; busy: number }) => one.busy + (dealt.get(one.installation) ?? 0);
      expect([...dealt.values()].reduce((sum, count) => sum + count, 0)).toBe(places);
      for (const [installation] of dealt) {
        const served = all.find((one) => one.installation === installation)!;
        for (const other of all) expect(load(served)).toBeLessThanOrEqual(load(other) + 1);
      }
    }));
  });

  test("among equals the one served longest ago comes first", () => {
    const all = [{ installation: 1, busy: 0 }, { installation: 2, busy: 0 }, { installation: 3, busy: 0 }];
    expect([...fairShare(all, 1, new Map([[1, 9], [2, 4], [3, 7]]))]).toEqual([[2, 1]]);
    expect([...fairShare(all, 1, new Map([[1, 9], [2, 4]]))]).toEqual([[3, 1]]);
  });

  test("no contenders, no places dealt", () => {
    expect(fairShare([], 5, new Map()).size).toBe(0);
  });
});

describe("the group commit", () => {
  test("puts the requests of one tick into one commit, and those that come meanwhile into the next", async () => {
    const groups: number[][] = [];
    const meanwhile: Promise<number>[] = [];
    const send = groupCommit(async (requests: readonly number[]) => {
      groups.push([...requests]);
      if (meanwhile.length === 0) meanwhile.push(send(9));
      return requests.map((one) => one * 10);
    });
    expect(await Promise.all([send(1), send(2), send(3)])).toEqual([10, 20, 30]);
    expect(await Promise.all(meanwhile)).toEqual([90]);
    expect(groups).toEqual([[1, 2, 3], [9]]);
  });

  test("waits as long as each turn of the event loop brings another, and no longer", async () => {
    const groups: number[][] = [];
    const send = groupCommit(async (requests: readonly number[]) => {
      groups.push([...requests]);
      return requests;
    });
    const first = send(1);
    await new Promise(setImmediate);
    const second = send(2);
    await Promise.all([first, second]);
    await send(3);
    expect(groups).toEqual([[1, 2], [3]]);
  });

  test("commits although requests never cease to come", async () => {
    let open = true;
    const send = groupCommit(async (requests: readonly number[]) => requests);
    function flood(): void {
      if (!open) return;
      void send(0);
      setImmediate(flood);
    }
    const first = send(1);
    setImmediate(flood);
    expect(await first).toBe(1);
    open = false;
  });

  test("tries each alone when the group fails", async () => {
    const send = groupCommit(async (requests: readonly number[]) => {
      if (requests.includes(2)) throw new Error("two is bad");
      return requests;
    });
    const outcomes = await Promise.allSettled([send(1), send(2), send(3)]);
    expect(outcomes.map((one) => one.status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  });
});
