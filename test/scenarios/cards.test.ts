/** Scenes of cards: the issues of what a plan records beside its dates, and people's hands on them. */
import { describe, expect, test } from "@jest/globals";
import { createComment } from "../../src/sandbox/github/state/comment.ts";
import { closeIssue, deleteIssue, editIssue } from "../../src/sandbox/github/state/issue.ts";
import type { Issue } from "../../src/sandbox/github/state/issue.ts";
import type { Scene } from "../support/scene.ts";
import { scenesOf } from "../support/scenes.ts";

const begin = scenesOf({ plan: null });

const HEAD = `release: { name: "2.4", manager: rita, timezone: Europe/Oslo }
tracking: { labels: [release] }
milestones: [{ id: release, title: Release, due: 2026-12-08 }]
`;
const RISKS = `risks:
  - { id: holidays, risk: "The release collides with the *holidays*", mitigation: A week more, owner: ben, impact: high, review: 2026-12-01 }
  - The specification takes longer
`;

async function planned(text: string): Promise<Scene> {
  const scene = await begin();
  scene.plan(text);
  await scene.settle();
  return scene;
}

function titled(scene: Scene, title: string): Issue {
  const found = [...scene.repository.issues.values()].find((one) => one.title === title);
  if (found === undefined) throw new Error(`there is no issue ${title}: ${[...scene.repository.issues.values()].map((one) => one.title).join(", ")}`);
  return found;
}

const HOLIDAYS = "2.4: risk: The release collides with the *holidays*";

describe("the issue of a risk", () => {
  test("says what is done about it and who watches it; a second look changes nothing", async () => {
    const scene = await planned(HEAD + RISKS);
    const issue = titled(scene, HOLIDAYS);
    expect([issue.labels.map(({ name }) => name), issue.assignees.map(({ login }) => login)]).toEqual([["release", "risk"], ["ben"]]);
    expect((issue.body ?? "").replace(/\n?<!--[^>]*-->/g, "").trim()).toMatchInlineSnapshot(`
"The release collides with the \\*holidays\\*

| | |
|---|---|
| What is done about it | A week more |
| Who watches it | ben |
| How bad | high |
| Looked at again | Tue 1 December 2026 24:00 Oslo (23:00 UTC) |

Close this issue once it cannot happen any more, or has happened; what is agreed about it stands in \`.github/release-plan.yml\`."
`);
    expect(titled(scene, "2.4: risk: The specification takes longer").body).toContain("| Who watches it | nobody yet |");
    const writes = scene.writes();
    await scene.app.resync();
    await scene.passTo("2026-11-26T09:00:00Z");
    expect(scene.writes()).toBe(writes);
  });

  test("reminds whoever watches it before it is looked at again, and no more once people closed it", async () => {
    const scene = await planned(HEAD + RISKS);
    await scene.passTo("2026-11-30T12:00:00Z");
    const issue = titled(scene, HOLIDAYS);
    expect(issue.comments.map(({ body }) => body).join("\n")).toMatch(/@ben/);
    const { length } = issue.comments;
    closeIssue(scene.github.world, issue, "completed", scene.person("ben"));
    await scene.passTo("2026-12-04T12:00:00Z");
    expect([issue.comments.length, issue.state]).toEqual([length, "closed"]);
  });

  test("reminds nobody any more who said under it what came of the look", async () => {
    const scene = await planned(HEAD + RISKS);
    await scene.passTo("2026-11-30T12:00:00Z");
    const issue = titled(scene, HOLIDAYS);
    const { length } = issue.comments;
    expect(length).toBeGreaterThan(0);
    createComment(scene.github.world, issue, "Still as likely as it was.", scene.person("ben"));
    await scene.passTo("2026-12-07T12:00:00Z");
    expect(issue.comments).toHaveLength(length + 1);
  });

  test("follows the plan, is left as people edited it, and says so once when the plan drops it", async () => {
    const scene = await planned(HEAD + RISKS);
    const issue = titled(scene, HOLIDAYS);
    editIssue(scene.github.world, issue, { body: `Ours\n${issue.body ?? ""}` }, scene.person("ann"));
    scene.plan(HEAD + RISKS.replace("A week more", "Two weeks more"));
    await scene.settle();
    expect(issue.body).toMatch(/^Ours\n[^]*Two weeks more/);
    scene.plan(HEAD);
    await scene.settle();
    expect([issue.state, issue.comments.map(({ body }) => body.split("\n").at(-1))]).toEqual(["closed", ["This is no longer in `.github/release-plan.yml`. What stands above is as it was then."]]);
  });

  test("is closed when the file goes on to another release, which has one of its own", async () => {
    const scene = await planned(HEAD + RISKS);
    const issue = titled(scene, HOLIDAYS);
    scene.plan((HEAD + RISKS).replace('"2.4"', '"2.5"'));
    await scene.settle();
    expect([issue.state, issue.comments.length, titled(scene, HOLIDAYS.replace("2.4", "2.5")).state]).toEqual(["closed", 1, "open"]);
    scene.plan(HEAD.replace('"2.4"', '"2.6"'));
    await scene.settle();
    expect(titled(scene, HOLIDAYS.replace("2.4", "2.5")).state).toBe("closed");
    const writes = scene.writes();
    await scene.app.resync();
    await scene.passTo("2026-11-26T09:00:00Z");
    expect([scene.writes(), issue.comments.length]).toEqual([writes, 1]);
  });

  test("that people deleted is not made again, and without tracking there is none", async () => {
    const scene = await planned(HEAD + RISKS);
    deleteIssue(scene.github.world, titled(scene, HOLIDAYS), scene.person("rita"));
    await scene.settle();
    scene.plan(HEAD + RISKS.replace("A week more", "Two weeks more"));
    await scene.settle();
    expect([...scene.repository.issues.values()].map(({ title }) => title)).not.toContain(HOLIDAYS);
    const untracked = await planned(HEAD.replace(/tracking.*\n/, "") + RISKS);
    expect(untracked.repository.issues.size).toBe(0);
  });

  test("is found again after the store was lost, and closed with the release", async () => {
    const scene = await planned(HEAD + RISKS);
    await scene.forget();
    await scene.settle();
    expect([...scene.repository.issues.values()].filter(({ title }) => title === HOLIDAYS)).toHaveLength(1);
    scene.close([...scene.repository.milestones.values()][0] as never, scene.person("rita"));
    await scene.settle();
    expect(titled(scene, HOLIDAYS).state).toBe("closed");
  });
});

describe("the issue with all dates", () => {
  const DEPLOYED = HEAD.replace("Europe/Oslo }", "Europe/Oslo, description: The forum moves onto the chain, deployment: { how: By vote, migrations: { unknown: true, resolve_by: 2026-12-01 }, owner: ben } }");
  const LIVE = "2.4: live milestones";

  test("shows what the plan records of the release as a whole", async () => {
    const scene = await planned(`${DEPLOYED}constraints: [No change of storage]\n${RISKS}`);
    const seen = (titled(scene, LIVE).body ?? "").replace(/\n?<!--[^>]*-->/g, "");
    expect(seen.slice(seen.indexOf("The forum")).trim().replace(/#\d+/g, "#n")).toMatchInlineSnapshot(`
"The forum moves onto the chain

**How it gets to its users**

By vote

What has to be carried over: not known yet (to be known by Tue 1 December 2026 24:00 Oslo).

ben sees to it.

**To be kept to**

- No change of storage

| What may go wrong | What is done about it | Who watches it |
|---|---|---|
| The release collides with the \\*holidays\\* #n | A week more | ben |
| The specification takes longer #n | nothing yet | nobody yet |"
`);
    closeIssue(scene.github.world, titled(scene, HOLIDAYS), "completed", scene.person("ben"));
    await scene.settle();
    expect(titled(scene, LIVE).body).toContain("~~The release collides with the \\*holidays\\*~~ over");
  });

  test("asks whoever sees to it before the day by which somebody must know what has to be carried over, and shows that it passed", async () => {
    const scene = await planned(DEPLOYED);
    await scene.passTo("2026-11-30T12:00:00Z");
    expect(titled(scene, LIVE).comments.map(({ body }) => body.split("\n").at(-1))).toEqual([expect.stringMatching(/^@ben: \*\*What has to be carried over\*\* is due .*Write what has to be carried over under `release\.deployment\.migrations` in the plan\.$/)]);
    expect(titled(scene, LIVE).body).not.toContain("That day is over");
    await scene.passTo("2026-12-02T12:00:00Z");
    expect(titled(scene, LIVE).body).toContain("🔴 That day is over: write it under `release.deployment.migrations` in the plan.");
    scene.plan(DEPLOYED.replace("{ unknown: true, resolve_by: 2026-12-01 }", "the old posts"));
    await scene.settle();
    expect(titled(scene, LIVE).body).toContain("What has to be carried over: the old posts");
  });
});
