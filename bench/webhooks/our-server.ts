/** The app with its door open and its store on disk; nobody works on what it takes in. */
import { generateKeyPairSync } from "node:crypto";
import { createApp } from "../../src/app.ts";
import { SECRET, WEBHOOK_PATH } from "./payload.ts";

const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048, publicKeyEncoding: { type: "spki", format: "pem" }, privateKeyEncoding: { type: "pkcs8", format: "pem" } });
const say = (): void => undefined;
const app = await createApp({
  credentials: { appId: 1, privateKey, webhookSecrets: [SECRET] }, apiUrl: "http://127.0.0.1:9", store: { kind: "sqlite", file: process.argv[2] ?? "" },
  webhookPath: WEBHOOK_PATH, workers: 1, now: Date.now, log: { info: say, warn: say, error: (fields) => { console.error(fields); } },
});
const { url } = await app.listen({ host: "127.0.0.1", port: 0 });
process.on("message", () => void app.store.health().then(({ dirty }) => process.send?.({ cpu: process.cpuUsage(), rss: process.memoryUsage.rss(), dirty })));
process.send?.({ url });
