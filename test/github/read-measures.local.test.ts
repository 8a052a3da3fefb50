import { expect, test } from "@jest/globals";
import { createCheckRun } from "../../src/sandbox/github/state/check.ts";
import { createComment } from "../../src/sandbox/github/state/comment.ts";
import { addLabels, closeIssue, createIssue } from "../../src/sandbox/github/state/issue.ts";
import { createApp } from "../../src/sandbox/github/state/app.ts";
import { pushCommits } from "../../src/sandbox/github/seed.ts";
import { branchTip } from "../../src/sandbox/github/state/repository.ts";
import { KEYS } from "../sandbox/github/acme.ts";
import { place } from "./local.ts";

const HOUR = 3_600_000;

test("issues with a label are counted in one call, without those of people who do not count", async () => {
  const { view, web_, web, world, ann, bob, github } = place();
  for (const [index, by] of [ann, bob, bob, bob].entries()) {
    const issue = createIssue(world, web, { title: `Post ${index}`, labels: ["acropolis"] }, by);
    if (index < 3) closeIssue(world, issue, "completed", ann);
  }
  createIssue(world, web, { title: "Another" }, bob);
  expect(await view.readIssueCounts(web_, "acropolis", [])).toEqual({ closed: 3, open: 1, openNumbers: [4] });
  expect(await view.readIssueCounts(web_, "acropolis", ["ann"])).toEqual({ closed: 2, open: 1, openNumbers: [4] });
  expect(await view.readIssueCounts(web_, "nothing", ["ann", "bob"])).toEqual({ closed: 0, open: 0, openNumbers: [] });
  expect(github.stats()).toMatchObject({ graphqlReads: 3, restReads: 0 });
});

test("a question waits from its label to the first answer by somebody else, and what did not change is not read again", async () => {
  const { view, web_, web, world, ann, bob } = place();
  const begin = world.clock.now();
  const later = (hours: number): void => world.clock.advance(hours * HOUR);
  const own = createIssue(world, web, { title: "How?", labels: ["support"] }, bob);
  const labelled = createIssue(world, web, { title: "Why?" }, bob);
  later(1);
  createComment(world, own, "I mean, how?", bob);
  addLabels(world, labelled, ["support"], ann);
  later(1);
  createComment(world, own, "Like this", ann);
  later(3);
  closeIssue(world, labelled, "completed", ann);
  later(1);
  createIssue(world, web, { title: "When?", labels: ["support"] }, bob);
  const first = await view.readQuestions(web_, "support", begin);
  expect(first).toEqual({
    more: false, next: begin + 6 * HOUR, asked: [
      { number: 1, askedAt: begin, answeredAt: begin + 2 * HOUR }, { number: 2, askedAt: begin + HOUR, answeredAt: begin + 5 * HOUR }, { number: 3, askedAt: begin + 6 * HOUR, answeredAt: null },
    ],
  });
  expect((await view.readQuestions(web_, "support", first.next)).asked.map(({ number }) => number)).toEqual([3]);
});

test("more questions than one look reads are read on where it ended", async () => {
  const { view, web_, web, world, bob } = place();
  const begin = world.clock.now();
  for (let number = 0; number < 210; number += 1) {
    world.clock.advance(1_000);
    createIssue(world, web, { title: `Question ${number}`, labels: ["support"] }, bob);
  }
  const first = await view.readQuestions(web_, "support", begin);
  expect([first.more, first.asked.length]).toEqual([true, 200]);
  const second = await view.readQuestions(web_, "support", first.next);
  expect([second.more, second.asked.length, second.asked.at(-1)?.number]).toEqual([false, 11, 210]);
});

test("checks on the tip of a branch are told by name, without ours and without those that still run", async () => {
  const { view, web_, web, world, acme, app } = place();
  const tip = branchTip(web, "main")?.sha ?? "";
  const ci = createApp(world, { slug: "ci", owner: acme, publicKey: KEYS.publicPem, permissions: { checks: "write" }, events: [], webhook: { url: "http://127.0.0.1:9/", secret: "s" } });
  const run = (name: string, conclusion: "success" | "failure" | null, by = ci): unknown => createCheckRun(world, web, by, { name, headSha: tip, ...(conclusion === null ? { status: "in_progress" } : { status: "completed", conclusion }) });
  for (const [name, conclusion] of [["unit", "success"], ["load", "failure"], ["deploy", null]] as const) run(name, conclusion);
  run("Release plan (main)", "failure", app);
  expect(await view.readTipChecks(web_, "main")).toEqual({ branch: "main", sha: tip, passed: ["unit"], failed: ["load"] });
  expect(await view.readTipChecks(web_, "gone")).toBeNull();
});

test("a file of the default branch is read as text, and what is not there is none", async () => {
  const { view, web_, web, world, ann } = place();
  pushCommits(world, web, { branch: "main", by: ann, commits: [{ message: "Report", files: { "metrics/up time.json": "{\"value\":1}\n" } }] });
  expect(await Promise.all(["metrics/up time.json", "metrics", "metrics/none.json"].map((path) => view.readFileText(web_, path)))).toEqual(["{\"value\":1}\n", null, null]);
});

test("who opened closed issues is counted over pages, without those of people who do not count", async () => {
  const { view, web_, web, world, ann, bob, github } = place();
  for (let count = 0; count < 130; count += 1) {
    const issue = createIssue(world, web, { title: `Post ${count}`, labels: ["acropolis"] }, count % 3 === 0 ? ann : bob);
    if (count < 120) closeIssue(world, issue, "completed", ann);
  }
  expect(await view.readClosedAuthors(web_, "acropolis", [])).toEqual({ ann: 40, bob: 80 });
  expect(await view.readClosedAuthors(web_, "acropolis", ["Ann"])).toEqual({ bob: 80 });
  expect(github.stats()).toMatchObject({ graphqlReads: 4, restReads: 0 });
});
