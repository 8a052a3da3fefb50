/** The program itself in a process of its own, as `npm start` runs it, serving the local GitHub of a scene: so that it can be killed. */
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { KEYS } from "./scene.ts";
import type { Scene } from "./scene.ts";

export interface ServedProgram {
  /** `kill -9`; resolves when it is gone */
  kill(): Promise<void>;
  /** asks it to end; resolves with its exit code */
  stop(): Promise<number>;
}

const SECRET = "a secret for a program that is killed";
const children: ChildProcess[] = [];

/** After each test. */
export function killPrograms(): void {
  for (const child of children.splice(0)) child.kill("SIGKILL");
}

/** Begins it and lets GitHub deliver to it. Resolves once its door is open. `file` = of its store. */
export async function serveProgram(scene: Scene, apiUrl: string, file: string): Promise<ServedProgram> {
  const gate = [...scene.github.world.apps.values()].find((one) => one.slug === "release-warden-gate");
  const env: NodeJS.ProcessEnv = {
    NODE_ENV: "production", APP_ID: String(scene.registered.id), PRIVATE_KEY: KEYS.privateKey, WEBHOOK_SECRET: SECRET, GITHUB_API_URL: apiUrl, STORE_FILE: file,
    HOST: "127.0.0.1", PORT: "0", LOG_FORMAT: "json", LOG_LEVEL: "info", ...(gate === undefined ? {} : { GATE_APP_ID: String(gate.id), GATE_PRIVATE_KEY: KEYS.privateKey }),
  };
  const child = spawn(process.execPath, ["--no-warnings", join(import.meta.dirname, "../../src/main.ts")], { env, cwd: dirname(file), stdio: ["ignore", "pipe", "inherit"] });
  children.push(child);
  const url = await addressOf(child);
  scene.registered.webhook = { url: `${url}/api/github/webhooks`, secret: SECRET };
  const end = async (signal: NodeJS.Signals): Promise<unknown> => {
    const gone = once(child, "close");
    child.kill(signal);
    const [code] = await gone as readonly unknown[];
    return code;
  };
  return { kill: async () => void await end("SIGKILL"), stop: async () => Number(await end("SIGTERM")) };
}

function addressOf(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error("the program has no output");
  const lines = createInterface({ input: child.stdout });
  return new Promise((resolve, reject) => {
    lines.on("line", (line) => {
      const address = /listens at (http:\/\/[\d.:]+)/.exec(line)?.[1];
      if (address !== undefined) resolve(address);
    });
    child.once("exit", (code) => reject(new Error(`the program ended with ${String(code)} before it listened`)));
  });
}
