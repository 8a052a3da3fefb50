import { afterEach, expect, test } from "@jest/globals";
import type { Account } from "../../src/sandbox/github/state/account.ts";
import { createComment } from "../../src/sandbox/github/state/comment.ts";
import { createIssue } from "../../src/sandbox/github/state/issue.ts";
import type { Issue } from "../../src/sandbox/github/state/issue.ts";
import { createScene, PLAN } from "../support/scene.ts";
import type { Scene } from "../support/scene.ts";

let scene: Scene;
afterEach(async () => {
  expect(scene.complaints).toEqual([]);
  await scene.stop();
});

const TRACKED = `${PLAN}tracking: { reminders: { hours: { from: "08:00", to: "18:00" } } }
objectives: [{ id: launch, title: Launch it, tracked: every Friday 10:00, manager: rita }]
key_results:
  - { id: calm, title: Nothing slips through, measure: { merges_during: freeze }, score: confidence, due: 7 days after release, weights: [{ from: 2026-11-23, of: { ann: 1/2, zoe: 1/2 } }] }
operations:
  - { id: payouts, title: Pay everybody, every: Monday 10:00, owner: ben, from: 2026-11-23 }
  - { id: upgrade, title: Upgrade the site, due: 0 days after release, owner: ann, after: [release] }
`;

function issue(): Issue {
  const [found, ...more] = [...scene.repository.issues.values()].filter(({ title }) => title.endsWith("key results and duties"));
  if (found === undefined || more.length > 0) throw new Error(`${more.length + 1} issues of key results`);
  return found;
}

function asked(part: string): readonly string[] {
  return issue().comments.filter((one) => one.app === scene.registered && one.body.includes(part)).map(({ body }) => body.split("\n").slice(1).join("\n"));
}

async function say(body: string, by: Account): Promise<void> {
  scene.clock.advance(60_000);
  createComment(scene.github.world, issue(), body, by);
  await scene.settle();
}

test("one issue shows how key results and duties stand, and each thing is asked once, when people may be written to", async () => {
  scene = await createScene({ plan: TRACKED });
  expect(issue().body).toContain("| Nothing slips through (`calm`) | no data | not tracked yet | expected Tue 15 December 2026 |");
  expect(issue().body).toContain("| Upgrade the site (`upgrade`) | ann | once, Tue 8 December 2026 09:00 UTC, with release | next Tue 8 December 2026 09:00 UTC; waits for `release` |");
  expect(asked("was due")).toEqual(["@ben: **Pay everybody** was due Mon 23 November 2026 10:00 UTC, and nobody has said that it is done.\n\nIf it is, say `/warden done payouts`."]);
  await scene.passTo("2026-11-27T09:59:00Z");
  expect(asked("how do the key results stand")).toEqual([]);
  await scene.passTo("2026-11-27T10:01:00Z");
  expect(asked("how do the key results stand")).toEqual([
    "@ann, @zoe: how do the key results stand this week? Say it here until Thu 3 December 2026 24:00 UTC, with a number from 0 to 1 each; `abstain` in its place, if you cannot tell.\n\n- `/warden score calm 0.6`: Nothing slips through",
  ]);
  await say("/warden score calm 0.6", scene.person("ann"));
  expect(issue().body).toContain("| no data | 0.60, week from Fri 27 November 2026 |");
  expect(issue().body).toContain("1 × 3/5 (ann) = 3/5; without zoe");

  // due on Monday the 30th at ten, and told a day later
  await scene.passTo("2026-12-01T09:59:00Z");
  expect(asked("was due")).toHaveLength(1);
  await scene.passTo("2026-12-01T12:00:00Z");
  expect(asked("was due").slice(1)).toEqual(["@ben: **Pay everybody** was due Mon 30 November 2026 10:00 UTC, and nobody has said that it is done. The one before was skipped.\n\nIf it is, say `/warden done payouts`."]);
  await say("/warden done payouts", scene.person("ben"));
  expect(issue().body).toContain("| Pay everybody (`payouts`) | ben | Monday 10:00 | done 1 time in a row; next Mon 7 December 2026 10:00 UTC |");
  expect(asked("how do the key results stand")).toHaveLength(1);

  const before = scene.writes();
  await scene.app.resync();
  await scene.settle();
  expect(scene.writes()).toBe(before);
});

test("it is closed once everything is graded and done, and what was said survives a lost store", async () => {
  scene = await createScene({ plan: TRACKED.replace("every: Monday 10:00, owner: ben, from: 2026-11-23", "due: 2026-11-24, owner: ben"), now: "2026-11-27T10:00:00Z" });
  await say("/warden score calm 0.6", scene.person("ann"));
  await say("/warden done payouts\n/warden done upgrade", scene.person("rita"));
  const tables = (issue().body ?? "").split("<!-- release-warden:begin ledger -->")[0];
  const comments = issue().comments.length;
  await scene.forget();
  expect([(issue().body ?? "").split("<!-- release-warden:begin ledger -->")[0], issue().comments.length]).toEqual([tables, comments]);

  scene.close(scene.milestone("Release"), scene.person("rita"));
  await scene.settle();
  await scene.passTo("2026-12-04T12:00:00Z");
  expect(asked("can be graded now")).toEqual(["@rita: **Nothing slips through** is measured on Fri 4 December 2026, and can be graded now.\n\n`/warden grade calm 0.5 because …`"]);
  await say("/warden grade calm 1/2 because one came through", scene.person("rita"));
  expect(issue().body).toContain("**Launch it**: final grade **0.500** (1/2), the mean of 1 key result.");
  expect(issue().state).toBe("closed");
});

test("a plan that asks for no tracking gets no issue, and one that a person deleted stays deleted", async () => {
  scene = await createScene({ plan: TRACKED.replace(/tracking: .*\n/, "") });
  expect(() => issue()).toThrow("1 issues");
  scene.plan(TRACKED);
  await scene.settle();
  const made = issue();
  scene.repository.issues.delete(made.number);
  await scene.passTo("2026-11-30T12:00:00Z");
  expect(() => issue()).toThrow("1 issues");
});

test("what is later than the plan allows is told to the manager once, and nothing of a private repository stands in a public home", async () => {
  scene = await createScene({ plan: `${PLAN}tracking: {}\nkey_results: [{ id: answers, title: Answers, measure: { first_response: support, within: 2 hours } }]\n` });
  const question = createIssue(scene.github.world, scene.repository, { title: "How?", labels: ["support"] }, scene.person("ann"));
  await scene.passTo("2026-11-25T13:30:00Z");
  expect(asked("first answer")).toEqual([`@rita: acme/app#${question.number} has waited for a first answer since Wed 25 November 2026 09:00 UTC. The plan allows 2 hours (\`answers\`).`]);
  await scene.passTo("2026-11-26T13:30:00Z");
  expect(asked("first answer")).toHaveLength(1);
});
