import { describe, expect, test } from "@jest/globals";
import { dueNotice, isReady, toldByComment } from "../../../src/domain/policy/notice.ts";
import { at, freeze, pull } from "../../support/plan-builder.ts";

const HOUR = 3_600_000;
const SINCE = at("2026-12-01T09:00:00Z");
const FREEZE = freeze({ notice: [7 * 24 * HOUR, 24 * HOUR] });

describe("the notice that is due", () => {
  test.each([
    ["before the first", 8 * 24 * HOUR, null], ["at the first", 7 * 24 * HOUR, { ahead: 7 * 24 * HOUR, last: false }], ["between them", 2 * 24 * HOUR, { ahead: 7 * 24 * HOUR, last: false }],
    ["at the last", 24 * HOUR, { ahead: 24 * HOUR, last: true }], ["once the freeze has begun", 0, null],
  ])("%s", (_when, before, expected) => {
    expect(dueNotice(FREEZE, SINCE, SINCE - before)).toEqual(expected);
  });

  test("is none where the plan asks for none", () => {
    expect(dueNotice(freeze(), SINCE, SINCE - 1)).toBeNull();
  });
});

describe("a pull request hears of a freeze itself when it is", () => {
  const approvals = [{ by: "rita", sha: null, at: null }];
  const near = pull({ approvals, updatedAt: SINCE - HOUR });
  test.each([
    ["approved, of a person and active", near, true], ["not approved", { ...near, approvals: [] }, false], ["a draft", { ...near, draft: true }, false],
    ["of a bot", { ...near, author: { login: "renovate[bot]", bot: true } }, false], ["quiet for more than 14 days", { ...near, updatedAt: SINCE - 15 * 24 * HOUR }, false],
    ["of nobody known", { ...near, author: null }, false],
  ])("%s: %p", (_what, facts, expected) => {
    expect(toldByComment([facts], SINCE).length === 1).toBe(expected);
  });

  test("at most fifty of a repository hear of it, the latest first", () => {
    const many = Array.from({ length: 60 }, (_, index) => ({ ...near, number: index + 1, updatedAt: SINCE - index * 1_000 }));
    const other = { ...near, repository: "acme/web", number: 1 };
    const told = toldByComment([...many.toReversed(), other], SINCE);
    expect([told.length, told.filter(({ repository }) => repository === "acme/web").length, Math.max(...told.map(({ number }) => number))]).toEqual([51, 1, 50]);
  });

  test("ready means approved and not a draft", () => {
    expect([isReady(near), isReady({ ...near, draft: true }), isReady({ ...near, approvals: [] })]).toEqual([true, false, false]);
  });
});
