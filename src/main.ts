/** `npm start`: with credentials the app serves GitHub, without them it is rehearsed on a local one. No logic but that choice. */
import { readFile } from "node:fs/promises";
import { createApp } from "./app.ts";
import type { App, AppOptions } from "./app.ts";
import { explainProblem } from "./cli/main.ts";
import type { CliIo } from "./cli/io.ts";
import { readInstant } from "./cli/instant-argument.ts";
import { readRelease, rehearsalWords } from "./cli/rehearsal.ts";
import { readStartArguments, START_HELP } from "./cli/start-arguments.ts";
import type { StartArguments } from "./cli/start-arguments.ts";
import { loadDotEnv, readEnv } from "./env.ts";
import type { Env } from "./env.ts";
import { createLog } from "./log.ts";

const live = process.stdout.isTTY;
const io: CliIo = {
  stdout: (text) => { process.stdout.write(text); },
  stderr: (text) => { process.stderr.write(text); },
  readFile: (path) => readFile(path),
  colour: live && process.stdout.hasColors(),
  columns: live ? process.stdout.columns : null,
  now: () => Date.now(),
  version: "", apiUrl: "",
};

try {
  process.exitCode = await start(process.argv.slice(2));
} catch (error) {
  process.exitCode = explainProblem(error, io);
}

async function start(args: readonly string[]): Promise<number> {
  const given = readStartArguments(args);
  if (given.help) return tell(io.stdout, START_HELP, 0);
  loadDotEnv();
  const reading = readEnv();
  if ("problems" in reading) return tell(io.stderr, reading.problems, 2);
  const { ok: env } = reading;
  if (env.app === null) return rehearseRelease(given, env);
  const rehearsing = Object.entries({ once: given.once, plan: given.plan !== null || given.scene !== null, record: given.record !== null, until: given.until !== null }).find(([, is]) => is);
  if (rehearsing !== undefined) return tell(io.stderr, [`--${rehearsing[0]} is for rehearsals, and with APP_ID, PRIVATE_KEY and WEBHOOK_SECRET set the Warden serves GitHub: unset them to rehearse.`], 2);
  return serve(given, env, env.app);
}

async function serve(given: StartArguments, env: Env, credentials: AppOptions["credentials"]): Promise<number> {
  const log = createLog(env.log, "stdout");
  const running = await open(given, env, credentials, log).catch((error: unknown) => String((error as Error).message));
  // why it cannot start is a sentence for the operator: a port that is taken, a store that another process holds
  if (typeof running === "string") return tell(io.stderr, [running], 1);
  const { app, url } = running;
  app.start();
  log.info({}, `The page for release managers is at ${env.http.publicUrl ?? url}${env.signIn === null ? ", for this machine only: set CLIENT_ID, CLIENT_SECRET and PUBLIC_URL to let people sign in with GitHub" : ""}.`);
  log.info({}, `Release Warden listens at ${url}; GitHub's webhooks go to ${env.http.publicUrl ?? url}${env.http.webhookPath}.`);
  await asked();
  log.info({}, "Stopping: what runs is finished first.");
  await app.stop();
  return 0;
}

async function open({ port }: StartArguments, env: Env, credentials: AppOptions["credentials"], log: AppOptions["log"]): Promise<{ readonly app: App; readonly url: string }> {
  const app = await createApp({ credentials, gate: env.gate, targets: env.targets, signIn: env.signIn, apiUrl: env.github.apiUrl, store: env.store, webhookPath: env.http.webhookPath, publicUrl: env.http.publicUrl, workers: env.workers, now: () => Date.now(), log });
  try {
    const { url } = await app.listen({ host: env.http.host, port: port ?? env.http.port });
    return { app, url };
  } catch (error) {
    await app.stop();
    throw error;
  }
}

async function rehearseRelease(given: StartArguments, env: Env): Promise<number> {
  const input = await readRelease(given, io);
  const { rehearse } = await import("./sandbox/rehearsal/rehearsal.ts");
  const { acropolis } = await import("./sandbox/rehearsal/acropolis.ts");
  return rehearse({
    input: given.scene ?? input, once: given.once, port: given.port ?? 0, record: given.record, words: rehearsalWords(io, live), leave: asked,
    ...(given.until === null ? {} : { until: readInstant(given.until, "until", (input ?? acropolis()).plan) }),
    log: createLog({ ...env.log, level: env.log.level === "info" ? "warn" : env.log.level }, "stderr"),
    // A machine of one's own is not to be spared.
    openApp: (wiring) => createApp({ ...wiring, store: { kind: "sqlite", file: ":memory:" }, workers: env.workers, limits: { writeSpacing: 0, restPointsPerMinute: Infinity, graphqlPointsPerMinute: Infinity } }),
  });
}

/** Resolves when somebody asks the program to end. A second request is not waited for: Node ends at once. */
function asked(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => resolve());
  });
}

function tell(write: (text: string) => void, lines: readonly string[], code: number): number {
  write(`${lines.join("\n")}\n`);
  return code;
}
