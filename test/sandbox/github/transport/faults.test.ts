import { describe, expect, test } from "@jest/globals";
import { json } from "../../../../src/sandbox/github/transport/fetch-handler.ts";
import { createFaultBox, type FaultKind } from "../../../../src/sandbox/github/transport/layers/faults.ts";

function faulty() {
  const reached: string[] = [];
  const faults = createFaultBox();
  const fetch = faults.layer()(async (request) => {
    reached.push(`${request.method} ${new URL(request.url).pathname}`);
    return json(201, {});
  });
  async function send(method: string, path: string): Promise<string> {
    try {
      return String((await fetch(new Request(`http://local${path}`, { method }))).status);
    } catch (error) {
      return (error as Error).message;
    }
  }
  return { reached, faults, fetch, send };
}

test("a fault hits only what it matches, and only as often as it says", async () => {
  const { faults, send } = faulty();
  faults.add({ kind: "502", match: { method: "POST", path: "/repos/*/check-runs" }, times: 2 });
  const seen = [];
  for (const [method, path] of [["GET", "/repos/o/r/check-runs"], ["POST", "/repos/o/r/issues"], ["POST", "/repos/o/r/check-runs"], ["POST", "/repos/o/r/check-runs"], ["POST", "/repos/o/r/check-runs"]] as const) {
    seen.push(await send(method, path));
  }
  expect(seen).toEqual(["201", "201", "502", "502", "201"]);
  expect(faults.fired()).toHaveLength(2);
  expect(faults.armed()).toEqual([]);
});

test("a fault may wait for its turn, and may match by regular expression", async () => {
  const { faults, send } = faulty();
  faults.add({ kind: "500", match: { path: /\/labels$/g }, after: 1 });
  expect([await send("GET", "/a/labels"), await send("GET", "/a/labels"), await send("GET", "/a/labels")]).toEqual(["201", "500", "201"]);
});

test("a fault that is taken away hits nobody", async () => {
  const { faults, send } = faulty();
  const remove = faults.add({ kind: "500", times: Infinity });
  remove();
  expect(await send("GET", "/x")).toBe("201");
});

test.each<[FaultKind, string, number]>([
  ["500", "500", 0],
  ["503", "503", 0],
  ["403-secondary", "403", 0],
  ["429", "429", 0],
  ["timeout", "fetch failed", 0],
  ["reset", "fetch failed", 0],
  ["lost-response", "fetch failed", 1],
  ["lost-502", "502", 1],
  ["slow", "201", 1],
])("%s answers %s and lets the write happen %i times", async (kind, answer, writes) => {
  const { faults, send, reached } = faulty();
  faults.add({ kind });
  expect([await send("POST", "/x"), reached.length]).toEqual([answer, writes]);
});

test("a secondary limit on demand says how long to wait", async () => {
  const { faults, fetch } = faulty();
  faults.add({ kind: "429", retryAfter: 7 });
  expect((await fetch(new Request("http://local/x"))).headers.get("retry-after")).toBe("7");
});

test("a slow answer lets others overtake it", async () => {
  const { faults, fetch } = faulty();
  faults.add({ kind: "slow" });
  const order: string[] = [];
  await Promise.all([fetch(new Request("http://local/slow")).then(() => order.push("slow")), fetch(new Request("http://local/fast")).then(() => order.push("fast"))]);
  expect(order).toEqual(["fast", "slow"]);
});

describe("random faults", () => {
  async function run(seed: number): Promise<string[]> {
    const { faults, send } = faulty();
    faults.random({ seed, every: 4, kinds: ["500", "timeout"] });
    const seen: string[] = [];
    for (let index = 0; index < 200; index += 1) seen.push(await send("GET", "/x"));
    return seen;
  }

  test("are the same for the same seed and others for another", async () => {
    const [first, again, other] = [await run(1), await run(1), await run(2)];
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
  });

  test("hit about one request of as many as asked, with every kind", async () => {
    const seen = await run(3);
    const hits = seen.filter((answer) => answer !== "201");
    expect(hits.length).toBeGreaterThan(30);
    expect(hits.length).toBeLessThan(70);
    expect(new Set(hits)).toEqual(new Set(["500", "fetch failed"]));
  });
});
