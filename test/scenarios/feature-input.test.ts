/** Issues as people really leave them: very long, edited while we read, with links to where we cannot look, under headings of their own. */
import { describe, expect, test } from "@jest/globals";
import { pushCommits } from "../../src/sandbox/github/seed.ts";
import { createIssue, editIssue } from "../../src/sandbox/github/state/issue.ts";
import type { Issue } from "../../src/sandbox/github/state/issue.ts";
import type { Scene, SceneOptions } from "../support/scene.ts";
import { scenesOf } from "../support/scenes.ts";

const PLAN = `release: { name: "2.4", manager: rita, timezone: UTC }
milestones:
  - { id: release, title: Release, due: 2026-12-08T09:00 }
features: { select: { labels: [feature] } }
`;
const begin = scenesOf({ plan: PLAN });
let scene: Scene;

async function withTest(options: Partial<SceneOptions> = {}): Promise<void> {
  scene = await begin(options);
  pushCommits(scene.github.world, scene.repository, { branch: "main", by: scene.person("rita"), bypassRules: true, commits: [{ message: "tests", files: { "tests/join_test.go": "package tests\nfunc TestJoin(t *testing.T) {}\n" } }] });
  await scene.settle();
}

function issueOf(body: string): Issue {
  return createIssue(scene.github.world, scene.repository, { title: "Joining", body, labels: ["feature"], assignees: [scene.person("ann")] }, scene.person("ann"));
}

function comments(issue: Issue): readonly string[] {
  return issue.comments.filter((one) => one.app === scene.registered).map((one) => one.body.split("\n").slice(1).join("\n"));
}

describe("a feature's issue is read as people leave it", () => {
  test("a description of 60 KB with its tests at the very end", async () => {
    await withTest();
    const issue = issueOf(`${"Nodes join, and tell each other so. ".repeat(1_700)}\n\n## Acceptance tests\n- tests/join_test.go::TestJoin`);
    await scene.settle();
    expect(issue.body?.length).toBeGreaterThan(60_000);
    expect(comments(issue)[0]).toMatch(/^\*\*Written\.\*\*/);
  });

  test("a description that is edited between our reading and our writing ends in one comment on its last words", async () => {
    let edits = 0;
    let issue: Issue | null = null;
    await withTest({
      between: (near) => async (input, init) => {
        const answer = await near(input, init);
        if (issue !== null && edits === 0 && typeof init?.body === "string" && init.body.includes("query Feature(") && init.body.includes(`"number":${issue.number}`)) {
          edits += 1;
          editIssue(scene.github.world, issue, { body: "## Acceptance tests\n- tests/join_test.go::TestJoin" }, scene.person("ann"));
        }
        return answer;
      },
    });
    issue = issueOf("Nodes join.");
    await scene.settle();
    expect(edits).toBe(1);
    expect(comments(issue)).toHaveLength(1);
    expect(comments(issue)[0]).toMatch(/^\*\*Written\.\*\*/);
  });

  test.each([
    ["a private repository of the owner that we are not installed on", "- acme/secret#7", "stands in a repository that Release Warden cannot read"],
    ["another host", "- https://elsewhere.example/cases/7", "leads to another site"],
    ["nowhere", "- tests/gone_test.go", "was not found"],
    ["out of the repository", "- ../../etc/passwd", "leads out of the repository"],
  ])("a link to %s is named with what to do", async (_name, link, words) => {
    await withTest();
    const issue = issueOf(`## Acceptance tests\n${link}`);
    await scene.settle();
    expect(comments(issue)[0]).toContain(words);
  });

  test.each([
    ["a form's field", "### Acceptance tests\n\ntests/join_test.go::TestJoin\n\n### Else\n\n_No response_"],
    ["a bold label", "**Acceptance-Tests:** `tests/join_test.go::TestJoin`"],
    ["a row of a table", "| Field | Value |\n|---|---|\n| Acceptance test | tests/join_test.go::TestJoin |"],
    ["a heading with a slip", "## Acceptence tests\n* [ ] tests/join_test.go::TestJoin"],
  ])("under %s", async (_name, body) => {
    await withTest();
    const issue = issueOf(body);
    await scene.settle();
    expect(comments(issue)[0]).toMatch(/^\*\*Written\.\*\*/);
  });
});
