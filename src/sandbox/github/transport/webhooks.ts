// Turns what happens in the world into signed webhook deliveries to the apps that may hear of it.
//
// Promises: the API call that caused an event never waits for its delivery; the signature covers the raw body byte for
// byte; guids and ids come from a counter, so two runs of one scene deliver the same; a redelivery keeps its guid and body.
// Nothing is redelivered automatically, as on GitHub.
// Source: https://docs.github.com/webhooks/webhook-events-and-payloads#delivery-headers

import { createHash, createHmac } from "node:crypto";
import { installationPayload } from "../payload/app.ts";
import type { App, Installation } from "../state/app.ts";
import type { World, WorldEvent } from "../world.ts";
import { DeliveryLog, type Delivery, type DeliveryAttempt } from "./deliveries.ts";
import type { DeliveryPolicy } from "./delivery-policy.ts";
import { DeliveryQueue } from "./delivery-queue.ts";
import { httpSender, inProcessSender, type DeliverySender, type InProcessDoor } from "./delivery-sender.ts";
import { recipientsOf } from "./recipients.ts";

export interface WebhookOptions {
  /** The app's door in this process; unless given, deliveries go over HTTP to the app's webhook address. */
  readonly deliver?: InProcessDoor;
  readonly policy?: DeliveryPolicy;
  /** Real ms until a delivery over HTTP is given up; 10,000 unless given, as GitHub waits. */
  readonly timeout?: number;
  /** Hears of each attempt, after it is in the log. */
  readonly attempted?: (attempt: DeliveryAttempt) => void;
}

export interface Webhooks {
  /** Attempts of the last three days of world time, newest first; of one app when it is named. */
  attempts(appId?: number): readonly DeliveryAttempt[];
  /** Sends a logged delivery again, with the same guid and body. False when the log does not have it. */
  redeliver(id: number, appId?: number): boolean;
  /** Resolves when everything due has been attempted, and what those attempts set off as well. */
  idle(): Promise<void>;
  /** Deliveries not attempted yet. */
  waiting(): number;
  setPolicy(policy: DeliveryPolicy): void;
  /** From now on deliveries go to this door; null: over HTTP again. */
  setDoor(door: InProcessDoor | null): void;
  pause(): void;
  resume(): void;
  step(): Promise<Delivery | null>;
  close(): void;
}

export function createWebhooks(world: World, options: WebhookOptions = {}): Webhooks {
  const log = new DeliveryLog(world.clock);
  const overHttp = httpSender(options.timeout);
  let send: DeliverySender = options.deliver === undefined ? overHttp : inProcessSender(options.deliver);
  let inProcess = options.deliver !== undefined;
  const queue = new DeliveryQueue({
    clock: world.clock,
    send: (delivery) => send(delivery),
    attempted(attempt) {
      log.add(attempt);
      options.attempted?.(attempt);
    },
  });
  if (options.policy !== undefined) queue.policy = options.policy;
  const stop = world.events.on((event) => {
    for (const { app, installation } of recipientsOf(world, event)) {
      if (app.webhook !== null || inProcess) queue.add(deliveryOf(world, event, app, installation));
    }
  });
  return {
    attempts: (appId) => log.list(appId),
    redeliver(id, appId) {
      const attempt = log.find(id, appId);
      if (attempt === null) return false;
      queue.add(again(world, attempt.delivery));
      return true;
    },
    idle: () => queue.idle(),
    waiting: () => queue.length,
    setPolicy: (policy) => void (queue.policy = policy),
    setDoor(door) {
      send = door === null ? overHttp : inProcessSender(door);
      inProcess = door !== null;
    },
    pause: () => queue.pause(),
    resume: () => queue.resume(),
    step: () => queue.step(),
    close() {
      stop();
      queue.close();
    },
  };
}

function deliveryOf(world: World, event: WorldEvent, app: App, installation: Installation): Delivery {
  const guid = guidOf(world.nextId("deliveryGuid"));
  const body = JSON.stringify({ ...event.payload, installation: installationPart(world, event, installation) });
  const about = { guid, appId: app.id, installationId: installation.id, repositoryId: event.repositoryId, event: event.event, action: event.action };
  return { id: nextDeliveryId(world), ...about, redelivery: false, url: addressOf(app), headers: headersOf(app, event.event, guid, body), body };
}

/** Events of the installation itself carry it whole; all others name it by its ids. */
function installationPart(world: World, event: WorldEvent, installation: Installation): unknown {
  if (event.event.startsWith("installation")) return installationPayload(world, installation);
  return { id: installation.id, node_id: btoa(`023:IntegrationInstallation${installation.id}`) };
}

function again(world: World, original: Delivery): Delivery {
  const app = world.apps.get(original.appId);
  // The app's address and secret may have changed since; a redelivery goes where the app is now.
  const now = app === undefined ? {} : { url: addressOf(app), headers: headersOf(app, original.event, original.guid, original.body) };
  return { ...original, ...now, id: nextDeliveryId(world), redelivery: true };
}

function nextDeliveryId(world: World): number {
  return 20_000_000_000 + world.nextId("delivery");
}

function addressOf(app: App): string {
  return app.webhook?.url ?? "";
}

function headersOf(app: App, event: string, guid: string, body: string): Record<string, string> {
  const secret = app.webhook?.secret ?? null;
  return {
    accept: "*/*",
    "content-type": "application/json",
    "user-agent": `GitHub-Hookshot/${createHash("sha1").update(String(app.id)).digest("hex").slice(0, 7)}`,
    "x-github-event": event,
    "x-github-delivery": guid,
    "x-github-hook-id": String(500_000_000 + app.id),
    "x-github-hook-installation-target-id": String(app.id),
    "x-github-hook-installation-target-type": "integration",
    ...(secret === null ? {} : { "x-hub-signature-256": `sha256=${createHmac("sha256", secret).update(body).digest("hex")}` }),
  };
}

/** GUID-shaped and never the same twice; like GitHub's, its version is 1. */
function guidOf(serial: number): string {
  const hex = createHash("sha256").update(`delivery ${serial}`).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-1${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
