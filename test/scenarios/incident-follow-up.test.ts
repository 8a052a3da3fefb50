/** A follow-up of an incident with the word `test` is an acceptance test of the next release: its candidates wait for it. */
import { readFileSync } from "node:fs";
import { afterEach, expect, test } from "@jest/globals";
import { parse, stringify } from "yaml";
import { pushCommits } from "../../src/sandbox/github/seed.ts";
import type { Issue } from "../../src/sandbox/github/state/issue.ts";
import { addLabels, closeIssue, createIssue, editIssue } from "../../src/sandbox/github/state/issue.ts";
import { updateRef } from "../../src/sandbox/github/state/ref.ts";
import { addArtifact, completeWorkflowRun, startWorkflowRun } from "../../src/sandbox/github/state/workflow-run.ts";
import { createIncidentScene, INCIDENTS } from "../support/incident-scene.ts";
import type { IncidentScene } from "../support/incident-scene.ts";

interface NuNet {
  products: { repositories?: string[] }[];
  features: { select: { labels?: string[]; issue_types?: string[] }; groups?: unknown };
  incidents?: object;
}

let scene: IncidentScene;

afterEach(async () => {
  expect(scene.complaints).toEqual([]);
  await scene.stop();
});

/** The plan of the fixture, with no feature named, kept in acme/app. */
async function begin(select: NuNet["features"]["select"]): Promise<void> {
  const plan = parse(readFileSync(new URL("../fixtures/nunet.yml", import.meta.url), "utf8")) as NuNet;
  for (const product of plan.products) delete product.repositories;
  delete plan.features.groups;
  scene = await createIncidentScene({ plan: stringify({ ...plan, features: { ...plan.features, select }, incidents: { owners: ["rita"] } }), now: "2024-09-16T09:00:00Z" });
  push({ "README.md": "DMS\n" });
  await scene.settle();
  for (const title of ["Feature scope freeze", "Documentation portal", "Project management portal", "Test management"]) scene.close(scene.milestone(title), scene.person("rita"));
  await scene.settle();
}

function push(files: Readonly<Record<string, string>>): string {
  return pushCommits(scene.github.world, scene.repository, { branch: "release", by: scene.person("rita"), bypassRules: true, commits: [{ message: "Work", files }] }).sha;
}

async function follow(): Promise<Issue> {
  const incident = await scene.report("nodes panic");
  await scene.say(incident, "/follow-up balances under load @ben 2024-11-20 test");
  const issue = [...scene.repository.issues.values()].find(({ title }) => title === "balances under load");
  if (issue === undefined) throw new Error("there is no issue of the follow-up");
  return issue;
}

async function pass(minutes: number): Promise<void> {
  await scene.passTo(new Date(scene.clock.now() + minutes * 60_000).toISOString());
}

function check(sha: string): readonly [state: string | undefined, title: string | null | undefined] {
  const run = scene.runs(sha).filter(({ name }) => name.startsWith("candidate (")).at(-1);
  return [run?.conclusion ?? run?.status, run?.output.title];
}

test("the last candidate does not pass before its test is linked, and the release counts it once the test has passed", async () => {
  await begin({ labels: ["feature"] });
  const issue = await follow();
  expect(issue.labels.map(({ name }) => name)).toEqual(expect.arrayContaining(["feature", "acceptance: missing"]));
  const sha = push({ "load/load_test.go": "package load\n\nfunc TestLoad(t *testing.T) {}\n" });
  updateRef(scene.github.world, scene.repository, { ref: "refs/tags/v0.5.0-rc4", to: scene.repository.network.objects.commitBySha(sha) }, scene.person("rita"));
  await scene.settle();
  await pass(20);
  expect(check(sha)).toEqual(["failure", expect.stringContaining("test")]);
  editIssue(scene.github.world, issue, { body: (issue.body ?? "").replace(/## Acceptance tests\n*/, "## Acceptance tests\n\n- load/load_test.go::TestLoad\n") }, scene.person("ben"));
  const run = startWorkflowRun(scene.github.world, scene.repository, { workflow: "Tests", headSha: sha }, scene.person("rita"));
  addArtifact(scene.github.world, run, { name: "feature-environment-1", files: { "junit.xml": '<?xml version="1.0"?><testsuites><testsuite name="acme/load"><testcase name="TestLoad" classname="acme/load" time="0.1"></testcase></testsuite></testsuites>' } });
  completeWorkflowRun(scene.github.world, run, "success");
  await pass(20);
  expect(check(sha)).toEqual(["success", "Its one feature is accepted"]);
});

test("where a plan tells features by type alone, its issue says which type makes the release wait", async () => {
  await begin({ issue_types: ["Feature"] });
  expect((await follow()).body).toContain("Give this issue the type `Feature`");
});

test("where a plan speaks of no features, its issue says that no release waits", async () => {
  scene = await createIncidentScene();
  expect((await follow()).body).toContain("No release waits for it");
});

test("a link to what is there is followed until that is closed, in every incident that names it; one to nothing is said to lead nowhere", async () => {
  scene = await createIncidentScene();
  const place = createIssue(scene.github.world, scene.repository, { title: "One place for logs" }, scene.person("ann"));
  const [one, other] = [await scene.report("nodes panic"), await scene.report("the wiki is slow")];
  for (const issue of [one, other]) await scene.say(issue, `/follow-up one place for logs #${place.number} @ben`);
  await scene.say(one, "/follow-up something else #987 @ben");
  expect(one.body).toContain(`1. one place for logs (#${place.number}) (ben)\n2. something else (#987) (ben) — **that issue is not here**`);
  closeIssue(scene.github.world, place, "completed", scene.person("ben"));
  await scene.settle();
  for (const issue of [one, other]) expect(issue.body).toContain(`1. one place for logs (#${place.number}) (ben) — **done**`);
  const writes = scene.writes();
  await scene.app.resync();
  await scene.settle();
  expect(scene.writes()).toBe(writes);
  await scene.say(other, `/follow-up again #${place.number} @ben`);
  expect(other.body).toContain(`2. again (#${place.number}) (ben) — **done**`);
});

test("a test in an issue that the release does not count as a feature is said to hold nothing, until it does", async () => {
  await begin({ labels: ["feature"] });
  const place = createIssue(scene.github.world, scene.repository, { title: "Balances under load" }, scene.person("ann"));
  const issue = await scene.report("nodes panic");
  await scene.say(issue, `/follow-up balances under load #${place.number} @ben test`);
  expect(issue.body).toContain("as an acceptance test of the next release — **no release waits for it**, since its issue has none of the labels");
  addLabels(scene.github.world, place, ["feature"], scene.person("ann"));
  await scene.settle();
  await scene.say(issue, "/timeline it has its label");
  expect(issue.body).not.toContain("no release waits for it");
});

test("a follow-up that is a risk gives the lines for the plan, which the plan takes as they are, and says so until they stand there", async () => {
  scene = await createIncidentScene();
  const issue = await scene.report("nodes panic");
  const answer = scene.answer(await scene.say(issue, "/follow-up balances: checked \"twice\" under load @ben 2026-12-20 risk"));
  expect(answer).toContain("risks:\n  - { risk: \"balances: checked \\\"twice\\\" under load\", owner: \"ben\", review: 2026-12-20 }\n");
  expect(issue.body).toContain(", **not yet among the risks of the plan**");
  scene.plan(`${INCIDENTS}${/risks:\n.*\n/.exec(answer)?.[0] ?? ""}`);
  await scene.settle();
  await scene.say(issue, "/timeline it is in the plan");
  expect(issue.body).toContain(", due Sun 20 December 2026, a risk of the plan");
});
