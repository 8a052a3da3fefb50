import { describe, expect, test } from "@jest/globals";
import { freezeAccount, measuredFreeze, mergedIntoFreeze, mergedToGoverned } from "../../../src/domain/policy/key-result.ts";
import type { AccountedMerge } from "../../../src/domain/policy/key-result.ts";
import { at, freeze, plan, product, pull, reached } from "../../support/plan-builder.ts";

const PLAN = plan({
  products: [product("app", { branch: "master", fedBy: ["development"] }), product("site", { branch: "master" })],
  freezes: [freeze({ except: { products: ["site"], repositories: [], paths: [] } })],
});
const [FREEZE = freeze()] = PLAN.freezes;

function merge(number: number, instant: string, verdict: AccountedMerge["verdict"], base = "master", repository = "acme/app"): AccountedMerge {
  return { pull: pull({ number, repository, base: { ref: base, sha: null } }), mergedAt: at(instant), verdict };
}

function account(merges: readonly AccountedMerge[]): readonly unknown[] {
  const numbers = (list: readonly AccountedMerge[]): readonly number[] => list.map((one) => one.pull.number);
  return freezeAccount(PLAN, FREEZE, { merges, reached: [reached("release", "2026-12-09T10:00:00Z")], home: null })
    .map((one) => [one.product?.id, one.exempt, numbers(one.during), numbers(one.breaking), numbers(one.undecided)]);
}

describe("the account of a freeze", () => {
  test("counts merges while it held, up to the end and not beyond, product by product", () => {
    expect(account([
      merge(1, "2026-11-30T23:59:59Z", "skip"), merge(2, "2026-12-01T00:00:00Z", "allow"), merge(3, "2026-12-05T10:00:00Z", "block"),
      merge(4, "2026-12-06T10:00:00Z", "wait"), merge(5, "2026-12-09T09:59:59Z", "block"), merge(6, "2026-12-09T10:00:00Z", "skip"),
      merge(7, "2026-12-05T10:00:00Z", "allow", "master", "acme/site"),
    ])).toEqual([["app", false, [2, 3, 4, 5], [3, 5], [4]], ["site", true, [7], [], []]]);
  });

  test("merges to feeders and other branches are none", () => {
    const elsewhere = [merge(1, "2026-12-05T10:00:00Z", "allow", "development"), merge(2, "2026-12-05T10:00:00Z", "skip", "topic")];
    expect(account(elsewhere)).toEqual([["app", false, [], [], []], ["site", true, [], [], []]]);
    expect(elsewhere.map((one) => [mergedToGoverned(PLAN, one.pull, null), mergedIntoFreeze(PLAN, one, { reached: [], home: null })])).toEqual([[false, false], [false, false]]);
  });

  test("a merge to a governed branch outside the freeze is governed, and fell into none", () => {
    const before = merge(1, "2026-11-20T10:00:00Z", "skip");
    expect([mergedToGoverned(PLAN, before.pull, null), mergedIntoFreeze(PLAN, before, { reached: [], home: null })]).toEqual([true, false]);
  });
});

test("a key result names the freeze that it measures, or measures something else", () => {
  const result = { id: "k", title: "k", due: null, measure: { merges_during: "freeze" }, score: null, weights: [] };
  expect([measuredFreeze(PLAN, result)?.id, measuredFreeze(PLAN, { ...result, measure: null }), measuredFreeze(PLAN, { ...result, measure: { merges_during: "other" } })]).toEqual(["freeze", null, null]);
});
