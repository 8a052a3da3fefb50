/** Whichever write about cards is lost, before GitHub hears of it or after, the same issues and comments stand in the end, each once. */
import { expect, test } from "@jest/globals";
import { closeIssue, reopenIssue } from "../../src/sandbox/github/state/issue.ts";
import type { Issue } from "../../src/sandbox/github/state/issue.ts";
import type { Loss } from "../support/lost-write.ts";
import { losing } from "../support/lost-write.ts";
import { createScene } from "../support/scene.ts";
import type { Scene } from "../support/scene.ts";

const PLAN = `release: { name: "2.4", manager: rita, timezone: UTC, deployment: { migrations: { unknown: true, resolve_by: 2026-11-27 } } }
tracking: {}
milestones: [{ id: release, title: Release, due: 2026-12-08 }]
products: [{ id: app, title: App, manager: ben, audit: false, platforms: }]
risks: [{ risk: rain, owner: ben, review: 2026-11-27 }, snow]
`;

async function played(loss: Loss | null, play: (scene: Scene) => Promise<void> = lived): Promise<{ readonly stands: readonly string[]; readonly writes: number }> {
  const lost = losing(loss);
  const scene = await createScene({
    plan: null, now: "2026-11-24T09:00:00Z",
    between: lost.between,
  });
  await play(scene);
  const stands = [...scene.repository.issues.values()].map(described).sort();
  await scene.stop();
  return { stands, writes: lost.writes() };
}

async function lived(scene: Scene): Promise<void> {
  scene.plan(PLAN);
  await later(scene, "2026-11-25T12:00:00Z");
  closeIssue(scene.github.world, issue(scene, "2.4: risk: snow"), "completed", scene.person("ben"));
  await later(scene, "2026-11-28T12:00:00Z");
  reopenIssue(scene.github.world, issue(scene, "2.4: risk: snow"), scene.person("ben"));
  scene.plan(PLAN.replace("risk: rain,", "risk: rain, mitigation: umbrella,").replace(", snow]", "]"));
  await later(scene, "2026-12-02T12:00:00Z");
}

/** The file goes on to another release before this one is over. */
async function wentOn(scene: Scene): Promise<void> {
  const text = `${PLAN.replace(", review: 2026-11-27", "").replace(", deployment: { migrations: { unknown: true, resolve_by: 2026-11-27 } }", "").replace(/products.*\n/, "").replace("tracking: {}", "tracking: { reminders: false }")}windows: [{ id: ask, title: Questions, opens: 2026-12-01T12:00Z, closes: 2026-12-08T12:00Z }]\n`;
  scene.plan(text);
  await later(scene, "2026-11-25T12:00:00Z");
  scene.plan(text.replace('"2.4"', '"2.5"'));
  await later(scene, "2026-11-26T12:00:00Z");
}

/** With time for whatever was put off to be tried again. */
async function later(scene: Scene, instant: string): Promise<void> {
  await scene.settle();
  await scene.passTo(instant);
}

function issue(scene: Scene, title: string): Issue {
  const found = [...scene.repository.issues.values()].find((one) => one.title === title);
  if (found === undefined) throw new Error(`there is no issue ${title}`);
  return found;
}

/** Numbers depend on what was made first; when something was said depends on when it was tried again. */
function described({ title, body, state, comments }: Issue): string {
  const plain = (text: string): string => text.replace(/#\d+/g, "#n").replace(/\b\d{7,}(?:\.\d+)?\b/g, "n");
  return JSON.stringify([title, state, plain(body ?? "").replace(/release-warden:begin ledger[^]*/, ""), comments.map((comment) => plain(comment.body)).sort()]);
}

test("a lost write leaves nothing twice and nothing out", async () => {
  const whole = await played(null);
  expect(whole.stands.filter((one) => one.includes("reminder/")).length).toBeGreaterThan(1);
  expect(whole.writes).toBeGreaterThan(10);
  for (let write = 1; write <= whole.writes; write += 1) {
    for (const heard of write % 8 === 0 ? [false, true] : [true]) expect([write, heard, (await played({ write, heard })).stands]).toEqual([write, heard, whole.stands]);
  }
});

test("nor does one that is lost while the file goes on to another release", async () => {
  const whole = await played(null, wentOn);
  expect(whole.stands.filter((one) => one.startsWith('["2.4') && one.includes('"closed"')).length).toBe(5);
  for (let write = 1; write <= whole.writes; write += 1) expect([write, (await played({ write, heard: true }, wentOn)).stands]).toEqual([write, whole.stands]);
});
