/** Scenes of law 7: commands that others act on outlive the store, and what is private is nowhere that people can read. */
import { afterEach, expect, test } from "@jest/globals";
import { readLedgerSection } from "../../src/domain/desired/ledger-section.ts";
import { createComment, deleteComment } from "../../src/sandbox/github/state/comment.ts";
import type { IssueComment } from "../../src/sandbox/github/state/comment.ts";
import { createIssue, editIssue } from "../../src/sandbox/github/state/issue.ts";
import type { Issue } from "../../src/sandbox/github/state/issue.ts";
import type { Pull } from "../../src/sandbox/github/state/pull.ts";
import { createScene, PLAN } from "../support/scene.ts";
import type { Scene } from "../support/scene.ts";

let scene: Scene;
afterEach(async () => {
  expect(scene.complaints).toEqual([]);
  await scene.stop();
});

async function say(issue: Issue, body: string, login: string): Promise<IssueComment> {
  await scene.passTo(new Date(scene.clock.now() + 60_000).toISOString());
  const comment = createComment(scene.github.world, issue, body, scene.person(login));
  await scene.settle();
  return comment;
}

function trackingIssues(): readonly Issue[] {
  return [...scene.repository.issues.values()].filter((issue) => issue.pull === null && issue.user.login === "release-warden[bot]");
}

async function waived(): Promise<Pull> {
  scene = await createScene({ plan: PLAN, now: "2026-12-02T09:00:00Z" });
  const pull = scene.open({ title: "feat: colours", head: "colours", files: { "src/colour.ts": "red\n" } });
  await scene.settle();
  await say(pull.issue, "/warden waive because the shop is closed without it", "ann");
  await say(pull.issue, "/warden approve", "rita");
  await scene.passTo("2026-12-04T12:00:00Z");
  expect(scene.check(pull)?.state).toBe("success");
  return pull;
}

test("a store that is lost in the middle of a freeze takes an approved exception back from the tracking issue", async () => {
  const pull = await waived();
  const before = trackingIssues().map(({ body }) => readLedgerSection(body ?? "")?.commands);
  expect(before[0]).toHaveLength(2);
  await scene.forget();
  expect(scene.check(pull)?.state).toBe("success");
  await scene.passTo("2026-12-04T14:00:00Z");
  expect(trackingIssues().map(({ body }) => readLedgerSection(body ?? "")?.commands)).toEqual(before);
  await say(pull.issue, "/warden revoke because it can wait", "rita");
  expect(scene.check(pull)?.state).toBe("in_progress");
});

test("an exception that somebody writes into the tracking issue by hand is not believed", async () => {
  const pull = await waived();
  const other = scene.open({ title: "feat: sounds", head: "sounds", files: { "src/sound.ts": "s\n" } });
  await scene.settle();
  const [issue] = trackingIssues();
  if (issue === undefined) throw new Error("no tracking issue");
  editIssue(scene.github.world, issue, { body: (issue.body ?? "").replaceAll(`"number":${pull.issue.number}`, `"number":${other.issue.number}`) }, scene.person("ann"));
  await scene.forget();
  expect(scene.check(other)?.state).toBe("in_progress");
});

test("an approval whose comment is gone is not taken back after a loss, and a freeze is", async () => {
  const pull = await waived();
  const asked = pull.issue.comments.find(({ body }) => body === "/warden approve");
  if (asked === undefined) throw new Error("no approval");
  const frozen = await say(createIssue(scene.github.world, scene.repository, { title: "Release" }, scene.person("rita")), "/warden freeze because the tests burn", "rita");
  await scene.passTo("2026-12-06T12:00:00Z");
  deleteComment(scene.github.world, asked, scene.person("rita"));
  deleteComment(scene.github.world, frozen, scene.person("rita"));
  await scene.settle();
  await scene.forget();
  scene.close(scene.milestone("Release"), scene.person("rita"));
  await scene.settle();
  expect(scene.check(pull)).toMatchObject({ state: "in_progress" });
  expect(scene.check(pull)?.summary).toContain("the tests burn");
});

test("a private reason stands in no comment, no issue and no check, before and after a loss", async () => {
  scene = await createScene({ plan: PLAN, now: "2026-11-25T09:00:00Z" });
  const pull = scene.open({ title: "feat: colours", head: "colours", files: { "c.ts": "c\n" } });
  await scene.settle();
  const said = [
    await say(pull.issue, '/warden freeze until release because "a fix we privately discussed" privately Initech reported it', "rita"),
    await say(pull.issue, "/warden freeze on nowhere because x privately Initech again", "rita"),
    await say(pull.issue, "/warden thaw because x privately Initech once more", "rita"),
  ];
  const public_ = (): string => JSON.stringify([
    [...scene.repository.issues.values()].flatMap((issue) => [issue.title, issue.body, ...issue.comments.filter((one) => !said.includes(one)).map(({ body }) => body)]),
    [...scene.repository.checkSuites.values()].flat().flatMap((suite) => suite.runs.map(({ name, output }) => [name, output])),
    [...scene.repository.rulesets.values()],
  ]);
  await scene.passTo("2026-11-27T09:00:00Z");
  expect(scene.check(pull)?.state).toBe("in_progress");
  expect(trackingIssues().some(({ body }) => (readLedgerSection(body ?? "")?.commands ?? []).length > 0)).toBe(true);
  expect(public_()).not.toContain("Initech");
  const [first] = said;
  if (first !== undefined) deleteComment(scene.github.world, first, scene.person("rita"));
  await scene.settle();
  await scene.forget();
  await scene.passTo("2026-11-27T12:00:00Z");
  expect(scene.check(pull)?.state).toBe("in_progress");
  expect(scene.check(pull)?.summary).toContain("a fix we privately discussed");
  expect(public_()).not.toContain("Initech");
});
