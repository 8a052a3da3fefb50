import { expect, test } from "@jest/globals";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createHealthRoutes } from "../../src/web/health.ts";
import type { HealthOptions } from "../../src/web/health.ts";

const NOW = Date.UTC(2026, 0, 1);
const QUEUE = { dirty: 3, oldestDirtyAt: NOW - 5_000, leased: 1, faults: 0, lastSettledAt: NOW - 60_000, messages: { waiting: 2, oldestWaitingAt: NOW - 7_000, unclear: 1, failed: 0 } };

async function ask(url: string, health: HealthOptions["health"], method = "GET", setUp?: HealthOptions["setUp"]): Promise<{ taken: boolean; status: number; body: unknown }> {
  const seen = { status: 0, body: "" };
  const response = { writeHead(status: number) { seen.status = status; return response; }, end(body: string) { seen.body = body; } };
  const [route] = createHealthRoutes({ health, now: () => NOW, ...(setUp === undefined ? {} : { setUp }) });
  const taken = await route?.({ url, method } as IncomingMessage, response as unknown as ServerResponse) ?? false;
  return { taken, status: seen.status, body: seen.body === "" ? null : JSON.parse(seen.body) as unknown };
}

test("healthz says how the queue stands and when something was last checked", async () => {
  expect(await ask("/healthz", async () => QUEUE)).toEqual({
    taken: true, status: 200,
    body: { ok: true, store: "reachable", queue: { waiting: 3, running: 1, failing: 0, oldest_waiting_seconds: 5, last_checked: "2025-12-31T23:59:00.000Z" }, messages: { waiting: 2, oldest_waiting_seconds: 7, may_not_have_arrived: 1, did_not_arrive: 0 } },
  });
});

test("healthz says how far the milestones of large plans have come, and nothing of whose they are", async () => {
  const setUp = { planned: 252, placed: 130, goesOnAt: NOW + 60_000, checkedAt: null, unfinished: [{ repository: 7 }] };
  expect((await ask("/healthz", async () => QUEUE, "GET", async () => setUp)).body).toMatchObject({ milestones: { planned: 252, placed: 130, goes_on_at: "2026-01-01T00:01:00.000Z", last_checked: null } });
  expect((await ask("/healthz", async () => QUEUE, "GET", () => Promise.reject(new Error("no")))).body).toMatchObject({ ok: true, milestones: null });
});

test.each([["/healthz", 200], ["/readyz", 503]])("%s answers %d while the store cannot be read", async (path, status) => {
  const answer = await ask(path, () => Promise.reject(new Error("connection refused at 10.0.0.1")));
  expect(answer.status).toBe(status);
  expect(JSON.stringify(answer.body)).not.toContain("10.0.0.1");
});

test("asks for GET", async () => {
  expect((await ask("/readyz", async () => QUEUE, "POST")).status).toBe(405);
});

test("leaves other addresses to other routes", async () => {
  expect((await ask("/healthzz", async () => QUEUE)).taken).toBe(false);
});
