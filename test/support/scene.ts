/**
 * A scene: the real app and a local GitHub in one process, without sockets and timers. Octokit's fetch is bound to the local GitHub, webhooks go
 * to the store by the same mapping as through the door, and time stands still until a test moves it. So do leases: on a busy machine none runs out.
 */
import { generateKeyPairSync } from "node:crypto";
import { createApp } from "../../src/app.ts";
import type { App, AppOptions } from "../../src/app.ts";
import type { Post } from "../../src/notify/post.ts";
import type { Target } from "../../src/notify/target.ts";
import { acceptanceOf } from "../../src/webhook/acceptance.ts";
import { mapPayload } from "../../src/webhook/payload.ts";
import { readAppManifest } from "../../src/sandbox/rehearsal/app-manifest.ts";
import { WorldClock } from "../../src/sandbox/github/clock.ts";
import type { LocalGitHub, LocalGitHubOptions } from "../../src/sandbox/github/local-github.ts";
import { createLocalGitHub } from "../../src/sandbox/github/local-github.ts";
import type { Delivery } from "../../src/sandbox/github/transport/deliveries.ts";
import type { World } from "../../src/sandbox/github/world.ts";
import type { Commit } from "../../src/sandbox/github/git/objects.ts";
import { mergePull, openPull, pushCommits, seedApp, seedInstallation, seedOrganization, seedRepository, seedUser } from "../../src/sandbox/github/seed.ts";
import type { PullScene } from "../../src/sandbox/github/seed.ts";
import type { Account, Organization, Role } from "../../src/sandbox/github/state/account.ts";
import type { App as RegisteredApp, Installation, Permissions } from "../../src/sandbox/github/state/app.ts";
import type { CheckRun } from "../../src/sandbox/github/state/check.ts";
import { addLabels, findIssue, removeLabel } from "../../src/sandbox/github/state/issue.ts";
import type { Milestone } from "../../src/sandbox/github/state/milestone.ts";
import { createMilestone, updateMilestone } from "../../src/sandbox/github/state/milestone.ts";
import type { Pull } from "../../src/sandbox/github/state/pull.ts";
import type { Repository } from "../../src/sandbox/github/state/repository.ts";
import { setCollaborator } from "../../src/sandbox/github/state/repository.ts";
import { PATIENCE_MS } from "./patience.ts";

export interface SceneOptions {
  /** `.github/release-plan.yml` of acme/app; null = none */
  readonly plan: string | null;
  /** ISO instant with its zone; 25 November 2026 unless given, before the freeze of `PLAN` */
  readonly now?: string;
  readonly github?: Pick<LocalGitHubOptions, "faults" | "rateLimits">;
  /** the second app, with administration: write, is installed as well; "organization": it may write the organisation's rulesets too */
  readonly gate?: boolean | "organization";
  /** of the first app, beside what `app.yml` asks for */
  readonly permissions?: Permissions;
  /** to which it subscribes beside those of `app.yml` */
  readonly events?: readonly string[];
  /** paces of the app, which has none otherwise; what it then waits for passes as world time */
  readonly limits?: NonNullable<AppOptions["limits"]>;
  /** stands between the app and the local GitHub */
  readonly between?: (near: typeof fetch) => typeof fetch;
  /** what is there before the app is installed, which then hears of none of it */
  readonly stage?: (place: Staged) => void;
  /** where people outside GitHub are told, and what the targets answer */
  readonly telling?: { readonly targets: readonly Target[]; readonly post: Post };
  /** in place of the system's random bytes */
  readonly random?: (bytes: number) => Uint8Array;
}

export interface Staged {
  readonly world: World;
  readonly repository: Repository;
  readonly registered: RegisteredApp;
  readonly person: (login: string) => Account;
}

export interface Scene {
  readonly github: LocalGitHub;
  app: App;
  readonly clock: WorldClock;
  readonly organization: Organization;
  /** acme/app, default branch main */
  readonly repository: Repository;
  readonly registered: RegisteredApp;
  readonly installation: Installation;
  /** what the app logged as a warning or an error */
  readonly complaints: readonly string[];
  /** deliveries and work, until nothing is under way */
  settle(): Promise<void>;
  /** to that ISO instant, stopping wherever the app has something to do on the way */
  passTo(instant: string): Promise<void>;
  /** a person of that name; with a role a collaborator of acme/app */
  person(login: string, role?: Role): Account;
  plan(text: string, by?: Account): Commit;
  open(scene: Omit<PullScene, "by"> & { readonly by?: Account }): Pull;
  label(pull: Pull, name: string, by: Account): void;
  unlabel(pull: Pull, name: string, by: Account): void;
  merge(pull: Pull, by?: Account): Commit;
  milestone(title: string): Milestone;
  close(milestone: Milestone, by: Account): void;
  /** writes of the app to GitHub since the scene began */
  writes(): number;
  /** the newest check of that name on the head of the pull request, or null */
  check(pull: Pull, name?: string): SeenCheck | null;
  /** all runs of the app on a commit, oldest first */
  runs(sha: string): readonly CheckRun[];
  /** the app forgets everything and starts anew, as after a lost disk */
  forget(): Promise<void>;
  stop(): Promise<void>;
}

export interface SeenCheck {
  readonly id: number;
  /** the conclusion, or the status while there is none */
  readonly state: string;
  readonly title: string;
  readonly summary: string;
}

/** A freeze from 1 December 2026 until the milestone Release, due on the 8th; rita manages it. Only bugfixes and the release pass. */
export const PLAN = `release: { name: "2.4", manager: rita, timezone: UTC }
milestones:
  - { id: code-complete, title: Code complete, due: 2026-12-01T09:00 }
  - { id: release, title: Release, due: 2026-12-08T09:00 }
freezes:
  - { id: freeze, from: code-complete, until: release, allow: [bugfix, release] }
`;

/** One for all scenes of a file, and short: making a key takes longer than a scene, and signing with it is what every scene does most. */
export const KEYS = generateKeyPairSync("rsa", { modulusLength: 1024, publicKeyEncoding: { type: "spki", format: "pem" }, privateKeyEncoding: { type: "pkcs8", format: "pem" } });

export async function createScene(options: SceneOptions): Promise<Scene> {
  const clock = new WorldClock(Date.parse(options.now ?? "2026-11-25T09:00:00Z"));
  const github = createLocalGitHub({ clock, rateLimits: "off", ...options.github });
  const { world } = github;
  const organization = seedOrganization(world, "acme", { admins: [seedUser(world, "olga")] });
  const repository = seedRepository(world, { owner: organization, name: "app", defaultBranch: "main", by: seedUser(world, "olga") });
  const person = (login: string, role?: Role): Account => {
    const account = seedUser(world, login);
    if (role !== undefined) setCollaborator(world, repository, account, role);
    return account;
  };
  for (const [login, role] of [["ann", "write"], ["ben", "triage"], ["rita", "maintain"]] as const) person(login, role);
  const manifest = readAppManifest();
  const { app: registered } = seedApp(world, { slug: "release-warden", owner: organization, publicKey: KEYS.publicKey, permissions: { ...manifest.permissions, ...options.permissions }, events: [...manifest.events, ...options.events ?? []] });
  const gate = options.gate !== undefined && options.gate !== false ? seedApp(world, { slug: "release-warden-gate", owner: organization, publicKey: KEYS.publicKey, permissions: { metadata: "read", administration: "write", ...(options.gate === "organization" ? { organization_administration: "write" } : {}) }, events: ["repository_ruleset"], webhook: { url: "http://local/hook", secret: "a secret of the tests" } }).app : null;
  const complaints: string[] = [];
  const complain = (fields: object, message: string): void => {
    const { err, reason } = fields as { readonly err?: Error; readonly reason?: string };
    complaints.push(`${message}: ${err?.stack ?? reason ?? ""}`);
  };
  const open = (): Promise<App> => createApp({
    ...(gate === null ? {} : { gate: { appId: gate.id, privateKey: KEYS.privateKey } }),
    credentials: { appId: registered.id, privateKey: KEYS.privateKey, webhookSecrets: ["a secret of the tests"] },
    apiUrl: world.apiUrl, store: { kind: "sqlite", file: ":memory:", leaseClock: () => 0 }, webhookPath: "/hook", workers: 4, now: () => clock.now(), timeout: PATIENCE_MS,
    log: { info: () => undefined, warn: complain, error: complain }, fetch: options.between?.(github.fetch) ?? github.fetch, wait: async (ms) => { if (options.limits !== undefined) clock.set(clock.now() + ms); },
    ...(options.random === undefined ? {} : { random: options.random }), ...options.telling,
    limits: { writeSpacing: 0, restPointsPerMinute: Infinity, graphqlPointsPerMinute: Infinity, contentPerMinute: Infinity, contentPerHour: Infinity, ...options.limits },
  });
  const app = await open();
  github.deliveries.setDoor((delivery) => deliver(scene.app, clock, delivery));
  options.stage?.({ world, repository, registered, person });
  const installation = seedInstallation(world, registered, organization);
  if (gate !== null) seedInstallation(world, gate, organization);
  const scene: Scene = {
    github, app, clock, organization, repository, registered, installation, complaints, person,
    settle: () => settle(github, scene.app),
    async forget() {
      await scene.app.stop();
      scene.app = await open();
      await scene.app.resync();
      await settle(github, scene.app);
    },
    async passTo(instant) {
      const to = Date.parse(instant);
      for (let due = await scene.app.nextDueAt(); due !== null && due <= to; due = await scene.app.nextDueAt()) {
        if (due > clock.now()) clock.set(due);
        await settle(github, scene.app);
      }
      clock.set(to);
      await settle(github, scene.app);
    },
    plan: (text, by = person("rita")) => pushCommits(world, repository, { branch: repository.defaultBranch, by, bypassRules: true, commits: [{ message: "Change the plan", files: { ".github/release-plan.yml": text } }] }),
    open: (pull) => openPull(world, repository, { by: person("ann"), ...pull }),
    label: (pull, name, by) => addLabels(world, pull.issue, [name], by),
    unlabel: (pull, name, by) => {
      const label = findIssue(repository, pull.issue.number).labels.find((one) => one.name === name);
      if (label !== undefined) removeLabel(world, pull.issue, label, by);
    },
    merge: (pull, by = person("rita")) => mergePull(world, pull, { by }),
    milestone: (title) => [...repository.milestones.values()].find((one) => one.title === title) ?? createMilestone(world, repository, { title }, person("rita")),
    close: (milestone, by) => updateMilestone(world, repository, milestone, { state: "closed" }, by),
    writes: () => scene.app.github.stats().writes,
    check: (pull, name = `Release plan (${pull.baseRef})`) => newest(scene.runs(pull.head.sha).filter((run) => run.name === name)),
    runs: (sha) => (repository.checkSuites.get(sha) ?? []).filter((suite) => suite.app === registered).flatMap((suite) => suite.runs),
    stop: async () => {
      await scene.app.stop();
      await github.close();
    },
  };
  if (options.plan !== null) {
    scene.plan(options.plan);
    for (const title of ["Code complete", "Release"]) scene.milestone(title);
  }
  await scene.settle();
  return scene;
}

function newest(runs: readonly CheckRun[]): SeenCheck | null {
  const run = runs.at(-1);
  return run === undefined ? null : { id: run.id, state: run.conclusion ?? run.status, title: run.output.title ?? "", summary: run.output.summary ?? "" };
}

/** What the door does with a delivery, without the socket. */
export async function deliver(app: App, clock: WorldClock, { headers, body }: Delivery): Promise<{ readonly status: number }> {
  const event = headers["x-github-event"] ?? "";
  const mapped = mapPayload(event, JSON.parse(body) as unknown);
  const acceptance = mapped === null ? null : acceptanceOf(headers["x-github-delivery"] ?? "", event, mapped, clock.now());
  if (acceptance !== null) await app.accept(acceptance);
  return { status: 202 };
}

async function settle(github: LocalGitHub, app: App): Promise<void> {
  for (;;) {
    await github.deliveries.idle();
    const runs = await app.drain();
    if (runs === 0 && github.deliveries.waiting() === 0) return;
  }
}
