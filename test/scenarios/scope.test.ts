import { describe, expect, test } from "@jest/globals";
import { pushCommits } from "../../src/sandbox/github/seed.ts";
import { createComment } from "../../src/sandbox/github/state/comment.ts";
import { createIssue, editIssue, setMilestone } from "../../src/sandbox/github/state/issue.ts";
import type { Issue } from "../../src/sandbox/github/state/issue.ts";
import { updateRef } from "../../src/sandbox/github/state/ref.ts";
import type { Scene } from "../support/scene.ts";
import { scenesOf } from "../support/scenes.ts";

const PLAN = (scope: string): string => `release: { name: "2.4", manager: rita, timezone: UTC }
milestones:
  - { id: scope, title: Scope, due: 2026-12-01T09:00 }
  - { id: release, title: Release, due: 2026-12-08T09:00 }
candidates: { planned: [v2.4.0-rc1, v2.4.0], at_least: 1 }
features:
  select: { labels: [feature] }
  groups: [{ id: net, title: Network, features: [Joining, Leaving] }]
  acceptance: { addresses: ["https://portal.example/cases/"] }
${scope}`;
const OPEN = PLAN("");
const LISTED = PLAN("  scope: { frozen_at: scope }\n");
const STRICT = PLAN("  scope: { frozen_at: scope, strict: true }\n");
const TESTS = "\n\n## Acceptance tests\n- https://portal.example/cases/7";

const begin = scenesOf({ plan: LISTED });
let scene: Scene;

async function withScope(plan = LISTED): Promise<void> {
  scene = await begin({ plan });
}

async function open(title: string, options: { readonly body?: string; readonly labels?: readonly string[]; readonly milestone?: string } = {}): Promise<Issue> {
  const milestone = options.milestone === undefined ? null : scene.milestone(options.milestone);
  const issue = createIssue(scene.github.world, scene.repository, { title, body: options.body ?? `Nodes do it.${TESTS}`, labels: options.labels ?? ["feature"], assignees: [scene.person("ann")], milestone }, scene.person("ann"));
  await scene.settle();
  return issue;
}

async function edit(issue: Issue, body: string): Promise<void> {
  editIssue(scene.github.world, issue, { body }, scene.person("ann"));
  await later();
}

/** Past the minute in which the list is left alone. */
async function later(minutes = 2): Promise<void> {
  await scene.settle();
  await scene.passTo(new Date(scene.clock.now() + minutes * 60_000).toISOString());
}

async function say(issue: Issue, login: string, line: string): Promise<void> {
  createComment(scene.github.world, issue, line, scene.person(login));
  await later();
}

/** Bodies of our comments, but the standing one on acceptance tests. */
function told(issue: Issue): readonly string[] {
  return issue.comments.filter((one) => one.app === scene.registered && !one.body.includes("release-warden:acceptance")).map((one) => one.body.split("\n").slice(1).join("\n"));
}

function tracking(): Issue | null {
  const own = [...scene.repository.issues.values()].filter((issue) => issue.body?.includes("release-warden:tracking/.github%2Frelease-plan.yml -->") === true);
  expect(own.length).toBeLessThanOrEqual(1);
  return own[0] ?? null;
}

function section(name: string): string {
  return new RegExp(`begin ${name} -->\n([^]*?)\n<!-- release-warden:end`).exec(tracking()?.body ?? "")?.[1] ?? "";
}

describe("the features of a plan have one tracking issue", () => {
  test("which is not there before there is a feature, and says what is missing of whom", async () => {
    await withScope(OPEN);
    expect(tracking()).toBeNull();
    await open("Joining", { body: "Nodes join." });
    await later();
    await open("Naming");
    await later();
    expect(tracking()?.title).toBe("Features of 2.4: acceptance tests and candidates");
    expect(section("features")).toBe("### Features\n**2 features.** They are judged on the release candidates, and none is tagged yet. Managed by rita.\n\n**Nothing holds `v2.4.0` in acme/app**: no app of ours has Administration: write there. Install Release Warden Gate to have it held; until then a tag or release that comes too early is told here at once.\n\nToo few acceptance tests are linked (1):\n- #1 Joining (ann)\n\nWritten, and yet to pass where the plan requires it (1):\n- #3 Naming (ann)\n\nIn the plan, and no issue has the title (1):\n- Leaving");
    expect(section("scope")).toContain("The plan fixes no scope");
  });

  test("with the matrix of candidates, what changed between them, and the number that comes next", async () => {
    await withScope(OPEN);
    await open("Joining");
    const sha = pushCommits(scene.github.world, scene.repository, { branch: "main", by: scene.person("rita"), bypassRules: true, commits: [{ message: "work", files: { "a.txt": "a\n" } }] }).sha;
    for (const name of ["v2.4.0-rc1", "v2.4.0-rc2"]) {
      updateRef(scene.github.world, scene.repository, { ref: `refs/tags/${name}`, to: scene.repository.network.objects.commitBySha(sha) }, scene.person("rita"));
      await later();
    }
    expect(section("features")).toContain("**0 of 1 feature accepted on v2.4.0-rc2.** Next: `v2.4.0-rc3`, or `v2.4.0-rc2-p1` for an interim build.");
    expect(section("candidates")).toContain("| Feature | v2.4.0-rc1 | v2.4.0-rc2 |\n| --- | --- | --- |\n| **Network** |  |  |\n| #1 Joining | not run | not run |");
    expect(section("difference")).toBe("### From v2.4.0-rc1 to v2.4.0-rc2\nNothing changed.");
  });

  test("in which people's own words stay, and which nothing edits without need", async () => {
    await withScope();
    const issue = await open("Joining");
    await later();
    const own = tracking();
    if (own === null) throw new Error("there is no tracking issue");
    editIssue(scene.github.world, own, { body: `Our own words.\n\n${own.body ?? ""}` }, scene.person("rita"));
    await edit(issue, `Nodes join, and stay.${TESTS}`);
    expect(own.body).toMatch(/^Our own words\.\n\n<!-- release-warden:tracking/);
    const before = scene.writes();
    await scene.app.resync();
    await scene.passTo("2026-11-26T09:00:00Z");
    expect(scene.writes()).toBe(before);
  });

  test("which is closed when the plan has no features any more, and opened again", async () => {
    await withScope(OPEN);
    await open("Joining");
    await later();
    scene.plan(OPEN.slice(0, OPEN.indexOf("features:")));
    await later();
    expect([tracking()?.state, told(tracking() as Issue)]).toEqual(["closed", ["The plan has no features any more, so this list is closed."]]);
    scene.plan(OPEN);
    await later();
    expect(tracking()?.state).toBe("open");
  });
});

describe("once the scope is fixed", () => {
  async function fixed(plan = LISTED): Promise<Issue> {
    await withScope(plan);
    const joining = await open("Joining", { body: "Nodes join." });
    await scene.passTo("2026-12-01T09:05:00Z");
    expect(section("scope")).toContain("**Fixed** since Tue 1 December 2026 09:00 UTC, with Scope: 1 feature.");
    return joining;
  }

  test("tests may still be linked, and what is rewritten or added is said once on the issue and listed for the manager", async () => {
    const joining = await fixed();
    await edit(joining, `Nodes join.${TESTS}`);
    expect(told(joining)).toEqual([]);
    await edit(joining, `Nodes join twice.${TESTS}`);
    expect(told(joining)).toEqual(["**The description was rewritten after the scope of 2.4 was fixed** (Tue 1 December 2026 09:00 UTC). The release manager has it on the list; nothing else follows from it."]);
    const late = await open("Leaving");
    await later();
    expect(told(late)).toEqual(["**This feature came after the scope of 2.4 was fixed** (Tue 1 December 2026 09:00 UTC). The release manager has it on the list; nothing else follows from it."]);
    expect(section("scope")).toContain("- #1 Joining: rewritten later (seen on Tue 1 December 2026)\n- #3 Leaving: added later (seen on Tue 1 December 2026)");
    expect(told(tracking() as Issue)).toEqual(["@rita: 1 change of the fixed scope.\n\n- #1 Joining: rewritten later", "@rita: 1 change of the fixed scope.\n\n- #3 Leaving: added later"]);
    await scene.app.resync();
    await later(60);
    expect([told(joining).length, told(late).length, told(tracking() as Issue).length]).toEqual([1, 1, 2]);
  });

  test("a strict plan takes what is added out of its milestone, and the manager alone lets it in", async () => {
    await fixed(STRICT);
    const late = await open("Leaving", { milestone: "Release" });
    await later();
    expect(late.milestone).toBeNull();
    expect(told(late)[0]).toContain("It is not in the release, and was taken out of the milestone Release. rita can let it in as it stands: `/warden admit because …`.");
    await say(late, "ann", "/warden admit because I want it");
    expect(section("scope")).toContain("- #3 Leaving: added later (seen on Tue 1 December 2026)\n".trimEnd());
    expect(section("scope")).not.toContain("let in by");
    await say(late, "rita", "/warden admit because nodes must be able to leave");
    expect(section("scope")).toContain("#3 Leaving: added later (seen on Tue 1 December 2026); let in by rita: nodes must be able to leave");
    setMilestone(scene.github.world, late, scene.milestone("Release"), scene.person("rita"));
    await later();
    expect(late.milestone?.title).toBe("Release");
  });

  test("a strict plan counts only the fixed scope at its gates, and holds the final release for what was rewritten until the manager lets it in", async () => {
    const joining = await fixed(STRICT);
    await open("Leaving");
    await edit(joining, `Nodes join twice.${TESTS}`);
    const sha = pushCommits(scene.github.world, scene.repository, { branch: "main", by: scene.person("rita"), bypassRules: true, commits: [{ message: "work", files: { "a.txt": "a\n" } }] }).sha;
    for (const name of ["v2.4.0-rc1", "v2.4.0"]) updateRef(scene.github.world, scene.repository, { ref: `refs/tags/${name}`, to: scene.repository.network.objects.commitBySha(sha) }, scene.person("rita"));
    await later();
    const check = (name: string) => scene.runs(sha).filter((run) => run.name === `candidate (${name})`).at(-1);
    expect(check("v2.4.0-rc1")).toMatchObject({ conclusion: "neutral", output: { title: "0 of 1 feature accepted" } });
    expect(check("v2.4.0")?.output.summary).toMatch(/Since the scope was fixed acme\/app\\#.?1 was rewritten, and nobody has let it in\. The release manager decides/);
    await say(joining, "rita", "/warden admit because joining twice is what was meant");
    expect(check("v2.4.0")?.output.summary).not.toContain("Since the scope was fixed");
  });

  test("it survives a loss of memory, and nothing is told twice", async () => {
    const joining = await fixed();
    await edit(joining, "Nodes join twice.");
    expect(told(joining)).toHaveLength(1);
    await scene.forget();
    await later(30);
    expect(section("scope")).toContain("#1 Joining: rewritten later");
    expect([told(joining).length, told(tracking() as Issue).length]).toEqual([1, 1]);
  });

  test("it is open again when its milestone moves", async () => {
    await fixed();
    scene.plan(LISTED.replace("2026-12-01T09:00", "2026-12-05T09:00"));
    await later();
    expect(section("scope")).toContain("**Open.** It is fixed when Scope is reached, or at the latest on Sat 5 December 2026 09:00 UTC.");
  });
});

test("merged feature pull requests that belong to no feature are listed before the scope is fixed", async () => {
  await withScope();
  const joining = await open("Joining");
  const own = scene.open({ title: "feat: join", head: "join", body: `Closes #${joining.number}`, files: { "src/join.ts": "1\n" } });
  const stray = scene.open({ title: "feat: colours", head: "colours", files: { "src/colour.ts": "1\n" } });
  const fix = scene.open({ title: "fix: horn", head: "horn", files: { "src/horn.ts": "1\n" } });
  await scene.settle();
  for (const pull of [own, stray, fix]) scene.merge(pull);
  await scene.settle();
  await scene.passTo("2026-11-25T16:00:00Z");
  expect(section("strays")).toBe(`### Merged, and of no feature\n1 pull request that looked like a feature closed no issue of the scope. Link each to its feature (\`Closes #NUMBER\` in the description), or label it as what it is.\n\n- #${stray.issue.number} feat: colours by ann`);
});
