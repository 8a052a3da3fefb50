/** How fast the queue is emptied by a worker whose runs do nothing, and how fast the program starts to serve. */
import { spawn } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { NOTHING_TO_SETTLE } from "../../src/domain/model/settlement.ts";
import { openStore } from "../../src/store/open-store.ts";
import { createWorker } from "../../src/work/worker.ts";
import type { Measure } from "../figure.ts";
import { median } from "../figure.ts";

const KEYS = 10_000;
const STARTS = 5;

export const queue: Measure = {
  name: "queue",
  about: `${KEYS.toLocaleString("en")} keys marked and emptied by 8 workers whose runs do nothing; ${STARTS} starts of the program`,
  async run() {
    const folder = mkdtempSync(join(tmpdir(), "warden-bench-"));
    try {
      const { marked, drained } = await drain(join(folder, "queue.sqlite"));
      const starts: number[] = [];
      for (let index = 0; index < STARTS; index += 1) starts.push(await start(folder));
      return [
        { what: "keys marked", value: KEYS / marked, unit: "/s" },
        { what: "keys claimed, run and settled", value: KEYS / drained, unit: "/s", note: "each settled by a commit of its own on disk" },
        { what: "start until the door is open", value: median(starts), unit: "ms" },
      ];
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

async function drain(file: string): Promise<{ readonly marked: number; readonly drained: number }> {
  const store = await openStore({ databaseUrl: null, file });
  const say = (): void => undefined;
  const worker = createWorker({ queue: store, run: () => Promise.resolve(NOTHING_TO_SETTLE), now: Date.now, log: { info: say, warn: say, error: say }, isFault: () => null, concurrency: 8 });
  const begin = performance.now();
  await store.mark(Array.from({ length: KEYS }, (_, index) => ({ key: { kind: "pull", repository: 1, number: index + 1 }, lane: "fan-out", installation: 1 + index % 10 }) as const), { now: Date.now() });
  const between = performance.now();
  const runs = await worker.drain();
  const end = performance.now();
  await store.close();
  if (runs !== KEYS) throw new Error(`${runs} runs for ${KEYS} keys`);
  return { marked: (between - begin) / 1_000, drained: (end - between) / 1_000 };
}

async function start(folder: string): Promise<number> {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048, publicKeyEncoding: { type: "spki", format: "pem" }, privateKeyEncoding: { type: "pkcs8", format: "pem" } });
  const env: NodeJS.ProcessEnv = {
    NODE_ENV: "production", APP_ID: "1", PRIVATE_KEY: privateKey, WEBHOOK_SECRET: "a secret for measuring alone", GITHUB_API_URL: "http://127.0.0.1:9", STORE_FILE: join(folder, "start.sqlite"),
    HOST: "127.0.0.1", PORT: "0", LOG_FORMAT: "json", LOG_LEVEL: "info",
  };
  const began = performance.now();
  const child = spawn(process.execPath, ["--no-warnings", join(import.meta.dirname, "../../src/main.ts")], { env, cwd: folder, stdio: ["ignore", "pipe", "ignore"] });
  const gone = new Promise<void>((resolve) => child.once("close", () => resolve()));
  try {
    for await (const line of createInterface({ input: child.stdout })) if (line.includes("listens at")) return performance.now() - began;
    throw new Error("the program ended before it listened");
  } finally {
    child.kill("SIGKILL");
    await gone;
  }
}
