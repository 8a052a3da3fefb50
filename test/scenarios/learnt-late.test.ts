/** Scenes of what the app learns of only after the fact: a landing is judged by what was true on GitHub when it landed. */
import { afterEach, expect, test } from "@jest/globals";
import { readLedgerSection } from "../../src/domain/desired/ledger-section.ts";
import { createComment } from "../../src/sandbox/github/state/comment.ts";
import type { Pull } from "../../src/sandbox/github/state/pull.ts";
import { createScene, deliver, PLAN } from "../support/scene.ts";
import type { Scene } from "../support/scene.ts";

let scene: Scene;
afterEach(async () => {
  expect(scene.complaints).toEqual([]);
  await scene.stop();
});

/** The account of the freeze of this title. */
function outcomes(freeze = "2.4: Freeze"): readonly unknown[] {
  const issue = [...scene.repository.issues.values()].find((one) => one.pull === null && one.title === freeze);
  return (readLedgerSection(issue?.body ?? "")?.entries ?? []).map((entry) => [entry.number, entry.outcome, entry.by]);
}

async function pass(minutes = 2): Promise<void> {
  await scene.passTo(new Date(scene.clock.now() + minutes * 60_000).toISOString());
}

/** A bugfix that is let in, in the middle of the freeze. */
async function bugfix(): Promise<Pull> {
  scene = await createScene({ plan: PLAN });
  await scene.passTo("2026-12-03T10:00:00Z");
  const pull = scene.open({ title: "Colours", head: "colours", files: { "src/colours.ts": "c" } });
  scene.label(pull, "bug", scene.person("ben"));
  await scene.settle();
  return pull;
}

/** What happens meanwhile is told to nobody; a delivery that failed is found by the next sweep. */
async function unheard(status: 202 | 500, happen: () => unknown): Promise<void> {
  scene.github.deliveries.setDoor(() => Promise.resolve({ status }));
  happen();
  await scene.github.deliveries.idle();
  scene.github.deliveries.setDoor((delivery) => deliver(scene.app, scene.clock, delivery));
}

const TIGHT = PLAN.replace("[bugfix, release]", "[release]");

test("a merge is judged by the plan that stood on GitHub when it landed, although nobody had told of it yet", async () => {
  const pull = await bugfix();
  await unheard(202, () => scene.plan(TIGHT));
  scene.merge(pull);
  await scene.settle();
  await pass();
  expect(outcomes()).toContainEqual([pull.issue.number, "withdrawn", "rita"]);
});

test("and not by one that was put in force only after it", async () => {
  const pull = await bugfix();
  scene.github.deliveries.pause();
  scene.merge(pull);
  scene.plan(TIGHT);
  scene.github.deliveries.resume();
  await scene.settle();
  await pass();
  expect(outcomes()).toContainEqual([pull.issue.number, "allowed", "rita"]);
});

test("of a freeze that had begun early, and is learnt of only much later, nothing is left out", async () => {
  scene = await createScene({ plan: `${PLAN}  - { id: other, from: "2026-11-25T08:00", until: "2026-12-20", allow: [bugfix] }\n` });
  const pull = scene.open({ title: "Add a button", head: "button", files: { "src/button.ts": "b" } });
  await scene.passTo("2026-11-25T10:00:00Z");
  await unheard(500, () => scene.close(scene.milestone("Code complete"), scene.person("rita")));
  await pass();
  scene.merge(pull);
  await pass(60);
  expect(outcomes()).toEqual([]);
  await scene.app.sweep();
  await pass(60);
  expect(outcomes()).toEqual([[pull.issue.number, "gap", "rita"]]);
});

test("what landed after the end, before anybody told of that, is in no account once it is known", async () => {
  const pull = await bugfix();
  await unheard(500, () => scene.close(scene.milestone("Release"), scene.person("rita")));
  await pass();
  scene.merge(pull);
  await scene.settle();
  expect(outcomes()).toEqual([[pull.issue.number, "allowed", "rita"]]);
  await scene.app.sweep();
  await pass();
  expect(outcomes()).toEqual([]);
});

test("of two who ended the freeze the first one did, also when the second was heard of before", async () => {
  const pull = await bugfix();
  const other = scene.open({ title: "Sounds", head: "sounds", files: { "src/sounds.ts": "s" } });
  await scene.settle();
  const answers = (): readonly (string | undefined)[] => [pull, other].map(({ issue }) => /\*\*([\w ]+)/.exec(issue.comments.find(({ user }) => user.type === "Bot")?.body ?? "")?.[1]);
  await unheard(500, () => createComment(scene.github.world, pull.issue, "/warden thaw because the candidate is out", scene.person("rita")));
  await pass();
  createComment(scene.github.world, other.issue, "/warden thaw because the candidate is out", scene.person("rita"));
  await scene.settle();
  expect(answers()).toEqual([undefined, "Ended"]);
  await scene.app.sweep();
  await scene.settle();
  expect(answers()).toEqual(["Ended", "Nothing was ended"]);
});
