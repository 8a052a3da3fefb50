import { describe, expect, test } from "@jest/globals";
import type { AdmittedCommand } from "../../../src/domain/command/command.ts";
import { foldCommands } from "../../../src/domain/command/fold.ts";
import { parseCommand } from "../../../src/domain/command/parse.ts";
import type { FoldContext } from "../../../src/domain/command/verb.ts";
import type { ReleasePlan } from "../../../src/domain/model/plan.ts";
import { fractionText } from "../../../src/domain/model/fraction.ts";
import { gradeOf, measurementDeadline } from "../../../src/domain/policy/key-result-grade.ts";
import { askings } from "../../../src/domain/policy/result-asking.ts";
import { weeklyScores } from "../../../src/domain/policy/key-result-score.ts";
import { trackingDays } from "../../../src/domain/policy/tracking-week.ts";
import { outcomeText } from "../../../src/text/command-outcome.ts";
import { parseText, planOf } from "../plan/plan-fixture.ts";
import { at, reached } from "../../support/plan-builder.ts";

/** Friday is the tracking day; jens is replaced by mok in the week of the 12th. */
const PLAN = planOf(parseText(`release: { name: "2.4", manager: rita, timezone: Europe/Oslo }
milestones: [{ id: code-complete, due: 2026-12-01 }, { id: release, due: 2026-12-08T09:00 }]
freezes: [{ id: freeze, from: code-complete, until: release }]
objectives: [{ id: launch, from: 2026-11-02, tracked: every Friday 16:00, manager: tom }]
key_results:
  - { id: calm, title: Calm, score: confidence, due: first weekday 7..9 days after release, weights: [{ from: 2026-11-02, of: { ann: 1/2, jens: 1/2 } }, { from: 2026-11-12, of: { ann: 1/2, mok: 1/2 } }] }
  - { id: posts, title: Posts, score: estimate, weights: [{ from: 2026-11-02, of: { ann: 1/1 } }] }
  - { id: silent, title: Measured only, measure: { merges_during: freeze } }
operations:
  - { id: payouts, every: Monday 10:00, owner: ben, from: 2026-11-02 }
  - { id: tool, title: The payout tool covers the forum, due: 2026-11-10, owner: ann }
`));

let comments = 0;
function said(by: string, instant: string, line: string): AdmittedCommand {
  const parsed = parseCommand(`/warden ${line}`);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  comments += 1;
  return { command: parsed.command, comment: comments, line: 0, at: at(instant), number: 3, standing: { login: by, role: "read", author: false, named: [] }, pull: null, plans: [] };
}

function context(more: Partial<FoldContext> = {}): FoldContext {
  return { plan: PLAN, planKey: "1/plan", reached: [], repository: "acme/app", since: at("2026-11-01T00:00Z"), ...more };
}

function outcome(command: AdmittedCommand, more: Partial<FoldContext> = {}, plan: ReleasePlan = PLAN): string | null {
  const [found] = [...foldCommands([command], context({ plan, ...more })).outcomes.values()];
  return found === undefined ? null : outcomeText({ outcome: found, plan, public: true });
}

const RELEASED = [reached("release", "2026-12-10T09:00Z")];

describe("a score", () => {
  test.each([
    ["ann", "2026-11-07T10:00Z", "score calm 0.6", "**Counted**: 0.60 (3/5) for `calm` in the week from Fri 6 November 2026, in which you weigh 1/2. A later score in the same week takes its place."],
    ["ANN", "2026-11-06T08:00Z", "score CALM 60%", "**Counted**: 0.60 (3/5) for `calm` in the week from Fri 6 November 2026, in which you weigh 1/2. A later score in the same week takes its place."],
    ["ann", "2026-11-07T10:00Z", "score calm abstain because I was away", "**Counted**: you abstain from `calm` in the week from Fri 6 November 2026. The others take over your weight of 1/2, in proportion to theirs."],
    ["ann", "2026-11-07T10:00Z", "score posts 12 of 40", "**Counted**: 0.30 (3/10) for `posts` in the week from Fri 6 November 2026, in which you weigh 1. A later score in the same week takes its place."],
    ["jens", "2026-11-13T10:00Z", "score calm 0.1", "**Noted, and not counted**: you have no weight in `calm` in the week from Fri 13 November 2026. The plan says who has."],
    ["ann", "2026-11-05T10:00Z", "score calm 0.6", "**Nothing was counted**: `calm` is not tracked yet. Its first week begins on Fri 6 November 2026."],
    ["ann", "2026-11-07T10:00Z", "score calm 12 of 40", "**Nothing was counted**: `12 of 40` is no score. Write a number from 0 to 1 such as `0.6`, a percentage, a fraction such as `3/4`, or `abstain`."],
    ["ann", "2026-11-07T10:00Z", "score calm", "**Nothing was counted**: ` ` is no score. Write a number from 0 to 1 such as `0.6`, a percentage, a fraction such as `3/4`, or `abstain`."],
    ["ann", "2026-11-07T10:00Z", "score clam 0.6", "**Nothing was counted**: the plan has no key result `clam`. Did you mean `calm`? It has `calm`, `posts` and `silent`."],
    ["ann", "2026-11-07T10:00Z", "score silent 0.6", "**Nothing was counted**: `silent` collects no scores. In the plan, `score: confidence` (or `estimate`, or `naive`) and `weights` make it do so."],
  ])("%s on %s: %s", (by, instant, line, expected) => {
    expect(outcome(said(by, instant, line))).toBe(expected);
  });

  test("is given for a role or a team as well, each with its part of the weight", () => {
    const text = `release: { name: "2.4", manager: rita, timezone: Europe/Oslo }
milestones: [{ id: release, due: 2026-12-08T09:00, team: [{ who: ben, role: Tester }, { who: cy, role: Tester }] }]
key_results: [{ id: calm, title: Calm, score: naive, weights: [{ from: 2026-11-02, of: { Tester: 1/2, acme/core: 1/2 } }] }]
`;
    const plan = planOf(parseText(text));
    const core = said("dora", "2026-11-03T10:00Z", "score calm 1");
    const abstains = said("dora", "2026-11-03T10:00Z", "score calm abstain");
    const inCore = { login: "dora", role: null, author: false, named: ["acme/core"] };
    expect([outcome(said("ben", "2026-11-03T10:00Z", "score calm 0"), {}, plan), outcome({ ...core, standing: inCore }, {}, plan), outcome({ ...abstains, standing: inCore }, {}, plan), outcome(core, {}, plan)]).toEqual([
      "**Counted**: 0.00 (0) for `calm` in the week from Mon 2 November 2026, in which you weigh 1/4. A later score in the same week takes its place.",
      "**Counted**: 1.00 (1) for `calm` in the week from Mon 2 November 2026, in which you share the weight of `acme/core` with those of it who score. A later score in the same week takes its place.",
      "**Counted**: you abstain from `calm` in the week from Mon 2 November 2026. Those of `acme/core` who score take over your part of its weight.",
      null,
    ]);
    const { scores } = foldCommands([said("ben", "2026-11-03T10:00Z", "score calm 0"), { ...core, standing: inCore }], context({ plan }));
    const [calm] = plan.keyResults;
    expect(calm === undefined ? null : weeklyScores(calm, trackingDays(plan, calm, at("2026-11-04T00:00Z")), at("2026-11-04T00:00Z"), scores, "UTC")[0]?.score).toEqual({ numerator: 2n, denominator: 3n });
    expect(askings({ plan, reached: [], words: { scores, grades: [], duties: [] }, readings: [], repositories: new Map(), since: 0, now: at("2026-11-04T00:00Z") })).toMatchObject([{ kind: "scores", people: ["cy"] }]);
  });

  test("is none from whom the plan gives no weight, the manager included", () => {
    expect([outcome(said("rita", "2026-11-07T10:00Z", "score calm 1")), outcome(said("eve", "2026-11-07T10:00Z", "score calm 1"))]).toEqual([null, null]);
  });

  test("comes too late once the key result is measured, counted from the actual release", () => {
    const late = said("ann", "2026-12-18T10:00Z", "score calm 1");
    expect(outcome(late)).toContain("**Counted**");
    expect(outcome(late, { reached: RELEASED })).toContain("**Nothing was counted**: `calm` was measured on Thu 17 December 2026");
  });

  test("in weeks by the plan's own tracking day: a replaced person, an abstention, a missed week", () => {
    const { scores } = foldCommands([
      said("ann", "2026-11-06T10:00Z", "score calm 1"), said("jens", "2026-11-12T22:00Z", "score calm 0"), said("jens", "2026-11-13T10:00Z", "score calm 0"), said("mok", "2026-11-14T10:00Z", "score calm 0.4"),
      said("ann", "2026-11-14T11:00Z", "score calm abstain"),
    ], context());
    const [calm] = PLAN.keyResults;
    const end = at("2026-11-27T10:00Z");
    const weeks = calm === undefined ? [] : weeklyScores(calm, trackingDays(PLAN, calm, end), end, scores, PLAN.release.timezone);
    expect(weeks.map(({ day, score, unweighted }) => [day, score === null ? null : fractionText(score), unweighted])).toEqual([
      ["2026-11-06", "1/2", []], ["2026-11-13", "2/5", ["jens"]], ["2026-11-20", null, []], ["2026-11-27", null, []],
    ]);
  });
});

describe("a grade", () => {
  test.each([
    ["rita", "2026-12-17T09:00Z", "grade calm 0.5 because two slipped through", RELEASED, "**Graded**: `calm` 0.50 (1/2). A later grade takes its place."],
    ["tom", "2026-12-20T09:00Z", "grade calm 1/2", RELEASED, "**Graded**: `calm` 0.50 (1/2). A later grade takes its place."],
    ["rita", "2026-12-16T09:00Z", "grade calm 0.5", RELEASED, "**Not graded yet**: `calm` is measured on Thu 17 December 2026."],
    ["rita", "2026-12-17T09:00Z", "grade calm 0.5", [], "**Not graded yet**: `calm` is measured after release is reached, which has not happened; as things stand that is on Tue 15 December 2026."],
    ["rita", "2026-12-17T09:00Z", "grade posts 0.5", RELEASED, "**Not graded yet**: `posts` has no date of measurement. In the plan, `due: first weekday 7..9 days after release` gives it one."],
    ["rita", "2026-12-17T09:00Z", "grade calm 7", RELEASED, "**Nothing was counted**: `7` is no grade. Write a number from 0 to 1 such as `0.6`, a percentage, or a fraction such as `3/4`."],
    ["rita", "2026-12-17T09:00Z", "grade calmer 1", RELEASED, "**Nothing was counted**: the plan has no key result `calmer`. Did you mean `calm`? It has `calm`, `posts` and `silent`."],
    ["ann", "2026-12-17T09:00Z", "grade calm 1", RELEASED, "**Not graded**: `calm` is graded by tom or rita."],
  ])("by %s on %s: %s", (by, instant, line, released, expected) => {
    expect(outcome(said(by, instant, line), { reached: released })).toBe(expected);
  });

  test("counts from the actual release, and the last one stands", () => {
    const { grades } = foldCommands([said("rita", "2026-12-17T09:00Z", "grade calm 0.5"), said("tom", "2026-12-18T09:00Z", "grade calm 0.4 because of a third")], context({ reached: RELEASED }));
    const [calm] = PLAN.keyResults;
    const now = at("2026-12-20T00:00Z");
    const state = calm === undefined ? null : gradeOf(calm, measurementDeadline(PLAN, calm, RELEASED, now), grades, () => true, now);
    expect(state).toMatchObject({ state: "graded", grade: { by: "tom", because: "of a third" } });
  });
});

describe("a duty", () => {
  test.each([
    ["ben", "2026-11-09T12:00Z", "done payouts", "**Done**: `payouts`, due Mon 9 November 2026 10:00 Oslo (09:00 UTC). Next: Mon 16 November 2026 10:00 Oslo (09:00 UTC)."],
    ["ben", "2026-11-08T12:00Z", "done payouts", "**Done**: `payouts`, due Mon 2 November 2026 10:00 Oslo (09:00 UTC). Next: Mon 9 November 2026 10:00 Oslo (09:00 UTC)."],
    ["rita", "2026-11-09T12:00Z", "done tool", "**Done**: `tool`, due Tue 10 November 2026 24:00 Oslo (23:00 UTC)."],
    ["ben", "2026-11-09T12:00Z", "done payout", "**Nothing was noted**: the plan has no milestone and no duty `payout`. Did you mean `payouts`? It has `code-complete`, `release`, `payouts` and `tool`."],
    ["ben", "2026-11-09T12:00Z", "done tool", "**Nothing was noted**: `tool` is reported as done by ann or rita."],
  ])("%s on %s: %s", (by, instant, line, expected) => {
    expect(outcome(said(by, instant, line))).toBe(expected);
  });

  test("that begins with a release which is late is not done yet, and counts from when the release came", () => {
    const after = { milestone: "release", days: 1, hours: 0, workingDays: false, firstWeekdayUpTo: null };
    const begins = { text: "1 days after release", precision: "relative" as const, zone: "Europe/Oslo", at: at("2026-12-09T00:00Z"), start: null, after, resolveBy: null };
    const plan = { ...PLAN, operations: PLAN.operations.map((duty) => (duty.id === "payouts" ? { ...duty, from: begins } : duty)) };
    const line = said("ben", "2026-12-22T10:00Z", "done payouts");
    expect(outcome(line, { plan, reached: [] })).toBe("**Nothing was noted**: `payouts` begins with `release`, which is not reached. Say it again once that is.");
    expect(outcome(line, { plan, reached: [{ milestone: "release", product: null, at: at("2026-12-18T10:00Z"), by: "rita" }] })).toMatch(/^\*\*Done\*\*: `payouts`, due Mon 21 December 2026/);
  });

  test("said twice on one day is said once", () => {
    const twice = [said("ben", "2026-11-09T10:00Z", "done payouts"), said("rita", "2026-11-09T11:00Z", "done payouts")];
    const state = foldCommands(twice, context());
    expect([...state.outcomes.values()].map(({ code }) => code)).toEqual(["duty-done", "duty-already"]);
    expect(state.duties).toHaveLength(1);
  });

  test("is nothing that a stranger could report", () => {
    expect(outcome(said("eve", "2026-11-09T12:00Z", "done payouts"))).toBeNull();
  });
});
