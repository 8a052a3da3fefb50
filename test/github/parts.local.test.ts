/** Where a part of a milestone is made, and who is asked to review it, against a local GitHub. */
import { expect, test } from "@jest/globals";
import { mergePull, openPull, seedUser } from "../../src/sandbox/github/seed.ts";
import { closeIssue, createIssue, deleteIssue } from "../../src/sandbox/github/state/issue.ts";
import { closePull, setDraft } from "../../src/sandbox/github/state/pull.ts";
import { createReview, dismissReview } from "../../src/sandbox/github/state/review.ts";
import { place } from "./local.ts";

const RIGHTS = { metadata: "read", issues: "write", contents: "read", pull_requests: "write" } as const;

test("an issue is ready since it is closed, a pull request since it is no draft, and one that is given up is not", async () => {
  const { view, web_, web, local, ann, bob } = place({ permissions: RIGHTS });
  const { world } = local;
  const made = async (number: number) => view.readMadeAt(web_, number);
  const issue = createIssue(world, web, { title: "Write it" }, ann);
  expect(await made(issue.number)).toEqual({ isPull: false, readyAt: null, approvals: [] });
  closeIssue(world, issue, "completed", ann);
  expect(await made(issue.number)).toMatchObject({ readyAt: Math.floor(world.clock.now() / 1_000) * 1_000 });
  const pull = openPull(world, web, { by: bob, title: "Draft", head: "draft", files: { a: "a" }, draft: true });
  const { number } = pull.issue;
  expect(await made(number)).toEqual({ isPull: true, readyAt: null, approvals: [] });
  world.clock.advance(60_000);
  setDraft(world, pull, false, bob);
  expect(await made(number)).toMatchObject({ readyAt: Math.floor(world.clock.now() / 1_000) * 1_000 });
  const review = createReview(world, pull, { event: "APPROVE" }, ann);
  expect((await made(number))?.approvals.map(({ by }) => by)).toEqual(["ann"]);
  dismissReview(world, review, ann);
  expect((await made(number))?.approvals).toEqual([]);
  mergePull(world, pull, { by: ann });
  expect((await made(number))?.readyAt).not.toBeNull();
  const left = openPull(world, web, { by: bob, title: "Left", head: "left", files: { b: "b" } });
  closePull(world, left, bob);
  expect([(await made(left.issue.number))?.readyAt, await made(999)]).toEqual([null, null]);
});

test("whether a number is there", async () => {
  const { view, web_, web, local, ann, bob } = place({ permissions: RIGHTS });
  const issue = createIssue(local.world, web, { title: "Write it" }, ann);
  const gone = createIssue(local.world, web, { title: "Never mind" }, ann);
  deleteIssue(local.world, gone, ann);
  const pull = openPull(local.world, web, { by: bob, title: "Draft", head: "draft", files: { a: "a" } });
  expect(await Promise.all([issue.number, gone.number, pull.issue.number, 999].map((number) => view.readIsThere(web_, number)))).toEqual([true, false, true, false]);
});

test("people are asked once, each by themselves; its author and strangers are refused, and whoever reviewed already is left alone", async () => {
  const { view, web_, web, local, ann, bob } = place({ permissions: RIGHTS });
  seedUser(local.world, "eve");
  const pull = openPull(local.world, web, { by: bob, title: "Draft", head: "draft", files: { a: "a" } });
  expect(await view.ensureReviewAsked(web_, pull.issue.number, ["ann", "bob", "eve", "nobody-of-that-name"])).toEqual({ asked: ["ann"], refused: ["bob", "eve", "nobody-of-that-name"] });
  const asked = () => pull.issue.timeline.filter(({ event }) => event === "review_requested").length;
  expect([await view.ensureReviewAsked(web_, pull.issue.number, ["Ann"]), asked()]).toEqual([{ asked: ["Ann"], refused: [] }, 1]);
  createReview(local.world, pull, { event: "COMMENT", body: "Soon" }, ann);
  expect([await view.ensureReviewAsked(web_, pull.issue.number, ["ann"]), asked()]).toEqual([{ asked: ["ann"], refused: [] }, 1]);
  expect(await view.ensureReviewAsked(web_, 999, ["ann"])).toBeNull();
});

test("without the right nobody is asked", async () => {
  const { view, web_, web, local, bob } = place({ permissions: { ...RIGHTS, pull_requests: "read" } });
  const pull = openPull(local.world, web, { by: bob, title: "Draft", head: "draft", files: { a: "a" } });
  expect(await view.ensureReviewAsked(web_, pull.issue.number, ["ann"])).toBeNull();
});
