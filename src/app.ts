/**
 * createApp: the only place that builds things and joins the rooms. What it makes serves real GitHub, a test's local GitHub and the rehearsal
 * alike; they differ in the options alone.
 */
import { POSTED_LIMITS, readKept, ReportIntake } from "./reports/kept-report.ts";
import { readArchive } from "./reports/read-archive.ts";
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Instant } from "./domain/model/instant.ts";
import type { Key } from "./domain/model/key.ts";
import { FaultError } from "./domain/model/problem.ts";
import type { Settlement } from "./domain/model/settlement.ts";
import type { AppCredentials, GateCredentials, SignInCredentials } from "./env.ts";
import type { OffRepository } from "./domain/model/off-report.ts";
import type { ReleasePlan } from "./domain/model/plan.ts";
import type { RepositoryRecord } from "./domain/model/records.ts";
import { repositoryName, sameRepository } from "./domain/model/refs.ts";
import type { RepositoryName } from "./domain/model/refs.ts";
import { attemptsSince } from "./github/read-deliveries.ts";
import { createGitHubApp } from "./github/github.ts";
import { createSignInClient } from "./github/sign-in.ts";
import { createWorkflowTokens } from "./github/workflow-token.ts";
import type { GitHubApp, GitHubAppOptions } from "./github/github.ts";
import { createNotifier } from "./notify/notifier.ts";
import type { Notifier } from "./notify/notifier.ts";
import { createPost } from "./notify/post.ts";
import type { Post } from "./notify/post.ts";
import type { Target } from "./notify/target.ts";
import { NOTHING_REMEMBERED } from "./reconcile/nothing-remembered.ts";
import type { InstallationFact } from "./reconcile/github-facts.ts";
import type { Memory, RunContext } from "./reconcile/ports.ts";
import { switchOff } from "./reconcile/gate-off.ts";
import { incidentLogOf } from "./reconcile/incident-logs.ts";
import { inOurName } from "./reconcile/own-name.ts";
import { pageSource } from "./reconcile/page-source.ts";
import { releaseMatrices } from "./reconcile/release-matrices.ts";
import { previewWrites } from "./reconcile/plan-writes.ts";
import type { PlanWrites } from "./text/plan-writes.ts";
import { admitReport, keepReport } from "./reconcile/posted-report.ts";
import { previewRepository } from "./reconcile/preview.ts";
import type { Preview } from "./reconcile/preview.ts";
import { reconcile } from "./reconcile/reconcile.ts";
import { setUpProgress } from "./reconcile/set-up-progress.ts";
import { surveyInstallation } from "./reconcile/survey.ts";
import { sharedBudget } from "./store/budgets.ts";
import { openReader, openStore } from "./store/open-store.ts";
import { withFolder } from "./store/own-folder.ts";
import type { Accepted, Store } from "./store/store.ts";
import { lossWords } from "./text/loss.ts";
import { webAddress } from "./text/github-web.ts";
import type { OnboardingRepository } from "./text/onboarding.ts";
import { createDoor } from "./webhook/door.ts";
import type { DoorLog } from "./webhook/door.ts";
import { startHttpServer } from "./webhook/http-server.ts";
import { createReportDoor } from "./webhook/report-door.ts";
import { GATE_EVENTS } from "./webhook/payload.ts";
import type { RouteHandler, RunningHttpServer } from "./webhook/http-server.ts";
import { createHealthRoutes } from "./web/health.ts";
import { createPage } from "./web/page/routes.ts";
import type { Page } from "./web/page/routes.ts";
import { createSetupRoute } from "./web/setup.ts";
import type { Log } from "./work/log.ts";
import { resync } from "./work/resync.ts";
import type { KnownKeys } from "./work/resync.ts";
import { createSchedule } from "./work/schedule.ts";
import type { Schedule } from "./work/schedule.ts";
import { sweepDeliveries } from "./work/sweep.ts";
import { drainInTurns } from "./work/drain.ts";
import { createWorker } from "./work/worker.ts";
import type { Worker } from "./work/worker.ts";

export interface AppOptions {
  readonly credentials: AppCredentials;
  /** of the second app, which holds administration and nothing else; absent = there is none */
  readonly gate?: GateCredentials | null;
  readonly apiUrl: string;
  readonly store: { readonly kind: "sqlite"; readonly file: string; /** of leases, ms; the real one unless given */ readonly leaseClock?: () => number } | { readonly kind: "postgres"; readonly url: string; readonly schema?: string };
  readonly webhookPath: string;
  /** where people and workflows reach this server; null or absent = it is not known */
  readonly publicUrl?: string | null;
  readonly workers: number;
  /** people sign in to the page with GitHub; null or absent = the page is for this machine alone */
  readonly signIn?: SignInCredentials | null;
  /** where people outside GitHub are told; absent = nowhere */
  readonly targets?: readonly Target[];
  /** world time; decisions, wake-ups and the limiter follow it */
  readonly now: () => Instant;
  readonly log: Log & DoorLog;
  /** further routes, asked after the app's own */
  readonly routes?: readonly RouteHandler[];
  /** in place of the real network, for tests without sockets */
  readonly fetch?: NonNullable<GitHubAppOptions["fetch"]>;
  readonly post?: Post;
  readonly wait?: NonNullable<GitHubAppOptions["wait"]>;
  readonly limits?: NonNullable<GitHubAppOptions["limits"]>;
  /** real ms until a request to GitHub is given up; 10,000 unless given */
  readonly timeout?: number;
  readonly resyncEveryMs?: number;
  /** so many random bytes; the system's own unless given */
  readonly random?: (bytes: number) => Uint8Array;
}

export interface App {
  readonly store: Store;
  readonly github: GitHubApp;
  /** one delivery, as a door mapped it */
  accept(acceptance: Accepted): Promise<"accepted" | "duplicate">;
  /** opens the door; resolves with its address */
  listen(where: { readonly host: string; readonly port: number }): Promise<RunningHttpServer>;
  /** begins to work by itself: worker, resync, sweep */
  start(): void;
  /** looks at everything the app can see, as at a start */
  resync(): Promise<number>;
  /** asks GitHub for deliveries that did not arrive */
  sweep(): Promise<void>;
  /** works until nothing is due; for rehearsals and tests, which move the clock themselves */
  drain(): Promise<number>;
  /** when the clock alone will make something due; null = never */
  nextDueAt(): Promise<Instant | null>;
  /** what one run may use, for previews */
  context(installation: number): RunContext;
  /** takes nothing new, finishes what runs, closes the door and the store */
  stop(): Promise<void>;
}

/** What commands ask of a live installation: reads of GitHub and of what the running server remembers. Only `off` writes. */
export interface Inspection {
  /** `governed` false: the app is not installed there, or no plan binds it */
  preview(repository: RepositoryName, at: (plan: ReleasePlan) => Instant): Promise<Preview>;
  /** null = it holds no plan, or no server has run here yet */
  planned(home: RepositoryName): Promise<PlanWrites | null>;
  /** these two are of the plans of a home; null = it holds none, or no server has run here yet */
  matrix(home: RepositoryName): ReturnType<typeof releaseMatrices>;
  incidents(home: RepositoryName): ReturnType<typeof incidentLogOf>;
  installed(): Promise<readonly { readonly account: string; readonly repositories: readonly OnboardingRepository[] }[]>;
  /** switches the Warden off for one repository or for all (null): the one thing here that writes, and to GitHub alone */
  off(only: RepositoryName | null): Promise<readonly OffRepository[]>;
  close(): Promise<void>;
}

const HOUR = 3_600_000;
const TEMPLATES: RunContext["templates"] = { incident: readFileSync(new URL("../templates/incident.md.hbs", import.meta.url), "utf8") };
const URGENT_KINDS: readonly Key["kind"][] = ["group", "branch", "comment"];

export async function createApp(options: AppOptions): Promise<App> {
  const { now, log } = options;
  const store = await openStore(withFolder(storeOptions(options)));
  const github = createGitHubApp({
    appId: options.credentials.appId, privateKey: options.credentials.privateKey, apiUrl: options.apiUrl, now, budget: sharedBudget(store),
    ...(options.gate == null ? {} : { gate: options.gate }),
    ...(options.fetch === undefined ? {} : { fetch: options.fetch }), ...(options.wait === undefined ? {} : { wait: options.wait }),
    ...(options.limits === undefined ? {} : { limits: options.limits }), ...(options.timeout === undefined ? {} : { timeout: options.timeout }),
  });
  const context = (installation: number, urgent = false): RunContext => ({
    installation, github: github.installation(installation, { urgent }), gate: github.gateKeeper, memory: store, reports: { readArchive, readKept }, templates: TEMPLATES, now, random: options.random ?? randomBytes,
  });
  const run = (key: Key, installation: number): Promise<Settlement> => reconcile(key, context(installation, URGENT_KINDS.includes(key.kind)));
  const worker = createWorker({ queue: store, run, now, log, isFault: (error) => (error instanceof FaultError ? error.fault : null), concurrency: options.workers });
  const notifier = createNotifier({ outbox: store, targets: options.targets ?? [], post: options.post ?? createPost(), lossWords, now, log });
  const lookAtAll = (): Promise<number> => resync({ sources: [installationsOf(github), store], queue: store, now });
  const sweep = (): Promise<unknown> => sweepDeliveries(sweepOptions(github, store, now, log));
  const schedule = scheduleOf(options, store, lookAtAll, sweep);
  const page = createPage({ source: pageSource(store), web: webAddress(options.apiUrl), now, signIn: signInOf(options) });
  const listening = [store.onMark(() => worker.poke()), store.onChange(() => page.changed()), store.onMessage(() => notifier.poke())];
  const servers: RunningHttpServer[] = [];
  const accept = async (acceptance: Accepted): Promise<"accepted" | "duplicate"> => store.accept(GATE_EVENTS.includes(acceptance.delivery.event) ? await inOurName(acceptance, store) : acceptance);
  const door = createDoor({ secrets: options.credentials.webhookSecrets, path: options.webhookPath, accept, now, log });

  return {
    store, github, context, accept, resync: lookAtAll,
    async sweep() { await sweep(); },
    async listen(where) {
      const survey = async (id: number) => surveyOf(await context(id).github.readInstallation(id), context(id));
      const setup = createSetupRoute({ apiUrl: options.apiUrl, now, survey });
      const routes = [door, reportDoorOf(options, store, context), ...createHealthRoutes({ health: () => store.health(), setUp: () => setUpProgress(store, null), now }), setup, page.route, ...(options.routes ?? [])];
      const server = await startHttpServer({ routes, ...where, log });
      servers.push(server);
      return server;
    },
    start() {
      worker.start();
      notifier.start();
      schedule.start();
    },
    drain: () => drainInTurns([worker, notifier]),
    nextDueAt: async () => [await store.nextDueAt(), await store.nextSendingAt()].reduce((one, other) => (one === null || other === null ? one ?? other : Math.min(one, other)), null),
    stop: () => stopAll({ servers, page, schedule, worker, notifier, listening, store }),
  };
}

/** Reports are taken from workflows whose token is made out to this server. */
function reportDoorOf(options: AppOptions, store: Store, contextOf: (installation: number) => RunContext): RouteHandler {
  const tokens = createWorkflowTokens({ apiUrl: options.apiUrl, audience: options.publicUrl ?? "release-warden", now: options.now, ...(options.fetch === undefined ? {} : { fetch: options.fetch }) });
  return createReportDoor({
    identify: tokens.read, admit: (offer, caller) => admitReport(offer, caller, store, contextOf), intake: () => new ReportIntake(), maxBytes: POSTED_LIMITS.reportBytes, log: options.log,
    audience: tokens.audience, keep: (place: Parameters<typeof keepReport>[0], report) => keepReport(place, report, store, options.now()),
  });
}

/** Throws FaultError when no server has run yet: without its memory nobody knows which milestones were reached and by whom. */
export function openInspection(options: Pick<AppOptions, "credentials" | "gate" | "apiUrl" | "store" | "now" | "log" | "fetch">): Inspection {
  const github = createGitHubApp({ appId: options.credentials.appId, privateKey: options.credentials.privateKey, apiUrl: options.apiUrl, now: options.now, ...(options.gate == null ? {} : { gate: options.gate }), ...(options.fetch === undefined ? {} : { fetch: options.fetch }) });
  const reader = openReader(storeOptions(options));
  const memory: Memory = reader ?? NOTHING_REMEMBERED;
  const context = (installation: number): RunContext => ({ installation, github: github.installation(installation), gate: github.gateKeeper, memory, reports: { readArchive, readKept }, templates: TEMPLATES, now: options.now, random: randomBytes });
  return {
    async preview(name, at) {
      if (reader === null) throw new FaultError({ kind: "not-found", message: "No server has run here yet, so there is nothing to preview from. Start it once with npm start, where the same store settings are set.", retryAt: null });
      const known = (await memory.records<RepositoryRecord>("repository", "")).map((one) => one.value);
      const repository = known.find((one) => sameRepository(repositoryName(one), name));
      return repository === undefined ? { governed: false, pulls: [], complete: true } : previewRepository(repository, at, context(repository.installation));
    },
    matrix: (name) => releaseMatrices(name, memory),
    incidents: (name) => incidentLogOf(name, memory),
    planned: (name) => previewWrites(name, memory, ({ installation }) => context(installation)),
    async installed() {
      const installations = await github.readInstallations();
      const surveys = await Promise.all(installations.map((one) => surveyOf(one, context(one.id))));
      return surveys.filter((one) => one !== null);
    },
    async off(only) {
      const report: OffRepository[] = [];
      for (const one of (await github.readInstallations()).filter((installation) => !installation.suspended)) {
        const own = context(one.id);
        const seen = (await own.github.readInstallationRepositories()).filter((repository) => !repository.archived && (only === null || sameRepository(repositoryName(repository), only)));
        for (const repository of seen) report.push(await switchOff(repository, only === null, own));
      }
      return report;
    },
    async close() { await reader?.close(); },
  };
}

async function surveyOf(installation: InstallationFact | null, context: RunContext): Promise<{ readonly account: string; readonly repositories: readonly OnboardingRepository[] } | null> {
  if (installation === null || installation.suspended) return null;
  return { account: installation.account, repositories: await surveyInstallation(context) };
}

function signInOf({ signIn, apiUrl }: AppOptions): Parameters<typeof createPage>[0]["signIn"] {
  if (signIn == null) return null;
  return { origin: signIn.origin, secret: signIn.clientSecret, port: createSignInClient({ ...signIn, apiUrl, web: webAddress(apiUrl) }) };
}

/** The door first, so that nothing new comes in; the store last, so that everything running can settle. */
async function stopAll(parts: { readonly servers: readonly RunningHttpServer[]; readonly page: Page; readonly schedule: Schedule; readonly worker: Worker; readonly notifier: Notifier; readonly listening: readonly (() => void)[]; readonly store: Store }): Promise<void> {
  parts.page.close();
  await Promise.all(parts.servers.map((server) => server.close()));
  await parts.schedule.stop();
  await parts.worker.stop();
  await parts.notifier.stop();
  for (const end of parts.listening) end();
  await parts.store.close();
}

function storeOptions({ store, log }: Pick<AppOptions, "store" | "log">): Parameters<typeof openStore>[0] {
  const onError = (error: Error): void => log.error({ err: error }, "the store lost a connection");
  return store.kind === "sqlite" ? { databaseUrl: null, file: store.file, ...(store.leaseClock === undefined ? {} : { leaseClock: store.leaseClock }) } : { databaseUrl: store.url, file: "", onError, ...(store.schema === undefined ? {} : { schema: store.schema }) };
}

/** A new store knows nobody yet: GitHub is asked who installed the app. */
function installationsOf(github: GitHubApp): KnownKeys {
  return {
    async known() {
      const installations = await github.readInstallations();
      return { keys: installations.map(({ id }) => ({ key: { kind: "installation" as const, installation: id }, installation: id })), next: null };
    },
  };
}

function sweepOptions(github: GitHubApp, store: Store, now: () => Instant, log: Log): Parameters<typeof sweepDeliveries>[0] {
  return {
    store, now, log,
    redeliver: async (id) => { await github.deliveries.redeliver(id); },
    listDeliveries: (since) => attemptsSince(github.deliveries, since),
  };
}

function scheduleOf(options: AppOptions, store: Store, lookAtAll: () => Promise<number>, sweep: () => Promise<unknown>): Schedule {
  return createSchedule({
    now: options.now, log: options.log, takeTask: (name, when) => store.takeTask(name, when),
    tasks: [
      { name: "resync", everyMs: options.resyncEveryMs ?? HOUR, atStart: true, run: lookAtAll },
      { name: "sweep", everyMs: 5 * 60_000, atStart: true, run: sweep },
      { name: "prune", everyMs: 6 * HOUR, atStart: false, run: () => prune(store, options.now) },
    ],
  });
}

async function prune(store: Store, now: () => Instant): Promise<void> {
  while ((await store.prune(now())).more);
}

