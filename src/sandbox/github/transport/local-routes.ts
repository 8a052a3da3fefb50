// The strings behind the stage: endpoints under /_local that GitHub does not have, for a person with curl.
//
//   GET    /_local/clock                        {"now":"2019-05-13T09:00:00.000Z"}
//   POST   /_local/clock                        {"set":"2019-06-24T22:00:00Z"} or {"advance":"2h"} (s, m, h, d, or milliseconds)
//   GET    /_local/faults                       armed faults, and those that have hit
//   POST   /_local/faults                       {"kind":"502","match":{"method":"POST","path":"/repos/o/r/*"},"times":2}
//   DELETE /_local/faults                       no more faults
//   GET    /_local/deliveries                   the log of all apps, newest first, as GitHub lists one app's
//   POST   /_local/deliveries/{id}/redeliver    sends it again with the same guid
//
// They ask for no credentials: the server listens on the loopback address only and answers them only under its own name.

import type { WorldClock } from "../clock.ts";
import { deliveryItem } from "./delivery-routes.ts";
import { json, type FetchHandler } from "./fetch-handler.ts";
import { FAULT_KINDS, type Fault, type FaultBox, type FaultKind, type FaultMatch } from "./layers/faults.ts";
import type { Webhooks } from "./webhooks.ts";

export interface LocalRoutes {
  readonly clock: WorldClock;
  readonly faults: FaultBox;
  readonly webhooks: Webhooks;
}

/** A wrong body: what is wrong, and what to send instead. */
class BadRequest extends Error {}

const UNITS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

export function localRoutes(parts: LocalRoutes): FetchHandler {
  return async function answerLocally(request) {
    const path = new URL(request.url).pathname;
    try {
      if (path === "/_local/clock") return await clockRoute(parts.clock, request);
      if (path === "/_local/faults") return await faultsRoute(parts.faults, request);
      if (path === "/_local/deliveries" && request.method === "GET") return json(200, parts.webhooks.attempts().map(deliveryItem));
      const again = /^\/_local\/deliveries\/(\d{1,15})\/redeliver$/.exec(path);
      if (again !== null && request.method === "POST") return redeliver(parts.webhooks, Number(again[1]));
    } catch (error) {
      if (error instanceof BadRequest) return json(400, { message: error.message });
      throw error;
    }
    return json(404, { message: `There is no ${request.method} ${path}. There are /_local/clock, /_local/faults and /_local/deliveries.` });
  };
}

async function clockRoute(clock: WorldClock, request: Request): Promise<Response> {
  if (request.method === "POST") moveClock(clock, await objectBody(request));
  return json(200, { now: new Date(clock.now()).toISOString() });
}

function moveClock(clock: WorldClock, body: Record<string, unknown>): void {
  if (body["set"] !== undefined) return clock.set(instantOf(body["set"]));
  if (body["advance"] !== undefined) return clock.advance(durationOf(body["advance"]));
  throw new BadRequest('Say where to move the clock: {"set":"2019-06-24T22:00:00Z"} or {"advance":"2h"}.');
}

function instantOf(value: unknown): number {
  const instant = typeof value === "string" ? Date.parse(value) : value;
  if (typeof instant === "number" && Number.isSafeInteger(instant)) return instant;
  throw new BadRequest('"set" is an instant such as "2019-06-24T22:00:00Z", or whole milliseconds since 1970.');
}

function durationOf(value: unknown): number {
  if (typeof value === "number" && Number.isSafeInteger(value)) return value;
  const found = typeof value === "string" ? /^(\d{1,9})([smhd])$/.exec(value) : null;
  const unit = UNITS[found?.[2] ?? ""];
  if (found !== null && unit !== undefined) return Number(found[1]) * unit;
  throw new BadRequest('"advance" is a duration such as "90s", "15m", "2h" or "3d", or whole milliseconds.');
}

async function faultsRoute(faults: FaultBox, request: Request): Promise<Response> {
  if (request.method === "DELETE") faults.clear();
  if (request.method === "POST") faults.add(faultOf(await objectBody(request)));
  return json(200, { armed: faults.armed(), fired: faults.fired() });
}

function faultOf(body: Record<string, unknown>): Fault {
  const kind = FAULT_KINDS.find((each): each is FaultKind => each === body["kind"]);
  if (kind === undefined) throw new BadRequest(`"kind" is one of ${FAULT_KINDS.join(", ")}.`);
  const numbers: Record<string, number> = {};
  for (const name of ["times", "after", "retryAfter", "delay"]) {
    const value = body[name];
    if (value === undefined) continue;
    if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 0) throw new BadRequest(`"${name}" is a whole number, 0 or more.`);
    numbers[name] = value;
  }
  return { kind, match: matchOf(body["match"]), ...numbers };
}

function matchOf(value: unknown): FaultMatch {
  if (value === undefined) return {};
  if (!isObject(value)) throw new BadRequest('"match" is an object such as {"method":"POST","path":"/repos/o/r/*"}.');
  const { method, path } = value;
  if (method !== undefined && typeof method !== "string") throw new BadRequest('"match.method" is text such as "POST".');
  if (path !== undefined && typeof path !== "string") throw new BadRequest('"match.path" is text such as "/repos/o/r/*", where * stands for any characters.');
  return { ...(method === undefined ? {} : { method }), ...(path === undefined ? {} : { path }) };
}

function redeliver(webhooks: Webhooks, id: number): Response {
  if (webhooks.redeliver(id)) return json(202, {});
  return json(404, { message: `No delivery ${id} in the log of the last three days. GET /_local/deliveries lists them.` });
}

async function objectBody(request: Request): Promise<Record<string, unknown>> {
  try {
    const body: unknown = await request.json();
    if (isObject(body)) return body;
  } catch {
    // Told below, like every other body that is no object.
  }
  throw new BadRequest("The body must be a JSON object.");
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
