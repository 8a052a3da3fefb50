/** Scenes of plans and texts as long, and as odd, as people can make them: one clear answer, and nothing lost. */
import { describe, expect, test } from "@jest/globals";
import { createComment } from "../../src/sandbox/github/state/comment.ts";
import { editIssue } from "../../src/sandbox/github/state/issue.ts";
import type { Issue } from "../../src/sandbox/github/state/issue.ts";
import type { Scene } from "../support/scene.ts";
import { scenesOf } from "../support/scenes.ts";

const staged = scenesOf({ plan: null });

const TASK = "[all](b) *of* _it_ `and` <more> | ";

async function planned(text: string): Promise<Scene> {
  const scene = await staged();
  scene.plan(text);
  await scene.settle();
  return scene;
}

function issue(scene: Scene, title: string): Issue {
  const found = [...scene.repository.issues.values()].find((one) => one.title === title);
  if (found === undefined) throw new Error(`there is no issue ${title}: ${[...scene.repository.issues.values()].map((one) => one.title).join(", ")}`);
  return found;
}

async function secondLook(scene: Scene): Promise<number> {
  const writes = scene.writes();
  await scene.app.resync();
  await scene.settle();
  return scene.writes() - writes;
}

describe("a plan whose issues would have more than 70,000 characters", () => {
  const tasks = Array.from({ length: 100 }, (_, index) => `${index} ${TASK.repeat(14)}`.slice(0, 480));
  const PLAN = `release: { name: "2.4", manager: rita, timezone: UTC }
tracking: { reminders: false }
milestones:
  - id: test
    title: Sub-system Test
    description: ${JSON.stringify("x".repeat(2_000))}
    due: 2026-12-01
    checklist: ${JSON.stringify(tasks)}
`;

  test("has them within GitHub's limit, with every box, and a tick counts and stays", async () => {
    const scene = await planned(PLAN);
    const tracked = issue(scene, "2.4: Sub-system Test");
    expect(tracked.body?.length).toBeLessThan(65_536);
    expect(tracked.body?.match(/^- \[ \] \d+ /gm)).toHaveLength(100);
    editIssue(scene.github.world, tracked, { body: (tracked.body ?? "").replace("- [ ] 99 ", "- [x] 99 ") }, scene.person("rita"));
    await scene.settle();
    expect(tracked.body).toContain("### Checklist: 1 of 100 done");
    expect(tracked.body).toMatch(/^- \[x\] 99 .*<!-- item \S+ rita yes -->$/m);
    expect(await secondLook(scene)).toBe(0);
    const [milestone] = [...scene.repository.milestones.values()];
    expect(milestone?.description?.length).toBeLessThan(65_536);
  });

  test("takes commands under them as before", async () => {
    const scene = await planned(PLAN);
    const tracked = issue(scene, "2.4: Sub-system Test");
    const { id } = createComment(scene.github.world, tracked, `${"words ".repeat(10_900)}\n/warden done\n`, scene.person("rita"));
    await scene.settle();
    expect(tracked.comments.find(({ body }) => body.includes(`answer:${id} `))?.body).toContain("**Reached**: **Sub-system Test**");
    expect(tracked.comments.map(({ body }) => body.length).filter((length) => length > 65_536)).toEqual([]);
    expect(tracked.comments.filter(({ body }) => body.includes("with 100 open items."))).toHaveLength(1);
    expect(tracked.comments.find(({ body }) => body.includes("with 100 open items."))?.body).toContain("- and 80 more");
  });
});

describe("an issue with more milestones than it has room for", () => {
  const PLAN = `release: { name: "2.4", manager: rita, timezone: UTC }
tracking: { reminders: false }
milestones:
${Array.from({ length: 60 }, (_, index) => `  - { id: m${index}, title: ${JSON.stringify(`${index} ${"_".repeat(190)}`)}, due: 2026-12-01 }`).join("\n")}
`;

  test("shows the first of them beside what people wrote, says how many more there are, and takes commands of all", async () => {
    const scene = await planned(PLAN);
    const live = issue(scene, "2.4: live milestones");
    expect(live.body?.match(/^\| \d+ /gm)).toHaveLength(60);
    const theirs = "What people wrote. ".repeat(Math.floor((65_500 - (live.body ?? "").length) / 19));
    editIssue(scene.github.world, live, { body: `${live.body ?? ""}${theirs}` }, scene.person("rita"));
    await scene.app.resync();
    await scene.settle();
    createComment(scene.github.world, live, "/warden done m59", scene.person("rita"));
    await scene.settle();
    const rows = live.body?.match(/^\| \d+ /gm)?.length ?? 0;
    expect(rows).toBeGreaterThan(10);
    expect(live.body).toContain(`| and ${60 - rows} more, for which there is no room here: see the plan's file, or the Warden's page | | | | | | | |`);
    expect(live.body).toContain("The dates stand in `.github/release-plan.yml`");
    expect(live.body?.endsWith(theirs)).toBe(true);
    expect(live.body?.length).toBeLessThan(65_536);
    expect([...scene.repository.milestones.values()].filter(({ state }) => state === "closed").map(({ title }) => title.slice(0, 3))).toEqual(["59 "]);
    expect(await secondLook(scene)).toBe(0);
  });
});

describe("a milestone whose title is Markdown", () => {
  const TITLE = "# **Big** [day](https://evil.example) @ann #1 | <b>x</b> `y` <!-- z -->";
  const PLAN = `release: { name: "2.4", manager: rita, timezone: UTC }
tracking: { reminders: false }
milestones:
  - { id: day, title: ${JSON.stringify(TITLE)}, due: 2026-12-01 }
  - { id: release, title: Release, due: 2026-12-08, after: [day] }
`;

  test("bears it as it was written, formats nothing, links nowhere and mentions nobody, and is found again", async () => {
    const scene = await planned(PLAN);
    expect([...scene.repository.milestones.values()].map(({ title }) => title)).toEqual([TITLE, "Release"]);
    const live = issue(scene, "2.4: live milestones");
    const row = (live.body ?? "").split("\n").find((line) => line.includes("Big")) ?? "";
    expect(row).not.toMatch(/(?<!\\)\*\*Big|(?<!\\)\]\(|<b>|(?<![\w\u200b\\])@ann/);
    expect(row.split(/(?<!\\)\|/)).toHaveLength(10);
    createComment(scene.github.world, live, `/warden done ${TITLE}`, scene.person("rita"));
    await scene.settle();
    expect(live.comments.at(-1)?.body).toMatch(/\*\*Reached\*\*: \*\*\\# \\\*\\\*Big/);
    expect([...scene.repository.milestones.values()].map(({ state }) => state)).toEqual(["closed", "open"]);
    expect(await secondLook(scene)).toBe(0);
    await scene.forget();
    expect(scene.repository.milestones.size).toBe(2);
  });
});
