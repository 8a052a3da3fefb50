import { describe, expect, test } from "@jest/globals";
import type { Answer } from "../../src/github/answer.ts";
import type { Budget, BudgetStore } from "../../src/github/budget.ts";
import { CallCounter } from "../../src/github/call-stats.ts";
import { ContentWindow } from "../../src/github/content-window.ts";
import type { LimiterSettings, Passage } from "../../src/github/limiter.ts";
import { Limiter, LIMITER_DEFAULTS } from "../../src/github/limiter.ts";

const START = Date.UTC(2024, 5, 1);
const READ: Passage = { resource: "rest", write: false, urgent: false };
const QUERY: Passage = { resource: "graphql", write: false, urgent: false };
const WRITE: Passage = { resource: "rest", write: true, urgent: false };
const OK: Answer = { status: 200, headers: {}, body: {} };

function answer(status: number, headers: Record<string, string> = {}, message = ""): Answer {
  return { status, headers, body: { message } };
}

function bucket(remaining: number, resetIn = 1_800_000): Record<string, string> {
  return { "x-ratelimit-limit": "5000", "x-ratelimit-remaining": String(remaining), "x-ratelimit-reset": String((START + resetIn) / 1000) };
}

interface Bench {
  readonly limiter: Limiter;
  readonly counter: CallCounter;
  readonly waits: number[];
  readonly at: () => number;
  readonly move: (ms: number) => void;
  readonly give: (answer: Answer, passage?: Passage) => Promise<Answer>;
}

function bench(settings: Partial<LimiterSettings> = {}, store: BudgetStore | null = null): Bench {
  let now = START;
  const waits: number[] = [];
  const counter = new CallCounter();
  const limiter = new Limiter({
    installation: 7, counter, store, settings: { ...LIMITER_DEFAULTS, ...settings }, now: () => now,
    wait: async (ms) => {
      waits.push(ms);
      now += ms;
    },
  });
  return { limiter, counter, waits, at: () => now, move: (ms) => void (now += ms), give: (given, passage = READ) => limiter.run(passage, async () => given) };
}

async function retryAt(call: Promise<unknown>): Promise<number | null | "passed"> {
  return call.then(() => "passed" as const, (error: { fault?: { kind?: string; retryAt: number | null } }) => (error.fault?.kind === "rate-limit" ? error.fault.retryAt : Promise.reject(error as Error)));
}

describe("after GitHub says too fast", () => {
  test.each([
    ["a retry-after is kept to the second", answer(403, { "retry-after": "17" }), 17_000],
    ["a 429 with retry-after too", answer(429, { "retry-after": "90" }), 90_000],
    ["an empty bucket is waited for until its reset", answer(403, bucket(0)), 1_800_000],
    ["a secondary limit without a hint is a minute", answer(403, bucket(4_000), "You have exceeded a secondary rate limit."), 60_000],
    ["a bare 429 is a minute", answer(429), 60_000],
    ["a GraphQL answer of 200 that says RATE_LIMITED counts as well", { status: 200, headers: bucket(0), body: { errors: [{ type: "RATE_LIMITED", message: "API rate limit exceeded" }] } }, 1_800_000],
  ])("%s, and nothing is sent before", async (_, limited, wait) => {
    const { give, move, counter } = bench();
    expect(await retryAt(give(limited))).toBe(START + wait);
    expect(await retryAt(give(OK))).toBe(START + wait);
    expect(counter.read()).toMatchObject({ calls: 1, limited: 1, heldBack: 1 });
    move(wait);
    expect(await retryAt(give(OK))).toBe("passed");
  });

  test("each further time without a hint is twice as long, up to an hour, until a call succeeds", async () => {
    const { give, move, at } = bench();
    const lengths: number[] = [];
    for (let time = 0; time < 8; time += 1) {
      const until = Number(await retryAt(give(answer(429))));
      lengths.push((until - at()) / 60_000);
      move(until - at());
    }
    expect(lengths).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
    await give(OK);
    expect(Number(await retryAt(give(answer(429)))) - at()).toBe(60_000);
  });

  test("a refusal for a missing right is no limit", async () => {
    const { give } = bench();
    expect(await give(answer(403, bucket(4_000), "Resource not accessible by integration"))).toMatchObject({ status: 403 });
    expect(await retryAt(give(OK))).toBe("passed");
  });

  test("an empty REST bucket leaves GraphQL alone", async () => {
    const { give } = bench();
    await retryAt(give(answer(403, bucket(0))));
    expect(await retryAt(give(OK, QUERY))).toBe("passed");
  });

  test("a reset that lies years ahead is not believed beyond an hour", async () => {
    const { give } = bench();
    expect(await retryAt(give(answer(403, bucket(0, 9_000_000_000))))).toBe(START + 3_600_000);
  });
});

describe("the pace", () => {
  test("writes go one at a time and a second apart, reads do not wait", async () => {
    const { limiter, waits } = bench();
    let inside = 0;
    let most = 0;
    const write = async (): Promise<Answer> => {
      inside += 1;
      most = Math.max(most, inside);
      await Promise.resolve();
      inside -= 1;
      return OK;
    };
    await Promise.all([limiter.run(WRITE, write), limiter.run(WRITE, write), limiter.run(WRITE, write)]);
    expect([most, waits]).toEqual([1, [1_000, 1_000]]);
    await Promise.all(Array.from({ length: 20 }, () => limiter.run(READ, async () => OK)));
    expect(waits).toHaveLength(2);
  });

  test("a world clock that is moved back holds nothing up", async () => {
    const { give, move, waits } = bench({ restPointsPerMinute: 20 });
    for (let write = 0; write < 3; write += 1) await give(OK, WRITE);
    move(-30 * 24 * 3_600_000);
    await give(OK, WRITE);
    expect(waits).toEqual([1_000, 1_000, 1_000]);
  });

  test("no more reads than allowed are under way at once, and an urgent one goes first", async () => {
    const { limiter } = bench({ reads: 1 });
    const order: string[] = [];
    const enter = (name: string) => async (): Promise<Answer> => {
      order.push(name);
      return OK;
    };
    await Promise.all([limiter.run(READ, enter("first")), limiter.run(READ, enter("later")), limiter.run({ ...READ, urgent: true }, enter("urgent"))]);
    expect(order).toEqual(["first", "urgent", "later"]);
  });

  test("points per minute are never passed: a long wait is left to the queue", async () => {
    const { give, at, counter } = bench({ writeSpacing: 0, restPointsPerMinute: 100 });
    for (let write = 0; write < 16; write += 1) await give(OK, WRITE);
    expect(await retryAt(give(OK, WRITE))).toBe(at() + 60_000);
    expect(counter.read()).toMatchObject({ writes: 16, points: 80 });
  });

  test("urgent work uses the part that is kept for it", async () => {
    const { give } = bench({ writeSpacing: 0, restPointsPerMinute: 100 });
    for (let write = 0; write < 16; write += 1) await give(OK, WRITE);
    for (let write = 0; write < 4; write += 1) expect(await retryAt(give(OK, { ...WRITE, urgent: true }))).toBe("passed");
    expect(await retryAt(give(OK, { ...WRITE, urgent: true }))).toBe(START + 60_000);
  });

  test("the last fifth of the hour's bucket is for urgent work", async () => {
    const { give } = bench();
    await give({ ...OK, headers: bucket(1_000) });
    expect(await retryAt(give(OK))).toBe(START + 1_800_000);
    expect(await retryAt(give(OK, { ...READ, urgent: true }))).toBe("passed");
  });
});

describe("new things on GitHub", () => {
  const POST: Passage = { ...WRITE, content: true };

  test("keep to the part of eighty a minute that is not kept for urgent work; changes are not counted", async () => {
    const { give, at, counter } = bench({ writeSpacing: 0, restPointsPerMinute: Infinity });
    for (let count = 0; count < 64; count += 1) await give(OK, POST);
    await give(OK, WRITE);
    expect(await retryAt(give(OK, POST))).toBe(at() + 60_000);
    for (let count = 0; count < 16; count += 1) expect(await retryAt(give(OK, { ...POST, urgent: true }))).toBe("passed");
    expect(await retryAt(give(OK, { ...POST, urgent: true }))).toBe(START + 60_000);
    expect(counter.read()).toMatchObject({ writes: 81, limited: 0 });
  });

  test("keep to five hundred an hour, a minute's pause not ending the hour", async () => {
    const { give, move, at } = bench({ writeSpacing: 1_000, restPointsPerMinute: Infinity });
    for (let count = 0; count < 400; count += 1) await give(OK, POST);
    expect(at()).toBe(START + 399_000);
    move(120_000);
    expect(await retryAt(give(OK, POST))).toBe(START + 3_600_000);
    move(3_600_000 - 120_000 - 399_000);
    expect(await retryAt(give(OK, POST))).toBe("passed");
  });

  test("a short wait is waited for here", async () => {
    const { give, move, waits } = bench({ writeSpacing: 0, restPointsPerMinute: Infinity });
    for (let count = 0; count < 64; count += 1) await give(OK, POST);
    move(55_000);
    expect(await retryAt(give(OK, POST))).toBe("passed");
    expect(waits).toEqual([5_000]);
  });
});

describe("workers of one installation", () => {
  function shelf(): BudgetStore & { readonly kept: Map<number, Budget> } {
    const kept = new Map<number, Budget>();
    const content = new ContentWindow();
    return { kept, readBudget: async (installation) => kept.get(installation) ?? null, recordBudget: async (installation, budget) => void kept.set(installation, budget), takeContent: async (_, { now, limits }) => content.take(now, limits) };
  }

  test("a block that one met holds for the other", async () => {
    const store = shelf();
    const [one, other] = [bench({}, store), bench({}, store)];
    await retryAt(one.give(answer(403, { "retry-after": "120" })));
    expect(await retryAt(other.give(OK))).toBe(START + 120_000);
    expect(other.counter.read().calls).toBe(0);
  });

  test("share what may be made, and a worker that starts anew knows of it", async () => {
    const store = shelf();
    const [one, other] = [bench({ writeSpacing: 0, restPointsPerMinute: Infinity }, store), bench({ writeSpacing: 0, restPointsPerMinute: Infinity }, store)];
    for (let count = 0; count < 64; count += 1) await (count % 2 === 0 ? one : other).give(OK, { ...WRITE, content: true });
    expect(await retryAt(bench({}, store).give(OK, { ...WRITE, content: true }))).toBe(START + 60_000);
  });

  test("the store is not asked or told for every call", async () => {
    const store = shelf();
    let asked = 0;
    const { give } = bench({}, { readBudget: async (id) => (asked += 1, store.readBudget(id)), recordBudget: async (id, budget) => (asked += 1, store.recordBudget(id, budget)), takeContent: async (id, when) => store.takeContent(id, when) });
    for (let call = 0; call < 50; call += 1) await give(OK);
    expect(asked).toBe(2);
  });
});
