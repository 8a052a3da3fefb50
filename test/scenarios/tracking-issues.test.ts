/** Scenes of the issues that show a plan's milestones: one each, one with all dates, and people's hands on them. */
import { afterEach, describe, expect, test } from "@jest/globals";
import { pushCommits, seedRepository } from "../../src/sandbox/github/seed.ts";
import type { Account } from "../../src/sandbox/github/state/account.ts";
import { createComment } from "../../src/sandbox/github/state/comment.ts";
import { closeIssue, createIssue, deleteIssue, editIssue, removeLabel, reopenIssue } from "../../src/sandbox/github/state/issue.ts";
import type { Issue } from "../../src/sandbox/github/state/issue.ts";
import { updateMilestone } from "../../src/sandbox/github/state/milestone.ts";
import { createScene } from "../support/scene.ts";
import type { Scene } from "../support/scene.ts";

const scenes: Scene[] = [];
afterEach(async () => {
  for (const scene of scenes.splice(0)) {
    expect(scene.complaints).toEqual([]);
    await scene.stop();
  }
});

const PLAN = `release: { name: "2.4", manager: rita, timezone: Europe/Oslo }
tracking: { labels: [release], reminders: false }
milestones:
  - id: test
    title: Sub-system Test
    due: 2026-12-01
    manager: ben
    checklist:
      - Upgrade the runtime
      - { task: List what is outstanding, owner: ann, before: 2 days }
      - Repair the upload (acme/app#1)
    team: [{ who: ann, role: Developer }, { who: Community Member 1, role: Tester, open: true }]
  - { id: release, title: Release, due: 2026-12-08T11:00, after: [test] }
`;

async function planned(text = PLAN, files: Readonly<Record<string, string>> = {}): Promise<Scene> {
  const scene = await createScene({ plan: null });
  scenes.push(scene);
  createIssue(scene.github.world, scene.repository, { title: "The upload breaks" }, scene.person("ann"));
  if (Object.keys(files).length > 0) pushCommits(scene.github.world, scene.repository, { branch: "main", by: scene.person("rita"), bypassRules: true, commits: [{ message: "Templates", files }] });
  scene.plan(text);
  await scene.settle();
  return scene;
}

function issue(scene: Scene, title: string): Issue {
  const found = [...scene.repository.issues.values()].find((one) => one.title === title);
  if (found === undefined) throw new Error(`there is no issue ${title}: ${[...scene.repository.issues.values()].map((one) => one.title).join(", ")}`);
  return found;
}

const TEST = "2.4: Sub-system Test";
const LIVE = "2.4: live milestones";

async function edit(scene: Scene, of: Issue, change: (body: string) => string, by: Account): Promise<void> {
  editIssue(scene.github.world, of, { body: change(of.body ?? "") }, by);
  await scene.settle();
}

function tick(task: string): (body: string) => string {
  return (body) => body.replace(`- [ ] ${task}`, `- [x] ${task}`);
}

/** What people see of a body: without hidden lines. */
function seen({ body }: Issue): string {
  return (body ?? "").replace(/\n?<!--[^>]*-->/g, "").trim();
}

function said({ comments }: Issue): readonly string[] {
  return comments.map(({ body }) => body.replace(/^<!--[^>]*-->\n/, ""));
}

describe("the issues of a plan", () => {
  test("show dates, people and the checklist, wait for each other, and a second look changes nothing", async () => {
    const scene = await planned();
    expect([...scene.repository.issues.values()].map(({ title }) => title).sort()).toEqual(["2.4: Release", TEST, LIVE, "The upload breaks"]);
    expect(seen(issue(scene, TEST))).toMatchInlineSnapshot(`
"| | |
|---|---|
| First planned | Tue 1 December 2026 24:00 Oslo (23:00 UTC) |
| Now due | Tue 1 December 2026 24:00 Oslo (23:00 UTC) |
| Actual | not yet |
| State | to come |
| Decides that it is reached | ben |

People:

- Developer: ann

Open places, which \`/warden claim\` in a comment here takes:

- Tester

In a comment here, \`/warden done\`, \`partial\`, \`outstanding\` and \`delegate\` say how it stands.
Its dates are changed in \`.github/release-plan.yml\`; \`/warden move\` answers with the lines.

### Checklist: 0 of 3 done

- [ ] Upgrade the runtime (by Tue 1 December 2026 24:00 Oslo) 
- [ ] List what is outstanding (ann, by Sun 29 November 2026 24:00 Oslo) 
- [ ] Repair the upload (acme/app\\#​1) (by Tue 1 December 2026 24:00 Oslo) #1"
`);
    expect(seen(issue(scene, LIVE))).toMatchInlineSnapshot(`
"The last milestone stands as first planned.

| Milestone | First planned | Now due | Actual | State | Slip | Decides | Checklist |
|---|---|---|---|---|---|---|---|
| Sub-system Test #2 | Tue 1 December 2026 24:00 Oslo (23:00 UTC) | Tue 1 December 2026 24:00 Oslo (23:00 UTC) | not yet | to come |  | ben | 0 of 3 |
| Release #3 | Tue 8 December 2026 11:00 Oslo (10:00 UTC) | Tue 8 December 2026 11:00 Oslo (10:00 UTC) | not yet | to come |  | rita |  |

The dates stand in \`.github/release-plan.yml\` and are changed there, each with its reason and where it was decided. "First planned" never changes."
`);
    expect(issue(scene, TEST).labels.map(({ name }) => name)).toEqual(["release", "help wanted"]);
    expect(issue(scene, "2.4: Release").blockedBy).toEqual([issue(scene, TEST)]);
    const writes = scene.writes();
    await scene.app.resync();
    await scene.passTo("2026-11-26T09:00:00Z");
    expect(scene.writes()).toBe(writes);
  });

  test("are found again after the store was lost, closed or not, and nothing is written", async () => {
    const scene = await planned();
    await edit(scene, issue(scene, TEST), tick("Upgrade the runtime"), scene.person("ben"));
    closeIssue(scene.github.world, issue(scene, "2.4: Release"), "completed", scene.person("rita"));
    await scene.settle();
    const before = [...scene.repository.issues.values()].map(({ title, body, state }) => [title, body, state]);
    await scene.forget();
    expect([...scene.repository.issues.values()].map(({ title, body, state }) => [title, body, state])).toEqual(before);
    expect(scene.writes()).toBe(0);
  });

  test("of a release that the file has left are closed, and those of the next stand alone", async () => {
    const scene = await planned();
    const old = [issue(scene, TEST), issue(scene, LIVE), issue(scene, "2.4: Release")];
    scene.plan(PLAN.replace('"2.4"', '"2.5"'));
    await scene.settle();
    expect(old.map((one) => [one.state, said(one)])).toEqual([
      ["closed", ["This milestone is no longer in `.github/release-plan.yml`. What stands above is as it was then."]], ["closed", ["This is no longer in `.github/release-plan.yml`. What stands above is as it was then."]],
      ["closed", ["This milestone is no longer in `.github/release-plan.yml`. What stands above is as it was then."]],
    ]);
    expect(["2.5: Sub-system Test", "2.5: live milestones", "2.5: Release"].map((title) => issue(scene, title).state)).toEqual(["open", "open", "open"]);
    const writes = scene.writes();
    await scene.app.resync();
    await scene.settle();
    expect(scene.writes()).toBe(writes);
  });

  test("do not exist for a plan that does not ask for them", async () => {
    const scene = await planned(PLAN.replace(/tracking: .*\n/, ""));
    expect(scene.repository.issues.size).toBe(1);
    expect(scene.repository.milestones.size).toBe(2);
  });

  test("follow a moved date, with its reason, and late and reached milestones", async () => {
    const scene = await planned();
    scene.plan(PLAN.replace("due: 2026-12-01\n", 'due: 2026-12-03\n    moved: [{ to: 2026-12-03, because: "the @vote", see: "https://example.org/minutes" }]\n'));
    await scene.settle();
    expect(seen(issue(scene, TEST))).toContain("| Now due | Thu 3 December 2026 24:00 Oslo (23:00 UTC) |");
    expect(seen(issue(scene, TEST))).toContain("| State | to come, 2 days later than first planned |");
    expect(seen(issue(scene, TEST))).toContain("- to Thu 3 December 2026 24:00 Oslo (23:00 UTC): the @\u200bvote ([where it was decided](https://example.org/minutes))");
    await scene.passTo("2026-12-04T09:00:00Z");
    expect(seen(issue(scene, LIVE))).toMatch(/Sub-system Test #\d+ \|.*\| not yet \| late \|/);
    const milestone = [...scene.repository.milestones.values()].find(({ title }) => title === "Sub-system Test");
    updateMilestone(scene.github.world, scene.repository, milestone ?? never(), { state: "closed" }, scene.person("ben"));
    await scene.settle();
    expect(issue(scene, TEST).state).toBe("closed");
    expect(seen(issue(scene, LIVE))).toMatch(/Sub-system Test #\d+ \|.*\| Fri 4 December 2026 10:00 Oslo \(09:00 UTC\) \| done \|/);
    expect(seen(issue(scene, LIVE))).toContain("slipped, 3 days in all.");
  });
});

describe("the label of open places", () => {
  const labels = (scene: Scene): readonly string[] => issue(scene, TEST).labels.map(({ name }) => name);

  test("comes while one is open and goes with the last; whoever takes it off has the last word", async () => {
    const scene = await planned();
    expect(labels(scene)).toEqual(["release", "help wanted"]);
    createComment(scene.github.world, issue(scene, TEST), "/warden claim", scene.person("ben"));
    await scene.settle();
    expect(labels(scene)).toEqual(["release"]);
    scene.plan(PLAN.replace("role: Tester, open: true }", "role: Tester, open: true }, { role: Designer, open: true }"));
    await scene.settle();
    expect(labels(scene)).toEqual(["release", "help wanted"]);
    const label = issue(scene, TEST).labels.find(({ name }) => name === "help wanted");
    if (label !== undefined) removeLabel(scene.github.world, issue(scene, TEST), label, scene.person("ann"));
    await scene.app.resync();
    await scene.settle();
    expect(labels(scene)).toEqual(["release"]);
  });

  test("goes when the milestone is reached, and does not come where nothing is open", async () => {
    const scene = await planned();
    createComment(scene.github.world, issue(scene, TEST), "/warden done", scene.person("ben"));
    await scene.settle();
    expect(labels(scene)).toEqual(["release"]);
    expect(issue(scene, "2.4: Release").labels.map(({ name }) => name)).toEqual(["release"]);
  });
});

describe("a person", () => {
  test("writes around our sections, and edits inside are put right", async () => {
    const scene = await planned();
    await edit(scene, issue(scene, TEST), (body) => `Before\n${body.replace("| State | to come |", "| State | done! |")}\nAfter`, scene.person("ann"));
    expect(issue(scene, TEST).body).toMatch(/^Before\n[^]*\| State \| to come \|[^]*\nAfter$/);
  });

  test("who edits inside our sections is told so once, in either issue; who writes around them, or ticks a box, is not", async () => {
    const scene = await planned();
    const told = (title: string): readonly string[] => issue(scene, title).comments.map(({ body }) => body).filter((body) => body.includes("was put right"));
    const change = async (title: string, by: string, how: (body: string) => string): Promise<void> => {
      scene.clock.advance(2_000);
      await edit(scene, issue(scene, title), how, scene.person(by));
    };
    await change(TEST, "olga", (body) => `${body}\nAfter`);
    await change(TEST, "ben", (body) => body.replace("- [ ]", "- [x]"));
    expect(told(TEST)).toEqual([]);
    for (const title of [TEST, LIVE, LIVE]) await change(title, "ann", (body) => body.replace("to come", "done!"));
    expect(issue(scene, LIVE).body).not.toContain("done!");
    const text = "@ann: what you changed in the Warden's section of this issue was put right, since that shows the plan. Dates and people are changed in `.github/release-plan.yml`; `/warden move` answers with the lines. What you write above or below the section stays.";
    for (const title of [TEST, LIVE]) expect(told(title)).toEqual([expect.stringContaining(text)]);
    await change(LIVE, "ben", (body) => body.replace("to come", "done!"));
    expect(told(LIVE)).toHaveLength(2);
  });

  test("takes a section out, which is told once and left", async () => {
    const scene = await planned();
    await edit(scene, issue(scene, TEST), (body) => body.replace(/<!-- release-warden:begin milestone -->[^]*<!-- release-warden:end milestone -->/, ""), scene.person("ann"));
    await scene.app.resync();
    await scene.passTo("2026-12-02T09:00:00Z");
    expect(issue(scene, TEST).body).not.toContain("First planned");
    expect(said(issue(scene, TEST)).filter((text) => text.includes("taken out or torn"))).toHaveLength(1);
  });

  test("deletes an issue, which is mentioned once and not made again", async () => {
    const scene = await planned();
    deleteIssue(scene.github.world, issue(scene, TEST), scene.person("rita"));
    await scene.settle();
    scene.plan(PLAN.replace("Upgrade the runtime", "Upgrade all runtimes"));
    await scene.settle();
    expect([...scene.repository.issues.values()].map(({ title }) => title)).not.toContain(TEST);
    expect(said(issue(scene, LIVE))).toEqual(["The tracking issue of **Sub-system Test** was deleted. It is not made again; the dates of the milestone are kept up to date here."]);
    deleteIssue(scene.github.world, issue(scene, LIVE), scene.person("rita"));
    await scene.passTo("2026-12-03T09:00:00Z");
    expect([...scene.repository.issues.values()].map(({ title }) => title)).not.toContain(LIVE);
    expect(said(issue(scene, "2.4: Release"))).toEqual(["The issue with the dates of all milestones was deleted. It is not made again; each milestone's own issue goes on."]);
  });

  test("fills an issue up to GitHub's limit, and their words stay", async () => {
    const scene = await planned();
    await edit(scene, issue(scene, TEST), (body) => `${body}\n${"x".repeat(65_536 - body.length - 1)}`, scene.person("ann"));
    scene.plan(PLAN.replace("Upgrade the runtime", `Upgrade ${"every ".repeat(70)}runtime`));
    await scene.settle();
    const { body } = issue(scene, TEST);
    expect(body?.endsWith("xxx")).toBe(true);
    expect(body?.length).toBeLessThanOrEqual(65_536);
  });
});

describe("a checklist", () => {
  test("ticks itself when what it names is closed, and not before", async () => {
    const scene = await planned();
    expect(seen(issue(scene, TEST))).toContain("### Checklist: 0 of 3 done");
    const named = issue(scene, "The upload breaks");
    closeIssue(scene.github.world, named, "completed", scene.person("ann"));
    await scene.settle();
    expect(seen(issue(scene, TEST))).toMatch(/### Checklist: 1 of 3 done[^]*- \[x\] Repair the upload/);
    expect(seen(issue(scene, LIVE))).toContain("| 1 of 3 |");
    reopenIssue(scene.github.world, named, scene.person("ann"));
    await scene.settle();
    expect(seen(issue(scene, TEST))).toMatch(/- \[ \] Repair the upload/);
    expect(said(issue(scene, TEST))).toEqual([]);
  });

  test("counts a tick by who may; of another it is said once that it does not count", async () => {
    const scene = await planned();
    await edit(scene, issue(scene, TEST), tick("List what is outstanding"), scene.person("olga"));
    await scene.app.resync();
    await scene.settle();
    expect(seen(issue(scene, TEST))).toMatch(/0 of 3 done[^]*- \[x\] List what is outstanding .* \*\*does not count: ticked by olga\*\*/);
    expect(said(issue(scene, TEST))).toEqual(["@olga: **List what is outstanding** is ann's to tick. The box was left as it is, and does not count. It counts when ann or ben or rita ticks it."]);
    await edit(scene, issue(scene, TEST), (body) => body.replace("- [x] List", "- [ ] List"), scene.person("ann"));
    await edit(scene, issue(scene, TEST), tick("List what is outstanding"), scene.person("ann"));
    expect(seen(issue(scene, TEST))).toMatch(/1 of 3 done[^]*- \[x\] List what is outstanding \(ann, [^*]*\n/);
  });

  test("with strict, a tick without the right is put back once", async () => {
    const scene = await planned(PLAN.replace("labels: [release]", "strict: true"));
    for (const [left, comments] of [[" ", 1], ["x", 1]] as const) {
      await edit(scene, issue(scene, TEST), tick("List what is outstanding"), scene.person("olga"));
      expect(seen(issue(scene, TEST))).toContain(`- [${left}] List what is outstanding`);
      expect(said(issue(scene, TEST))).toHaveLength(comments);
    }
    await edit(scene, issue(scene, TEST), tick("Repair the upload"), scene.person("ben"));
    expect(seen(issue(scene, TEST))).toContain("- [ ] Repair the upload");
    expect(said(issue(scene, TEST)).at(-1)).toContain("was ticked while acme/app#1 is open. The box was put back, this once.");
  });

  test("that is open when its milestone is closed is told once to whoever closed it; with strict the milestone is opened once", async () => {
    for (const strict of [false, true]) {
      const scene = await planned(strict ? PLAN.replace("labels: [release]", "strict: true") : PLAN);
      const milestone = [...scene.repository.milestones.values()].find(({ title }) => title === "Sub-system Test") ?? never();
      scene.close(milestone, scene.person("ben"));
      await scene.settle();
      expect(milestone.state).toBe(strict ? "open" : "closed");
      expect(said(issue(scene, TEST))).toHaveLength(1);
      expect(said(issue(scene, TEST))[0]).toMatch(/^@ben: \*\*Sub-system Test\*\* was .* with 3 open items\./);
      expect(issue(scene, TEST).state).toBe(strict ? "open" : "closed");
      if (!strict) continue;
      await scene.passTo("2026-11-26T09:00:00Z");
      scene.close(milestone, scene.person("ben"));
      await scene.settle();
      expect([milestone.state, issue(scene, TEST).state]).toEqual(["closed", "closed"]);
      expect(said(issue(scene, TEST))[1]).toContain("It counts as reached all the same.");
    }
  });

  test("has sub-issues for items with an owner where the plan asks, and follows them", async () => {
    const scene = await planned(PLAN.replace("labels: [release]", "sub_issues: true"));
    const child = issue(scene, "List what is outstanding");
    expect(issue(scene, TEST).subIssues).toEqual([child]);
    expect(child.assignees.map(({ login }) => login)).toEqual(["ann"]);
    expect(seen(issue(scene, TEST))).toContain(`#${child.number}`);
    closeIssue(scene.github.world, child, "completed", scene.person("ann"));
    await scene.settle();
    expect(seen(issue(scene, TEST))).toMatch(/- \[x\] List what is outstanding/);
    const writes = scene.writes();
    await scene.app.resync();
    await scene.settle();
    expect(scene.writes()).toBe(writes);
  });
});

describe("a template of the repository", () => {
  const folder = ".github/release-warden";

  test("is used, without helpers of its own, and follows its file", async () => {
    const scene = await planned(PLAN, { [`${folder}/milestone.md.hbs`]: "**{{title}}** ends {{live}}{{#each team}} · {{role}} {{who}}{{/each}}" });
    expect(seen(issue(scene, TEST))).toMatch(/^\*\*Sub-system Test\*\* ends Tue 1 December 2026 24:00 Oslo \(23:00 UTC\) · Developer ann\n/);
    pushCommits(scene.github.world, scene.repository, { branch: "main", by: scene.person("rita"), bypassRules: true, commits: [{ message: "Templates", files: { [`${folder}/milestone.md.hbs`]: "Now {{state}}" } }] });
    await scene.settle();
    expect(seen(issue(scene, TEST))).toMatch(/^Now to come\n/);
  });

  test("that is wrong is said to be, with its line, and ours stands in its place", async () => {
    const scene = await planned(PLAN, { [`${folder}/milestone.md.hbs`]: "# {{title}}\n{{lookup title \"constructor\"}}", [`${folder}/live-milestones.md.hbs`]: "{{#each milestones}}{{title}}" });
    expect(seen(issue(scene, TEST))).toMatch(/\| First planned \|[^]*\*\*The template `\.github\/release-warden\/milestone\.md\.hbs` cannot be used\*\*: line 2: there is no helper `lookup`\./);
    expect(seen(issue(scene, LIVE))).toMatch(/\| Milestone \|[^]*cannot be used\*\*/);
  });
});

test("a plan in another repository than its products tracks them in its home", async () => {
  const scene = await createScene({ plan: null });
  scenes.push(scene);
  seedRepository(scene.github.world, { owner: scene.organization, name: "part", defaultBranch: "main", by: scene.person("rita"), files: { ".github/release-plan.yml": "governed_by: acme/app\n" } });
  await scene.app.resync();
  await scene.settle();
  scene.plan(`products: [{ id: part, repositories: [acme/part] }]\n${PLAN}`);
  await scene.settle();
  expect(issue(scene, LIVE).state).toBe("open");
});

function never(): never {
  throw new Error("it is not there");
}
