/**
 * The release of NuNet's Device Management Service 0.5, from August to December 2024: 21 features in three groups, from none with a test to the
 * final gate through four candidates. The plan is from public facts; the issues, the tests and what became of them are our own.
 */
import { readFileSync } from "node:fs";
import { parsePlan } from "../../domain/plan/parse.ts";
import { PLAN_FILE } from "../../domain/plan/plan-file.ts";
import { pushCommits } from "../github/seed.ts";
import { createIssue, editIssue } from "../github/state/issue.ts";
import type { Issue } from "../github/state/issue.ts";
import { updateMilestone } from "../github/state/milestone.ts";
import { updateRef } from "../github/state/ref.ts";
import type { Repository } from "../github/state/repository.ts";
import { addArtifact, completeWorkflowRun, startWorkflowRun } from "../github/state/workflow-run.ts";
import { userToken } from "../github/state/app.ts";
import { SOMEBODY } from "./cast.ts";
import type { RehearsalInput } from "./input.ts";
import type { JoinedWorld } from "./joined-world.ts";
import { readStandingCheck } from "./standing-check.ts";
import type { StandingCheck } from "./standing-check.ts";

export const NUNET_BEGIN = Date.parse("2024-08-01T09:00:00Z");
const REPOSITORY = "nunet/device-management-service";
const MINUTE = 60_000;

export function nunet(): RehearsalInput {
  const planText = readFileSync(new URL("nunet/release-plan.yml", import.meta.url), "utf8");
  const { plan, problems } = parsePlan(new TextEncoder().encode(planText), "release-plan.yml", null);
  if (plan === null) throw new Error(`The NuNet plan cannot be read: ${problems[0]?.message ?? ""}`);
  return { planText, plan, plannedAt: NUNET_BEGIN, pulls: [], reached: [] };
}

/** One tag of the release, as its check stood when its tests had run. */
export interface PlayedTag {
  readonly tag: string;
  readonly at: number;
  readonly check: StandingCheck | null;
}

export interface PlayedRelease {
  readonly features: number;
  readonly tags: readonly PlayedTag[];
  /** labels of ours on the features at the end, each with how many carry it */
  readonly labels: Readonly<Record<string, number>>;
  /** number of the issue in the plan's home with the matrix; null = there is none */
  readonly tracking: number | null;
  /** writes of the app when it looked at everything again without anything having happened */
  readonly idleWrites: number;
}

type Outcome = "passed" | "failed" | "skipped";

/** What happens at each tag: which features have their tests by then, and what became of those. */
const BUILDS: readonly { readonly tag: string; readonly on: string; readonly written: boolean; readonly artifact: string | null; readonly except: Readonly<Record<number, Outcome>>; readonly again?: number }[] = [
  { tag: "v0.5.0-boot", on: "2024-09-02T09:00:00Z", written: false, artifact: null, except: {} },
  { tag: "v0.5.0-rc1", on: "2024-09-16T09:00:00Z", written: false, artifact: null, except: {} },
  { tag: "v0.5.0-rc2", on: "2024-10-07T09:00:00Z", written: true, artifact: "reports-linux", except: { 5: "failed" } },
  { tag: "v0.5.0-rc3", on: "2024-11-04T09:00:00Z", written: true, artifact: "feature-environment-1", except: { 5: "failed", 6: "skipped" } },
  { tag: "v0.5.0-rc4", on: "2024-12-02T09:00:00Z", written: true, artifact: "feature-environment-1", except: { 5: "failed" }, again: 5 },
];
const LAUNCHED = "2024-09-13T09:00:00Z";
const FINAL = { tag: "v0.5.0", on: "2024-12-16T09:00:00Z" };

export async function playNunet(world: JoinedWorld, input: RehearsalInput, tell: (played: PlayedTag) => void): Promise<PlayedRelease> {
  const { github: { world: stage }, cast } = world;
  const by = cast.person(SOMEBODY);
  const repository = cast.repository(REPOSITORY);
  const titles = input.plan.features?.groups.flatMap(({ features }) => features) ?? [];
  pushCommits(stage, cast.home, { branch: cast.home.defaultBranch, by, bypassRules: true, commits: [{ message: "The release plan", files: { [PLAN_FILE]: input.planText } }] });
  await world.settle();
  const issues = titles.map((title) => createIssue(stage, repository, { title, body: "What it does is written in the specification.", labels: ["feature"] }, by));
  const tags: PlayedTag[] = [];
  let sha = "";
  for (const build of BUILDS) {
    if (build.tag === "v0.5.0-rc1") await launch(world, input);
    await leapTo(world, build.on);
    if (build.written) linkTests(world, issues);
    sha = commit(world, repository, build.written ? testFiles(titles.length) : {}, build.tag);
    await tagged(world, repository, build.tag, sha);
    if (build.artifact !== null) await ran(world, repository, sha, build.artifact, report(titles.length, build.except));
    tags.push(await seen(world, build.tag, sha, tell));
    if (build.again !== undefined) await ran(world, repository, sha, "feature-environment-2", report(titles.length, {}, build.again));
  }
  await leapTo(world, FINAL.on);
  await tagged(world, repository, FINAL.tag, sha);
  tags.push(await seen(world, FINAL.tag, sha, tell));
  await world.passTo(world.clock.now() + 30 * MINUTE);
  const before = world.app.github.stats().writes;
  await world.app.resync();
  await world.passTo(world.clock.now() + 60 * MINUTE);
  const tracking = [...cast.home.issues.values()].find((issue) => issue.body?.includes("release-warden:begin candidates") === true);
  return { features: titles.length, tags, labels: labelsOf(issues), tracking: tracking?.number ?? null, idleWrites: world.app.github.stats().writes - before };
}

/** Weeks in which nothing happens are not lived through: what fell due meanwhile is done once, at their end. */
async function leapTo(world: JoinedWorld, instant: string): Promise<void> {
  world.clock.set(Math.max(world.clock.now(), Date.parse(instant)));
  await world.settle();
}

async function launch(world: JoinedWorld, { plan }: RehearsalInput): Promise<void> {
  await leapTo(world, LAUNCHED);
  for (const id of plan.candidates?.after ?? []) {
    const title = plan.milestones.find((milestone) => milestone.id === id)?.title;
    const milestone = [...world.cast.home.milestones.values()].find((one) => one.title === title);
    if (milestone !== undefined) updateMilestone(world.github.world, world.cast.home, milestone, { state: "closed" }, world.cast.managerOf(id));
  }
  await world.settle();
}

function linkTests(world: JoinedWorld, issues: readonly Issue[]): void {
  for (const [index, issue] of issues.entries())
    editIssue(world.github.world, issue, { body: `What it does is written in the specification.\n\n## Acceptance tests\n- f${index}/f${index}_test.go::TestFeature${index}` }, world.cast.person(SOMEBODY));
}

function testFiles(count: number): Readonly<Record<string, string>> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`f${index}/f${index}_test.go`, `package f${index}\n\nfunc TestFeature${index}(t *testing.T) {}\n`]));
}

function commit(world: JoinedWorld, repository: Repository, files: Readonly<Record<string, string>>, tag: string): string {
  return pushCommits(world.github.world, repository, { branch: "release", by: world.cast.person(SOMEBODY), bypassRules: true, commits: [{ message: `Work for ${tag}`, files: { ...files, "CHANGES.md": `${tag}\n` } }] }).sha;
}

async function tagged(world: JoinedWorld, repository: Repository, tag: string, sha: string): Promise<void> {
  updateRef(world.github.world, repository, { ref: `refs/tags/${tag}`, to: repository.network.objects.commitBySha(sha) }, world.cast.person(SOMEBODY));
  await world.settle();
}

async function ran(world: JoinedWorld, repository: Repository, sha: string, artifact: string, content: string): Promise<void> {
  const run = startWorkflowRun(world.github.world, repository, { workflow: "Tests", headSha: sha }, world.cast.person(SOMEBODY));
  addArtifact(world.github.world, run, { name: artifact, files: { "junit.xml": content } });
  completeWorkflowRun(world.github.world, run, "success");
  await world.passTo(world.clock.now() + 20 * MINUTE);
}

/** As go-junit-report writes it; `only` = a run of one feature's tests alone. */
function report(count: number, except: Readonly<Record<number, Outcome>>, only?: number): string {
  const inner: Readonly<Record<Outcome, string>> = { passed: "", failed: "<failure message=\"Failed\"></failure>", skipped: "<skipped message=\"not here\"></skipped>" };
  const suites = Array.from({ length: count }, (_, index) => index).filter((index) => only === undefined || index === only)
    .map((index) => `<testsuite name="nunet/f${index}"><testcase name="TestFeature${index}" classname="nunet/f${index}" time="0.1">${inner[except[index] ?? "passed"]}</testcase></testsuite>`);
  return `<?xml version="1.0"?><testsuites>${suites.join("")}</testsuites>`;
}

async function seen(world: JoinedWorld, tag: string, sha: string, tell: (played: PlayedTag) => void): Promise<PlayedTag> {
  const token = userToken(world.github.world, world.cast.person(SOMEBODY));
  const played = { tag, at: world.clock.now(), check: await readStandingCheck(world.apiUrl, token, { repository: REPOSITORY, sha, name: `candidate (${tag})` }) };
  tell(played);
  return played;
}

function labelsOf(issues: readonly Issue[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { name } of issues.flatMap(({ labels }) => labels).filter((label) => label.name.startsWith("acceptance:"))) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
