import { describe, expect, test } from "@jest/globals";
import { json, type FetchHandler } from "../../../../src/sandbox/github/transport/fetch-handler.ts";
import { answerConditionalRequests } from "../../../../src/sandbox/github/transport/layers/etag.ts";
import { createRateLimits, GRAPHQL_COST_HEADER, type RateLimitSettings } from "../../../../src/sandbox/github/transport/layers/rate-limit.ts";

const HOUR = 3_600_000;
const MINUTE = 60_000;

function limited(settings: RateLimitSettings, handler: FetchHandler = async () => json(200, {})) {
  const time = { at: Date.UTC(2024, 0, 1), now: () => time.at };
  const limits = createRateLimits(time, (request) => ({ key: request.headers.get("authorization") ?? "nobody", words: "installation ID 7" }), settings);
  const fetch = limits.layer(handler);
  const send = (method: string, path: string, init: RequestInit = {}) => fetch(new Request(`http://local${path}`, { method, ...init }));
  return { time, send, limits };
}

async function statuses(count: number, send: () => Promise<Response>): Promise<Record<number, number>> {
  const seen: Record<number, number> = {};
  for (let index = 0; index < count; index += 1) {
    const { status } = await send();
    seen[status] = (seen[status] ?? 0) + 1;
  }
  return seen;
}

describe("primary limits", () => {
  test("every answer says what is left and when the window ends", async () => {
    const { send, time } = limited({ primary: { core: 10 } });
    await send("GET", "/repos/o/r");
    const { headers } = await send("GET", "/repos/o/r");
    const shown = ["limit", "remaining", "used", "reset", "resource"].map((name) => headers.get(`x-ratelimit-${name}`));
    expect(shown).toEqual(["10", "8", "2", String((time.at + HOUR) / 1000), "core"]);
  });

  test("an exhausted bucket answers 403 without reaching the world, and opens again an hour after its first request", async () => {
    let reached = 0;
    const { send, time } = limited({ primary: { core: 2 } }, async () => json(200, { reached: (reached += 1) }));
    expect(await statuses(3, () => send("GET", "/x"))).toEqual({ 200: 2, 403: 1 });
    expect(reached).toBe(2);
    const refused = await send("GET", "/x");
    expect(refused.headers.get("x-ratelimit-remaining")).toBe("0");
    expect(await refused.json()).toMatchObject({ message: "API rate limit exceeded for installation ID 7." });
    time.at += HOUR;
    expect((await send("GET", "/x")).status).toBe(200);
  });

  test("each caller has a bucket of its own", async () => {
    const { send } = limited({ primary: { core: 1 } });
    const as = (token: string) => send("GET", "/x", { headers: { authorization: token } });
    expect([(await as("a")).status, (await as("b")).status, (await as("a")).status]).toEqual([200, 200, 403]);
  });

  test("a 304 is given back", async () => {
    const { send } = limited({ primary: { core: 10 } }, answerConditionalRequests(async () => json(200, { a: 1 })));
    const etag = (await send("GET", "/x")).headers.get("etag") ?? "";
    const again = await send("GET", "/x", { headers: { "if-none-match": etag } });
    expect([again.status, again.headers.get("x-ratelimit-remaining")]).toEqual([304, "9"]);
  });

  test("GET /rate_limit is free and shows every bucket", async () => {
    const { send } = limited({ primary: { core: 5, graphql: 6, search: 7 } });
    await send("GET", "/x");
    await send("GET", "/rate_limit");
    const overview = (await (await send("GET", "/rate_limit")).json()) as { resources: Record<string, { limit: number; remaining: number }> };
    expect(Object.entries(overview.resources).map(([name, { limit, remaining }]) => [name, limit, remaining])).toEqual([
      ["core", 5, 4],
      ["graphql", 6, 6],
      ["search", 7, 7],
    ]);
  });

  test("GraphQL spends the cost of its query and is refused with 200 and RATE_LIMITED", async () => {
    const { send } = limited({ primary: { graphql: 30 } }, async () => json(200, { data: {} }, { [GRAPHQL_COST_HEADER]: "30" }));
    const query = () => send("POST", "/graphql", { body: JSON.stringify({ query: "{ viewer { login } }" }) });
    const answered = await query();
    expect([answered.headers.get("x-ratelimit-remaining"), answered.headers.get("x-ratelimit-resource"), answered.headers.has(GRAPHQL_COST_HEADER)]).toEqual(["0", "graphql", false]);
    const refused = await query();
    expect(refused.status).toBe(200);
    expect(await refused.json()).toMatchObject({ errors: [{ type: "RATE_LIMITED" }] });
  });

  test("switched off it behaves as an Enterprise Server without limits", async () => {
    const { send } = limited({ primary: "off", secondary: "off" });
    const answered = await send("GET", "/x");
    expect(answered.headers.has("x-ratelimit-limit")).toBe(false);
    expect((await send("GET", "/rate_limit")).status).toBe(404);
  });
});

describe("secondary limits", () => {
  test("900 points a minute are 180 writes or 900 reads, on world time", async () => {
    const { send, time } = limited({ primary: { core: 100_000 } });
    expect(await statuses(181, () => send("PATCH", "/repos/o/r/check-runs/1"))).toEqual({ 200: 180, 403: 1 });
    time.at += MINUTE;
    expect(await statuses(901, () => send("GET", "/x"))).toEqual({ 200: 900, 403: 1 });
  });

  test("the refusal says in whole seconds how long to wait, and after that there is room", async () => {
    const { send, time } = limited({ secondary: { restPointsPerMinute: 5, status: 429 } });
    await send("POST", "/x");
    time.at += 20_500;
    const refused = await send("POST", "/x");
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "40"]);
    expect(await refused.json()).toMatchObject({ message: expect.stringContaining("secondary rate limit") });
    time.at += 40_000;
    expect((await send("POST", "/x")).status).toBe(200);
  });

  test("created content has its own limit by the minute, which checks do not spend", async () => {
    const { send } = limited({ secondary: { contentPerMinute: 2 } });
    expect(await statuses(3, () => send("POST", "/repos/o/r/issues/1/comments"))).toEqual({ 200: 2, 403: 1 });
    expect(await statuses(3, () => send("POST", "/repos/o/r/check-runs"))).toEqual({ 200: 3 });
  });

  test("created content has a limit by the hour as well", async () => {
    const { send, time } = limited({ secondary: { contentPerHour: 3 } });
    const seen: number[] = [];
    for (let minute = 0; minute < 4; minute += 1) {
      seen.push((await send("POST", "/repos/o/r/issues")).status);
      time.at += MINUTE;
    }
    expect(seen).toEqual([200, 200, 200, 403]);
  });

  test("a GraphQL request with a mutation weighs five points, a query one", async () => {
    const { send } = limited({ secondary: { graphqlPointsPerMinute: 10 } });
    const body = (query: string) => ({ body: JSON.stringify({ query }) });
    expect(await statuses(5, () => send("POST", "/graphql", body("query { mutationLog }")))).toEqual({ 200: 5 });
    expect(await statuses(2, () => send("POST", "/graphql", body("mutation($id: ID!) { x }")))).toEqual({ 200: 1, 403: 1 });
  });

  test("requests at the same time are limited, and an answer or a failure makes room", async () => {
    const waiting: { resolve: (response: Response) => void; reject: (error: Error) => void }[] = [];
    const { send } = limited({ secondary: { concurrent: 2 } }, () => new Promise<Response>((resolve, reject) => waiting.push({ resolve, reject })));
    const running = [send("GET", "/a"), send("GET", "/b")];
    expect((await send("GET", "/c")).status).toBe(403);
    waiting[0]?.resolve(json(200, {}));
    waiting[1]?.reject(new TypeError("fetch failed"));
    await Promise.allSettled(running);
    const later = [send("GET", "/d"), send("GET", "/e")];
    await Promise.resolve();
    for (const next of waiting.slice(2)) next.resolve(json(200, {}));
    expect((await Promise.all(later)).map((response) => response.status)).toEqual([200, 200]);
  });
});
