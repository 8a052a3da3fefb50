/** Wherever the app dies while something stands in the way and is lifted, each pull request has one comment of it, and one more that it is over. */
import { rmSync } from "node:fs";
import { afterAll, expect, test } from "@jest/globals";
import { closeIssue } from "../../src/sandbox/github/state/issue.ts";
import type { Pull } from "../../src/sandbox/github/state/pull.ts";
import { createStatus } from "../../src/sandbox/github/state/status.ts";
import { live, storeFolder } from "../support/mortal-app.ts";
import type { Tale } from "../support/mortal-app.ts";
import type { Scene } from "../support/scene.ts";

const folder = storeFolder("blockers-crash");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const MINUTE = 60_000;
const PLAN = `release: { name: "2.4", manager: rita, timezone: UTC }
blockers: [{ id: cla, title: No agreement yet, owner: ben, status: license/cla }]
`;

function pulls({ repository }: Scene): readonly Pull[] {
  return [...repository.issues.values()].flatMap(({ pull }) => pull ?? []);
}

const TALE: Tale<readonly string[]> = {
  story: [
    (scene) => { scene.open({ title: "Early", head: "early", files: { "early.txt": "1" }, by: scene.person("kim") }); },
    (scene) => { scene.plan(PLAN); },
    (scene) => { scene.open({ title: "Late", head: "late", files: { "late.txt": "1" }, by: scene.person("zoe") }); },
    (scene) => { for (const pull of pulls(scene)) createStatus(scene.github.world, scene.repository, pull.head.sha, { state: "pending", context: "license/cla" }, scene.person("clabot")); },
    (scene) => {
      const issue = [...scene.repository.issues.values()].find(({ title }) => title.startsWith("In the way"));
      if (issue !== undefined) closeIssue(scene.github.world, issue, "completed", scene.person("ben"));
    },
  ],
  rest: (scene) => { scene.clock.advance(90 * MINUTE); },
  standing: async (scene, app, lookAgain) => {
    const before = app.github.stats().writes;
    await lookAgain();
    expect(app.github.stats().writes).toBe(before);
    const said = pulls(scene).flatMap(({ issue }) => issue.comments.map(({ body }) => `${issue.title}: ${body.split("\n").slice(1).join(" ").replace(/#\d+/, "#n")}`));
    const checks = pulls(scene).map((pull) => `${pull.issue.title}: ${JSON.stringify([...new Map(scene.runs(pull.head.sha).map(({ name, status, conclusion }) => [name, conclusion ?? status]))])}`);
    return [...said, ...checks, ...[...scene.repository.issues.values()].map(({ title, state }) => `${title}: ${state}`)].sort();
  },
};

test("a death anywhere leaves nothing twice and nothing out", async () => {
  const whole = await live(folder, [], TALE);
  expect(whole.stood).toMatchInlineSnapshot(`
[
  "Early: **No agreement yet** stood in the way of this pull request, and does so no more (#n). Nothing is asked of you.",
  "Early: What stood in the way of this pull request is out of the way: **No agreement yet** (#n). It can go on.",
  "Early: [["Release plan: No agreement yet","success"]]",
  "Early: open",
  "In the way: No agreement yet: closed",
  "Late: **No agreement yet** stood in the way of this pull request, and does so no more (#n). Nothing is asked of you.",
  "Late: What stood in the way of this pull request is out of the way: **No agreement yet** (#n). It can go on.",
  "Late: [["Release plan: No agreement yet","success"]]",
  "Late: open",
]
`);
  const step = Math.max(1, Math.floor(whole.looks / 40));
  for (let look = 1; look < whole.looks; look += step) expect([look, (await live(folder, [look], TALE)).stood]).toEqual([look, whole.stood]);
});
