/** Scenes of what had let a change in and was taken back: it waits again at once, and what merged in between is in the account by name. */
import { afterEach, expect, test } from "@jest/globals";
import { readLedgerSection } from "../../src/domain/desired/ledger-section.ts";
import { createComment } from "../../src/sandbox/github/state/comment.ts";
import { createIssue, editIssue, setType } from "../../src/sandbox/github/state/issue.ts";
import type { Issue } from "../../src/sandbox/github/state/issue.ts";
import type { Pull } from "../../src/sandbox/github/state/pull.ts";
import { createScene, PLAN } from "../support/scene.ts";
import type { Scene, SceneOptions } from "../support/scene.ts";

let scene: Scene;
afterEach(async () => {
  expect(scene.complaints).toEqual([]);
  await scene.stop();
});

async function begin(options: Partial<SceneOptions> = {}): Promise<void> {
  scene = await createScene({ plan: PLAN, ...options });
  await scene.passTo("2026-12-02T09:00:00Z");
}

async function say(issue: Issue, body: string, login: string): Promise<void> {
  await scene.passTo(new Date(scene.clock.now() + 60_000).toISOString());
  createComment(scene.github.world, issue, body, scene.person(login));
  await scene.settle();
}

async function waived(): Promise<Pull> {
  const pull = scene.open({ title: "feat: colours", head: "colours", files: { "src/colour.ts": "red\n" } });
  await scene.settle();
  await say(pull.issue, "/warden waive because the shop is closed without it", "ann");
  await say(pull.issue, "/warden approve", "rita");
  expect(scene.check(pull)?.state).toBe("success");
  return pull;
}

function entries(): readonly unknown[] {
  const [issue] = [...scene.repository.issues.values()].filter((one) => one.pull === null && one.user.login === "release-warden[bot]");
  return (readLedgerSection(issue?.body ?? "")?.entries ?? []).map((entry) => [entry.outcome, entry.by, entry.withdrawnBy]);
}

function context(): string {
  return JSON.stringify([...scene.repository.rulesets.values()].map(({ rules }) => rules));
}

async function look(): Promise<void> {
  await scene.settle();
  await scene.passTo(new Date(scene.clock.now() + 120_000).toISOString());
}

test("a label taken off before the merge is named with whoever took it off", async () => {
  await begin();
  const pull = scene.open({ title: "Colours", head: "colours", files: { "src/colours.ts": "c" } });
  scene.label(pull, "bug", scene.person("ben"));
  await scene.settle();
  scene.unlabel(pull, "bug", scene.person("ben"));
  scene.merge(pull);
  await look();
  expect(entries()).toEqual([["withdrawn", "rita", "ben"]]);
});

test("and not whoever did something else to it afterwards", async () => {
  await begin();
  const pull = scene.open({ title: "Colours", head: "colours", files: { "src/colours.ts": "c" } });
  for (const name of ["bug", "shop"]) scene.label(pull, name, scene.person("ben"));
  await scene.settle();
  scene.unlabel(pull, "bug", scene.person("ben"));
  scene.unlabel(pull, "shop", scene.person("olga"));
  editIssue(scene.github.world, pull.issue, { title: "Colour", body: "in the shop" }, scene.person("ann"));
  scene.merge(pull);
  await look();
  expect(entries()).toEqual([["withdrawn", "rita", "ben"]]);
});

/** A change that is let in because it closes a bug report of somebody else. */
async function fixing(): Promise<{ readonly pull: Pull; readonly issue: Issue }> {
  const issue = createIssue(scene.github.world, scene.repository, { title: "The shop is closed" }, scene.person("ben"));
  setType(scene.github.world, issue, "Bug", scene.person("ben"));
  const pull = scene.open({ title: "Colours", head: "colours", body: `Closes #${issue.number}`, files: { "src/colours.ts": "c" } });
  await scene.settle();
  await scene.passTo(new Date(scene.clock.now() + 60_000).toISOString());
  expect(scene.check(pull)?.state).toBe("success");
  return { pull, issue };
}

test("an issue that is no bug any more is named with whoever gave it another type", async () => {
  await begin();
  const { pull, issue } = await fixing();
  setType(scene.github.world, issue, "Feature", scene.person("olga"));
  scene.merge(pull);
  await look();
  expect(entries()).toEqual([["withdrawn", "rita", "olga"]]);
});

test("an issue that is not closed any more is named with whoever edited the text", async () => {
  await begin();
  const { pull } = await fixing();
  editIssue(scene.github.world, pull.issue, { body: "Not yet" }, scene.person("olga"));
  scene.merge(pull);
  await look();
  expect(entries()).toEqual([["withdrawn", "rita", "olga"]]);
});

test("a title without its fix is named with whoever changed it", async () => {
  await begin({ plan: `${PLAN}kinds:\n  bugfix: { accept: wording }\n` });
  const pull = scene.open({ title: "fix: open the shop", head: "colours", files: { "src/colours.ts": "c" } });
  await scene.settle();
  expect(scene.check(pull)?.state).toBe("success");
  editIssue(scene.github.world, pull.issue, { title: "feat: open the shop" }, scene.person("olga"));
  scene.merge(pull);
  await look();
  expect(entries()).toEqual([["withdrawn", "rita", "olga"]]);
});

test("an exception taken back before the merge is named with whoever took it back", async () => {
  await begin();
  const pull = await waived();
  await scene.passTo(new Date(scene.clock.now() + 60_000).toISOString());
  createComment(scene.github.world, pull.issue, "/warden revoke because it can wait", scene.person("ann"));
  scene.merge(pull);
  await look();
  expect(entries()).toEqual([["withdrawn", "rita", "ann"]]);
});

test("on a closed branch an exception taken back changes the epoch, so that no stamp counts any more; a refused one changes nothing", async () => {
  await begin({ gate: true });
  const pull = await waived();
  const before = context();
  await say(pull.issue, "/warden revoke because I would rather not", "ben");
  expect(context()).toBe(before);
  await say(pull.issue, "/warden revoke because it can wait", "rita");
  expect(context()).not.toBe(before);
  expect(scene.check(pull)?.state).toBe("in_progress");
  expect(() => scene.merge(pull)).toThrow(/is expected|failing|required/i);
});
