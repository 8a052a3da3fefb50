import { describe, expect, test } from "@jest/globals";
import { keyText, type Key, type Mark } from "../../src/domain/model/key.ts";
import { resync, type KnownKeys } from "../../src/work/resync.ts";

const NOW = 1_000_000;

function pages(...all: readonly (readonly Key[])[]): KnownKeys {
  return {
    async known(cursor) {
      const page = cursor === null ? 0 : Number(cursor);
      return { keys: (all[page] ?? []).map((key) => ({ key, installation: 10 })), next: page + 1 < all.length ? String(page + 1) : null };
    },
  };
}

describe("the resync", () => {
  const pull = (number: number): Key => ({ kind: "pull", repository: 1, number });

  async function planned(...sources: readonly KnownKeys[]) {
    const calls: { readonly keys: readonly string[]; readonly lanes: readonly string[]; readonly inMs: number }[] = [];
    const queue = {
      async mark(marks: readonly Mark[], when: { readonly now: number; readonly wakeAt?: number }) {
        calls.push({ keys: marks.map((one) => keyText(one.key)), lanes: marks.map((one) => one.lane), inMs: (when.wakeAt ?? when.now) - NOW });
      },
    };
    const count = await resync({ sources, queue, now: () => NOW, pageSize: 2, spacingMs: 5_000 });
    return { calls, count };
  }

  test("marks every page of every source in the sweep lane, spread over time, the first at once", async () => {
    const { calls, count } = await planned(
      pages([{ kind: "installation", installation: 10 }]),
      pages([{ kind: "repository", repository: 1 }, { kind: "plan", repository: 1 }], [], [pull(1), pull(2)], [pull(3)]),
    );
    expect(calls).toEqual([
      { keys: ["installation:10"], lanes: ["sweep"], inMs: 0 },
      { keys: ["repository:1", "plan:1"], lanes: ["sweep", "sweep"], inMs: 5_000 },
      { keys: ["pull:1/1", "pull:1/2"], lanes: ["sweep", "sweep"], inMs: 10_000 },
      { keys: ["pull:1/3"], lanes: ["sweep"], inMs: 15_000 },
    ]);
    expect(count).toBe(6);
  });

  test("of nothing known marks nothing", async () => {
    expect(await planned(pages([]))).toEqual({ calls: [], count: 0 });
  });
});
