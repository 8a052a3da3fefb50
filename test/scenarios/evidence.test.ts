import { describe, expect, test } from "@jest/globals";
import { pushCommits, seedApp } from "../../src/sandbox/github/seed.ts";
import { createComment } from "../../src/sandbox/github/state/comment.ts";
import { createIssue } from "../../src/sandbox/github/state/issue.ts";
import type { Issue } from "../../src/sandbox/github/state/issue.ts";
import { updateRef } from "../../src/sandbox/github/state/ref.ts";
import { addSubIssue } from "../../src/sandbox/github/state/sub-issue.ts";
import { createCheckRun } from "../../src/sandbox/github/state/check.ts";
import { KEYS } from "../support/scene.ts";
import type { Scene } from "../support/scene.ts";
import { scenesOf } from "../support/scenes.ts";

const PLAN = `release: { name: "2.4", manager: rita, timezone: UTC }
milestones:
  - { id: release, title: Release, due: 2026-12-08T09:00 }
candidates: { planned: [v2.4.0-rc1, v2.4.0], at_least: 1 }
environments:
  - { id: field, title: Field, version: "1" }
  - { id: community, title: Community, tester: community, reported_by: [carla] }
features:
  select: { labels: [feature] }
  acceptance: { environments: [field], addresses: ["https://portal.example/cases/"], sub_issues: { labels: [test case] } }
`;
const TAG = "v2.4.0-rc1";
const begin = scenesOf({ plan: PLAN });
let scene: Scene;
let sha: string;

async function withTag(plan = PLAN): Promise<void> {
  scene = await begin({ plan });
  sha = pushCommits(scene.github.world, scene.repository, { branch: "main", by: scene.person("rita"), bypassRules: true, commits: [{ message: "work", files: { "tests/join_test.go": "package tests\nfunc TestJoin(t *testing.T) {}\n" } }] }).sha;
  updateRef(scene.github.world, scene.repository, { ref: `refs/tags/${TAG}`, to: scene.repository.network.objects.commitBySha(sha) }, scene.person("rita"));
  await later();
}

async function later(minutes = 2): Promise<void> {
  await scene.settle();
  await scene.passTo(new Date(scene.clock.now() + minutes * 60_000).toISOString());
}

async function open(title: string, body: string, labels: readonly string[] = ["feature"]): Promise<Issue> {
  const issue = createIssue(scene.github.world, scene.repository, { title, body, labels, assignees: [scene.person("ann")] }, scene.person("ann"));
  await later(20);
  return issue;
}

async function say(issue: Issue, login: string, line: string): Promise<string> {
  createComment(scene.github.world, issue, line, scene.person(login));
  await later(20);
  return issue.comments.filter((one) => one.app === scene.registered && one.body.includes("release-warden:answer")).at(-1)?.body.split("\n").slice(1).join("\n") ?? "";
}

function standing(issue: Issue): string {
  return issue.comments.find((one) => one.app === scene.registered && one.body.includes("release-warden:acceptance"))?.body.split("\n").slice(1).join("\n") ?? "";
}

function label(issue: Issue): string {
  return issue.labels.map(({ name }) => name).filter((name) => name.startsWith("acceptance:")).join(" ");
}

function check() {
  return scene.runs(sha).filter((run) => run.name === `candidate (${TAG})`).at(-1)?.output;
}

describe("tests beside those that the description links", () => {
  test("are linked by command, and taken back", async () => {
    await withTag();
    const issue = await open("Joining", "Nodes join.");
    expect(await say(issue, "ann", "/warden acceptance tests/join_test.go::TestJoin")).toContain("**Linked**: `tests/join_test.go::TestJoin`");
    expect(label(issue)).toBe("acceptance: written");
    expect(await say(issue, "ben", "/warden acceptance tests/other_test.go")).toContain("may");
    expect(standing(issue)).not.toContain("other_test");
    expect(await say(issue, "ann", "/warden acceptance without tests/join_test.go::TestJoin")).toContain("**Taken back**");
    expect(label(issue)).toBe("acceptance: missing");
    expect(await say(issue, "ann", "/warden acceptance without tests/join_test.go::TestJoin")).toContain("**Nothing to take back**");
  });

  test("are sub-issues that are tests, and no other sub-issues", async () => {
    await withTag();
    const issue = createIssue(scene.github.world, scene.repository, { title: "Joining", body: "Nodes join.", labels: ["feature"] }, scene.person("ann"));
    const manual = createIssue(scene.github.world, scene.repository, { title: "By hand", labels: ["test case"] }, scene.person("ann"));
    const task = createIssue(scene.github.world, scene.repository, { title: "Task" }, scene.person("ann"));
    for (const child of [manual, task]) addSubIssue(scene.github.world, issue, child, scene.person("ann"));
    await open("Other", "Nothing.", []);
    scene.plan(`${PLAN}# again\n`);
    await later();
    expect(standing(issue)).toContain(`\`#${manual.number}\` (a test) has not been reported. Test it, and say \`/warden tested LINK passed in ENVIRONMENT at TAG\``);
    expect(standing(issue)).not.toContain(`#${task.number}`);
    expect(await say(manual, "ann", `/warden tested passed in field at ${TAG}`)).toContain(`**Counted**: passed on \`${TAG}\` in Field (internal testers).`);
    expect(label(issue)).toBe("acceptance: accepted");
  });
});

describe("results by hand", () => {
  const PORTAL = "https://portal.example/cases/7";
  test("count for the link, the environment and the build that they name, from those who may report there", async () => {
    await withTag();
    const issue = await open("Joining", `## Acceptance tests\n- ${PORTAL}`);
    expect(await say(issue, "carla", `/warden tested ${PORTAL} passed in community at ${TAG}`)).toContain("in Community (community testers)");
    expect(standing(issue)).toContain("has not passed in Field, where the plan requires it");
    expect(await say(issue, "carla", `/warden tested ${PORTAL} passed in field at ${TAG}`)).toContain("**Nothing was counted**: what was tested in Field is reported by those who may write");
    expect(await say(issue, "ann", `/warden tested ${PORTAL} failed in field at ${TAG}`)).toContain("**Counted**: failed");
    expect([label(issue), standing(issue).includes("failed in Field: `reported by ann`")]).toEqual(["acceptance: failing", true]);
    await say(issue, "ann", `/warden tested ${PORTAL} passed in field at ${TAG}`);
    expect(check()?.title).toBe("Its one feature is accepted");
    scene.plan(PLAN.replace("version: \"1\"", "version: \"2\""));
    await later();
    expect(standing(issue)).toContain("passed in an earlier version of Field (1). Run it again in 2");
  });

  test.each([
    ["without a place", "/warden tested passed", "say what it came to, where and on which build"],
    ["in an unknown place", `/warden tested passed in fields at ${TAG}`, "Did you mean `field`?"],
    ["on a tag that is none", "/warden tested passed in field at v2.4.0-RC1", "Did you mean `v2.4.0-rc1`?"],
  ])("%s are refused with what to write", async (_name, line, words) => {
    await withTag();
    expect(await say(await open("Joining", "Nodes join."), "ann", line)).toContain(words);
  });
});

test("checks that the plan says stand for an environment count where no report speaks of a test", async () => {
  await withTag(PLAN.replace("version: \"1\"", "checks: [\"field / *\"]"));
  const issue = await open("Joining", "## Acceptance tests\n- tests/join_test.go");
  const { app } = seedApp(scene.github.world, { slug: "ci", owner: scene.organization, publicKey: KEYS.publicKey, permissions: { checks: "write" }, events: [] });
  for (const [name, conclusion] of [["field / linux", "success"], ["field / arm", "failure"], ["lint", "failure"]] as const) {
    createCheckRun(scene.github.world, scene.repository, app, { name, headSha: sha, status: "completed", conclusion });
  }
  await later(20);
  expect([label(issue), check()?.title]).toEqual(["acceptance: failing", "0 of 1 feature accepted"]);
});
