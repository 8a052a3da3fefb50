/** The app in a process of its own: it finds every open pull request, decides each and writes its check, and then says what memory that took. */
import { createApp } from "../../src/app.ts";

const [appId = "", privateKey = "", apiUrl = "", file = ""] = process.argv.slice(2);
const say = (): void => undefined;
const began = performance.now();
const app = await createApp({
  credentials: { appId: Number(appId), privateKey: Buffer.from(privateKey, "base64").toString("utf8"), webhookSecrets: ["not used here"] }, apiUrl,
  store: { kind: "sqlite", file }, webhookPath: "/hook", workers: 8, now: Date.now, log: { info: say, warn: (fields, line) => { console.error(line, fields); }, error: (fields, line) => { console.error(line, fields); } },
  limits: { writeSpacing: 0, restPointsPerMinute: Infinity, graphqlPointsPerMinute: Infinity },
});
globalThis.gc?.();
const before = process.memoryUsage.rss();
await app.resync();
const runs = await app.drain();
const seconds = (performance.now() - began) / 1_000;
const stats = app.github.stats();
const peak = process.resourceUsage().maxRSS * 1_024;
globalThis.gc?.();
process.send?.({ before, after: process.memoryUsage.rss(), heap: process.memoryUsage().heapUsed, peak, runs, seconds, writes: stats.writes, calls: stats.calls });
