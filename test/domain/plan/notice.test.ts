import { describe, expect, test } from "@jest/globals";
import { parsePlan } from "../../../src/domain/plan/parse.ts";

const DAY = 24 * 3_600_000;

function parsed(notice: string): ReturnType<typeof parsePlan> {
  return parsePlan(new TextEncoder().encode(`release: { name: "2.4", timezone: UTC }
milestones: [{ id: release, due: 2026-12-08 }]
freezes:
  - { from: "2026-12-01", until: release, ${notice} }
`), ".github/release-plan.yml");
}

describe("when people hear of a freeze ahead, and whether pull requests hear of it themselves", () => {
  test.each([
    ["notice: [7 days, 24 hours]", [7 * DAY, DAY], "none"], ["notice: [24 hours], notice_comment: ready", [DAY], "ready"],
    ["notice: { before: [3 days], comment: ready }", [3 * DAY], "ready"], ["notice: { before: [3 days] }", [3 * DAY], "none"], ["notice: { comment: ready }", [7 * DAY, DAY], "ready"],
    ["notice: { comment: none }", [7 * DAY, DAY], "none"], ["title: x", [], "none"],
  ])("%s", (written, ahead, comment) => {
    const [freeze] = parsed(written).plan?.freezes ?? [];
    expect([freeze?.notice, freeze?.noticeComment]).toEqual([ahead, comment]);
  });

  test.each([["notice: { comment: all }", /comment/], ["notice: { before: [soon] }", /soon/], ["notice: { befor: [3 days] }", /before/]])("%s is refused where it stands", (written, says) => {
    const { plan, problems } = parsed(written);
    const errors = problems.filter(({ severity }) => severity === "error");
    expect([plan, errors.map(({ line, message, hint }) => [line, says.test(`${message} ${hint ?? ""}`)])]).toEqual([null, [[4, true]]]);
  });
});
