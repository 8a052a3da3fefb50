/** The rehearsed Acropolis release with its page, and a browser to look at it with. */
import { existsSync } from "node:fs";
import type { Browser } from "playwright-core";
import { chromium } from "playwright-core";
import { createApp } from "../../../src/app.ts";
import type { App } from "../../../src/app.ts";
import type { Instant } from "../../../src/domain/model/instant.ts";
import type { Guided } from "../../../src/sandbox/rehearsal/rehearsal.ts";
import { rehearse } from "../../../src/sandbox/rehearsal/rehearsal.ts";
import { checkName } from "../../../src/text/check.ts";
import { planCheckName } from "../../../src/text/plan-check.ts";

const CHROMIUM = [process.env["CHROMIUM"], "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((path) => path !== undefined && existsSync(path));
export const PATIENCE = 120_000;
/** How long the rehearsal itself may take beside other work. */
export const REHEARSED = 1_200_000;
/** folder that takes pictures of what was looked at; absent = none are taken */
export const SHOTS = process.env["SCREENSHOTS"];

export interface Standing {
  readonly world: Guided;
  readonly app: App;
  leave(): Promise<number>;
}

/** Played to its end, or to that instant, and left open. */
export async function standing(until: Instant | null = null): Promise<Standing> {
  const opened = Promise.withResolvers<Guided>();
  const left = Promise.withResolvers<undefined>();
  const apps: App[] = [];
  const ended = rehearse({
    ...(until === null ? {} : { until }), input: null, once: false, port: 0, record: null, leave: () => left.promise, log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    words: { checkName, planCheckName, begins: () => undefined, progress: () => undefined, account: () => undefined, guide: (world) => opened.resolve(world), failed: (reason) => opened.reject(new Error(reason)) },
    openApp: async (wiring) => {
      const app = await createApp({ ...wiring, store: { kind: "sqlite", file: ":memory:" }, workers: 4, limits: { writeSpacing: 0, restPointsPerMinute: Infinity, graphqlPointsPerMinute: Infinity } });
      apps.push(app);
      return app;
    },
  });
  const world = await opened.promise;
  const [app] = apps;
  if (app === undefined) throw new Error("the rehearsal opened no app");
  return { world, app, leave: () => { left.resolve(undefined); return ended; } };
}

export async function launched(): Promise<Browser> {
  if (CHROMIUM === undefined) throw new Error("No Chromium was found. Install one (on Debian: apt-get install chromium), or name it with CHROMIUM=/path.");
  return chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox", "--disable-dev-shm-usage"] });
}
