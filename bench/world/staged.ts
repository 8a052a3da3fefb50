/** A world to measure in: the local GitHub with one governed repository whose freeze is in force, and what the real app needs to serve it. */
import { generateKeyPairSync } from "node:crypto";
import type { AppOptions } from "../../src/app.ts";
import { readAppManifest } from "../../src/sandbox/rehearsal/app-manifest.ts";
import { WorldClock } from "../../src/sandbox/github/clock.ts";
import type { LocalGitHub, LocalGitHubOptions } from "../../src/sandbox/github/local-github.ts";
import { createLocalGitHub } from "../../src/sandbox/github/local-github.ts";
import { openPull, pushCommits, seedApp, seedInstallation, seedOrganization, seedRepository, seedUser } from "../../src/sandbox/github/seed.ts";
import type { Account } from "../../src/sandbox/github/state/account.ts";
import type { App as RegisteredApp, Installation } from "../../src/sandbox/github/state/app.ts";
import type { Pull } from "../../src/sandbox/github/state/pull.ts";
import type { Repository } from "../../src/sandbox/github/state/repository.ts";
import { setCollaborator } from "../../src/sandbox/github/state/repository.ts";
import { acceptanceOf } from "../../src/webhook/acceptance.ts";
import { mapPayload } from "../../src/webhook/payload.ts";
import type { App } from "../../src/app.ts";

export interface Staged {
  readonly github: LocalGitHub;
  readonly clock: WorldClock;
  readonly repository: Repository;
  readonly registered: RegisteredApp;
  readonly installation: Installation;
  readonly gate: RegisteredApp | null;
  readonly privateKey: string;
  /** astrid writes, bo triages, rita manages the release */
  readonly people: Readonly<Record<"astrid" | "bo" | "rita", Account>>;
  open(title: string, files?: Readonly<Record<string, string>>): Pull;
}

export interface StageOptions extends Pick<LocalGitHubOptions, "rateLimits"> {
  /** when the freeze begins, in ms; a day before `now` unless given */
  readonly begins?: number;
  /** the second app, which may write rulesets, is installed as well */
  readonly gate?: boolean;
}

export const WEBHOOK_SECRET = "a secret for measuring alone";
const DAY = 24 * 3_600_000;

/** `now` in ms: the freeze began the day before, unless told otherwise, and lasts until a week from now. */
export function stage(now: number, { begins = now - DAY, gate = false, ...limits }: StageOptions = { rateLimits: "off" }): Staged {
  const clock = new WorldClock(now);
  const github = createLocalGitHub({ clock, ...limits });
  const { world } = github;
  const [astrid, bo, rita] = [seedUser(world, "astrid"), seedUser(world, "bo"), seedUser(world, "rita")];
  const owner = seedOrganization(world, "north", { admins: [seedUser(world, "olga")] });
  const repository = seedRepository(world, { owner, name: "harbour", defaultBranch: "main" });
  for (const [person, role] of [[astrid, "write"], [bo, "triage"], [rita, "maintain"]] as const) setCollaborator(world, repository, person, role);
  const { permissions, events, name } = readAppManifest();
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048, publicKeyEncoding: { type: "spki", format: "pem" }, privateKeyEncoding: { type: "pkcs8", format: "pem" } });
  const { app: registered } = seedApp(world, { slug: name, owner, publicKey, permissions, events });
  const installation = seedInstallation(world, registered, owner);
  const second = gate ? seedApp(world, { slug: `${name}-gate`, owner, publicKey, permissions: { metadata: "read", administration: "write" }, events: ["repository_ruleset"] }).app : null;
  if (second !== null) seedInstallation(world, second, owner);
  pushCommits(world, repository, { branch: "main", by: rita, bypassRules: true, commits: [{ message: "Add the release plan", files: { ".github/release-plan.yml": planText(now, begins) } }] });
  let opened = 0;
  return {
    github, clock, repository, registered, installation, gate: second, privateKey, people: { astrid, bo, rita },
    open(title, files) {
      opened += 1;
      return openPull(world, repository, { by: astrid, title, head: `topic-${opened}`, files: files ?? { [`src/part-${opened}.ts`]: `${opened}\n` } });
    },
  };
}

function planText(now: number, begins: number): string {
  const minute = (at: number): string => new Date(at).toISOString().slice(0, 16);
  return `release: { name: "2.4", manager: rita, timezone: UTC }
milestones:
  - { id: code-complete, title: Code complete, due: ${minute(begins)} }
  - { id: release, title: Release, due: ${minute(now + 7 * DAY)} }
freezes:
  - { id: freeze, from: code-complete, until: release, allow: [bugfix, docs, release] }
`;
}

/** What the app is built from, without its store and its way to GitHub. */
export function wiring({ registered, gate, privateKey, github }: Staged, complain: (line: string) => void): Omit<AppOptions, "store" | "now"> {
  const tell = (fields: object, line: string): void => complain(`${line} ${JSON.stringify(fields, (_, value: unknown) => (value instanceof Error ? value.message : value))}`);
  return {
    credentials: { appId: registered.id, privateKey, webhookSecrets: [WEBHOOK_SECRET] }, gate: gate === null ? null : { appId: gate.id, privateKey }, apiUrl: github.world.apiUrl, webhookPath: "/hook", workers: 8,
    log: { info: () => undefined, warn: tell, error: tell },
  };
}

/** From now on deliveries go to the app's store, by the mapping of the door and without its socket. `arrived` hears of those that mark something. */
export function deliverTo(app: App, { github, clock }: Staged, arrived: () => void = () => undefined): void {
  github.deliveries.setDoor(async ({ headers, body }) => {
    const event = headers["x-github-event"] ?? "";
    const mapped = mapPayload(event, JSON.parse(body) as unknown);
    const acceptance = mapped === null ? null : acceptanceOf(headers["x-github-delivery"] ?? "", event, mapped, clock.now());
    if (acceptance === null) return { status: 202 };
    if (acceptance.marks.length > 0) arrived();
    await app.accept(acceptance);
    return { status: 202 };
  });
}

export async function settle(app: App, { github }: Staged): Promise<void> {
  for (let runs = 1; runs > 0 || github.deliveries.waiting() > 0;) {
    await github.deliveries.idle();
    runs = await app.drain();
  }
}
