import { describe, expect, test } from "@jest/globals";
import { NO_SERVICES } from "../../src/cli/services.ts";
import type { Services } from "../../src/cli/services.ts";
import { featureEvidence } from "../../src/domain/policy/feature-evidence.ts";
import { releaseMatrix } from "../../src/domain/policy/release-matrix.ts";
import type { ReleaseMatrix } from "../../src/domain/policy/release-matrix.ts";
import { tagStanding } from "../../src/domain/policy/tag-standing.ts";
import type { TestOutcome } from "../../src/domain/model/test-result.ts";
import { plan as releasePlan } from "../support/plan-builder.ts";
import { environment, feature, featurePlan, result, run as evidenceRun, tagEvidence } from "../support/feature-builder.ts";
import { run } from "./console.ts";

const places = [environment("ci", { title: "Pipeline" }), environment("field", { title: "Field", tester: "community" })];
const features = featurePlan({ groups: [{ id: "net", title: "Network", label: null, features: [] }] });
const joining = feature(1, ["tests/join_test.go", "tests/leave_test.go"], { group: "net", fact: { title: "Joining" } });
const sneaky = feature(2, [], { fact: { title: "=HYPERLINK(\"http://x\"),<script>alert(1)</script>\u001b[31m" } });

function standing(tag: string, outcomes: readonly [TestOutcome, TestOutcome]) {
  const results = [result("tests/join_test.go", "TestJoin", outcomes[0]), result("tests/leave_test.go", "TestLeave", outcomes[1])];
  const on = tagEvidence(tag, [evidenceRun(tag, "ci", results)]);
  return tagStanding({ name: tag, sha: "a" }, [joining, sneaky].map((one) => featureEvidence(one, on, features.acceptance, places)), places);
}

const plan = releasePlan({ features, environments: places, tags: { format: "v{version}-{suffix}", branch: null } });
const matrix = releaseMatrix("plan.yml", plan, [standing("v1.0.0-rc10", ["passed", "passed"]), standing("v1.0.0-rc2", ["passed", "failed"]), standing("v1.0.0-boot", ["failed", "skipped"])], []);

function served(all: readonly ReleaseMatrix[] | null): Services {
  return { ...NO_SERVICES, matrix: async () => all };
}

async function printed(...options: readonly string[]): Promise<string> {
  const outcome = await run(["matrix", "--repo", "o/r", ...options], {}, {}, served([matrix]));
  expect([outcome.code, outcome.err]).toEqual([0, ""]);
  return outcome.out;
}

describe("the matrix is printed", () => {
  test("as a table, tags in their own order, with what changed between them", async () => {
    expect(await printed()).toMatchInlineSnapshot(`
"2.4

Feature     v1.0.0-boot  Pipeline    Field     v1.0.0-rc2  Pipeline    Field     v1.0.0-rc10  Pipeline  Field     Title
----------  -----------  ----------  --------  ----------  ----------  --------  -----------  --------  --------  ------------------------------------------------
acme/app#1  open         failed 0/2  not run   open        failed 1/2  not run   accepted     passed    not run   Joining
acme/app#2  open         no tests    no tests  open        no tests    no tests  open         no tests  no tests  =HYPERLINK("http://x"),<script>alert(1)</script>

From v1.0.0-boot to v1.0.0-rc2
  fixed      acme/app#1  tests/join_test.go  in Pipeline

From v1.0.0-rc2 to v1.0.0-rc10
  fixed      acme/app#1  tests/leave_test.go  in Pipeline

"
`);
  });

  test("as JSON with the states as they are", async () => {
    const read = JSON.parse(await printed("--json")) as { tags: string[]; features: { title: string; tags: { accepted: boolean; environments: { state: string }[] }[] }[]; differences: { from: string; to: string; changes: { change: string }[] }[] };
    expect(read.tags).toEqual(["v1.0.0-boot", "v1.0.0-rc2", "v1.0.0-rc10"]);
    expect(read.features[0]?.tags.map(({ accepted, environments }) => [accepted, ...environments.map(({ state }) => state)])).toEqual([[false, "failed", "not-run"], [false, "failed", "not-run"], [true, "passed", "not-run"]]);
    expect(read.differences.map(({ from, to, changes }) => [from, to, ...changes.map(({ change }) => change)])).toEqual([["v1.0.0-boot", "v1.0.0-rc2", "fixed"], ["v1.0.0-rc2", "v1.0.0-rc10", "fixed"]]);
  });

  test("as CSV that no spreadsheet takes for a formula", async () => {
    const lines = (await printed("--csv")).split("\r\n");
    expect(lines[0]).toBe("group,repository,number,title,tag,environment,tester,state,passed,total,accepted");
    expect(lines[1]).toBe("net,acme/app,1,Joining,v1.0.0-boot,ci,internal,failed,0,2,no");
    expect(lines[7]).toBe("\"'=HYPERLINK(\"\"http://x\"\"),<script>alert(1)</script>\"".replace(/^/, ",acme/app,2,") + ",v1.0.0-boot,ci,internal,no-tests,0,0,no");
    expect(lines).toHaveLength(1 + 2 * 3 * 2 + 1);
  });

  test("as a page on which nothing of a title runs", async () => {
    const page = await printed("--html");
    expect(page).toContain("<td class=\"passed\">passed</td>");
    expect(page).toContain("<a href=\"https://github.com/acme/app/issues/1\">acme/app#1</a> Joining <small>accepted</small>");
    expect(page).not.toMatch(/<script|javascript:|\u001b/);
  });
});

describe("what cannot be printed is said with what to do", () => {
  test.each([
    ["two formats at once", ["--json", "--csv"], [matrix], 2, "--json and --csv cannot be printed together"],
    ["no plan", [], null, 1, "o/r holds no release plan"],
    ["a plan without features", [], [], 1, "add features:"],
    ["two plans", [], [matrix, { ...matrix, path: "other.yml" }], 2, "plan.yml or other.yml"],
    ["another plan's path", ["--plan", "x.yml"], [matrix], 1, "there is plan.yml"],
  ] as const)("%s", async (_name, options, all, code, words) => {
    const outcome = await run(["matrix", "--repo", "o/r", ...options], {}, {}, served(all));
    expect([outcome.code, outcome.out]).toEqual([code, ""]);
    expect(outcome.err).toContain(words);
  });

  test("and without credentials which to set", async () => {
    expect(await run(["matrix", "--repo", "o/r"])).toMatchObject({ code: 2, err: expect.stringContaining("set APP_ID") });
  });

  test("one of several plans is chosen by its path", async () => {
    const outcome = await run(["matrix", "--repo", "o/r", "--plan", "other.yml", "--json"], {}, {}, served([matrix, { ...matrix, path: "other.yml" }]));
    expect(JSON.parse(outcome.out)).toMatchObject({ plan: "other.yml" });
  });
});
