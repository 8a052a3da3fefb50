/** A public issue, comment or check says nothing of what stands in a private repository, not even whether it is there. */
import { describe, expect, test } from "@jest/globals";
import { pushCommits, seedRepository } from "../../src/sandbox/github/seed.ts";
import { createIssue } from "../../src/sandbox/github/state/issue.ts";
import type { Issue } from "../../src/sandbox/github/state/issue.ts";
import { updateRef } from "../../src/sandbox/github/state/ref.ts";
import type { Repository } from "../../src/sandbox/github/state/repository.ts";
import { addSubIssue } from "../../src/sandbox/github/state/sub-issue.ts";
import type { Scene } from "../support/scene.ts";
import { scenesOf } from "../support/scenes.ts";

const PLAN = `release: { name: "2.4", manager: rita, timezone: UTC }
milestones:
  - { id: release, title: Release, due: 2026-12-08T09:00 }
products: [{ id: app, repositories: [acme/app] }, { id: vault, repositories: [acme/secret] }]
candidates: { planned: [v2.4.0-rc1, v2.4.0], at_least: 1 }
features: { select: { labels: [feature] }, acceptance: { sub_issues: { labels: [test case] } } }
`;
const begin = scenesOf({ plan: PLAN });
let scene: Scene;
let secret: Repository;

async function withSecret(): Promise<void> {
  scene = await begin();
  secret = seedRepository(scene.github.world, { owner: scene.organization, name: "secret", defaultBranch: "main", by: scene.person("olga"), private: true });
  pushCommits(scene.github.world, secret, { branch: "main", by: scene.person("olga"), bypassRules: true, commits: [{ message: "secret", files: { ".github/release-plan.yml": "governed_by: acme/app\n", "tests/vault_test.go": "// acceptance test for acme/app#1\npackage vault\n" } }] });
  await scene.app.resync();
  await later();
}

async function later(minutes = 2): Promise<void> {
  await scene.settle();
  await scene.passTo(new Date(scene.clock.now() + minutes * 60_000).toISOString());
}

function feature(repository: Repository, title: string, body: string): Issue {
  return createIssue(scene.github.world, repository, { title, body, labels: ["feature"], assignees: [scene.person("ann")] }, scene.person("olga"));
}

function comment(issue: Issue): string {
  return issue.comments.find((one) => one.app === scene.registered)?.body ?? "";
}

describe("from a public repository", () => {
  test("a link into a private one is answered alike, whether there is something or not", async () => {
    await withSecret();
    const hidden = createIssue(scene.github.world, secret, { title: "By hand", labels: ["test case"] }, scene.person("olga"));
    const web = scene.github.world.htmlUrl;
    const links = [`${web}/acme/secret/blob/main/tests/vault_test.go`, `${web}/acme/secret/blob/main/tests/gone_test.go`, `acme/secret#${hidden.number}`, "acme/secret#999", "acme/nowhere#1"];
    const issue = feature(scene.repository, "Joining", `## Acceptance tests\n${links.map((link) => `- ${link}`).join("\n")}`);
    await later();
    const lines = comment(issue).split("\n").filter((line) => line.startsWith("- "));
    expect(lines).toHaveLength(5);
    expect(new Set(lines.map((line) => line.replace(/`[^`]+`/, "")))).toEqual(new Set(["-  (linked) stands in a repository that Release Warden cannot read, or that is private while this one is not. Install it there, or link a test that everybody can see."]));
  });

  test("its test files and sub-issues that name or belong to a public feature are not told of", async () => {
    await withSecret();
    const issue = feature(scene.repository, "Joining", "Nodes join.");
    expect(issue.number).toBe(1);
    addSubIssue(scene.github.world, issue, createIssue(scene.github.world, secret, { title: "By hand", labels: ["test case"] }, scene.person("olga")), scene.person("olga"));
    scene.plan(`${PLAN}# again\n`);
    await later(24 * 60);
    expect(comment(issue)).toContain("**No acceptance test is linked.**");
    expect(comment(issue)).not.toContain("secret");
  });

  test("the check on a public tag counts private features, and tells neither their titles nor their tests", async () => {
    await withSecret();
    feature(secret, "Under the mattress", "## Acceptance tests\n- tests/key_under_mat_test.go");
    feature(scene.repository, "Joining", "Nodes join.");
    const sha = pushCommits(scene.github.world, scene.repository, { branch: "main", by: scene.person("rita"), bypassRules: true, commits: [{ message: "work", files: { "a.txt": "1\n" } }] }).sha;
    updateRef(scene.github.world, scene.repository, { ref: "refs/tags/v2.4.0-rc1", to: scene.repository.network.objects.commitBySha(sha) }, scene.person("rita"));
    await later();
    const output = scene.runs(sha).filter((run) => run.name === "candidate (v2.4.0-rc1)").at(-1)?.output;
    expect(output?.title).toBe("2 features lack written acceptance tests");
    expect(output?.summary).toContain("- Joining (acme/app 1): no acceptance test is linked.");
    expect(output?.summary).toMatch(/- acme\/secret \d+ \(private\)$/m);
    expect(output?.summary).not.toMatch(/mattress|key_under_mat/);
  });
});

test("within the private repository links are looked up as everywhere", async () => {
  await withSecret();
  const issue = feature(secret, "Vault", "## Acceptance tests\n- tests/vault_test.go\n- tests/gone_test.go");
  await later();
  expect(comment(issue)).toContain("`tests/gone_test.go` (linked) was not found");
  expect(comment(issue)).toContain("Found: `tests/vault_test.go`");
});
