/**
 * A local GitHub and the real app, joined as on the internet: the app asks over HTTP with installation tokens, and webhooks reach its door over
 * HTTP, signed. Nobody waits for time: the world's clock is moved, and then both sides work until they are quiet.
 */
import { randomBytes } from "node:crypto";
import type { Instant } from "../../domain/model/instant.ts";
import { WorldClock } from "../github/clock.ts";
import type { LocalGitHub } from "../github/local-github.ts";
import { createLocalGitHub } from "../github/local-github.ts";
import { seedApp, seedInstallation } from "../github/seed.ts";
import { readAppManifest } from "./app-manifest.ts";
import type { Cast } from "./cast.ts";
import { castOf } from "./cast.ts";
import type { RehearsalInput } from "./input.ts";
import type { OpenApp, RehearsalLog, RehearsedApp } from "./rehearsed-app.ts";

export interface JoinedWorld {
  readonly github: LocalGitHub;
  readonly app: RehearsedApp;
  readonly cast: Cast;
  readonly clock: WorldClock;
  readonly apiUrl: string;
  readonly appUrl: string;
  /** works on both sides until nothing is under way */
  settle(): Promise<void>;
  /** moves the clock there, stopping wherever the app has something to do on the way */
  passTo(instant: Instant): Promise<void>;
  close(): Promise<void>;
}

export interface JoinOptions {
  readonly input: RehearsalInput;
  readonly begin: Instant;
  readonly openApp: OpenApp;
  readonly log: RehearsalLog;
  /** of the local GitHub; 0 = any free one */
  readonly port: number;
  readonly record?: (line: string) => void;
}

const HOST = "127.0.0.1";
/** App and GitHub share one process: on a busy machine an answer comes late, and never from somewhere that lost it. Real milliseconds. */
const PATIENCE_MS = 300_000;
const WEBHOOK_PATH = "/api/github/webhooks";
/** An app that is due again and again without end is broken; this many stops on the way between two instants are not. */
const MOST_STOPS = 10_000;

export async function joinWorld(options: JoinOptions): Promise<JoinedWorld> {
  const { input, log } = options;
  const clock = new WorldClock(options.begin);
  // A machine of one's own needs no protection from too many calls, and while the clock stands still no allowance would ever be renewed.
  const github = createLocalGitHub({ clock, rateLimits: "off", webhooks: { timeout: PATIENCE_MS }, ...(options.record === undefined ? {} : { record: options.record }) });
  const server = await github.listen({ host: HOST, port: options.port, failed: (error) => log.error({ err: error }, "the local GitHub failed to answer") });
  github.world.htmlUrl = server.url;
  const cast = castOf(github.world, input.plan, input.pulls);
  const { app, appUrl } = await openApp(options, github, cast, server.url);
  const settle = (): Promise<void> => settleBoth(github, app);
  return {
    github, app, cast, clock, settle, apiUrl: server.url, appUrl,
    async passTo(instant) {
      for (let stops = 0; stops < MOST_STOPS; stops += 1) {
        const due = await app.nextDueAt();
        if (due === null || due > instant) break;
        clock.set(Math.max(due, clock.now()));
        await settle();
      }
      clock.set(Math.max(instant, clock.now()));
      await settle();
    },
    async close() {
      await app.stop();
      await github.close();
    },
  };
}

async function openApp(options: JoinOptions, github: LocalGitHub, cast: Cast, apiUrl: string): Promise<{ readonly app: RehearsedApp; readonly appUrl: string }> {
  const { world } = github;
  const manifest = readAppManifest();
  const secret = randomBytes(32).toString("hex");
  const [first] = cast.organizations;
  if (first === undefined) throw new Error("There is nobody to install the app.");
  const registered = seedApp(world, { slug: manifest.name, owner: first, permissions: manifest.permissions, events: manifest.events });
  const credentials = { appId: registered.app.id, privateKey: registered.privateKey ?? "", webhookSecrets: [secret] };
  const app = await options.openApp({ credentials, apiUrl, webhookPath: WEBHOOK_PATH, now: () => world.clock.now(), log: options.log, timeout: PATIENCE_MS });
  const { url } = await app.listen({ host: HOST, port: 0 });
  registered.app.webhook = { url: `${url}${WEBHOOK_PATH}`, secret };
  for (const organization of cast.organizations) seedInstallation(world, registered.app, organization);
  return { app, appUrl: url };
}

async function settleBoth(github: LocalGitHub, app: RehearsedApp): Promise<void> {
  for (;;) {
    await github.deliveries.idle();
    const runs = await app.drain();
    if (runs === 0 && github.deliveries.waiting() === 0) return;
  }
}
