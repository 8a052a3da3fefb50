/** Scenes of the plan itself: pull requests that change it, files that break or vanish, and whom it binds. */
import { describe, expect, test } from "@jest/globals";
import { pushCommits, seedRepository } from "../../src/sandbox/github/seed.ts";
import { createReview } from "../../src/sandbox/github/state/review.ts";
import type { Account } from "../../src/sandbox/github/state/account.ts";
import type { Pull } from "../../src/sandbox/github/state/pull.ts";
import type { Repository } from "../../src/sandbox/github/state/repository.ts";
import { openPull } from "../../src/sandbox/github/seed.ts";
import { PLAN } from "../support/scene.ts";
import type { Scene } from "../support/scene.ts";
import { scenesOf } from "../support/scenes.ts";

const PLAN_FILE = ".github/release-plan.yml";
const PLAN_CHECK = "Release plan file (main)";
const DURING = "2026-12-03T10:00:00Z";

const begin = scenesOf({ plan: PLAN });

function approve(scene: Scene, pull: Pull, by: Account): void {
  createReview(scene.github.world, pull, { event: "APPROVE", commitSha: pull.head.sha }, by);
}

function annotationsOf(scene: Scene, pull: Pull): readonly { readonly path: string; readonly start_line: number; readonly message: string }[] {
  return scene.runs(pull.head.sha).filter((run) => run.name === PLAN_CHECK).at(-1)?.annotations ?? [];
}

describe("a pull request that changes the plan", () => {
  test("is red with each mistake on its line when the plan is wrong", async () => {
    const scene = await begin();
    const pull = scene.open({ title: "New dates", head: "dates", files: { [PLAN_FILE]: PLAN.replace("timezone: UTC", "timezon: UTC").replace("until: release", "until: relaese") } });
    await scene.settle();
    expect(scene.check(pull, PLAN_CHECK)).toMatchObject({ state: "failure", title: expect.stringMatching(/^The plan has \d errors?; the plan in force stays as it is$/) });
    expect(annotationsOf(scene, pull)).toEqual(expect.arrayContaining([
      expect.objectContaining({ path: PLAN_FILE, start_line: 1, message: expect.stringContaining("timezone") }),
      expect.objectContaining({ path: PLAN_FILE, start_line: 6, message: expect.stringContaining("release") }),
    ]));
  });

  test("shows the calendar and how many open pull requests it would free, and waits for the manager", async () => {
    const scene = await begin({ now: DURING });
    for (const name of ["a", "b", "c"]) scene.open({ title: `Add ${name}`, head: name, files: { [`src/${name}.ts`]: name } });
    const pull = scene.open({ title: "End the freeze", head: "thaw", files: { [PLAN_FILE]: PLAN.replace("allow: [bugfix, release]", "allow: [bugfix, feature, release]") } });
    await scene.settle();
    expect(scene.check(pull, PLAN_CHECK)).toMatchObject({ state: "in_progress", title: "Waits for the approval of rita: would lift the freeze on 3 pull requests" });
    expect(scene.check(pull, PLAN_CHECK)?.summary).toMatch(/Tue 1 December 2026 09:00 UTC \| Freeze begins: /);
    approve(scene, pull, scene.person("ben"));
    await scene.settle();
    expect(scene.check(pull, PLAN_CHECK)?.state).toBe("in_progress");
    approve(scene, pull, scene.person("rita"));
    await scene.settle();
    expect(scene.check(pull, PLAN_CHECK)).toMatchObject({ state: "success", summary: expect.stringContaining("rita approved it") });
  });

  test("needs the approval again for a commit that came after it", async () => {
    const scene = await begin({ now: DURING });
    const pull = scene.open({ title: "End the freeze", head: "thaw", files: { [PLAN_FILE]: PLAN.replace("until: release", "until: 2026-12-03T12:00") } });
    approve(scene, pull, scene.person("rita"));
    await scene.settle();
    expect(scene.check(pull, PLAN_CHECK)?.state).toBe("success");
    pushCommits(scene.github.world, scene.repository, { branch: "thaw", by: scene.person("ann"), commits: [{ message: "Sooner", files: { [PLAN_FILE]: PLAN.replace("until: release", "until: 2026-12-03T11:00") } }] });
    await scene.settle();
    expect(scene.check(pull, PLAN_CHECK)?.state).toBe("in_progress");
  });

  test("waits when it would stop more than twenty open pull requests, and not for twenty", async () => {
    const scene = await begin();
    for (let count = 1; count <= 20; count += 1) scene.open({ title: `Add ${count}`, head: `part-${count}`, files: { [`src/${count}.ts`]: "x" } });
    const pull = scene.open({ title: "Freeze today", head: "today", files: { [PLAN_FILE]: PLAN.replace("due: 2026-12-01T09:00", 'due: 2026-11-24T09:00, moved: [{ to: 2026-11-24T09:00, because: the tests are done, see: "https://example.org/minutes" }]') } });
    await scene.settle();
    await scene.passTo("2026-11-25T09:06:00Z");
    expect(scene.check(pull, PLAN_CHECK)).toMatchObject({ state: "success", title: expect.stringContaining("Would stop 20 open pull requests") });
    scene.open({ title: "Add 21", head: "part-21", files: { "src/21.ts": "x" } });
    await scene.settle();
    await scene.passTo("2026-11-25T09:12:00Z");
    expect(scene.check(pull, PLAN_CHECK)).toMatchObject({ state: "in_progress", title: "Waits for the approval of rita: would stop 21 open pull requests" });
  });

  test("may pass a freeze when it touches plan files alone and a person whom the plan names approved this very commit", async () => {
    const scene = await begin({ now: DURING });
    const fix = scene.open({ title: "Correct the plan", head: "fix-plan", files: { [PLAN_FILE]: PLAN.replace('"2.4"', '"2.4.0"') } });
    const more = scene.open({ title: "Correct the plan and more", head: "more", files: { [PLAN_FILE]: PLAN.replace('"2.4"', '"2.5"'), "src/x.ts": "x" } });
    await scene.settle();
    expect(scene.check(fix)).toMatchObject({ state: "in_progress", summary: expect.stringContaining("an approved correction of the plan can always merge") });
    for (const pull of [fix, more]) approve(scene, pull, scene.person("rita"));
    await scene.settle();
    expect(scene.check(fix)).toMatchObject({ state: "success", title: expect.stringMatching(/^Allowed: it changes only the release plan/) });
    expect(scene.check(more)?.state).toBe("in_progress");
  });
});

describe("dates of a plan in force", () => {
  test("move only with a reason and the address of the meeting", async () => {
    const scene = await begin();
    const moved = (line: string): string => PLAN.replace("due: 2026-12-08T09:00", `due: 2026-12-10T09:00${line}`);
    const pull = scene.open({ title: "Two days more", head: "later", files: { [PLAN_FILE]: moved(", moved: [{ to: 2026-12-10T09:00, because: evaluation meeting }]") } });
    await scene.settle();
    expect(scene.check(pull, PLAN_CHECK)).toMatchObject({ state: "failure", title: "The plan has 1 error; the plan in force stays as it is" });
    expect(annotationsOf(scene, pull)).toEqual([expect.objectContaining({ start_line: 4, message: expect.stringMatching(/without saying where that was decided\.\nFix: add .see: "https:/) })]);
    pushCommits(scene.github.world, scene.repository, { branch: "later", by: scene.person("ann"), commits: [{ message: "Say where", files: { [PLAN_FILE]: moved(', moved: [{ to: 2026-12-10T09:00, because: evaluation meeting, see: "https://example.org/minutes" }]') } }] });
    await scene.settle();
    expect(scene.check(pull, PLAN_CHECK)).toMatchObject({ state: "success" });
  });

  test("keep the baseline with which they first stood on the default branch, whatever is pushed there later", async () => {
    const scene = await begin();
    scene.plan(PLAN.replace("due: 2026-12-08T09:00", "due: 2026-12-21T09:00"));
    await scene.settle();
    const pull = scene.open({ title: "It was always so", head: "always", files: { [PLAN_FILE]: PLAN.replace("due: 2026-12-08T09:00", "planned: 2026-12-21T09:00, due: 2026-12-21T09:00") } });
    await scene.settle();
    expect(annotationsOf(scene, pull)).toEqual([expect.objectContaining({ start_line: 4, message: expect.stringContaining("Release was first planned for 2026-12-08T09:00, and that baseline is never edited.") })]);
  });
});

describe("a plan that goes wrong", () => {
  test.each([
    ["breaks", "release: ["],
    ["vanishes", null],
  ])("stays in force as it last was good when its file %s", async (_how, text) => {
    const scene = await begin({ now: DURING });
    const pull = scene.open({ title: "Add a button", head: "button", files: { "src/button.ts": "b" } });
    await scene.settle();
    const before = scene.check(pull);
    pushCommits(scene.github.world, scene.repository, { branch: "main", by: scene.person("rita"), bypassRules: true, commits: [{ message: "Oops", files: { [PLAN_FILE]: text } }] });
    await scene.settle();
    const other = scene.open({ title: "Add a menu", head: "menu", files: { "src/menu.ts": "m" } });
    await scene.settle();
    expect(scene.check(pull)).toEqual(before);
    expect(scene.check(other)?.state).toBe("in_progress");
  });

  test("binds nobody while it never was right", async () => {
    const scene = await begin({ now: DURING, plan: null });
    scene.plan("release: [");
    const pull = scene.open({ title: "Add a button", head: "button", files: { "src/button.ts": "b" } });
    await scene.settle();
    expect(scene.runs(pull.head.sha)).toEqual([]);
  });
});

describe("whom a plan binds", () => {
  const WIDE = PLAN.replace("milestones:", "products:\n  - { id: app, repositories: [acme/app] }\n  - { id: site, repositories: [acme/site] }\nmilestones:");

  function site(scene: Scene, files: Record<string, string> = {}): Repository {
    return seedRepository(scene.github.world, { owner: scene.organization, name: "site", defaultBranch: "main", by: scene.person("rita"), files: { "readme.md": "s", ...files } });
  }

  function openIn(scene: Scene, repository: Repository, head: string): Pull {
    return openPull(scene.github.world, repository, { by: scene.person("rita"), title: `Add ${head}`, head, files: { [`${head}.ts`]: head } });
  }

  function checksOn(repository: Repository, pull: Pull): readonly string[] {
    return (repository.checkSuites.get(pull.head.sha) ?? []).flatMap((suite) => suite.runs.map((run) => run.status));
  }

  test("not another repository without its consent, and it once that consents", async () => {
    const scene = await begin({ now: DURING, plan: WIDE });
    const other = site(scene);
    await scene.app.resync();
    await scene.settle();
    const before = openIn(scene, other, "before");
    await scene.settle();
    expect(checksOn(other, before)).toEqual([]);
    pushCommits(scene.github.world, other, { branch: "main", by: scene.person("rita"), commits: [{ message: "Consent", files: { [PLAN_FILE]: "governed_by: acme/app\n" } }] });
    await scene.settle();
    expect(checksOn(other, before)).toEqual(["in_progress"]);
    pushCommits(scene.github.world, other, { branch: "main", by: scene.person("rita"), bypassRules: true, commits: [{ message: "No longer", files: { [PLAN_FILE]: null } }] });
    await scene.settle();
    const after = openIn(scene, other, "after");
    await scene.settle();
    expect(checksOn(other, after)).toEqual([]);
  });

  test("every repository it lists when it stands in the owner's .github repository", async () => {
    const scene = await begin({ now: DURING, plan: null });
    const other = site(scene);
    const home = seedRepository(scene.github.world, { owner: scene.organization, name: ".github", defaultBranch: "main", by: scene.person("rita"), files: { [PLAN_FILE]: WIDE } });
    await scene.app.resync();
    await scene.settle();
    const pull = openIn(scene, other, "button");
    await scene.settle();
    expect(checksOn(other, pull)).toEqual(["in_progress"]);
    expect(home.name).toBe(".github");
  });

  test("its own changes as well, although it does not bind the repository that it stands in", async () => {
    const scene = await begin({ now: DURING, plan: null });
    const other = site(scene);
    const home = seedRepository(scene.github.world, { owner: scene.organization, name: ".github", defaultBranch: "main", by: scene.person("rita"), files: { [PLAN_FILE]: WIDE } });
    await scene.app.resync();
    await scene.settle();
    openIn(scene, other, "button");
    const propose = (head: string, text: string): Pull => openPull(scene.github.world, home, { by: scene.person("ann"), title: "Change the plan", head, files: { [PLAN_FILE]: text } });
    const moved = propose("later", WIDE.replace("due: 2026-12-08T09:00", "due: 2026-12-10T09:00"));
    const loosened = propose("looser", WIDE.replace("allow: [bugfix, release]", "allow: [bugfix, feature, release]"));
    await scene.settle();
    const check = (pull: Pull) => (home.checkSuites.get(pull.head.sha) ?? []).flatMap((suite) => suite.runs).filter((run) => run.name === PLAN_CHECK).at(-1);
    expect(check(moved)).toMatchObject({ conclusion: "failure", output: { summary: expect.stringContaining("Release moves from 2026-12-08T09:00 to 2026-12-10T09:00, and nothing says why.") as unknown } });
    expect(check(loosened)).toMatchObject({ status: "in_progress", output: { title: "Waits for the approval of rita: would lift the freeze on 1 pull request" } });
    approve(scene, loosened, scene.person("rita"));
    await scene.settle();
    expect(check(loosened)?.conclusion).toBe("success");
  });
});
