import { expect, test } from "@jest/globals";
import { acropolis } from "../../../src/sandbox/rehearsal/acropolis.ts";
import { planHistory } from "../../../src/sandbox/rehearsal/plan-history.ts";
import { parsePlan } from "../../../src/domain/plan/parse.ts";
import type { ReleasePlan } from "../../../src/domain/model/plan.ts";

function planOf(text: string): ReleasePlan {
  const { plan } = parsePlan(new TextEncoder().encode(text), "plan.yml", null);
  if (plan === null) throw new Error("no plan");
  return plan;
}

function iso(at: number | null | undefined): string | null {
  return at == null ? null : new Date(at).toISOString();
}

const { planText, plan } = acropolis();

test("the plan of May says the baselines, knows no moved dates and nothing of what came of them", () => {
  const [first] = planHistory(planText, plan);
  const test = planOf(first?.text ?? "").milestones.find(({ id }) => id === "sub-system-test");
  expect([first?.at, iso(test?.due?.at), test?.moved, test?.dueFor, test?.actual]).toEqual([null, "2019-06-12T22:00:00.000Z", [], {}, null]);
});

test("on 11 June the dates move, for colossus by its own date", () => {
  const [, second] = planHistory(planText, plan);
  const test = planOf(second?.text ?? "").milestones.find(({ id }) => id === "sub-system-test");
  expect([iso(second?.at), iso(test?.due?.at), iso(test?.dueFor["colossus"]?.at), test?.moved.length, test?.actual]).toEqual([
    "2019-06-11T22:00:00.000Z", "2019-06-17T22:00:00.000Z", "2019-06-14T22:00:00.000Z", 2, null,
  ]);
});

test("as it was first proposed, the change of 11 June says why and not where, and lacks nothing else", () => {
  const [first, second, third] = planHistory(planText, plan);
  expect([first?.unexplained, third?.unexplained]).toEqual([null, null]);
  const [proposed, merged] = [planOf(second?.unexplained ?? ""), planOf(second?.text ?? "")];
  expect(proposed.milestones.flatMap(({ moved }) => moved.map(({ see }) => see))).toEqual(Array.from({ length: 6 }, () => null));
  const withoutLinks = ({ milestones }: ReleasePlan): unknown => milestones.map((one) => ({ ...one, moved: one.moved.map((line) => ({ ...line, see: null })) }));
  expect(withoutLinks(proposed)).toEqual(withoutLinks(merged));
});

test("the last revision is the text as given", () => {
  expect(planHistory(planText, plan).at(-1)?.text).toBe(planText);
});

test("a plan that never changed has one revision, its own text", () => {
  const text = "release: { name: \"1\", timezone: UTC }\nmilestones:\n  - { id: release, due: 2026-12-08 }\n";
  expect(planHistory(text, planOf(text))).toEqual([{ at: null, text, unexplained: null }]);
});
