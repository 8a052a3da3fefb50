import { describe, expect, test } from "@jest/globals";
import { pushCommits } from "../../src/sandbox/github/seed.ts";
import { createComment } from "../../src/sandbox/github/state/comment.ts";
import { createIssue } from "../../src/sandbox/github/state/issue.ts";
import type { Issue } from "../../src/sandbox/github/state/issue.ts";
import { updateRef } from "../../src/sandbox/github/state/ref.ts";
import { createRelease, updateRelease } from "../../src/sandbox/github/state/release.ts";
import type { Release } from "../../src/sandbox/github/state/release.ts";
import { updateRuleset } from "../../src/sandbox/github/state/ruleset.ts";
import { addArtifact, completeWorkflowRun, startWorkflowRun } from "../../src/sandbox/github/state/workflow-run.ts";
import type { Scene, SceneOptions } from "../support/scene.ts";
import { scenesOf } from "../support/scenes.ts";

const PLAN = `release: { name: "2.4", manager: rita, timezone: UTC }
milestones:
  - { id: release, title: Release, due: 2026-12-08T09:00 }
candidates: { planned: [v2.4.0-rc1, v2.4.0], at_least: 1 }
features: { select: { labels: [feature] } }
`;
const HELD = "Release Warden holds v2.4.0 (to let it out: set to Disabled)";
const begin = scenesOf({ plan: PLAN });
let scene: Scene;
let sha: string;

async function withFeature(options: Partial<SceneOptions> = {}): Promise<void> {
  scene = await begin(options);
  createIssue(scene.github.world, scene.repository, { title: "Joining", body: "## Acceptance tests\n- tests/join_test.go", labels: ["feature"], assignees: [scene.person("ann")] }, scene.person("ann"));
  sha = commit("main");
  await later();
}

let commits = 0;
function commit(branch: string): string {
  commits += 1;
  return pushCommits(scene.github.world, scene.repository, { branch, by: scene.person("rita"), bypassRules: true, commits: [{ message: `work ${commits}`, files: { "tests/join_test.go": "package tests\nfunc TestJoin(t *testing.T) {}\n", "work.txt": `${commits}\n` } }] }).sha;
}

function tag(name: string, at = sha, by = "rita"): void {
  updateRef(scene.github.world, scene.repository, { ref: `refs/tags/${name}`, to: scene.repository.network.objects.commitBySha(at) }, scene.person(by));
}

async function passes(at = sha): Promise<void> {
  const run = startWorkflowRun(scene.github.world, scene.repository, { workflow: "Tests", headSha: at }, scene.person("rita"));
  addArtifact(scene.github.world, run, { name: "reports", files: { "junit.xml": '<testsuite><testcase name="TestJoin" file="tests/join_test.go"/></testsuite>' } });
  completeWorkflowRun(scene.github.world, run, "success");
  await later(20);
}

async function later(minutes = 2): Promise<void> {
  await scene.settle();
  await scene.passTo(new Date(scene.clock.now() + minutes * 60_000).toISOString());
}

function publish(name: string, by = "ann", prerelease = false): Release {
  return createRelease(scene.github.world, scene.repository, { tagName: name, targetCommitish: sha, prerelease }, scene.person(by));
}

function tracking(): Issue {
  const own = [...scene.repository.issues.values()].find((issue) => issue.body?.includes("release-warden:tracking/.github%2Frelease-plan.yml -->") === true);
  if (own === undefined) throw new Error("there is no tracking issue");
  return own;
}

function told(): readonly string[] {
  return tracking().comments.filter((one) => one.app === scene.registered).map((one) => one.body.split("\n").slice(1).join("\n"));
}

function ruleset(): { readonly name: string; readonly enforcement: string } | undefined {
  return [...scene.repository.rulesets.values()].find(({ name }) => name.includes("v2.4.0"));
}

describe("with the second app the final tag is held by a ruleset", () => {
  test("until every feature is accepted on the newest candidate, and then it can be made", async () => {
    await withFeature({ gate: true });
    expect(ruleset()).toMatchObject({ name: HELD, enforcement: "active", target: "tag" });
    expect(tracking().body).toContain("`v2.4.0` in acme/app is held by a ruleset");
    expect(() => tag("v2.4.0")).toThrow();
    expect(() => publish("v2.4.0")).toThrow();
    tag("v2.4.0-rc1");
    await later();
    expect(ruleset()?.enforcement).toBe("active");
    await passes();
    expect(ruleset()?.enforcement).toBe("disabled");
    expect(tracking().body).toContain("`v2.4.0` in acme/app may be made, on the newest candidate's commit.");
    tag("v2.4.0");
    await later();
    expect(scene.runs(sha).find((run) => run.name === "candidate (v2.4.0)")).toMatchObject({ conclusion: "success" });
    expect([tracking().state, told().at(-1)]).toEqual(["closed", "**v2.4.0 is out, with every feature accepted.** This list is closed."]);
    const before = scene.writes();
    await scene.app.resync();
    await later(60);
    expect(scene.writes()).toBe(before);
  });

  test("and again when a newer candidate fails", async () => {
    await withFeature({ gate: true });
    tag("v2.4.0-rc1");
    await passes();
    expect(ruleset()?.enforcement).toBe("disabled");
    sha = commit("main");
    tag("v2.4.0-rc2");
    await later();
    expect(ruleset()?.enforcement).toBe("active");
  });

  test("which stays off when a person switches it off", async () => {
    await withFeature({ gate: true });
    const held = [...scene.repository.rulesets.values()].find(({ name }) => name === HELD);
    if (held === undefined) throw new Error("it is not held");
    updateRuleset(scene.github.world, scene.repository, held, { enforcement: "disabled" }, scene.person("olga"));
    tag("v2.4.0-rc1");
    await later();
    tag("v2.4.0-rc2", commit("main"));
    await later();
    await passes();
    await later(30);
    expect(ruleset()?.enforcement).toBe("disabled");
  });
});

describe("without it the release manager is told at once, and once", () => {
  test("that nothing holds the tag, and when it was made or published too early", async () => {
    await withFeature();
    expect(tracking().body).toContain("**Nothing holds `v2.4.0` in acme/app**: no app of ours has Administration: write there. Install Release Warden Gate");
    tag("v2.4.0-rc1");
    await later();
    publish("v2.4.0");
    await later();
    expect(told()).toHaveLength(1);
    expect(told()[0]).toMatch(/^@rita: \*\*\[`v2\.4\.0` in acme\/app\]\(\S+\) was published by ann before it may go out\.\*\* 0 of 1 feature accepted\. Take it back into a draft: \[edit the release\]\(\S+\/releases\/edit\/v2\.4\.0\), or `gh release edit v2\.4\.0 --repo acme\/app --draft`\. Release Warden does not do it itself/);
    await scene.forget();
    await later(30);
    expect(told()).toHaveLength(1);
  });

  test("of a candidate that was tagged on the trunk, or published as a full release", async () => {
    await withFeature();
    tag("v2.4.0-rc1");
    await later();
    const release = publish("v2.4.0-rc1");
    await later();
    expect(told().at(-1)).toMatch(/was published by ann as a full release, and is a candidate\.\*\* So that nobody takes it for the latest, set it as a pre-release: \[edit the release\]\(\S+\/releases\/edit\/v2\.4\.0-rc1\), or `gh release edit v2\.4\.0-rc1 --repo acme\/app --prerelease --latest=false`\./);
    updateRelease(scene.github.world, scene.repository, release, { prerelease: true }, scene.person("ann"));
    const side = pushCommits(scene.github.world, scene.repository, { branch: "side", by: scene.person("ann"), commits: [{ message: "aside", files: { "aside.txt": "1\n" } }] }).sha;
    tag("v2.4.0-rc2", side);
    await later();
    expect(told().at(-1)).toContain("**The tag `v2.4.0-rc2` in acme/app may not stand.** The tag is not on the branch `main`, which public builds come from.");
    expect(told().at(-1)).toContain("To take it away: `git push --delete origin refs/tags/v2.4.0-rc2`.");
    expect(told()).toHaveLength(2);
  });
});

describe("where the app was given contents: write", () => {
  test("a candidate's release is marked as a pre-release, and a final one that came too early goes back into a draft once", async () => {
    await withFeature({ permissions: { contents: "write" } });
    tag("v2.4.0-rc1");
    const candidate = publish("v2.4.0-rc1");
    await later();
    expect([candidate.prerelease, candidate.draft]).toEqual([true, false]);
    const final = publish("v2.4.0");
    await later();
    expect(final.draft).toBe(true);
    expect(told().at(-1)).toContain("was published by ann before it may go out, and was taken back into a draft.**");
    updateRelease(scene.github.world, scene.repository, final, { draft: false }, scene.person("ann"));
    await later(20);
    expect(final.draft).toBe(false);
    expect(told().at(-1)).toContain("was published by ann before it may go out.**");
  });
});

test("a final tag on another commit than was tested needs the manager's recorded reason", async () => {
  await withFeature();
  tag("v2.4.0-rc1");
  await passes();
  const next = commit("main");
  tag("v2.4.0", next);
  await passes(next);
  const check = () => scene.runs(next).filter((run) => run.name === "candidate (v2.4.0)").at(-1);
  expect(check()).toMatchObject({ conclusion: "failure" });
  expect(check()?.output.summary).toContain("The final release must be the commit that was tested");
  createComment(scene.github.world, tracking(), `/warden promote v2.4.0 ${next.slice(0, 8)} because only the version number was changed`, scene.person("rita"));
  await later();
  expect(check()).toMatchObject({ conclusion: "success" });
});
