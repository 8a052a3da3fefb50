import { afterEach, describe, expect, test } from "@jest/globals";
import { generateKeyPairSync } from "node:crypto";
import { pino } from "pino";
import { Probot } from "probot";
import releaseWarden, { createProbotApp } from "../src/probot.ts";
import type { Acceptance } from "../src/webhook/acceptance.ts";
import { GATE_EVENTS, OPTIONAL_EVENTS, SUBSCRIBED_EVENTS, UNASKED_EVENTS } from "../src/webhook/payload.ts";
import { INSTALLATION, payload, push, REPOSITORY } from "./webhook/github-payloads.ts";
import { knock, NOW, openDoor } from "./webhook/knock.ts";

const privateKey = generateKeyPairSync("rsa", { modulusLength: 1024, privateKeyEncoding: { type: "pkcs1", format: "pem" }, publicKeyEncoding: { type: "spki", format: "pem" } }).privateKey;
type Received = Parameters<Probot["receive"]>[0];

async function host(accept: (acceptance: Acceptance) => Promise<"accepted" | "duplicate">): Promise<(id: string, name: string, body: unknown) => Promise<void>> {
  const app = new Probot({ appId: 1, privateKey, secret: "a secret of the tests", log: pino({ level: "silent" }) });
  await app.load(createProbotApp({ accept, now: () => NOW }));
  return (id, name, body) => app.receive({ id, name, payload: body } as Received);
}

describe("on any Probot host", () => {
  test("a delivery is given to the store exactly as the door gives it", async () => {
    const accepted: Acceptance[] = [];
    const receive = await host(async (each) => { accepted.push(each); return "accepted"; });
    const door = await openDoor();
    const bodies: readonly (readonly [string, unknown])[] = [
      ["push", push()],
      ["pull_request", payload({ action: "opened", pull_request: { number: 12 } })],
      ["milestone", payload({ action: "deleted", milestone: { number: 7 } })],
      ["installation", { action: "created", installation: { id: INSTALLATION } }],
    ];
    for (const [event, body] of bodies) {
      await receive("d-1", event, body);
      await knock(door, event, JSON.stringify(body));
    }
    await door.server.close();
    expect(accepted).toHaveLength(bodies.length);
    expect(accepted).toEqual(door.accepted);
  });

  test("every event that the mapping knows is listened to", async () => {
    const events: string[] = [];
    const app = { on: (names: string[]) => events.push(...names) };
    createProbotApp({ accept: async () => "accepted" })(app as unknown as Probot);
    expect(events).toEqual([...SUBSCRIBED_EVENTS, ...UNASKED_EVENTS, ...GATE_EVENTS, ...OPTIONAL_EVENTS]);
  });

  test("a delivery that the store refuses fails at the host, so that GitHub records it", async () => {
    const receive = await host(() => Promise.reject(new Error("disk full")));
    await expect(receive("d-2", "push", push())).rejects.toThrow("disk full");
  });

  test("a delivery without an installation does not trouble the store", async () => {
    const receive = await host(() => Promise.reject(new Error("asked")));
    await expect(receive("d-4", "pull_request", { action: "opened", repository: { id: REPOSITORY }, pull_request: { number: 1 } })).resolves.toBeUndefined();
  });
});

describe("loaded by a host, with the environment", () => {
  const before = { ...process.env };
  afterEach(() => { process.env = { ...before }; });
  const loaded = (variables: Record<string, string>) => {
    process.env = { ...before, APP_ID: "", PRIVATE_KEY: "", PRIVATE_KEY_PATH: "", WEBHOOK_SECRET: "", WEBHOOK_SECRET_PREVIOUS: "", ...variables };
    return releaseWarden({} as Probot);
  };

  test("no credentials are refused: a host cannot rehearse", async () => {
    await expect(loaded({})).rejects.toThrow("On a Probot host the Warden needs APP_ID, PRIVATE_KEY and WEBHOOK_SECRET");
  });

  test("Probot's own default secret is refused, though Probot would take it", async () => {
    await expect(loaded({ APP_ID: "1", PRIVATE_KEY: privateKey, WEBHOOK_SECRET: "development" })).rejects.toThrow("WEBHOOK_SECRET is a word that everybody knows");
  });
});
