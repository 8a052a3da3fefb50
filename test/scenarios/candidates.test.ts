import { readFileSync } from "node:fs";
import { afterEach, describe, expect, test } from "@jest/globals";
import { parse, stringify } from "yaml";
import { pushCommits } from "../../src/sandbox/github/seed.ts";
import { createIssue, editIssue } from "../../src/sandbox/github/state/issue.ts";
import type { Issue } from "../../src/sandbox/github/state/issue.ts";
import { updateRef } from "../../src/sandbox/github/state/ref.ts";
import { addArtifact, completeWorkflowRun, startWorkflowRun } from "../../src/sandbox/github/state/workflow-run.ts";
import { releaseMatrices } from "../../src/reconcile/release-matrices.ts";
import { createScene } from "../support/scene.ts";
import type { Scene, SeenCheck } from "../support/scene.ts";

interface NuNet {
  products: { repositories?: string[] }[];
  environments: { id: string; version?: string }[];
  features: { groups: { features: string[] }[] };
}

/** The plan of the fixture, kept in acme/app. */
const nunet = parse(readFileSync(new URL("../fixtures/nunet.yml", import.meta.url), "utf8")) as NuNet;
for (const product of nunet.products) delete product.repositories;
const TITLES = nunet.features.groups.flatMap((group) => group.features);
/** each push to the branch, so that the second one is another commit */
let pushes = 0;
let scene: Scene;

afterEach(async () => {
  expect(scene.complaints).toEqual([]);
  await scene.stop();
});

async function begin(now = "2024-09-16T09:00:00Z"): Promise<void> {
  scene = await createScene({ plan: stringify(nunet), now });
  push("release", { "README.md": "DMS\n" });
  await scene.settle();
}

function push(branch: string, files: Readonly<Record<string, string>>): string {
  pushes += 1;
  return pushCommits(scene.github.world, scene.repository, { branch, by: scene.person("rita"), bypassRules: true, commits: [{ message: `change ${pushes}`, files: { ...files, "CHANGES.md": `${pushes}\n` } }] }).sha;
}

async function tag(name: string, sha: string): Promise<void> {
  const commit = scene.repository.network.objects.commitBySha(sha);
  updateRef(scene.github.world, scene.repository, { ref: `refs/tags/${name}`, to: commit }, scene.person("rita"));
  await scene.settle();
}

/** A report as go-junit-report writes it. */
function report(outcomes: Readonly<Record<number, "passed" | "failed" | "skipped">>): string {
  const inner = { passed: "", failed: '<failure message="Failed"></failure>', skipped: '<skipped message="not here"></skipped>' };
  const suites = Object.entries(outcomes).map(([index, outcome]) => `<testsuite name="acme/f${index}"><testcase name="TestFeature${index}" classname="acme/f${index}" time="0.1">${inner[outcome]}</testcase></testsuite>`);
  return `<?xml version="1.0"?><testsuites>${suites.join("")}</testsuites>`;
}

async function ran(sha: string, artifact: string, content: string): Promise<void> {
  const run = startWorkflowRun(scene.github.world, scene.repository, { workflow: "Tests", headSha: sha }, scene.person("rita"));
  addArtifact(scene.github.world, run, { name: artifact, files: { "junit.xml": content } });
  completeWorkflowRun(scene.github.world, run, "success");
  await passMinutes(20);
}

async function passMinutes(minutes: number): Promise<void> {
  await scene.passTo(new Date(scene.clock.now() + minutes * 60_000).toISOString());
}

function check(name: string, sha: string): SeenCheck | null {
  const run = scene.runs(sha).filter((one) => one.name === `candidate (${name})`).at(-1);
  return run === undefined ? null : { id: run.id, state: run.conclusion ?? run.status, title: run.output.title ?? "", summary: run.output.summary ?? "" };
}

/** Our label on an issue, and the first line of our comment under it. */
function told(issue: Issue | undefined): readonly (string | undefined)[] {
  const labels = issue?.labels.map(({ name }) => name).filter((name) => name.startsWith("acceptance:")) ?? [];
  return [labels.join(" "), issue?.comments.find((one) => one.app === scene.registered)?.body.split("\n")[1]];
}

function openFeatures(): readonly Issue[] {
  return TITLES.map((title) => createIssue(scene.github.world, scene.repository, { title, body: "To do.", labels: ["feature"], assignees: [scene.person("ann")] }, scene.person("rita")));
}

function all(outcome: "passed" | "failed" | "skipped", except: Readonly<Record<number, "passed" | "failed" | "skipped">> = {}): Readonly<Record<number, "passed" | "failed" | "skipped">> {
  return { ...Object.fromEntries(TITLES.map((_, index) => [index, outcome])), ...except };
}

async function launch(): Promise<void> {
  for (const title of ["Feature scope freeze", "Documentation portal", "Project management portal", "Test management"]) {
    scene.close(scene.milestone(title), scene.person("rita"));
  }
  await scene.settle();
}

describe("21 features go from nothing linked to the final release", () => {
  test("through four candidates, each saying what is missing", async () => {
    await begin();
    const features = openFeatures();
    const boot = push("release", {});
    await tag("v0.5.0-boot", boot);
    expect(check("v0.5.0-boot", boot)).toMatchObject({ state: "neutral", title: "0 of 21 features accepted" });

    expect(new Set(features.map((issue) => told(issue)[0]))).toEqual(new Set(["acceptance: missing"]));
    const early = push("release", {});
    await tag("v0.5.0-rc1", early);
    expect(check("v0.5.0-rc1", early)).toMatchObject({ state: "failure", title: expect.stringContaining("Not reached yet") as unknown });
    await launch();
    await passMinutes(20);
    expect(check("v0.5.0-rc1", early)?.state).toBe("neutral");

    const tests = Object.fromEntries(TITLES.map((_, index) => [`f${index}/f${index}_test.go`, `package f${index}\n\nfunc TestFeature${index}(t *testing.T) {}\n`]));
    for (const [index, issue] of features.entries()) editIssue(scene.github.world, issue, { body: `To do.\n\n## Acceptance tests\n- f${index}/f${index}_test.go::TestFeature${index}` }, scene.person("ann"));
    const second = push("release", { ...tests, "f3/f3_test.go": "package f3\n" });
    await tag("v0.5.0-rc2", second);
    await ran(second, "reports-linux", report(all("passed", { 5: "failed" })));
    expect(check("v0.5.0-rc2", second)).toMatchObject({ state: "neutral", title: "0 of 21 features accepted" });
    expect(check("v0.5.0-rc2", second)?.summary).toContain("has not passed in Feature environment");
    expect(told(features[0])).toEqual(["acceptance: written", "**1 acceptance test has yet to pass on v0.5.0-rc2.** Whoever runs the tests: have the tests run on this build in Feature environment."]);

    const third = push("release", tests);
    await tag("v0.5.0-rc3", third);
    await ran(third, "feature-environment-1", report(all("passed", { 5: "failed", 6: "skipped" })));
    expect(check("v0.5.0-rc3", third)).toMatchObject({ state: "neutral", title: "19 of 21 features accepted" });
    expect(check("v0.5.0-rc3", third)?.summary).toContain("A skipped test has not passed");

    expect([0, 5, 6].map((index) => told(features[index]))).toEqual([
      ["acceptance: accepted", "**Accepted on v0.5.0-rc3.** Every linked test passed where the plan requires it."],
      ["acceptance: failing", "**1 acceptance test needs attention.** ann: see below what is missing of each."],
      ["acceptance: failing", "**1 acceptance test needs attention.** ann: see below what is missing of each."],
    ]);
    const fourth = push("release", {});
    await tag("v0.5.0-rc4", fourth);
    expect(check("v0.5.0-rc4", fourth)).toMatchObject({ state: "neutral", title: "0 of 21 features accepted" });
    await ran(fourth, "feature-environment-1", report(all("passed", { 5: "failed" })));
    expect(check("v0.5.0-rc4", fourth)?.title).toBe("20 of 21 features accepted");

    await tag("v0.5.0", fourth);
    expect(check("v0.5.0", fourth)).toMatchObject({ state: "failure", title: "20 of 21 features accepted" });
    await ran(fourth, "feature-environment-2", report({ 5: "passed" }));
    expect(check("v0.5.0", fourth)).toMatchObject({ state: "success", title: "All 21 features are accepted" });

    expect(new Set(features.flatMap((issue) => told(issue)))).toEqual(new Set(["acceptance: accepted", "**Accepted on v0.5.0.** Every linked test passed where the plan requires it."]));
    const [release] = await releaseMatrices("acme/app", scene.app.store) ?? [];
    expect(release?.matrix.tags).toEqual(["v0.5.0-boot", "v0.5.0-rc1", "v0.5.0-rc2", "v0.5.0-rc3", "v0.5.0-rc4", "v0.5.0"]);
    expect(release?.matrix.rows.map((row) => row.columns.at(-1)?.accepted)).toEqual(TITLES.map(() => true));
    expect(release?.matrix.rows.map((row) => row.feature.title)).toEqual(TITLES);
    const changes = release?.differences.map(({ to, changes: all }) => `${to}: ${[...new Set(all.map((one) => one.change))].join(", ")} ${all.length}`);
    expect(changes).toEqual(["v0.5.0-rc1: never-run 21", "v0.5.0-rc2: never-run 21", "v0.5.0-rc3: never-run 21", "v0.5.0-rc4: fixed 2", "v0.5.0:  0"]);

    const before = scene.writes();
    await scene.app.resync();
    await passMinutes(60);
    expect(scene.writes()).toBe(before);
  });

  test("and what has no tests at the last candidate is held against it", async () => {
    await begin();
    openFeatures();
    await launch();
    const sha = push("release", {});
    for (const name of ["v0.5.0-rc1", "v0.5.0-rc2", "v0.5.0-rc3", "v0.5.0-rc4"]) await tag(name, sha);
    expect(check("v0.5.0-rc3", sha)?.state).toBe("neutral");
    expect(check("v0.5.0-rc4", sha)).toMatchObject({ state: "failure", title: "21 features lack written acceptance tests" });
  });
});

describe("a tag that may not stand", () => {
  test("on the trunk, written wrongly, or on another commit than was tested", async () => {
    await begin();
    await launch();
    const trunk = push("main", {});
    await tag("v0.5.0-rc1", trunk);
    expect(check("v0.5.0-rc1", trunk)).toMatchObject({ state: "failure", title: expect.stringContaining("not on the branch release") as unknown });
    const sha = push("release", {});
    await tag("v0.5.0-RC2", sha);
    expect(check("v0.5.0-RC2", sha)?.summary).toContain("Tag the commit anew as `v0.5.0-rc2`");
    await tag("nightly", sha);
    expect(check("nightly", sha)).toBeNull();
    await tag("v0.5.0", sha);
    expect(check("v0.5.0", sha)?.summary).toContain("The final release must be the commit that was tested");
  });
});

describe("evidence", () => {
  async function oneFeature(): Promise<string> {
    await begin();
    await launch();
    createIssue(scene.github.world, scene.repository, { title: "Storage", body: "## Acceptance tests\n- f0/f0_test.go", labels: ["feature"] }, scene.person("rita"));
    const sha = push("release", { "f0/f0_test.go": "package f0\n\nfunc TestFeature0(t *testing.T) {}\n" });
    await tag("v0.5.0-rc1", sha);
    return sha;
  }

  test("expires when its environment changes, and the old report does not become new by being read again", async () => {
    const sha = await oneFeature();
    await ran(sha, "feature-environment-1", '<testsuite><testcase name="TestFeature0" file="f0/f0_test.go"/></testsuite>');
    expect(check("v0.5.0-rc1", sha)?.title).toBe("Its one feature is accepted");
    const later = structuredClone(nunet);
    for (const environment of later.environments) if (environment.version !== undefined) environment.version = "2024-11";
    scene.plan(stringify(later));
    await scene.settle();
    expect(check("v0.5.0-rc1", sha)).toMatchObject({ title: "0 of 1 feature accepted", summary: expect.stringContaining("passed in an earlier version of Feature environment (2024-09). Run it again in 2024-11") as unknown });
    await tag("v0.5.0-rc1-p1", sha);
    expect(check("v0.5.0-rc1-p1", sha)?.title).toBe("0 of 1 feature accepted");
    await ran(sha, "feature-environment-2", '<testsuite><testcase name="TestFeature0" file="f0/f0_test.go"/></testsuite>');
    expect([check("v0.5.0-rc1", sha)?.title, check("v0.5.0-rc1-p1", sha)?.title]).toEqual(["Its one feature is accepted", "Its one feature is accepted"]);
  });

  test.each([
    ["hostile", '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><testsuite><testcase name="TestFeature0" file="f0/f0_test.go"/></testsuite>', "it brings a document type of its own, which no report needs (line 1)"],
    ["cut short before it", '<testsuite><testcase name="TestOther" file="f1/f1_test.go"/>', "it ends in the middle, after 1 case (line 1)"],
  ])("of a report that is %s counts for nothing, and is named on the tag and under the feature", async (_name, content, words) => {
    const sha = await oneFeature();
    await ran(sha, "feature-environment-1", content);
    expect(check("v0.5.0-rc1", sha)).toMatchObject({ title: "0 of 1 feature accepted", summary: expect.stringContaining(`The report \`junit.xml\` in \`feature-environment-1\` cannot be used: ${words}.`) as unknown });
    const issue = [...scene.repository.issues.values()].find(({ title }) => title === "Storage");
    expect(issue?.comments.find((one) => one.app === scene.registered)?.body).toContain(`\`f0/f0_test.go\` (a test) has not run, as far as is known: the report \`junit.xml\` in \`feature-environment-1\` cannot be used, since ${words}. Have it written again.`);
    await ran(sha, "feature-environment-2", '<testsuite><testcase name="TestFeature0" file="f0/f0_test.go"/></testsuite>');
    expect(check("v0.5.0-rc1", sha)?.title).toBe("Its one feature is accepted");
  });
});
