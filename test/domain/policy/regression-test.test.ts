import { describe, expect, test } from "@jest/globals";
import { parsePlan } from "../../../src/domain/plan/parse.ts";
import type { PullFacts } from "../../../src/domain/model/pull.ts";
import { decideRegressionTest } from "../../../src/domain/policy/regression-test.ts";
import { renderRegressionCheck } from "../../../src/text/regression-check.ts";
import { files, issue, pull } from "../../support/plan-builder.ts";

const { plan } = parsePlan(new TextEncoder().encode("release: { name: x, timezone: UTC }\nmilestones: [{ id: release, due: 2026-12-08 }]\nincidents: {}\n"), "plan.yml");

function decided(more: Partial<PullFacts>): string {
  if (plan?.incidents == null) throw new Error("the plan is wrong");
  const decision = decideRegressionTest(plan.incidents, pull({ closingIssues: [issue({ number: 9, labels: ["Incident"] })], files: files("src/join.ts"), ...more }), []);
  return decision === null ? "none" : decision.verdict === "allow" ? `${decision.because} ${decision.because === "brought" ? decision.path : decision.link}` : decision.verdict;
}

describe("the fix of an incident needs a regression test", () => {
  test.each<readonly [string, Partial<PullFacts>, string]>([
    ["without one it waits", {}, "block"],
    ["brought with it", { files: files("src/join.ts", "tests/join_test.go") }, "brought tests/join_test.go"],
    ["named as a path", { body: "Fixes #9\n\nRegression test: tests/join_test.go::TestJoin" }, "linked tests/join_test.go::TestJoin"],
    ["named as code in a list", { body: "- Regression tests: `tests/join_test.go`" }, "linked tests/join_test.go"],
    ["named by an address", { body: "regression test: https://github.com/acme/app/pull/7" }, "linked https://github.com/acme/app/pull/7"],
    ["named by number", { body: "Regression test: see #7" }, "linked #7"],
    ["none is no test", { body: "Regression test: none needed" }, "block"],
    ["nor is what stands in a quotation", { body: "> Regression test: tests/join_test.go" }, "block"],
    ["it cannot be told without the files", { files: null, filesComplete: false }, "wait"],
    ["what fixes no incident is not asked", { closingIssues: [issue({ number: 9, labels: ["bug"] })] }, "none"],
    ["nor is what closes nothing", { closingIssues: [] }, "none"],
  ])("%s", (_name, more, expected) => expect(decided(more)).toBe(expected));

  test("and the check says how to bring it", () => {
    expect(renderRegressionCheck({ verdict: "block", incidents: [issue({ number: 9 })] }, "main", "acme/app", "https://github.com")).toEqual({
      name: "regression test (main)", conclusion: "failure", annotations: [], detailsUrl: null, title: "Fixes an incident without a regression test",
      summary: expect.stringContaining("**Bring a test with this pull request, or name it on a line of its own in the description: `Regression test: tests/join_test.go::TestJoin`.**") as unknown,
    });
  });
});
