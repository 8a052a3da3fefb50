/** What one event costs in calls to GitHub, once everything stands. */
import { expect, test } from "@jest/globals";
import { pushCommits } from "../../src/sandbox/github/seed.ts";
import { editIssue } from "../../src/sandbox/github/state/issue.ts";
import type { Pull } from "../../src/sandbox/github/state/pull.ts";
import { closePull, setDraft } from "../../src/sandbox/github/state/pull.ts";
import { createScene, PLAN } from "../support/scene.ts";
import type { Scene } from "../support/scene.ts";

const EVENTS: readonly (readonly [string, (scene: Scene, pull: Pull) => void])[] = [
  ["a push", (scene, pull) => void pushCommits(scene.github.world, scene.repository, { branch: pull.headRef, by: scene.person("ann"), commits: [{ message: "More", files: { "src/more.ts": "m" } }] })],
  ["a label", (scene, pull) => scene.label(pull, "bug", scene.person("ben"))],
  ["another title", (scene, pull) => editIssue(scene.github.world, pull.issue, { title: "Add a menu" }, scene.person("ann"))],
  ["a draft", (scene, pull) => setDraft(scene.github.world, pull, true, scene.person("ann"))],
  ["a closing", (scene, pull) => closePull(scene.github.world, pull, scene.person("ann"))],
];

test.each(EVENTS)("%s on a pull request during a freeze costs one GraphQL read and at most one written check", async (_name, happen) => {
  const scene = await createScene({ plan: PLAN, now: "2026-12-03T10:00:00Z" });
  const pull = scene.open({ title: "Add a button", head: "button", files: { "src/button.ts": "b" } });
  await scene.settle();
  const before = scene.app.github.stats();
  let checks = 0;
  scene.github.world.events.on(({ event }) => { if (event === "check_run") checks += 1; });
  happen(scene, pull);
  await scene.settle();
  const after = scene.app.github.stats();
  expect(after.graphqlReads - before.graphqlReads).toBe(1);
  expect(checks).toBeLessThanOrEqual(1);
  await scene.stop();
});
