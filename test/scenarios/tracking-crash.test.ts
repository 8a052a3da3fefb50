/** Whichever write about milestones is lost, before GitHub hears of it or after, the same issues and comments stand in the end, each once. */
import { expect, test } from "@jest/globals";
import { createComment } from "../../src/sandbox/github/state/comment.ts";
import { closeIssue, editIssue } from "../../src/sandbox/github/state/issue.ts";
import type { Issue } from "../../src/sandbox/github/state/issue.ts";
import type { Loss } from "../support/lost-write.ts";
import { losing } from "../support/lost-write.ts";
import { createScene } from "../support/scene.ts";
import type { Scene } from "../support/scene.ts";

const PLAN = `release: { name: "2.4", manager: rita, timezone: UTC }
tracking: { sub_issues: true, strict: true }
milestones:
  - id: test
    title: Test
    due: 2026-11-27
    manager: ben
    checklist: [Upgrade the runtime, { task: List what is outstanding, owner: ann }]
  - { id: release, title: Release, due: 2026-12-08, after: [test] }
`;

async function played(loss: Loss | null): Promise<{ readonly stands: readonly string[]; readonly writes: number }> {
  const lost = losing(loss);
  const scene = await createScene({
    plan: null, now: "2026-11-24T09:00:00Z",
    between: lost.between,
  });
  scene.plan(PLAN);
  await later(scene, "2026-11-24T12:00:00Z");
  scene.close(scene.milestone("Release"), scene.person("ann"));
  editIssue(scene.github.world, issue(scene, "2.4: Test"), { body: issue(scene, "2.4: Test").body?.replace("- [ ] List", "- [x] List") ?? "" }, scene.person("olga"));
  await later(scene, "2026-11-25T12:00:00Z");
  createComment(scene.github.world, issue(scene, "2.4: Test"), "/warden outstanding Upload needs a node owner @ann by 2026-12-05 keep", scene.person("ben"));
  closeIssue(scene.github.world, issue(scene, "List what is outstanding"), "completed", scene.person("ann"));
  await later(scene, "2026-12-02T12:00:00Z");
  createComment(scene.github.world, issue(scene, "2.4: Test"), "/warden done on 2026-12-01", scene.person("ben"));
  await later(scene, "2026-12-04T12:00:00Z");
  const stands = [...[...scene.repository.issues.values()].map(described).sort(), ...[...scene.repository.milestones.values()].map(({ title, state }) => `${title} ${state}`)];
  await scene.stop();
  return { stands, writes: lost.writes() };
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
function described({ title, body, state, comments, subIssues, blockedBy }: Issue): string {
  const plain = (text: string): string => text.replace(/#\d+/g, "#n").replace(/\b\d{7,}(?:\.\d+)?\b/g, "n");
  const said = comments.map((comment) => plain(comment.body)).sort();
  return JSON.stringify([title, state, plain(body ?? "").replace(/release-warden:begin ledger[^]*/, ""), said, subIssues.map((one) => one.title).sort(), blockedBy.map((one) => one.title)]);
}

test("a lost write leaves nothing twice and nothing out", async () => {
  const whole = await played(null);
  expect(whole.stands.filter((one) => one.includes("reminder/")).length).toBeGreaterThan(0);
  for (let write = 1; write <= whole.writes; write += 1) {
    for (const heard of write % 8 === 0 ? [false, true] : [true]) expect([write, heard, (await played({ write, heard })).stands]).toEqual([write, heard, whole.stands]);
  }
});
