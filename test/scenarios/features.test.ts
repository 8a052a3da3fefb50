import { afterEach, describe, expect, test } from "@jest/globals";
import { pushCommits } from "../../src/sandbox/github/seed.ts";
import { addLabels, createIssue, editIssue, removeLabel } from "../../src/sandbox/github/state/issue.ts";
import type { Issue } from "../../src/sandbox/github/state/issue.ts";
import { createScene, PLAN } from "../support/scene.ts";
import type { Scene } from "../support/scene.ts";

const FEATURES = `${PLAN}
candidates: { planned: [v2.4.0-rc1, v2.4.0-rc2, v2.4.0] }
features:
  select: { labels: [feature] }
  acceptance: { addresses: ["https://portal.example/cases/"], sub_issues: { labels: [test case] } }
documentation: { paths: ["docs/**"] }
`;

let scene: Scene;

afterEach(async () => {
  expect(scene.complaints).toEqual([]);
  await scene.stop();
});

async function withFeatures(plan = FEATURES): Promise<Scene> {
  scene = await createScene({ plan });
  await scene.settle();
  return scene;
}

async function open(body: string, labels: readonly string[] = ["feature"]): Promise<Issue> {
  const issue = createIssue(scene.github.world, scene.repository, { title: "Joining", body, labels, assignees: [scene.person("ann")] }, scene.person("ann"));
  await scene.settle();
  return issue;
}

async function push(files: Readonly<Record<string, string>>): Promise<void> {
  pushCommits(scene.github.world, scene.repository, { branch: "main", by: scene.person("rita"), bypassRules: true, commits: [{ message: "tests", files }] });
  await scene.settle();
}

async function edit(issue: Issue, body: string): Promise<void> {
  editIssue(scene.github.world, issue, { body }, scene.person("ann"));
  await scene.settle();
}

/** The one comment of ours, without its marker; null = none. */
function comment(issue: Issue): string | null {
  const ours = issue.comments.filter((one) => one.app === scene.registered).map((one) => one.body);
  expect(ours.length).toBeLessThanOrEqual(1);
  return ours[0]?.replace("<!-- release-warden:acceptance -->\n", "") ?? null;
}

describe("a feature without acceptance tests is told so in one comment", () => {
  test("which names what to do and who it is asked of", async () => {
    await withFeatures();
    const issue = await open("Nodes join.");
    expect(comment(issue)).toMatch(/^\*\*No acceptance test is linked\.\*\* ann: add a section `## Acceptance tests`/);
  });

  test("which is edited in place as tests are linked, written and named", async () => {
    await withFeatures();
    const issue = await open("### Acceptance tests\n\n_No response_\n");
    expect(comment(issue)).toContain("the section for acceptance tests names none");
    await edit(issue, "## Acceptance tests\n- tests/join_test.go\n- nodes come back after a restart\n- https://elsewhere.example/x\n- ../../etc/passwd");
    expect(comment(issue)).toContain("**3 acceptance tests need attention.** ann");
    expect(comment(issue)).toContain("Described without a test: “nodes come back after a restart”");
    await push({ "tests/join_test.go": "package tests\n\nfunc TestJoin(t *testing.T) {}\n" });
    await edit(issue, "## Acceptance tests\n- tests/join_test.go::TestJoin");
    expect(comment(issue)).toMatch(/^\*\*Written\.\*\*/);
  });

  test("which notices a test that is merged later, within the hour", async () => {
    await withFeatures();
    const issue = await open("## Acceptance tests\n- tests/join_test.go");
    expect(comment(issue)).toContain("was not found");
    await push({ "tests/join_test.go": "package tests\n" });
    await scene.passTo("2026-11-25T10:30:00Z");
    expect(comment(issue)).toMatch(/^\*\*Written\.\*\*/);
  });

  test("which comes to features that were there before the plan spoke of them", async () => {
    await withFeatures(PLAN);
    const issue = await open("Nodes join.");
    expect(comment(issue)).toBeNull();
    scene.plan(FEATURES);
    await scene.settle();
    expect(comment(issue)).toMatch(/^\*\*No acceptance test is linked\.\*\*/);
  });
});

describe("what a link leads to is looked up", () => {
  test.each([
    ["a folder with tests", "- tests/e2e", "**Written.**"],
    ["a pattern", "- tests/**/*_test.go", "**Written.**"],
    ["a file that is no test", "- src/join.go", "is no test"],
    ["a case that the file does not have", "- tests/e2e/join_test.go::TestLeave", "has no case `TestLeave`"],
    ["an address that the plan allows", "- https://portal.example/cases/7", "**Written.**"],
    ["a repository out of sight", "- https://github.local/other/secret/blob/main/tests/a_test.go", "another site"],
    ["an issue that does not exist", "- #999", "was not found"],
  ])("%s", async (_name, link, expected) => {
    await withFeatures();
    await push({ "tests/e2e/join_test.go": "package e2e\nfunc TestJoin(t *testing.T) {}\n", "src/join.go": "package src\n" });
    expect(comment(await open(`## Acceptance tests\n${link}`))).toContain(expected);
  });

  test("an issue of a test type, a plain issue, and a pull request that brings a test", async () => {
    await withFeatures();
    const manual = createIssue(scene.github.world, scene.repository, { title: "By hand", labels: ["test case"] }, scene.person("ann"));
    const plain = createIssue(scene.github.world, scene.repository, { title: "Talk" }, scene.person("ann"));
    const pull = scene.open({ title: "test: joining", head: "tests", files: { "tests/join_test.go": "package tests\n" } });
    await scene.settle();
    const text = comment(await open(`## Acceptance tests\n- #${manual.number}\n- #${plain.number}\n- #${pull.issue.number}`));
    expect(text).toContain(`\`#${plain.number}\` (found) is no test`);
    expect(text).toContain("2 of 3 linked tests found.");
  });
});

describe("pull requests are asked for what the plan asks of them", () => {
  const DOCS = "Documentation (main)";
  const TESTS = "acceptance (main)";

  test("documentation, or the reason why there is none", async () => {
    await withFeatures();
    const bare = scene.open({ title: "feat: colours", head: "colours", files: { "src/colour.ts": "red\n" } });
    const whole = scene.open({ title: "feat: sizes", head: "sizes", files: { "src/size.ts": "1\n", "docs/size.md": "Sizes.\n" } });
    const reasoned = scene.open({ title: "feat: names", head: "names", body: "docs: none — only names changed", files: { "src/name.ts": "1\n" } });
    const tests = scene.open({ title: "test: names", head: "tests", files: { "test/name.test.ts": "1\n" } });
    await scene.settle();
    expect([bare, whole, reasoned, tests].map((pull) => scene.check(pull, DOCS)?.state ?? null)).toEqual(["failure", "success", "neutral", null]);
    expect(scene.check(bare, DOCS)?.title).toBe("Brings no documentation");
  });

  test("tests of the features that they close, which they may bring themselves", async () => {
    await withFeatures();
    const issue = await open("## Acceptance tests\n- tests/join_test.go");
    const without = scene.open({ title: "feat: join", head: "join", body: `Closes #${issue.number}`, files: { "src/join.go": "package src\n" } });
    const bringing = scene.open({ title: "feat: join tested", head: "tested", body: `Closes #${issue.number}`, files: { "tests/join_test.go": "package tests\n" } });
    const other = scene.open({ title: "feat: else", head: "else", files: { "src/else.go": "package src\n" } });
    await scene.settle();
    expect([without, bringing, other].map((pull) => scene.check(pull, TESTS)?.state ?? null)).toEqual(["failure", "success", null]);
    expect(scene.check(without, TESTS)?.summary).toContain("`tests/join_test.go` was not found");
    await edit(issue, "## Acceptance tests\n- https://portal.example/cases/7");
    expect(scene.check(without, TESTS)?.state).toBe("success");
  });

  test("a regression test, where they fix an incident", async () => {
    await withFeatures(`${FEATURES}incidents: {}\n`);
    const incident = await open("The network stood still.", ["incident"]);
    const bare = scene.open({ title: "fix: join", head: "join", body: `Fixes #${incident.number}`, files: { "src/join.go": "package src\n" } });
    const bringing = scene.open({ title: "fix: join tested", head: "tested", body: `Fixes #${incident.number}`, files: { "tests/join_test.go": "package tests\n" } });
    const naming = scene.open({ title: "fix: leave", head: "leave", body: `Fixes #${incident.number}\n\nRegression test: tests/leave_test.go`, files: { "src/leave.go": "package src\n" } });
    const other = scene.open({ title: "fix: else", head: "else", files: { "src/else.go": "package src\n" } });
    await scene.settle();
    expect([bare, bringing, naming, other].map((pull) => scene.check(pull, "regression test (main)")?.state ?? null)).toEqual(["failure", "success", "success", null]);
  });

  test("and no more once the plan does not ask", async () => {
    await withFeatures();
    const bare = scene.open({ title: "feat: colours", head: "colours", files: { "src/colour.ts": "red\n" } });
    await scene.settle();
    scene.plan(PLAN);
    await scene.settle();
    expect(scene.check(bare, DOCS)?.state).toBe("success");
    const before = scene.writes();
    await scene.app.resync();
    await scene.settle();
    expect(scene.writes()).toBe(before);
  });
});

describe("one label says the same in a word", () => {
  const ours = (issue: Issue): readonly string[] => issue.labels.map(({ name }) => name).filter((name) => name.startsWith("acceptance:"));

  test("follows the links, leaves other labels alone, and goes when the issue is no feature any more", async () => {
    await withFeatures();
    const issue = await open("Nodes join.", ["feature", "help wanted"]);
    expect(ours(issue)).toEqual(["acceptance: missing"]);
    await edit(issue, "## Acceptance tests\n- tests/join_test.go");
    expect(ours(issue)).toEqual(["acceptance: broken"]);
    await push({ "tests/join_test.go": "package tests\n" });
    await edit(issue, "Again.\n## Acceptance tests\n- tests/join_test.go");
    expect(issue.labels.map(({ name }) => name)).toEqual(["feature", "help wanted", "acceptance: written"]);
    scene.plan(FEATURES.replace("[feature]", "[epic]"));
    await scene.settle();
    expect(issue.labels.map(({ name }) => name)).toEqual(["feature", "help wanted"]);
  });

  test("is put back when somebody takes it off, and one that somebody adds beside it is taken off", async () => {
    await withFeatures();
    const issue = await open("Nodes join.");
    addLabels(scene.github.world, issue, ["acceptance: accepted"], scene.person("ann"));
    await scene.settle();
    expect(ours(issue)).toEqual(["acceptance: missing"]);
    const label = issue.labels.find(({ name }) => name === "acceptance: missing");
    if (label !== undefined) removeLabel(scene.github.world, issue, label, scene.person("ann"));
    await scene.settle();
    expect(ours(issue)).toEqual(["acceptance: missing"]);
    expect(scene.repository.labels.get("acceptance: missing")).toMatchObject({ color: "d73a4a", description: "Release plan: too few acceptance tests are linked" });
  });
});

describe("nobody is disturbed without need", () => {
  test("an issue that is no feature gets no comment, and one that stops being a feature is told so", async () => {
    await withFeatures();
    const bug = await open("Broken.", ["bug"]);
    expect(comment(bug)).toBeNull();
    addLabels(scene.github.world, bug, ["feature"], scene.person("rita"));
    await scene.settle();
    expect(comment(bug)).not.toBeNull();
    scene.plan(FEATURES.replace("[feature]", "[epic]"));
    await scene.settle();
    await edit(bug, "Broken still.");
    expect(comment(bug)).toMatch(/no feature of the release plan any more/);
  });

  test("an edit that changes nothing of it, a restart and a second look write nothing", async () => {
    await withFeatures();
    const issue = await open("## Acceptance tests\n- tests/join_test.go");
    const before = scene.writes();
    await edit(issue, "Better words.\n\n## Acceptance tests\n- tests/join_test.go");
    await scene.app.resync();
    await scene.settle();
    await scene.passTo("2026-11-25T12:30:00Z");
    expect(scene.writes()).toBe(before);
  });

  test("after the loss of its memory the app finds its comment again", async () => {
    await withFeatures();
    const issue = await open("Nodes join.");
    await scene.forget();
    await edit(issue, "## Acceptance tests\n- https://portal.example/cases/7");
    expect(comment(issue)).toMatch(/^\*\*Written\.\*\*/);
  });

  test("words of strangers stay words", async () => {
    await withFeatures();
    const issue = await open("## Acceptance tests\n- tests/`@everyone`<script>_test.go\n- @everyone [x](javascript:alert(1)) <!-- -->\n- ping @olga #1");
    const text = comment(issue) ?? "";
    expect(text).not.toContain("<script>");
    expect(text.replace(/`[^`]*`/g, "")).not.toMatch(/@\w/);
  });
});
