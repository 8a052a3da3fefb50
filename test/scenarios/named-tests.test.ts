/** A test file that names a feature in a tag is a link to it, without a word in the issue. */
import { describe, expect, test } from "@jest/globals";
import { pushCommits, seedRepository } from "../../src/sandbox/github/seed.ts";
import { createIssue } from "../../src/sandbox/github/state/issue.ts";
import type { Issue } from "../../src/sandbox/github/state/issue.ts";
import { updateRef } from "../../src/sandbox/github/state/ref.ts";
import type { Repository } from "../../src/sandbox/github/state/repository.ts";
import { addArtifact, completeWorkflowRun, startWorkflowRun } from "../../src/sandbox/github/state/workflow-run.ts";
import { releaseMatrices } from "../../src/reconcile/release-matrices.ts";
import type { Scene } from "../support/scene.ts";
import { scenesOf } from "../support/scenes.ts";

const PLAN = `release: { name: "2.4", manager: rita, timezone: UTC }
milestones:
  - { id: release, title: Release, due: 2026-12-08T09:00 }
candidates: { planned: [v2.4.0-rc1, v2.4.0], at_least: 1 }
features: { select: { labels: [feature] }, acceptance: { tests: ["tests/**"] } }
`;
const begin = scenesOf({ plan: PLAN });
let scene: Scene;

function push(files: Readonly<Record<string, string | null>>, repository: Repository = scene.repository): string {
  return pushCommits(scene.github.world, repository, { branch: "main", by: scene.person("rita"), bypassRules: true, commits: [{ message: "tests", files }] }).sha;
}

function feature(title = "Joining"): Issue {
  return createIssue(scene.github.world, scene.repository, { title, body: "Nodes join.", labels: ["feature"], assignees: [scene.person("ann")] }, scene.person("ann"));
}

async function later(minutes = 2): Promise<void> {
  await scene.settle();
  await scene.passTo(new Date(scene.clock.now() + minutes * 60_000).toISOString());
}

function comment(issue: Issue): string {
  return issue.comments.find((one) => one.app === scene.registered && one.body.includes("release-warden:acceptance"))?.body.split("\n").slice(1).join("\n") ?? "";
}

function label(issue: Issue): string {
  return issue.labels.map(({ name }) => name).filter((name) => name.startsWith("acceptance:")).join(" ");
}

const reads = (): number => scene.app.github.stats().restReads + scene.app.github.stats().graphqlReads;

describe("a test file that names a feature", () => {
  test("links itself, is shown in the comment and in the matrix, and is judged on the tag", async () => {
    scene = await begin();
    const issue = feature();
    const other = feature("Leaving");
    push({ "tests/join_test.go": `// @acceptance #${issue.number}\npackage tests\nfunc TestJoin(t *testing.T) {}\n`, "src/join.go": `// @acceptance #${other.number}\n` });
    await later(60);
    expect([label(issue), label(other)]).toEqual(["acceptance: written", "acceptance: missing"]);
    expect(comment(issue)).toContain("Found: `tests/join_test.go` (which names the feature).");
    const sha = push({ "README.md": "2.4\n" });
    updateRef(scene.github.world, scene.repository, { ref: "refs/tags/v2.4.0-rc1", to: scene.repository.network.objects.commitBySha(sha) }, scene.person("rita"));
    await later();
    expect(comment(issue)).toContain("`tests/join_test.go` (which names the feature)");
    const run = startWorkflowRun(scene.github.world, scene.repository, { workflow: "Tests", headSha: sha }, scene.person("rita"));
    addArtifact(scene.github.world, run, { name: "reports", files: { "junit.xml": '<testsuite><testcase name="TestJoin" file="tests/join_test.go"/></testsuite>' } });
    completeWorkflowRun(scene.github.world, run, "success");
    await later(20);
    expect([label(issue), label(other)]).toEqual(["acceptance: accepted", "acceptance: missing"]);
    const [release] = await releaseMatrices("acme/app", scene.app.store) ?? [];
    expect(release?.matrix.rows.map(({ feature: { number }, columns }) => [number, columns.at(-1)?.accepted, columns.at(-1)?.cells.map(({ passed }) => passed)])).toEqual([[issue.number, true, [1]], [other.number, false, [0]]]);
  });

  test("stops being one when the tag is taken out, and no read is made while nothing changes", async () => {
    scene = await begin();
    const issue = feature();
    push({ "tests/join_test.go": `// @acceptance #${issue.number}\npackage tests\n`, "tests/other_test.go": "package tests\n" });
    await later(60);
    expect(label(issue)).toBe("acceptance: written");
    const before = reads();
    await scene.app.store.mark([{ key: { kind: "issue", repository: scene.repository.id, number: issue.number }, lane: "changed", installation: scene.installation.id }], { now: scene.clock.now() });
    await scene.settle();
    // The issue itself, and the one listing in which the file is found.
    expect(reads() - before).toBe(2);
    push({ "tests/join_test.go": "package tests\n" });
    await later(24 * 60 + 10);
    expect(label(issue)).toBe("acceptance: missing");
  });

  test("may stand in another repository of the plan, and names the issue with it", async () => {
    scene = await begin({ plan: PLAN.replace("candidates:", "products: [{ id: app, repositories: [acme/app] }, { id: e2e, repositories: [acme/e2e] }]\ncandidates:") });
    const e2e = seedRepository(scene.github.world, { owner: scene.organization, name: "e2e", defaultBranch: "main", by: scene.person("olga") });
    await scene.settle();
    const issue = feature();
    push({ ".github/release-plan.yml": "governed_by: acme/app\n", "tests/join_test.go": `// acceptance test for acme/app#${issue.number}\npackage tests\n` }, e2e);
    await scene.app.resync();
    await later(24 * 60);
    expect(comment(issue)).toMatch(/^\*\*Written\.\*\*/);
    expect(comment(issue)).toContain("acme/e2e/blob/main/tests/join_test.go` (which names the feature)");
  });

  test("is found by the hour, is read once for all plans to come, and only what the plan takes for a test is read", async () => {
    const blobs: string[] = [];
    scene = await begin({
      between: (near) => async (input, init) => {
        const body = typeof init?.body === "string" ? init.body : "";
        if (body.includes("query BlobTexts")) blobs.push(...body.match(/[0-9a-f]{40}/g) ?? []);
        return near(input, init);
      },
    });
    feature();
    push(Object.fromEntries(Array.from({ length: 120 }, (_, index) => [`${index < 100 ? "tests" : "src"}/t${index}_test.go`, `package t${index}\n`])));
    await later(60);
    expect([blobs.length, new Set(blobs).size]).toEqual([100, 100]);
    push({ "tests/t7_test.go": "package seven\n" });
    await later(60);
    scene.plan(`${PLAN}# again\n`);
    await later(60);
    expect(blobs).toHaveLength(101);
  });
});
