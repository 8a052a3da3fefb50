/**
 * Check suites and check runs. A suite belongs to one app and one commit; its conclusion is the worst of its newest runs.
 * Rerequesting resets the suite to queued and leaves its runs as they are, as GitHub does.
 */
import { notFound } from "../api-problem.ts";
import type { Commit } from "../git/objects.ts";
import { nodeId } from "../node-id.ts";
import { checkRunPayload, checkSuitePayload } from "../payload/check.ts";
import type { World } from "../world.ts";
import type { Account } from "./account.ts";
import type { App } from "./app.ts";
import { installationSees, levelCovers } from "./app.ts";
import type { CheckAction, CheckAnnotation, CheckChange, CheckOutput } from "./check-input.ts";
import { checkInput } from "./check-input.ts";
import { settleAutoMerges } from "./auto-merge.ts";
import { settleQueues } from "./merge-queue.ts";
import type { Repository } from "./repository.ts";

export type CheckStatus = "queued" | "in_progress" | "completed" | "waiting" | "requested" | "pending";
export type Conclusion = "success" | "failure" | "neutral" | "cancelled" | "skipped" | "timed_out" | "action_required" | "stale";

export interface CheckSuite {
  readonly id: number;
  readonly nodeId: string;
  readonly repository: Repository;
  readonly app: App;
  readonly commit: Commit;
  headBranch: string | null;
  status: CheckStatus;
  conclusion: Conclusion | null;
  readonly runs: CheckRun[];
  readonly createdAt: number;
  updatedAt: number;
}

export interface CheckRun {
  readonly id: number;
  readonly nodeId: string;
  readonly suite: CheckSuite;
  name: string;
  status: CheckStatus;
  conclusion: Conclusion | null;
  startedAt: number;
  completedAt: number | null;
  detailsUrl: string | null;
  externalId: string | null;
  output: CheckOutput;
  annotations: CheckAnnotation[];
  actions: readonly CheckAction[];
}

/** GitHub keeps this many runs of one name in a suite and drops the oldest. */
const runsOfOneName = 1_000;

/** Creates a run as the app. Fires check_run.created, and completed when it is. */
export function createCheckRun(world: World, repository: Repository, app: App, input: CheckChange & { readonly name: string; readonly headSha: string }): CheckRun {
  const commit = repository.network.objects.commitBySha(input.headSha);
  checkInput(input, { isNew: true, commitFound: commit !== null });
  if (commit === null) throw notFound();
  const suite = ensureSuite(world, repository, app, commit);
  const id = world.nextId("checkRun");
  const run: CheckRun = {
    id,
    nodeId: nodeId("checkRun", id),
    suite,
    name: input.name,
    status: "queued",
    conclusion: null,
    startedAt: world.clock.now(),
    completedAt: null,
    detailsUrl: null,
    externalId: null,
    output: { title: null, summary: null, text: null },
    annotations: [],
    actions: [],
  };
  suite.runs.push(run);
  repository.checkRunsById.set(id, run);
  dropOldest(repository, suite, run.name);
  apply(world, run, input);
  emitRun(world, run, "created", app.bot);
  afterChange(world, run, run.status === "completed");
  return run;
}

/** Changes a run. Fires check_run.completed when it becomes (or is newly) concluded. */
export function updateCheckRun(world: World, run: CheckRun, input: CheckChange): void {
  checkInput(input, { isNew: false, commitFound: true });
  const before = { status: run.status, conclusion: run.conclusion };
  apply(world, run, input);
  const concluded = run.status === "completed" && (before.status !== "completed" || before.conclusion !== run.conclusion);
  afterChange(world, run, concluded);
}

function dropOldest(repository: Repository, suite: CheckSuite, name: string): void {
  const same = suite.runs.filter((run) => run.name === name);
  for (const run of same.slice(0, Math.max(0, same.length - runsOfOneName))) {
    suite.runs.splice(suite.runs.indexOf(run), 1);
    repository.checkRunsById.delete(run.id);
  }
}

function apply(world: World, run: CheckRun, input: CheckChange): void {
  if (input.name !== undefined) run.name = input.name;
  if (input.detailsUrl !== undefined) run.detailsUrl = input.detailsUrl;
  if (input.externalId !== undefined) run.externalId = input.externalId;
  if (input.startedAt !== undefined) run.startedAt = input.startedAt;
  if (input.actions !== undefined) run.actions = input.actions;
  if (input.output !== undefined) {
    const { annotations = [], ...output } = input.output;
    run.output = { title: output.title ?? run.output.title, summary: output.summary, text: output.text ?? null };
    // Annotations of each request are added to those that are there.
    run.annotations = [...run.annotations, ...annotations];
  }
  if (input.conclusion !== undefined) {
    run.status = "completed";
    run.conclusion = input.conclusion;
    run.completedAt = input.completedAt ?? world.clock.now();
  } else if (input.status !== undefined) {
    run.status = input.status;
    run.conclusion = null;
    run.completedAt = null;
  }
}

function afterChange(world: World, run: CheckRun, concluded: boolean): void {
  const { suite } = run;
  const before = suite.status;
  refreshSuite(world, suite);
  if (concluded) emitRun(world, run, "completed", suite.app.bot);
  if (suite.status === "completed" && before !== "completed") emitSuite(world, suite, "completed", suite.app.bot);
  settleQueues(world, suite.repository, suite.commit.sha);
  settleAutoMerges(world, suite.repository, suite.commit.sha);
}

const severity: readonly Conclusion[] = ["success", "skipped", "neutral", "stale", "cancelled", "action_required", "timed_out", "failure"];

function refreshSuite(world: World, suite: CheckSuite): void {
  const runs = newestOfEachName(suite.runs);
  suite.updatedAt = world.clock.now();
  suite.status = runs.every((run) => run.status === "completed") ? "completed" : runs.some((run) => run.status !== "queued") ? "in_progress" : "queued";
  const worst = Math.max(...runs.map((run) => (run.conclusion === null ? -1 : severity.indexOf(run.conclusion))));
  suite.conclusion = suite.status === "completed" ? (severity[worst] ?? null) : null;
}

/** The suite of an app for a commit, made when it is not there. */
export function ensureSuite(world: World, repository: Repository, app: App, commit: Commit, headBranch: string | null = null): CheckSuite {
  const suites = repository.checkSuites.get(commit.sha) ?? [];
  const present = suites.find((suite) => suite.app === app);
  if (present !== undefined) {
    present.headBranch ??= headBranch;
    return present;
  }
  const now = world.clock.now();
  const id = world.nextId("checkSuite");
  const suite: CheckSuite = {
    id,
    nodeId: nodeId("checkSuite", id),
    repository,
    app,
    commit,
    headBranch: headBranch ?? branchAt(repository, commit),
    status: "queued",
    conclusion: null,
    runs: [],
    createdAt: now,
    updatedAt: now,
  };
  suites.push(suite);
  repository.checkSuites.set(commit.sha, suites);
  repository.checkSuitesById.set(id, suite);
  return suite;
}

function branchAt(repository: Repository, commit: Commit): string | null {
  // Only pulls of this repository are looked through: walking all branches for each check would be slow with thousands of them.
  for (const issue of repository.pullsByCommit.get(commit.sha) ?? []) {
    const { pull } = issue;
    if (pull?.head === commit && pull.headRepository === repository) return pull.headRef;
  }
  return repository.refs.get(`refs/heads/${repository.defaultBranch}`) === commit ? repository.defaultBranch : null;
}

/** On a push, each app with checks: write gets a suite and check_suite.requested. */
export function requestSuites(world: World, repository: Repository, commit: Commit, branch: string, sender: Account): void {
  for (const installation of world.installations.values()) {
    if (!levelCovers(installation.permissions["checks"], "write") || !installationSees(world, installation, repository.id)) continue;
    if (repository.checkSuites.get(commit.sha)?.some((suite) => suite.app === installation.app) === true) continue;
    const suite = ensureSuite(world, repository, installation.app, commit, branch);
    emitSuite(world, suite, "requested", sender);
  }
}

/** Somebody pressed "re-run all": the suite is queued again, its runs stay. Fires check_suite.rerequested to the app. */
export function rerequestSuite(world: World, suite: CheckSuite, sender: Account): void {
  suite.status = "queued";
  suite.conclusion = null;
  suite.updatedAt = world.clock.now();
  emitSuite(world, suite, "rerequested", sender);
}

/** Somebody pressed "re-run": fires check_run.rerequested to the app; the suite is queued again, the run stays as it is. */
export function rerequestRun(world: World, run: CheckRun, sender: Account): void {
  run.suite.status = "queued";
  run.suite.conclusion = null;
  run.suite.updatedAt = world.clock.now();
  emitRun(world, run, "rerequested", sender, {}, run.suite.app.id);
}

export function findCheckRun(repository: Repository, id: number): CheckRun {
  const run = repository.checkRunsById.get(id);
  if (run === undefined) throw notFound();
  return run;
}

export function findCheckSuite(repository: Repository, id: number): CheckSuite {
  const suite = repository.checkSuitesById.get(id);
  if (suite === undefined) throw notFound();
  return suite;
}

/** All runs of a commit, oldest first. */
export function runsOf(repository: Repository, sha: string): CheckRun[] {
  return (repository.checkSuites.get(sha) ?? []).flatMap((suite) => suite.runs).sort((a, b) => a.id - b.id);
}

/** The newest run of each name of each app: what counts for merging, and GitHub's filter "latest". */
export function latestRuns(repository: Repository, sha: string): CheckRun[] {
  return (repository.checkSuites.get(sha) ?? []).flatMap((suite) => newestOfEachName(suite.runs)).sort((a, b) => a.id - b.id);
}

function newestOfEachName(runs: readonly CheckRun[]): CheckRun[] {
  return [...new Map(runs.map((run) => [run.name, run])).values()];
}

function emitRun(world: World, run: CheckRun, action: string, sender: Account, more: Record<string, unknown> = {}, onlyAppId?: number): void {
  const { repository } = run.suite;
  const target = onlyAppId === undefined ? {} : { onlyAppId };
  world.emit({ event: "check_run", action, repository, sender, ...target }, () => ({ check_run: checkRunPayload(world, run), ...more }));
}

function emitSuite(world: World, suite: CheckSuite, action: "requested" | "rerequested" | "completed", sender: Account): void {
  const target = action === "completed" ? {} : { onlyAppId: suite.app.id };
  world.emit({ event: "check_suite", action, repository: suite.repository, sender, ...target }, () => ({ check_suite: checkSuitePayload(world, suite) }));
}
