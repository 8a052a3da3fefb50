import { describe, expect, test } from "@jest/globals";
import { createHmac } from "node:crypto";
import { WorldClock } from "../../../../src/sandbox/github/clock.ts";
import { changeInstallationRepositories, createApp, installApp, type Permissions } from "../../../../src/sandbox/github/state/app.ts";
import { createCheckRun, rerequestRun } from "../../../../src/sandbox/github/state/check.ts";
import { createIssue } from "../../../../src/sandbox/github/state/issue.ts";
import { createRepository } from "../../../../src/sandbox/github/state/repository.ts";
import type { Delivery } from "../../../../src/sandbox/github/transport/deliveries.ts";
import { seededDelivery } from "../../../../src/sandbox/github/transport/delivery-policy.ts";
import { createWebhooks, type WebhookOptions } from "../../../../src/sandbox/github/transport/webhooks.ts";
import { createWorld } from "../../../../src/sandbox/github/world.ts";
import { settle, WEBHOOK_SECRET } from "../acme.ts";

function hooked(options: WebhookOptions = {}, app: Parameters<typeof settle>[1] = {}) {
  const world = createWorld({ clock: new WorldClock() });
  const received: Delivery[] = [];
  const webhooks = createWebhooks(world, {
    async deliver(delivery) {
      received.push(delivery);
      return { status: 202 };
    },
    ...options,
  });
  const place = settle(world, app);
  const names = () => received.map(({ event, action }) => (action === null ? event : `${event}.${action}`));
  return { ...place, webhooks, received, names };
}

function bodyOf(delivery: Delivery | undefined): Record<string, unknown> {
  return JSON.parse(delivery?.body ?? "null") as Record<string, unknown>;
}

test("an issue reaches the app as GitHub would send it, signed over the raw body", async () => {
  const { world, web, bob, webhooks, received, installation, app } = hooked();
  createIssue(world, web, { title: "It breaks" }, bob);
  await webhooks.idle();
  const delivery = received.find(({ event }) => event === "issues");
  const body = bodyOf(delivery);
  expect(body).toMatchObject({ action: "opened", issue: { title: "It breaks" }, repository: { full_name: "acme/web" }, sender: { login: "bob" }, installation: { id: installation.id } });
  expect(delivery?.headers).toMatchObject({
    "content-type": "application/json",
    "x-github-event": "issues",
    "x-github-delivery": delivery?.guid,
    "x-github-hook-installation-target-id": String(app.id),
    "x-github-hook-installation-target-type": "integration",
    "x-hub-signature-256": `sha256=${createHmac("sha256", WEBHOOK_SECRET).update(delivery?.body ?? "").digest("hex")}`,
  });
  expect(delivery?.headers["user-agent"]).toMatch(/^GitHub-Hookshot\//);
  expect(delivery?.guid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-1[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
});

test("the same scene has the same guids, and no two deliveries share one", async () => {
  async function run(): Promise<string[]> {
    const { openPull, webhooks, received } = hooked();
    openPull("fix-a", { "src/a.ts": "export const a = 2;\n" });
    await webhooks.idle();
    return received.map(({ guid }) => guid);
  }
  const [first, again] = [await run(), await run()];
  expect(again).toEqual(first);
  expect(new Set(first).size).toBe(first.length);
});

describe("who hears of it", () => {
  test("only what the app subscribed to, its own installation, and checks for an app that writes them", async () => {
    const { world, web, bob, app, openPull, webhooks, names } = hooked({}, { events: ["pull_request"] });
    const pull = openPull("fix-a", { "src/a.ts": "export const a = 2;\n" });
    createIssue(world, web, { title: "Unheard" }, bob);
    createCheckRun(world, web, app, { name: "Release plan", headSha: pull.head.sha, status: "in_progress" });
    await webhooks.idle();
    expect(names()).toEqual(["installation.created", "check_suite.requested", "pull_request.opened", "check_run.created"]);
  });

  test("nothing for which the permission is missing", async () => {
    const permissions: Permissions = { issues: "read" };
    const { openPull, webhooks, names } = hooked({}, { permissions, events: ["pull_request", "push"] });
    openPull("fix-a", { "src/a.ts": "export const a = 2;\n" });
    await webhooks.idle();
    expect(names()).toEqual(["installation.created"]);
  });

  test("nothing from a repository that is not selected", async () => {
    const { world, acme, ann, bob, installation, webhooks, received } = hooked();
    const other = createRepository(world, { owner: acme, name: "other" }, ann);
    installation.repositorySelection = "selected";
    createIssue(world, other, { title: "Unheard" }, bob);
    changeInstallationRepositories(world, installation, { added: [other.id] }, ann);
    createIssue(world, other, { title: "Heard" }, bob);
    await webhooks.idle();
    const titles = received.flatMap((delivery) => (delivery.event === "issues" ? [(bodyOf(delivery)["issue"] as { title: string }).title] : []));
    expect(titles).toEqual(["Heard"]);
    expect(received.map(({ event }) => event)).toContain("installation_repositories");
  });

  test("a re-run goes to the app that owns the check alone", async () => {
    const { world, web, acme, ann, app, webhooks, received } = hooked();
    const other = createApp(world, { slug: "other-ci", owner: acme, publicKey: "none", permissions: { checks: "write" }, events: [] });
    installApp(world, other, { account: acme, repositories: "all", sender: ann });
    const head = web.refs.get("refs/heads/main")?.sha ?? "";
    const run = createCheckRun(world, web, app, { name: "Release plan", headSha: head });
    rerequestRun(world, run, ann);
    await webhooks.idle();
    expect(received.filter(({ event, action }) => event === "check_run" && action === "created").map(({ appId }) => appId)).toEqual([app.id, other.id]);
    expect(received.filter(({ action }) => action === "rerequested").map(({ appId }) => appId)).toEqual([app.id]);
  });
});

describe("the delivery log", () => {
  test("keeps attempts for three days of world time", async () => {
    const { world, web, bob, app, webhooks } = hooked();
    createIssue(world, web, { title: "One" }, bob);
    await webhooks.idle();
    const before = webhooks.attempts(app.id).length;
    expect(before).toBeGreaterThan(0);
    world.clock.advance(3 * 86_400_000 - 1);
    expect(webhooks.attempts(app.id)).toHaveLength(before);
    world.clock.advance(1);
    expect(webhooks.attempts(app.id)).toEqual([]);
  });

  test("a refused delivery and one without an answer say so, and nothing is sent again by itself", async () => {
    const answers = [500, null];
    const { world, web, bob, webhooks } = hooked({
      async deliver() {
        const status = answers.shift();
        if (status == null) throw new Error("connection refused");
        return { status };
      },
    });
    createIssue(world, web, { title: "One" }, bob);
    await webhooks.idle();
    const [second, first] = webhooks.attempts();
    expect([first?.outcome.status, first?.outcome.statusCode]).toEqual(["Invalid HTTP Response: 500", 500]);
    expect([second?.outcome.status, second?.outcome.statusCode]).toEqual(["failed to connect to host", 0]);
    expect(webhooks.attempts()).toHaveLength(2);
  });

  test("a redelivery has the same guid, body and signature and an id of its own", async () => {
    const { world, web, bob, webhooks, received } = hooked();
    createIssue(world, web, { title: "One" }, bob);
    await webhooks.idle();
    const original = received.at(-1);
    expect(webhooks.redeliver(original?.id ?? 0)).toBe(true);
    expect(webhooks.redeliver(1)).toBe(false);
    await webhooks.idle();
    const again = received.at(-1);
    expect(again).toEqual({ ...original, id: again?.id, redelivery: true });
    expect(again?.id).not.toBe(original?.id);
  });

  test("a lost delivery leaves no trace, a doubled one arrives twice with one guid", async () => {
    const { world, web, bob, webhooks, received } = hooked();
    await webhooks.idle();
    received.length = 0;
    webhooks.setPolicy(seededDelivery({ seed: 1, lose: 1 }));
    createIssue(world, web, { title: "Lost" }, bob);
    webhooks.setPolicy(seededDelivery({ seed: 1, double: 1 }));
    createIssue(world, web, { title: "Twice" }, bob);
    await webhooks.idle();
    expect(received.map((delivery) => (bodyOf(delivery)["issue"] as { title: string }).title)).toEqual(["Twice", "Twice"]);
    expect(new Set(received.map(({ guid }) => guid)).size).toBe(1);
  });
});

test("an app without a webhook address gets nothing over HTTP", async () => {
  const { world, web, bob, app, webhooks } = hooked();
  await webhooks.idle();
  app.webhook = null;
  webhooks.setDoor(null);
  const before = webhooks.attempts().length;
  createIssue(world, web, { title: "One" }, bob);
  await webhooks.idle();
  expect(webhooks.attempts()).toHaveLength(before);
});
