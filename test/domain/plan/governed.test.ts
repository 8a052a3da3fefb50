import { describe, expect, test } from "@jest/globals";
import { governedBranches } from "../../../src/domain/plan/governed.ts";
import { isPlanFile } from "../../../src/domain/plan/plan-file.ts";
import { parseFixture, parseText, planOf } from "./plan-fixture.ts";

const HOME = { name: "Joystream/joystream", defaultBranch: "trunk" };

describe("the branches that a plan speaks of", () => {
  test("each product's repositories on its branch, with what feeds them", () => {
    expect(governedBranches(planOf(parseFixture("acropolis.yml")), HOME)).toEqual([
      { repository: "Joystream/substrate-runtime-joystream", product: "runtime", branch: "master", fedBy: ["development"] },
      { repository: "Joystream/substrate-forum-module", product: "forum", branch: "master", fedBy: ["development"] },
      { repository: "Joystream/storage-node-joystream", product: "colossus", branch: "master", fedBy: ["development"] },
      { repository: "Joystream/apps", product: "pioneer", branch: "joystream", fedBy: [] },
      { repository: "Joystream/substrate-faucet", product: "faucet", branch: null, fedBy: [] },
    ]);
  });

  test("without products, the home on its default branch", () => {
    expect(governedBranches(planOf(parseFixture("minimal.yml")), HOME)).toEqual([{ repository: "Joystream/joystream", product: "joystream", branch: "trunk", fedBy: [] }]);
  });

  test("branches that a freeze names in place of a product's own are governed too, once", () => {
    const plan = planOf(parseText("release: { name: x, manager: ada, timezone: UTC }\nproducts: [{ id: a, repositories: [o/a], branch: main }, { id: b, repositories: [o/b], branch: main }]\nfreezes: [{ from: 2027-01-04, products: [a], branches: [main, stable] }]\n"));
    expect(governedBranches(plan, HOME).map((one) => `${one.repository} ${one.branch ?? "-"}`)).toEqual(["o/a main", "o/a stable", "o/b main"]);
  });
});

describe("a file that points to another home", () => {
  test("gives the home, and no plan", () => {
    expect(parseText("governed_by: Joystream/joystream\n")).toEqual({ plan: null, governedBy: "Joystream/joystream", problems: [] });
  });

  test.each([["governed_by: joystream\n", "bad-repository"], ["governed_by:\n", "bad-repository"], ["governed_by: o/r\nrelease: { name: x }\n", "governed-and-plan"]])("%j is refused", (text, code) => {
    const { governedBy, problems } = parseText(text);
    expect([governedBy, problems.map((problem) => problem.code)]).toEqual([null, [code]]);
  });
});

describe("where plans stand", () => {
  test.each([
    [".github/release-plan.yml", true], [".github/release-plan.yaml", true], [".github/release-plans/2.4.yml", true], [".github/release-plans/old/2.3.yml", false],
    ["release-plan.yml", false], [".github/release-plans/notes.md", false], ["x/.github/release-plan.yml", false],
  ])("%s: %s", (path, expected) => {
    expect(isPlanFile(path)).toBe(expected);
  });
});
