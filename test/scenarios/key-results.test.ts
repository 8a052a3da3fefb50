import { afterEach, expect, test } from "@jest/globals";
import { createComment } from "../../src/sandbox/github/state/comment.ts";
import type { IssueComment } from "../../src/sandbox/github/state/comment.ts";
import type { Account } from "../../src/sandbox/github/state/account.ts";
import { createIssue } from "../../src/sandbox/github/state/issue.ts";
import type { Issue } from "../../src/sandbox/github/state/issue.ts";
import { pageSource } from "../../src/reconcile/page-source.ts";
import type { PlanRecord, RepositoryRecord } from "../../src/domain/model/records.ts";
import type { SpokenWords } from "../../src/domain/model/score.ts";
import type { MeasureReading } from "../../src/domain/model/measure.ts";
import { measurementOf } from "../../src/domain/policy/measurement.ts";
import type { MeasureFacts } from "../../src/domain/policy/measurement.ts";
import { planOf } from "../../src/reconcile/plans-in-force.ts";
import { closeIssue } from "../../src/sandbox/github/state/issue.ts";
import { plainText } from "../../src/text/escape.ts";
import { measurementText } from "../../src/text/measurement.ts";
import type { MeasurementText } from "../../src/text/measurement.ts";
import { createCheckRun } from "../../src/sandbox/github/state/check.ts";
import { branchTip } from "../../src/sandbox/github/state/repository.ts";
import { pushCommits, seedApp } from "../../src/sandbox/github/seed.ts";
import { createScene, KEYS, PLAN } from "../support/scene.ts";
import type { Scene } from "../support/scene.ts";

let scene: Scene;
afterEach(async () => {
  expect(scene.complaints).toEqual([]);
  await scene.stop();
});

const SCORED = `${PLAN}objectives: [{ id: launch, tracked: every Friday, manager: rita }]
key_results:
  - { id: calm, title: Calm, score: confidence, due: 7 days after release, weights: [{ from: 2026-11-02, of: { ann: 1/2, zoe: 1/2 } }] }
operations: [{ id: payouts, every: Monday 10:00, owner: ben }]
`;

async function say(issue: Issue, body: string, by: Account): Promise<IssueComment> {
  scene.clock.advance(60_000);
  const comment = createComment(scene.github.world, issue, body, by);
  await scene.settle();
  return comment;
}

function answer(comment: IssueComment): string {
  const found = comment.issue.comments.filter((one) => one.app === scene.registered && one.body.startsWith(`<!-- release-warden:answer:${comment.id} -->\n`));
  return found.map(({ body }) => body.split("\n").slice(1).join("\n")).join("\n===\n");
}

/** What each measure comes to, from what was read for it. */
async function measured(): Promise<Readonly<Record<string, MeasurementText>>> {
  const [record] = (await scene.app.store.records<PlanRecord>("plan", "")).map(({ value }) => value);
  const plan = record === undefined ? null : planOf(record);
  if (record === undefined || plan === null) throw new Error("no plan");
  const readings = (await scene.app.store.records<MeasureReading>("measure", "")).map(({ value }) => value);
  const facts: MeasureFacts = {
    plan, home: "acme/app", reached: record.reached, baselines: record.baselines ?? {}, now: scene.clock.now(), repositories: [{ id: scene.repository.id, name: "acme/app" }], account: [], starts: [], readings, standings: [],
  };
  return Object.fromEntries(plan.keyResults.flatMap((result) => {
    const measurement = measurementOf(result, facts);
    return measurement === null ? [] : [[result.id, measurementText(measurement, plainText)]];
  }));
}

async function words(): Promise<SpokenWords> {
  const source = pageSource(scene.app.store);
  const [plan] = await scene.app.store.records<PlanRecord>("plan", "");
  const home = await scene.app.store.record<RepositoryRecord>("repository", String(plan?.value.home));
  if (plan === undefined || home === null) throw new Error("no plan");
  return source.wordsOf(plan.value, home);
}

test("people score, report duties and grade by comment, each once, and who has no part is told so", async () => {
  scene = await createScene({ plan: SCORED, now: "2026-12-09T09:00:00Z" });
  const issue = createIssue(scene.github.world, scene.repository, { title: "How do we stand?" }, scene.person("rita"));
  const scored = await say(issue, "/warden score calm 0.6\n/warden score calm 80%", scene.person("ann"));
  expect(answer(scored)).toContain("**Counted**: 0.80 (4/5) for `calm` in the week from Fri 4 December 2026");
  // zoe has no role in the repository; the plan gives her a weight, and that is enough
  expect(answer(await say(issue, "/warden score calm abstain", scene.person("zoe")))).toContain("you abstain");
  expect(answer(await say(issue, "/warden done payouts", scene.person("ben")))).toContain("**Done**: `payouts`");
  expect(answer(await say(issue, "/warden score calm 0.1", scene.person("ben")))).toBe("**Nothing was done**: `score` is for ann or zoe, whom the release plan names.");
  expect(answer(await say(issue, "/warden grade calm 1", scene.person("rita")))).toContain("**Not graded yet**");
  expect(await words()).toMatchObject({ scores: [{ who: "ann" }, { who: "ann", score: { numerator: 4n, denominator: 5n } }, { who: "zoe", score: null }], duties: [{ duty: "payouts", by: "ben" }], grades: [] });

  scene.close(scene.milestone("Release"), scene.person("rita"));
  await scene.settle();
  await scene.passTo("2026-12-17T12:00:00Z");
  expect(answer(await say(issue, "/warden grade calm 0.5 because one slipped through", scene.person("rita")))).toContain("**Graded**: `calm` 0.50 (1/2)");
  expect(answer(await say(issue, "/warden score calm 1", scene.person("ann")))).toContain("was measured on Wed 16 December 2026");
  const before = scene.writes();
  await scene.app.resync();
  await scene.settle();
  expect(scene.writes()).toBe(before);
});

test("scores are heard in the home of a plan that does not govern it, and freezes are not", async () => {
  scene = await createScene({ plan: `${SCORED}products: [{ id: shop, repositories: [acme/shop] }]\n` });
  const issue = createIssue(scene.github.world, scene.repository, { title: "How do we stand?" }, scene.person("rita"));
  expect(answer(await say(issue, "/warden score calm 0.6", scene.person("ann")))).toContain("**Counted**");
  expect(answer(await say(issue, "/warden freeze because of it", scene.person("rita")))).toContain("no release plan governs this repository");
  expect(await words()).toMatchObject({ scores: [{ who: "ann" }] });
});

const MEASURED = `${PLAN}key_results:
  - { id: posts, title: Posts, measure: { issues_closed: acropolis, without: [rita], target: 2 } }
  - { id: green, title: Green, measure: { checks_passed: "CI*" } }
  - { id: answers, title: Answers, measure: { first_response: support, within: 24 hours, first_week: 2 hours, after: release } }
  - { id: slip, title: Slip, measure: { slip: release, at_most_days: 1 } }
  - { id: tests, title: Tests, measure: { acceptance_passed: last } }
`;

test("what the plan measures is read hourly within a bounded number of calls, and what was not read is no data", async () => {
  scene = await createScene({ plan: MEASURED, now: "2026-12-09T09:00:00Z" });
  const { world } = scene.github;
  expect(await measured()).toMatchObject({
    posts: { value: "no data", arithmetic: ["No data: there is nothing to count."] }, green: { value: "no data" }, answers: { value: "no data", arithmetic: ["No data: the milestone is not reached."] },
    slip: { value: "no data" }, tests: { value: "no data", arithmetic: ["No data: nothing was read for it yet."] },
  });
  const posts = [scene.person("ann"), scene.person("ben"), scene.person("rita"), scene.person("ann")].map((by, index) => createIssue(world, scene.repository, { title: `Post ${index}`, labels: ["acropolis"] }, by));
  for (const post of posts.slice(0, 3)) closeIssue(world, post, "completed", scene.person("rita"));
  createCheckRun(world, scene.repository, seedApp(world, { slug: "ci", owner: scene.organization, publicKey: KEYS.publicKey, permissions: { checks: "write" }, events: [] }).app, { name: "CI unit", headSha: branchTip(scene.repository, "main")?.sha ?? "", status: "completed", conclusion: "success" });
  await scene.passTo("2026-12-09T10:30:00Z");
  expect(await measured()).toMatchObject({
    posts: { value: "2 issues", verdict: "met", arithmetic: ["app: 2 of 3 (without acme/app#4)".replace("#4", `#${posts[3]?.number ?? 0}`), "The aim is 2 issues."] }, green: { value: "1.00 (1)", verdict: "met" },
  });

  await scene.passTo("2026-12-09T12:00:00Z");
  scene.close(scene.milestone("Release"), scene.person("rita"));
  await scene.settle();
  const question = createIssue(world, scene.repository, { title: "How?", labels: ["support"] }, scene.person("ann"));
  await scene.passTo("2026-12-09T16:30:00Z");
  expect((await measured())["answers"]).toMatchObject({ verdict: "not met", arithmetic: [`app: 0 of 1 (without acme/app#${question.number})`, "The aim is 24 hours."] });
  expect((await measured())["slip"]).toMatchObject({ value: "1.1 days", verdict: "not met" });

  const before = scene.app.github.stats();
  await scene.passTo("2026-12-10T16:30:00Z");
  const after = scene.app.github.stats();
  // three measures an hour, and the plan's own hourly look
  expect(after.graphqlReads - before.graphqlReads).toBeLessThan(24 * 5);
  expect(after.writes).toBe(before.writes);
});

test("what a tool reports in a file is measured hourly, and is no data once nobody writes it any more; of one person no more counts than the plan says", async () => {
  scene = await createScene({ plan: `${PLAN}key_results: [{ id: up, title: Storage providers are up, measure: { reported: metrics/uptime.json, within: 1 day, target: 95% } }, { id: posts, title: Posts, measure: { issues_closed: acropolis, at_most_each: 1, target: 2 } }]\n`, now: "2026-12-09T09:00:00Z" });
  const report = (value: number): void => {
    const text = JSON.stringify({ at: new Date(scene.clock.now()).toISOString(), value });
    pushCommits(scene.github.world, scene.repository, { branch: scene.repository.defaultBranch, by: scene.person("rita"), bypassRules: true, commits: [{ message: "Report", files: { "metrics/uptime.json": text } }] });
  };
  expect(await measured()).toMatchObject({ up: { value: "no data", arithmetic: ["No data: there is no such file in the plan's repository."] } });
  report(0.97);
  for (const by of ["ann", "ann", "ann", "ben"]) closeIssue(scene.github.world, createIssue(scene.github.world, scene.repository, { title: "Post", labels: ["acropolis"] }, scene.person(by)), "completed", scene.person("rita"));
  await scene.passTo("2026-12-09T10:30:00Z");
  expect(await measured()).toMatchObject({
    up: { value: "0.97 (97/100)", verdict: "met" }, posts: { value: "2 issues", verdict: "met", arithmetic: ["app: 4 of 4", "more than 1 of one person: -2", "Together: 4 + -2 = 2", "The aim is 2 issues."] },
  });
  report(0.9);
  await scene.passTo("2026-12-09T12:00:00Z");
  expect(await measured()).toMatchObject({ up: { verdict: "not met" } });
  await scene.passTo("2026-12-10T13:00:00Z");
  expect((await measured())["up"]).toMatchObject({ value: "no data", arithmetic: ["No data: the last report is too old.", "metrics/uptime.json says 0.9, of Wed 9 December 2026 10:30 UTC."] });
});
