/**
 * The app's own record of webhook deliveries, and asking for one again. GitHub keeps it for three days (Enterprise Server seven) and never
 * redelivers by itself. As the app (JWT).
 * Source: https://docs.github.com/rest/apps/webhooks#list-deliveries-for-an-app-webhook
 */
import { z } from "zod";
import type { Instant } from "../domain/model/instant.ts";
import type { Client } from "./app-client.ts";
import { parseWire } from "./wire/parse-wire.ts";
import { instantOf } from "./wire/instant.ts";

const Delivery = z.object({
  // Delivery ids have outgrown what a JavaScript number holds.
  id: z.union([z.number(), z.bigint(), z.string()]).transform(String),
  guid: z.string(),
  delivered_at: z.string(),
  redelivery: z.boolean(),
  status: z.string(),
  status_code: z.number(),
  event: z.string(),
  installation_id: z.union([z.number(), z.bigint()]).nullish(),
});

export interface DeliveryFact {
  readonly id: string;
  /** the same for every attempt: X-GitHub-Delivery */
  readonly guid: string;
  readonly deliveredAt: Instant;
  readonly status: "ok" | "failed";
  readonly redelivery: boolean;
  readonly event: string;
  readonly installation: number | null;
}

export interface DeliveryPage {
  /** newest first */
  readonly deliveries: readonly DeliveryFact[];
  /** null = nothing older, or everything older is before `since` */
  readonly next: string | null;
}

export interface Deliveries {
  listDeliveries(asked: { readonly cursor: string | null; readonly since: Instant }): Promise<DeliveryPage>;
  /** asks GitHub to deliver once more; the guid stays the same. False = GitHub no longer has it */
  redeliver(id: string): Promise<boolean>;
}

export function createDeliveries(app: Client): Deliveries {
  return {
    async listDeliveries({ cursor, since }) {
      const what = "webhook deliveries";
      const answer = await app.rest({ what, route: "GET /app/hook/deliveries", parameters: { per_page: 100, ...(cursor === null ? {} : { cursor }) } });
      const listed = parseWire(z.array(Delivery), answer.body, what).map(deliveryFact);
      const deliveries = listed.filter((one) => one.deliveredAt >= since);
      return { deliveries, next: deliveries.length < listed.length ? null : nextCursor(answer.headers["link"]) };
    },
    async redeliver(id) {
      const route = "POST /app/hook/deliveries/{delivery_id}/attempts";
      const answer = await app.rest({ what: `redelivery of ${id}`, route, parameters: { delivery_id: id }, understands: [404, 422] });
      return answer.status < 300;
    },
  };
}

/** Every attempt made since an instant, newest first, a page at a time as they are asked for. */
export async function* attemptsSince(deliveries: Deliveries, since: Instant): AsyncGenerator<Pick<DeliveryFact, "id" | "guid" | "deliveredAt" | "redelivery"> & { readonly ok: boolean }> {
  let cursor: string | null = null;
  do {
    const page: DeliveryPage = await deliveries.listDeliveries({ cursor, since });
    for (const { id, guid, deliveredAt, redelivery, status } of page.deliveries) yield { id, guid, deliveredAt, redelivery, ok: status === "ok" };
    cursor = page.next;
  } while (cursor !== null);
}

/** A connection that failed has the code 0 or 502 and its own words for a status; only a 2xx was taken. */
function deliveryFact(wire: z.infer<typeof Delivery>): DeliveryFact {
  return {
    id: wire.id, guid: wire.guid, deliveredAt: instantOf(wire.delivered_at) ?? 0, redelivery: wire.redelivery, event: wire.event,
    status: wire.status_code >= 200 && wire.status_code < 300 ? "ok" : "failed",
    installation: wire.installation_id === null || wire.installation_id === undefined ? null : Number(wire.installation_id),
  };
}

function nextCursor(link: string | undefined): string | null {
  const next = /<([^<>]+)>;\s*rel="next"/.exec(link ?? "")?.[1];
  return next === undefined || !URL.canParse(next) ? null : new URL(next).searchParams.get("cursor");
}
