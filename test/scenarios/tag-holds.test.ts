/** The final tag is held by one ruleset, however many plans schedule it and whoever switches it off. */
import { describe, expect, test } from "@jest/globals";
import { openInspection } from "../../src/app.ts";
import type { Inspection } from "../../src/app.ts";
import { pushCommits } from "../../src/sandbox/github/seed.ts";
import { createIssue } from "../../src/sandbox/github/state/issue.ts";
import type { Issue } from "../../src/sandbox/github/state/issue.ts";
import { updateRef } from "../../src/sandbox/github/state/ref.ts";
import type { Ruleset } from "../../src/sandbox/github/state/ruleset.ts";
import { deleteRuleset } from "../../src/sandbox/github/state/ruleset.ts";
import { addArtifact, completeWorkflowRun, startWorkflowRun } from "../../src/sandbox/github/state/workflow-run.ts";
import { KEYS } from "../support/scene.ts";
import type { Scene } from "../support/scene.ts";
import { scenesOf } from "../support/scenes.ts";

/** Of a release whose features carry that label. */
function planOf(name: string, label: string): string {
  return `release: { name: "${name}", manager: rita, timezone: UTC }
milestones:
  - { id: release, title: Release, due: 2026-12-08T09:00 }
candidates: { planned: [v2.4.0-rc1, v2.4.0], at_least: 1 }
features: { select: { labels: [${label}] } }
`;
}

const begin = scenesOf({ plan: null, gate: true });
let scene: Scene;
let sha: string;

async function withPlans(files: Readonly<Record<string, string>>): Promise<void> {
  scene = await begin();
  sha = pushCommits(scene.github.world, scene.repository, { branch: "main", by: scene.person("rita"), bypassRules: true, commits: [{ message: "plans", files: { ...files, "tests/node_test.go": "package tests\nfunc TestNode(t *testing.T) {}\n", "tests/app_test.go": "package tests\nfunc TestApp(t *testing.T) {}\n" } }] }).sha;
  await scene.settle();
}

function feature(label: string): Issue {
  return createIssue(scene.github.world, scene.repository, { title: `Feature of ${label}`, body: `## Acceptance tests\n- tests/${label}_test.go`, labels: [label], assignees: [scene.person("ann")] }, scene.person("ann"));
}

function tag(name: string): void {
  updateRef(scene.github.world, scene.repository, { ref: `refs/tags/${name}`, to: scene.repository.network.objects.commitBySha(sha) }, scene.person("rita"));
}

async function later(minutes = 20): Promise<void> {
  await scene.settle();
  await scene.passTo(new Date(scene.clock.now() + minutes * 60_000).toISOString());
}

async function passes(name: "node" | "app", test: string): Promise<void> {
  const run = startWorkflowRun(scene.github.world, scene.repository, { workflow: name, headSha: sha }, scene.person("rita"));
  addArtifact(scene.github.world, run, { name, files: { "junit.xml": `<testsuite><testcase name="${test}" file="tests/${name}_test.go"/></testsuite>` } });
  completeWorkflowRun(scene.github.world, run, "success");
  await later();
}

function rulesets(): readonly Ruleset[] {
  return [...scene.repository.rulesets.values()].filter(({ name }) => name.includes("v2.4.0"));
}

function trackingOf(release: string): string {
  return [...scene.repository.issues.values()].find(({ title }) => title === `Features of ${release}: acceptance tests and candidates`)?.body ?? "";
}

function check(name: string) {
  return scene.runs(sha).filter((run) => run.name === `candidate (${name})`).at(-1);
}

async function quiet(): Promise<void> {
  await later();
  const before = scene.writes();
  await scene.app.resync();
  await later(60);
  expect(scene.writes()).toBe(before);
}

describe("two plans that govern the same repository and schedule the same tag", () => {
  const PLANS = { ".github/release-plans/node.yml": planOf("Node 2.4", "node"), ".github/release-plans/app.yml": planOf("App 2.4", "app") };

  test("judge it together, hold it until both are met, and each shows its own features", async () => {
    await withPlans(PLANS);
    feature("node");
    feature("app");
    await later();
    tag("v2.4.0-rc1");
    await passes("node", "TestNode");
    expect(rulesets().map(({ enforcement }) => enforcement)).toEqual(["active"]);
    expect(check("v2.4.0-rc1")?.output.summary).toMatch(/### App 2\.4\n\n\*\*Nothing to do for this build\.\*\* Every acceptance test is written; not all have passed yet\.\n\n### Node 2\.4\n\n\*\*Nothing to do\.\*\*/);
    expect(trackingOf("Node 2.4")).toContain("**1 of 1 feature accepted on v2.4.0-rc1.**");
    expect(trackingOf("App 2.4")).toContain("**0 of 1 feature accepted on v2.4.0-rc1.**");
    expect(trackingOf("Node 2.4")).toContain("`v2.4.0` in acme/app is held by a ruleset");
    expect(trackingOf("Node 2.4")).not.toContain("Feature of app");
    await quiet();
    expect(() => tag("v2.4.0")).toThrow();

    await passes("app", "TestApp");
    expect(rulesets().map(({ enforcement }) => enforcement)).toEqual(["disabled"]);
    expect(trackingOf("Node 2.4")).toContain("`v2.4.0` in acme/app may be made");
    expect(trackingOf("App 2.4")).toContain("`v2.4.0` in acme/app may be made");
    await quiet();
    tag("v2.4.0");
    await later();
    expect(check("v2.4.0")).toMatchObject({ conclusion: "success" });
  });

  test("and where one of them goes, the other holds it alone", async () => {
    await withPlans(PLANS);
    feature("node");
    feature("app");
    await later();
    tag("v2.4.0-rc1");
    await passes("node", "TestNode");
    expect(rulesets().map(({ enforcement }) => enforcement)).toEqual(["active"]);
    pushCommits(scene.github.world, scene.repository, { branch: "main", by: scene.person("rita"), bypassRules: true, commits: [{ message: "later", files: { ".github/release-plans/app.yml": PLANS[".github/release-plans/app.yml"].replace("[v2.4.0-rc1, v2.4.0]", "[v3.0.0-rc1, v3.0.0]") } }] });
    await later();
    expect(rulesets().map(({ enforcement }) => enforcement)).toEqual(["disabled"]);
  });
});

describe("`release-warden off`", () => {
  function inspection(): Inspection {
    const second = [...scene.github.world.apps.values()].find((app) => app.slug === "release-warden-gate");
    return openInspection({
      credentials: { appId: scene.registered.id, privateKey: KEYS.privateKey, webhookSecrets: [] }, gate: second === undefined ? null : { appId: second.id, privateKey: KEYS.privateKey },
      apiUrl: scene.github.world.apiUrl, store: { kind: "sqlite", file: "/nowhere/at/all.sqlite" }, now: () => scene.clock.now(), log: { info: () => undefined, warn: () => undefined, error: () => undefined }, fetch: scene.github.fetch,
    });
  }

  test("lets the final tag out, and a server that runs holds it no more until that ruleset is deleted", async () => {
    await withPlans({ ".github/release-plan.yml": planOf("2.4", "node") });
    feature("node");
    await later();
    expect(rulesets()).toMatchObject([{ name: "Release Warden holds v2.4.0 (to let it out: set to Disabled)", enforcement: "active" }]);
    const OFF = "Release Warden is off for the tag v2.4.0: delete this to switch on";
    expect(await inspection().off(null)).toEqual([{ repository: "acme/app", thawed: [], rulesets: [OFF], withoutRight: false, completed: 0, required: [], failed: [] }]);
    expect(rulesets()).toMatchObject([{ name: OFF, enforcement: "disabled" }]);
    const [again] = await inspection().off("acme/app");
    expect(again).toMatchObject({ rulesets: [OFF], failed: [] });
    tag("v2.4.0-rc1");
    await later();
    expect(rulesets()).toMatchObject([{ name: OFF, enforcement: "disabled" }]);
    expect(trackingOf("2.4")).toContain("**Nothing holds `v2.4.0` in acme/app**: our ruleset was switched off. To have it again, delete it.");
    const [off] = rulesets();
    if (off !== undefined) deleteRuleset(scene.github.world, scene.repository, off, scene.person("olga"));
    await later();
    expect(rulesets()).toMatchObject([{ enforcement: "active" }]);
    expect(() => tag("v2.4.0")).toThrow();
  });
});
