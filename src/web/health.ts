/**
 * `/healthz` says that the process answers and how its queue stands; `/readyz` says whether it should be sent work: 503 while the store
 * cannot be read. Both are for machines and say nothing of any repository.
 */
import type { IncomingMessage, ServerResponse } from "node:http";

export interface QueueHealth {
  readonly dirty: number;
  readonly oldestDirtyAt: number | null;
  readonly leased: number;
  readonly faults: number;
  readonly lastSettledAt: number | null;
  /** to people outside GitHub */
  readonly messages: { readonly waiting: number; readonly oldestWaitingAt: number | null; readonly unclear: number; readonly failed: number };
}

export interface HealthOptions {
  readonly health: () => Promise<QueueHealth>;
  /** how far milestones on GitHub have come; absent = not told */
  readonly setUp?: () => Promise<SetUp>;
  readonly now: () => number;
}

export interface SetUp {
  readonly planned: number;
  readonly placed: number;
  readonly goesOnAt: number | null;
  readonly checkedAt: number | null;
}

export function createHealthRoutes({ health, setUp, now }: HealthOptions): readonly ((request: IncomingMessage, response: ServerResponse) => boolean | Promise<boolean>)[] {
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
    const path = request.url?.split("?")[0];
    if (path !== "/healthz" && path !== "/readyz") return false;
    if (request.method !== "GET" && request.method !== "HEAD") {
      send(response, 405, { error: "Ask with GET." });
      return true;
    }
    const queue = await health().catch(() => null);
    if (queue === null) send(response, path === "/readyz" ? 503 : 200, { ok: path === "/healthz", store: "unreachable" });
    else send(response, 200, { ok: true, store: "reachable", queue: described(queue, now()), messages: undelivered(queue.messages, now()), ...(setUp === undefined || path === "/readyz" ? {} : { milestones: await setUp().then(progress, () => null) }) });
    return true;
  }
  return [answer];
}

function described(queue: QueueHealth, now: number): Readonly<Record<string, unknown>> {
  return {
    waiting: queue.dirty, running: queue.leased, failing: queue.faults,
    oldest_waiting_seconds: queue.oldestDirtyAt === null ? 0 : Math.max(0, Math.round((now - queue.oldestDirtyAt) / 1000)),
    last_checked: isoOrNull(queue.lastSettledAt),
  };
}

function undelivered({ waiting, oldestWaitingAt, unclear, failed }: QueueHealth["messages"], now: number): Readonly<Record<string, unknown>> {
  return { waiting, oldest_waiting_seconds: oldestWaitingAt === null ? 0 : Math.max(0, Math.round((now - oldestWaitingAt) / 1000)), may_not_have_arrived: unclear, did_not_arrive: failed };
}

function progress({ planned, placed, goesOnAt, checkedAt }: SetUp): Readonly<Record<string, unknown>> {
  return { planned, placed, goes_on_at: isoOrNull(goesOnAt), last_checked: isoOrNull(checkedAt) };
}

function isoOrNull(instant: number | null): string | null {
  return instant === null ? null : new Date(instant).toISOString();
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json; charset=utf-8", "cache-control": "no-store", "x-content-type-options": "nosniff" }).end(`${JSON.stringify(body)}\n`);
}
