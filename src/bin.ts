/** The command line as a program: real streams, files and clock around `cli`. */
import { readFile } from "node:fs/promises";
import { readFileSync } from "node:fs";
import { runCli } from "./cli/main.ts";
import { NO_SERVICES } from "./cli/services.ts";
import type { Registration } from "./cli/services.ts";
import type { Inspection } from "./app.ts";
import { loadDotEnv, readEnv } from "./env.ts";
import { createLog } from "./log.ts";

const GITHUB_API = "https://api.github.com";

// A reader that has seen enough (`| head`) closes the pipe: that is its right and no fault.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    process.exit(process.exitCode ?? 0);
  });
}

loadDotEnv();
const env = readEnv();
// Only commands that ask a live installation open one, and only when they ask.
let inspection: Inspection | null = null;

// The code is set and not forced, so that what was written to a pipe arrives whole.
process.exitCode = await runCli(process.argv.slice(2), {
  stdout: (text) => { process.stdout.write(text); },
  stderr: (text) => { process.stderr.write(text); },
  readFile: (path) => (path === "-" ? readStandardInput() : readFile(path)),
  // hasColors also knows NO_COLOR and terminals without colours
  colour: process.stdout.isTTY && process.stdout.hasColors(),
  columns: process.stdout.isTTY ? process.stdout.columns : null,
  now: () => Date.now(),
  version: packageVersion(),
  apiUrl: "ok" in env ? env.ok.github.apiUrl : GITHUB_API,
}, {
  ...("ok" in env && env.ok.app !== null ? { preview: async (...asked) => (await inspect()).preview(...asked), installed: async () => (await inspect()).installed(), off: async (only) => (await inspect()).off(only), planned: async (home) => (await inspect()).planned(home), matrix: async (home) => (await inspect()).matrix(home), incidents: async (home) => (await inspect()).incidents(home) } : NO_SERVICES),
  register: process.argv[2] === "register" ? await registration() : null,
});
await (inspection as Inspection | null)?.close();

async function inspect(): Promise<Inspection> {
  if (!("ok" in env) || env.ok.app === null) throw new Error("credentials were there a moment ago");
  const { openInspection } = await import("./app.ts");
  inspection ??= openInspection({ credentials: env.ok.app, gate: env.ok.gate, apiUrl: env.ok.github.apiUrl, store: env.ok.store, now: () => Date.now(), log: createLog({ ...env.ok.log, level: "warn" }, "stderr") });
  return inspection;
}

async function registration(): Promise<Registration> {
  const { createRegistration } = await import("./registration.ts");
  return createRegistration({ apiUrl: "ok" in env ? env.ok.github.apiUrl : GITHUB_API, hasCredentials: !("ok" in env) || env.ok.app !== null, envFile: ".env" });
}

async function readStandardInput(): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks);
}

function packageVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as { readonly version: string };
  return version;
}
