/** The app was away for days and no webhook is left: what people reported meanwhile is found, and nothing that is too old acts by itself. */
import { afterEach, expect, test } from "@jest/globals";
import { createComment } from "../../src/sandbox/github/state/comment.ts";
import type { IssueComment } from "../../src/sandbox/github/state/comment.ts";
import { createIssue } from "../../src/sandbox/github/state/issue.ts";
import { createIncidentScene, UNCLOCKED } from "../support/incident-scene.ts";
import type { IncidentScene } from "../support/incident-scene.ts";
import { deliver } from "../support/scene.ts";

let scene: IncidentScene;
afterEach(async () => {
  expect(scene.complaints).toEqual([]);
  await scene.stop();
});

/** Nothing of it ever reaches the app, which comes back three days later. */
async function away(happen: () => void): Promise<void> {
  scene.github.deliveries.setDoor(() => Promise.resolve({ status: 202 }));
  happen();
  await scene.github.deliveries.idle();
  scene.github.deliveries.setDoor((delivery) => deliver(scene.app, scene.clock, delivery));
  scene.clock.advance(3 * 24 * 3_600_000);
  await back();
}

async function back(): Promise<void> {
  await scene.app.resync();
  await scene.settle();
}

test("a report in some comment opens its incident, once, as of when it was written", async () => {
  scene = await createIncidentScene({ plan: UNCLOCKED });
  await back();
  const place = createIssue(scene.github.world, scene.repository, { title: "A talk" }, scene.person("ann"));
  await away(() => createComment(scene.github.world, place, "/warden incident nodes panic", scene.person("ann")));
  const issue = scene.incident("nodes panic");
  expect(issue.body).toContain("Reported: nodes panic");
  expect(issue.body).toContain("**Wed 25 November 2026 09:00 UTC** Reported");
  await back();
  scene.clock.advance(2 * 3_600_000);
  await back();
  expect([...scene.repository.issues.values()].filter(({ title }) => title.startsWith("Incident: "))).toHaveLength(1);
  expect(scene.ours(place)).toHaveLength(1);
});

test("a report by the form opens its incident", async () => {
  scene = await createIncidentScene({ plan: UNCLOCKED });
  await back();
  await away(() => createIssue(scene.github.world, scene.repository, { title: "Incident: my node stopped", labels: ["incident report"], body: "### What happens?\n\nIt stopped." }, scene.person("eve")));
  expect(scene.incident("my node stopped").body).toContain("It stopped.");
  const writes = scene.writes();
  scene.clock.advance(58 * 60_000);
  await back();
  expect(scene.writes()).toBe(writes);
});

test("any other command is asked again of whoever wrote it, and does nothing", async () => {
  scene = await createIncidentScene({ plan: UNCLOCKED });
  await back();
  const place = createIssue(scene.github.world, scene.repository, { title: "A talk" }, scene.person("ann"));
  let said: IssueComment | null = null;
  await away(() => void (said = createComment(scene.github.world, place, "/warden freeze because it burns", scene.person("rita"))));
  expect(scene.ours(place)).toHaveLength(1);
  expect(said === null ? "" : scene.answer(said)).toContain("came to light more than a day later. Say it again if you still want it");
});

test("reports that were there before the plan spoke of incidents are none of ours, now or an hour later", async () => {
  scene = await createIncidentScene({ plan: null });
  const old = createIssue(scene.github.world, scene.repository, { title: "Old report", labels: ["incident report"], body: "Years ago." }, scene.person("eve"));
  await scene.settle();
  scene.clock.advance(3 * 24 * 3_600_000);
  const recent = createIssue(scene.github.world, scene.repository, { title: "My node stopped", labels: ["incident report"], body: "Today." }, scene.person("eve"));
  await scene.settle();
  scene.clock.advance(3_600_000);
  scene.plan(UNCLOCKED);
  await scene.settle();
  for (let hour = 0; hour < 3; hour += 1) {
    scene.clock.advance(2 * 3_600_000);
    await back();
  }
  expect([old.state, old.comments.length, recent.state]).toEqual(["open", 0, "closed"]);
  expect([...scene.repository.issues.values()].filter(({ title }) => title.startsWith("Incident: ")).map(({ title }) => title)).toEqual(["Incident: My node stopped"]);
});

test("whoever finds such a report has as long as ever before anybody is reminded, and nobody hears that a reminder was not answered before they could", async () => {
  scene = await createIncidentScene();
  await back();
  const place = createIssue(scene.github.world, scene.repository, { title: "A talk" }, scene.person("ann"));
  await away(() => createComment(scene.github.world, place, "/warden incident nodes panic", scene.person("ann")));
  const issue = scene.incident("nodes panic");
  expect(scene.ours(issue)).toEqual([]);
  const writes = scene.writes();
  await back();
  expect(scene.writes()).toBe(writes);
  // Away for two days again: everything is due, and asked once.
  scene.clock.advance(2 * 24 * 3_600_000);
  await back();
  const asked = scene.ours(issue);
  expect([asked.length > 0, asked.filter((body) => body.includes("**Escalated.**"))]).toEqual([true, []]);
  scene.clock.advance(2 * 24 * 3_600_000);
  await back();
  expect(scene.ours(issue).filter((body) => body.includes("**Escalated.**"))).toHaveLength(asked.length);
});
