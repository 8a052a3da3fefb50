/** Processes of their own for what is measured, so that it shares neither memory nor event loop with what measures. */
import { fork } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The options that `npm start` gives to Node, for measures of our own process: what is measured is what people run. */
export const SHIPPED_OPTIONS: readonly string[] = optionsOf((JSON.parse(readFileSync(join(import.meta.dirname, "../package.json"), "utf8")) as { scripts: { start: string } }).scripts.start);

function optionsOf(script: string): readonly string[] {
  return script.split(" ").filter((word) => word.startsWith("--"));
}

/** Starts a file of the bench and waits for its first message. */
export async function startChild<T>(file: string, args: readonly string[] = [], options: readonly string[] = []): Promise<{ readonly child: ChildProcess; readonly first: T }> {
  const child = fork(join(import.meta.dirname, file), [...args], { execArgv: ["--no-warnings", "--expose-gc", ...options], stdio: ["ignore", "ignore", "inherit", "ipc"] });
  const ended = once(child, "exit").then(([code]) => { throw new Error(`${file} ended with ${String(code)} before it was ready.`); });
  ended.catch(() => undefined);
  const [first] = await Promise.race([once(child, "message"), ended]) as [T];
  return { child, first };
}

export async function stopChild(child: ChildProcess): Promise<void> {
  const gone = once(child, "exit");
  child.kill("SIGKILL");
  await gone;
}
