/** Memory of the app after it found, decided and marked 10,000 open pull requests; the local GitHub stands in another process. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SHIPPED_OPTIONS, startChild, stopChild } from "../child.ts";
import type { Measure } from "../figure.ts";
import { atMost } from "../figure.ts";
import { stage } from "./staged.ts";

const PULLS = 10_000;

interface Taken {
  readonly before: number;
  readonly after: number;
  readonly peak: number;
  /** of JavaScript, in use */
  readonly heap: number;
  readonly runs: number;
  readonly seconds: number;
  readonly writes: number;
  readonly calls: number;
}

export const memory: Measure = {
  name: "memory",
  about: `a new app finds ${PULLS.toLocaleString("en")} open pull requests over HTTP, decides each and writes its check`,
  async run() {
    const staged = stage(Date.now());
    let told = 0;
    staged.github.world.events.on(({ event, action }) => { if (event === "check_run" && action === "created") told += 1; });
    for (let index = 0; index < PULLS; index += 1) staged.open(`Add part ${index}`);
    const { url } = await staged.github.listen({ host: "127.0.0.1", port: 0 });
    const folder = mkdtempSync(join(tmpdir(), "warden-bench-"));
    const { child, first } = await startChild<Taken>("world/tracking-process.ts", [String(staged.registered.id), Buffer.from(staged.privateKey).toString("base64"), url, join(folder, "warden.sqlite")], SHIPPED_OPTIONS);
    await stopChild(child);
    await staged.github.close();
    rmSync(folder, { recursive: true, force: true });
    if (told !== PULLS) throw new Error(`${told} checks were written instead of ${PULLS}.`);
    return [
      atMost("resident memory afterwards", first.after / 1e6, 250, "MB", `${(first.before / 1e6).toFixed(0)} MB before, ${(first.heap / 1e6).toFixed(0)} MB of it live objects, ${(first.peak / 1e6).toFixed(0)} MB at most`),
      { what: "pull requests found, decided and told", value: PULLS / first.seconds, unit: "/s", note: `${first.runs} runs and ${first.calls} calls in ${first.seconds.toFixed(0)} s, pacing off` },
    ];
  },
};
