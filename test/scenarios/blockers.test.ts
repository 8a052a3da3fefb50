/** Scenes of what stands in the way of pull requests: its issue, what people from outside are told, and what another app says of each of them. */
import { describe, expect, test } from "@jest/globals";
import { seedApp } from "../../src/sandbox/github/seed.ts";
import { createCheckRun, updateCheckRun } from "../../src/sandbox/github/state/check.ts";
import { closeIssue, deleteIssue, reopenIssue } from "../../src/sandbox/github/state/issue.ts";
import type { Issue } from "../../src/sandbox/github/state/issue.ts";
import type { Pull } from "../../src/sandbox/github/state/pull.ts";
import { createStatus } from "../../src/sandbox/github/state/status.ts";
import { PLAN } from "../support/scene.ts";
import type { Scene } from "../support/scene.ts";
import { scenesOf } from "../support/scenes.ts";

const begin = scenesOf({ plan: null });

const HEAD = `release: { name: "2.4", manager: rita, timezone: UTC }
milestones: [{ id: release, title: Release, due: 2026-12-08T12:00 }]
`;
const BLOCKER = "blockers: [{ id: cla, title: No agreement for contributors from outside yet, because: The lawyers look at it, owner: ben, due: 2026-12-01T12:00 }]\n";
const STATUS = BLOCKER.replace("owner: ben,", "owner: ben, status: license/cla,");
const CHECK = "Release plan: No agreement for contributors from outside yet";

async function planned(text = HEAD + BLOCKER): Promise<Scene> {
  const scene = await begin();
  scene.plan(text);
  await scene.settle();
  return scene;
}

function obstacle(scene: Scene): Issue {
  const found = [...scene.repository.issues.values()].find((one) => one.title.startsWith("In the way: "));
  if (found === undefined) throw new Error("there is no issue of what stands in the way");
  return found;
}

/** A pull request of somebody without a role. */
async function proposed(scene: Scene, by = "zoe", draft = false): Promise<Pull> {
  const pull = scene.open({ title: `Colours of ${by}`, head: `topic-${by}`, files: { [`${by}.txt`]: "blue" }, by: scene.person(by), draft });
  await scene.settle();
  return pull;
}

function said({ issue }: Pull): readonly string[] {
  return issue.comments.map(({ body }) => body.split("\n").slice(1).join("\n"));
}

async function lift(scene: Scene): Promise<void> {
  closeIssue(scene.github.world, obstacle(scene), "completed", scene.person("ben"));
  await scene.settle();
}

describe("something that stands in the way", () => {
  test("has an issue with its owner, also where the plan asks for no issues; he is reminded until it is closed", async () => {
    const scene = await planned();
    const issue = obstacle(scene);
    expect([issue.title, issue.labels.map(({ name }) => name), issue.assignees.map(({ login }) => login)]).toEqual(["In the way: No agreement for contributors from outside yet", ["blocked"], ["ben"]]);
    expect((issue.body ?? "").replace(/\n?<!--[^>]*-->/g, "").trim()).toMatchInlineSnapshot(`
"The lawyers look at it.

| | |
|---|---|
| Who deals with it | ben |
| Out of the way by | Tue 1 December 2026 12:00 UTC |
| Whom it keeps waiting | whoever opens a pull request and has no role in its repository |

While this issue is open, each pull request that is kept waiting has one comment that says so. **Close it when it is out of the way**: the comments then say that, and whoever waits hears of it. Opened again, it stands in the way again.
What is agreed about it stands in \`.github/release-plan.yml\`."
`);
    const writes = scene.writes();
    await scene.app.resync();
    await scene.passTo("2026-11-26T12:00:00Z");
    expect(scene.writes()).toBe(writes);
    await scene.passTo("2026-11-30T12:00:00Z");
    expect(issue.comments.map(({ body }) => body)).toEqual([expect.stringContaining("@ben: **No agreement for contributors from outside yet** is due Tue 1 December 2026 12:00 UTC. Close this issue when it is out of the way")]);
    await lift(scene);
    await scene.passTo("2026-12-06T12:00:00Z");
    expect(issue.comments).toHaveLength(1);
  });

  test("is told once to people from outside, drafts too; not to those with a role, nor to bots", async () => {
    const scene = await planned();
    const zoe = await proposed(scene);
    const kim = await proposed(scene, "kim", true);
    const ben = await proposed(scene, "ben");
    const robot = seedApp(scene.github.world, { slug: "robot", owner: scene.organization, permissions: {}, events: [] }).app.bot;
    const bots = scene.open({ title: "Raise a version", head: "raise", files: { "v.txt": "2" }, by: robot });
    await scene.settle();
    expect(said(zoe)).toMatchInlineSnapshot(`
[
  "Something stands in the way of pull requests from people who have no role in this repository: **No agreement for contributors from outside yet**. The lawyers look at it.

ben deals with it, in #1. Nothing is asked of you now, and nothing is wrong with what you propose. This comment changes when it is out of the way, and a new one tells you.",
]
`);
    expect(said(kim)).toEqual(said(zoe));
    expect([ben, bots].map(({ issue }) => issue.comments.length)).toEqual([0, 0]);
    expect([zoe, kim, ben, bots].map((pull) => scene.runs(pull.head.sha).length)).toEqual([0, 0, 0, 0]);
    const writes = scene.writes();
    await scene.app.resync();
    await scene.passTo("2026-11-25T12:00:00Z");
    expect(scene.writes()).toBe(writes);
  });

  test("that was lifted while no webhook came is found lifted within the hour", async () => {
    const scene = await planned();
    const zoe = await proposed(scene);
    scene.github.deliveries.setDoor(() => Promise.resolve({ status: 202 }));
    await lift(scene);
    expect(said(zoe)).toHaveLength(1);
    await scene.app.resync();
    await scene.passTo(new Date(scene.clock.now() + 60_000).toISOString());
    expect(said(zoe)).toEqual([expect.stringContaining("does so no more"), expect.stringContaining("It can go on.")]);
  });

  test("is lifted by whoever closes its issue: the comment changes and one new one says so, once however often it comes back", async () => {
    const scene = await planned();
    const zoe = await proposed(scene);
    const [blocked = ""] = said(zoe);
    await lift(scene);
    const lifted = ["**No agreement for contributors from outside yet** stood in the way of this pull request, and does so no more (#1). Nothing is asked of you.", "What stood in the way of this pull request is out of the way: **No agreement for contributors from outside yet** (#1). It can go on."];
    expect(said(zoe)).toEqual(lifted);
    reopenIssue(scene.github.world, obstacle(scene), scene.person("ben"));
    await scene.settle();
    expect(said(zoe)).toEqual([blocked, lifted[1]]);
    await lift(scene);
    expect(said(zoe)).toEqual(lifted);
    const kim = await proposed(scene, "kim");
    expect(said(kim)).toEqual([]);
    reopenIssue(scene.github.world, obstacle(scene), scene.person("ben"));
    await scene.settle();
    expect(said(kim)).toEqual([blocked]);
  });

  test("is told to pull requests that were open before the plan, and to everybody where it concerns everybody", async () => {
    const scene = await begin();
    const zoe = await proposed(scene);
    const ann = await proposed(scene, "ann");
    scene.plan(HEAD + BLOCKER);
    await scene.settle();
    expect([said(zoe).length, said(ann).length]).toEqual([1, 0]);
    scene.plan(HEAD + BLOCKER.replace("owner: ben", "owner: olga, concerns: everybody"));
    await scene.settle();
    expect([said(zoe), said(ann)]).toEqual([said(zoe), said(zoe)]);
    expect(said(zoe)).toEqual([expect.stringMatching(/^Something stands in the way of pull requests here:[^]*olga deals with it/)]);
  });

  test("is lifted where the plan names it no more, and where people deleted its issue; closed pull requests stay as they are", async () => {
    const scene = await planned();
    const zoe = await proposed(scene);
    const kim = await proposed(scene, "kim");
    const before = said(kim);
    closeIssue(scene.github.world, kim.issue, "completed", scene.person("kim"));
    await scene.settle();
    scene.plan(HEAD);
    await scene.settle();
    expect([obstacle(scene).state, said(zoe).length, said(zoe)[0]?.includes("does so no more"), said(kim)]).toEqual(["closed", 2, true, before]);
    const other = await planned();
    const max = await proposed(other, "max");
    deleteIssue(other.github.world, obstacle(other), other.person("rita"));
    await other.settle();
    expect([said(max).length, said(max)[0]?.includes("does so no more")]).toEqual([2, true]);
  });

  test("after a lost store says nothing twice, and finds what it said before", async () => {
    const scene = await planned();
    const zoe = await proposed(scene);
    const before = said(zoe);
    await scene.forget();
    await scene.settle();
    expect([said(zoe), [...scene.repository.issues.values()].filter(({ title }) => title.startsWith("In the way")).length]).toEqual([before, 1]);
    await lift(scene);
    const lifted = said(zoe);
    await scene.forget();
    await scene.settle();
    expect([lifted.length, said(zoe)]).toEqual([2, lifted]);
  });

  test("closed while the store was lost, is lifted where it was told", async () => {
    const scene = await planned();
    const zoe = await proposed(scene);
    closeIssue(scene.github.world, obstacle(scene), "completed", scene.person("ben"));
    await scene.forget();
    await scene.settle();
    expect([said(zoe).length, said(zoe)[0]?.includes("does so no more")]).toEqual([2, true]);
  });
});

describe("what another app says of a pull request that something stands in the way of", () => {
  test("stands in the comment and as a check of its own, beside that of a freeze", async () => {
    const scene = await planned(PLAN + STATUS);
    for (const title of ["Code complete", "Release"]) scene.milestone(title);
    const zoe = await proposed(scene);
    const ann = await proposed(scene, "ann");
    const seen = (pull = zoe): unknown => [scene.check(pull, CHECK)?.state, scene.check(pull, CHECK)?.title, said(pull).length, said(pull)[0]?.split("\n\n").at(-1)];
    expect(seen()).toEqual(["in_progress", "Waits for license/cla, which has said nothing yet", 1, "`license/cla` has said nothing of this pull request yet. Once it passes, this is dealt with here."]);
    const report = async (state: "pending" | "failure" | "success"): Promise<void> => {
      createStatus(scene.github.world, scene.repository, zoe.head.sha, { state, context: "license/cla" }, scene.person("clabot"));
      await scene.settle();
    };
    await report("pending");
    expect(seen()).toEqual(["in_progress", "Waits for license/cla", 1, expect.stringContaining("is still looking")]);
    await report("failure");
    expect(seen()).toEqual(["failure", "license/cla did not pass", 1, expect.stringContaining("do what they ask")]);
    expect(said(zoe)[0]).not.toContain("Nothing is asked of you");
    await report("success");
    expect(seen()).toEqual(["success", "license/cla passed", 1, "For this pull request it is dealt with already: `license/cla` passed."]);
    expect(scene.check(zoe)).toBeNull();
    await scene.passTo("2026-12-01T10:00:00Z");
    expect([scene.check(zoe)?.state, scene.check(zoe, CHECK)?.state]).toEqual(["in_progress", "success"]);
    expect([said(ann).length, scene.check(ann, CHECK), scene.check(ann)?.state]).toEqual([0, null, "in_progress"]);
    const writes = scene.writes();
    createStatus(scene.github.world, scene.repository, zoe.head.sha, { state: "success", context: "ci" }, scene.person("clabot"));
    createStatus(scene.github.world, scene.repository, zoe.head.sha, { state: "success", context: "license/cla" }, scene.person("clabot"));
    await scene.settle();
    expect(scene.writes()).toBe(writes);
  });

  test("may be a check; a new commit is judged anew; a check that waits does so no more once nothing stands in the way", async () => {
    const scene = await planned(HEAD + STATUS);
    const zoe = await proposed(scene);
    const { world } = scene.github;
    const cla = seedApp(world, { slug: "cla", owner: scene.organization, permissions: { checks: "write" }, events: [] }).app;
    const run = createCheckRun(world, scene.repository, cla, { name: "license/cla", headSha: zoe.head.sha, status: "in_progress" });
    await scene.settle();
    expect(scene.check(zoe, CHECK)?.title).toBe("Waits for license/cla");
    updateCheckRun(world, run, { status: "completed", conclusion: "success" });
    await scene.settle();
    expect(scene.check(zoe, CHECK)?.state).toBe("success");
    const kim = await proposed(scene, "kim");
    expect(scene.check(kim, CHECK)?.state).toBe("in_progress");
    await lift(scene);
    expect([scene.check(zoe, CHECK)?.state, scene.check(kim, CHECK)?.state, scene.check(kim, CHECK)?.title]).toEqual(["success", "success", "Not asked for any more"]);
    await scene.forget();
    await scene.settle();
    expect(scene.runs(kim.head.sha).map(({ name, conclusion }) => [name, conclusion])).toEqual([[CHECK, "success"]]);
  });

  test("costs nothing where no plan asks for it", async () => {
    const scene = await planned();
    const zoe = await proposed(scene);
    const calls = scene.app.github.stats();
    createStatus(scene.github.world, scene.repository, zoe.head.sha, { state: "pending", context: "license/cla" }, scene.person("clabot"));
    await scene.settle();
    expect(scene.app.github.stats()).toEqual(calls);
    expect(scene.check(zoe, CHECK)).toBeNull();
  });
});

test("many pull requests are told as fast as GitHub takes comments, each once", async () => {
  const scene = await begin({ limits: { contentPerMinute: 10, contentPerHour: 500 } });
  const pulls: Pull[] = [];
  for (let n = 0; n < 30; n += 1) pulls.push(scene.open({ title: `Change ${n}`, head: `topic-${n}`, files: { [`${n}.txt`]: "1" }, by: scene.person("zoe") }));
  await scene.settle();
  const from = scene.clock.now();
  scene.plan(HEAD + BLOCKER);
  await scene.settle();
  await scene.passTo(new Date(Math.max(scene.clock.now(), from) + 600_000).toISOString());
  expect(pulls.map((pull) => said(pull).length)).toEqual(pulls.map(() => 1));
  await scene.passTo(new Date(scene.clock.now() + 3_600_000).toISOString());
  expect(pulls.map((pull) => said(pull).length)).toEqual(pulls.map(() => 1));
});
