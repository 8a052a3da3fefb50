/** Whichever write about a part that is reviewed, or a milestone that is forced, is lost, before GitHub hears of it or after, the same stands in the end. */
import { expect, test } from "@jest/globals";
import { createComment } from "../../src/sandbox/github/state/comment.ts";
import type { Issue } from "../../src/sandbox/github/state/issue.ts";
import { setDraft } from "../../src/sandbox/github/state/pull.ts";
import { createReview } from "../../src/sandbox/github/state/review.ts";
import type { Loss } from "../support/lost-write.ts";
import { losing } from "../support/lost-write.ts";
import { createScene } from "../support/scene.ts";
import type { Scene } from "../support/scene.ts";

const plan = (number: number): string => `release: { name: "2.4", manager: rita, timezone: UTC }
tracking: { reminders: false }
milestones:
  - id: test
    title: Test
    due: 2026-11-27
    manager: ben
    fallback: { task: Go on without it, after: 1 day, unless: criticism }
    parts: [{ title: First draft, due: 2026-11-26, owner: ann, at: "#${number}", review: [bedeho] }]
`;

async function played(loss: Loss | null): Promise<{ readonly stands: readonly string[]; readonly writes: number }> {
  const lost = losing(loss);
  const scene = await createScene({
    plan: null, now: "2026-11-24T09:00:00Z",
    between: lost.between,
  });
  for (const who of ["bedeho", "dora"]) scene.person(who, "write");
  const pull = scene.open({ title: "Specify it", head: "spec", files: { "spec.md": "It" }, draft: true });
  scene.plan(plan(pull.issue.number));
  await later(scene, "2026-11-24T12:00:00Z");
  setDraft(scene.github.world, pull, false, scene.person("ann"));
  await later(scene, "2026-11-25T12:00:00Z");
  createComment(scene.github.world, issue(scene), "/warden delegate @dora for First draft", scene.person("bedeho"));
  await later(scene, "2026-11-26T12:00:00Z");
  createReview(scene.github.world, pull, { event: "APPROVE" }, scene.person("dora"));
  await later(scene, "2026-11-29T12:00:00Z");
  createComment(scene.github.world, issue(scene), "/warden force because nobody came", scene.person("ben"));
  await later(scene, "2026-11-30T12:00:00Z");
  const stands = [...[...scene.repository.issues.values()].map(described).sort(), pull.requestedReviewers.map(({ login }) => login).join(" ")];
  await scene.stop();
  return { stands, writes: lost.writes() };
}

/** With time for whatever was put off to be tried again. */
async function later(scene: Scene, instant: string): Promise<void> {
  await scene.settle();
  await scene.passTo(instant);
}

function issue(scene: Scene): Issue {
  const found = [...scene.repository.issues.values()].find((one) => one.title === "2.4: Test");
  if (found === undefined) throw new Error("it is not tracked");
  return found;
}

/** Numbers depend on what was made first; when something was said depends on when it was tried again. */
function described({ title, body, state, comments }: Issue): string {
  const plain = (text: string): string => text.replace(/#\d+/g, "#n").replace(/\b\d{7,}(?:\.\d+)?\b/g, "n");
  return JSON.stringify([title, state, plain(body ?? "").replace(/release-warden:begin ledger[^]*/, ""), comments.map((comment) => plain(comment.body)).sort()]);
}

test("a lost write leaves nothing twice and nothing out", async () => {
  const whole = await played(null);
  const said = whole.stands.join("\n");
  expect([/First draft[^"]*approved by dora/.test(said), /, forced by ben/.test(said), said.split("waits for your review").length - 1, said.split("may now be forced").length - 1]).toEqual([true, true, 2, 1]);
  for (let write = 1; write <= whole.writes; write += 1) {
    for (const heard of write % 4 === 0 ? [false, true] : [true]) expect([write, heard, (await played({ write, heard })).stands]).toEqual([write, heard, whole.stands]);
  }
});
