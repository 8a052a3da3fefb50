// GitHub's endpoints for an app's delivery log: list, read one, redeliver. Only the app itself (its JWT) may call them.
//
// Source: https://docs.github.com/rest/apps/webhooks; shapes by GitHub's OpenAPI types.

import type { components } from "@octokit/openapi-types";
import { ApiProblem, badCredentials, notFound } from "../api-problem.ts";
import { githubInstant } from "../clock.ts";
import type { Caller } from "../rest/caller.ts";
import type { ExtraRoute } from "../rest/router.ts";
import type { App } from "../state/app.ts";
import type { DeliveryAttempt } from "./deliveries.ts";
import type { Webhooks } from "./webhooks.ts";

type HookDeliveryItem = components["schemas"]["hook-delivery-item"];
type HookDelivery = components["schemas"]["hook-delivery"];

export function deliveryRoutes(webhooks: Webhooks): ExtraRoute[] {
  return [
    { method: "GET", path: "/app/hook/deliveries", handler: async (request, caller) => listDeliveries(webhooks, request, appOf(caller)) },
    { method: "GET", path: "/app/hook/deliveries/{delivery_id}", handler: async (request, caller) => showDelivery(webhooks, request, appOf(caller)) },
    { method: "POST", path: "/app/hook/deliveries/{delivery_id}/attempts", handler: async (request, caller) => redeliver(webhooks, request, appOf(caller)) },
  ];
}

function appOf(caller: Caller): App {
  if (caller.kind !== "app") throw badCredentials("A JSON web token could not be decoded");
  return caller.app;
}

function listDeliveries(webhooks: Webhooks, request: Request, app: App): Response {
  const url = new URL(request.url);
  const perPage = pageSize(url.searchParams.get("per_page"));
  const after = positionOf(url.searchParams.get("cursor"));
  const status = url.searchParams.get("status");
  const matching = webhooks.attempts(app.id).filter((attempt) => hasStatus(attempt, status) && (after === null || attempt.delivery.id < after));
  // Newest first by id, so that a page stays whole while new deliveries arrive.
  matching.sort((one, other) => other.delivery.id - one.delivery.id);
  const page = matching.slice(0, perPage);
  const last = page.at(-1);
  const headers: Record<string, string> = {};
  if (last !== undefined && matching.length > perPage) {
    url.searchParams.set("cursor", cursorAt(last.delivery.id));
    headers["link"] = `<${url.href}>; rel="next"`;
  }
  return Response.json(page.map(deliveryItem), { headers });
}

function showDelivery(webhooks: Webhooks, request: Request, app: App): Response {
  const id = deliveryId(request);
  const attempt = webhooks.attempts(app.id).find((each) => each.delivery.id === id);
  if (attempt === undefined) throw notFound();
  const { delivery, outcome } = attempt;
  const whole: HookDelivery = {
    ...deliveryItem(attempt),
    url: delivery.url,
    request: { headers: { ...delivery.headers }, payload: JSON.parse(delivery.body) as Record<string, unknown> },
    response: { headers: { ...outcome.responseHeaders }, payload: outcome.responseBody },
  };
  return Response.json(whole);
}

function redeliver(webhooks: Webhooks, request: Request, app: App): Response {
  if (!webhooks.redeliver(deliveryId(request), app.id)) throw notFound();
  return Response.json({}, { status: 202 });
}

/** GitHub's list type allows bigint ids, its single delivery does not; ours are always numbers. */
type ListedDelivery = HookDeliveryItem & Pick<HookDelivery, "id" | "installation_id" | "repository_id">;

/** A delivery as GitHub lists it. */
export function deliveryItem(attempt: DeliveryAttempt): ListedDelivery {
  const { delivery, outcome } = attempt;
  return {
    id: delivery.id,
    guid: delivery.guid,
    delivered_at: githubInstant(attempt.deliveredAt),
    redelivery: delivery.redelivery,
    duration: outcome.duration,
    status: outcome.status,
    status_code: outcome.statusCode,
    event: delivery.event,
    action: delivery.action,
    installation_id: delivery.installationId,
    repository_id: delivery.repositoryId,
    throttled_at: null,
  };
}

/** `failure` is an answer of 400 to 599 only: deliveries without any answer are found by their status alone. */
function hasStatus(attempt: DeliveryAttempt, wanted: string | null): boolean {
  const { statusCode } = attempt.outcome;
  if (wanted === "success") return statusCode >= 200 && statusCode < 400;
  if (wanted === "failure") return statusCode >= 400 && statusCode < 600;
  return true;
}

function pageSize(text: string | null): number {
  const size = Number(text ?? 30);
  return Number.isInteger(size) && size > 0 ? Math.min(size, 100) : 30;
}

function cursorAt(id: number): string {
  return `v1_${id}`;
}

function positionOf(cursor: string | null): number | null {
  if (cursor === null || cursor === "") return null;
  const found = /^v1_(\d{1,15})$/.exec(cursor);
  if (found === null) throw new ApiProblem(400, "Invalid cursor");
  return Number(found[1]);
}

function deliveryId(request: Request): number {
  const found = /\/deliveries\/(\d{1,15})(?:\/|$)/.exec(new URL(request.url).pathname);
  if (found === null) throw notFound();
  return Number(found[1]);
}
