import { describe, expect, test } from "@jest/globals";
import type { ReportedState } from "../../../src/domain/model/pull.ts";
import type { Role } from "../../../src/domain/model/refs.ts";
import { concernsPull, isStanding, reportedOf, strictestState, isTurn } from "../../../src/domain/policy/blocker.ts";
import { pull } from "../../support/plan-builder.ts";

describe("what stands in the way", () => {
  test.each([
    ["its issue is open", { number: 1, open: true, deleted: false }, true], ["people closed it", { number: 1, open: false, deleted: false }, false],
    ["people deleted it", { number: 1, open: false, deleted: true }, false], ["it has no issue yet", { number: null, open: true, deleted: false }, false], ["nothing is known of it", null, false],
  ])("%s", (_name, card, expected) => expect(isStanding(card)).toBe(expected));

  test.each<[Role | null, boolean]>([["none", true], ["read", true], ["triage", false], ["write", false], ["maintain", false], ["admin", false], [null, false]])("from outside: role %s", (authorRole, expected) => {
    expect(concernsPull({ concerns: "outside" }, pull({ authorRole }))).toBe(expected);
  });

  test.each<[string, Parameters<typeof pull>[0], boolean]>([
    ["whoever it is", { authorRole: "admin" }, true], ["a draft", { authorRole: "none", draft: true }, true], ["a bot", { author: { login: "b[bot]", bot: true }, authorRole: "none" }, false],
    ["an account that is gone", { author: null }, false], ["one that is closed", { state: "closed" }, false], ["one that is merged", { state: "merged" }, false],
  ])("everybody: %s", (_name, more, expected) => expect(concernsPull({ concerns: "everybody" }, pull(more))).toBe(expected));

  test.each<[readonly ReportedState[], ReportedState]>([
    [[], "absent"], [["absent"], "absent"], [["absent", "success"], "success"], [["success", "pending"], "pending"], [["pending", "failure", "success"], "failure"],
  ])("of %j the strictest counts: %s", (states, expected) => expect(strictestState(states)).toBe(expected));

  test("a name is found whatever its letter case; what nobody read is absent, and what nobody asks for is nothing", () => {
    expect([reportedOf({ status: "License/CLA" }, { reported: { "license/cla": "success" } }), reportedOf({ status: "cla" }, {}), reportedOf({ status: null }, {})]).toEqual(["success", "absent", null]);
  });
});

test("a pull request that waits for another app is asked about every hour, and once a day where nothing happened to it for a week", () => {
  const DAY = 86_400_000;
  const turns = (updatedAt: number | null, number: number): number => Array.from({ length: 24 }, (_, hour) => 30 * DAY + hour * 3_600_000).filter((now) => isTurn({ number, updatedAt }, now)).length;
  expect([turns(29 * DAY, 7), turns(20 * DAY, 7), turns(20 * DAY, 2_000), turns(null, 0)]).toEqual([24, 1, 1, 1]);
});
