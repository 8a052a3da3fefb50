/** Probot's own server as its documentation starts it, with a handler that does nothing and logs nothing below a fatal error. */
import { generateKeyPairSync } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { pino } from "pino";
import { Probot, Server } from "probot";
import { SECRET, WEBHOOK_PATH } from "./payload.ts";

const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048, publicKeyEncoding: { type: "spki", format: "pem" }, privateKeyEncoding: { type: "pkcs8", format: "pem" } });
const log = pino({ level: "fatal" });
// It takes 0 for 3000, which another program may have.
const probe = createServer();
const port = await new Promise<number>((resolve) => probe.listen(0, "127.0.0.1", () => resolve((probe.address() as AddressInfo).port)));
await new Promise((resolve) => probe.close(resolve));
const server = new Server({
  Probot: Probot.defaults({ appId: 1, privateKey, secret: SECRET, logLevel: "fatal", log }),
  host: "127.0.0.1", port, webhookPath: WEBHOOK_PATH, log,
});
await server.load((probot) => { probot.on("pull_request", () => undefined); });
await server.start();
process.on("message", () => process.send?.({ cpu: process.cpuUsage(), rss: process.memoryUsage.rss(), dirty: null }));
process.send?.({ url: `http://127.0.0.1:${server.port}` });
