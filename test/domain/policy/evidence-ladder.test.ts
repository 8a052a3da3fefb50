import { describe, expect, test } from "@jest/globals";
import type { HandResult, LinkResolution, ResolvedFeature } from "../../../src/domain/model/feature.ts";
import type { AcceptanceRules } from "../../../src/domain/model/plan-testing.ts";
import { ANYWHERE } from "../../../src/domain/policy/evidence-ladder.ts";
import type { EvidenceRun } from "../../../src/domain/policy/evidence-ladder.ts";
import { featureEvidence, groupOf, isFeature, isWritten, missingFeatures } from "../../../src/domain/policy/feature-evidence.ts";
import { acceptanceRules, environment, feature, featureFact, featurePlan, found, result, run, tagEvidence } from "../../support/feature-builder.ts";

const TAG = "v0.5.0-rc1";
const places = [environment("ci"), environment("field", { version: "2" }), environment("homes", { tester: "community" })];

function climbed(one: ResolvedFeature, runs: readonly EvidenceRun[], rules: Partial<AcceptanceRules> = {}, byHand: ReadonlyMap<string, readonly HandResult[]> = new Map()): string {
  const evidence = featureEvidence(one, tagEvidence(TAG, runs, byHand), acceptanceRules(rules), places);
  return `${evidence.rung ?? "nothing"}${evidence.gap === null ? "" : ` (${evidence.gap})`}: ${evidence.links.map((link) => link.gap?.code ?? "fine").join(", ")}${evidence.accepted ? " accepted" : ""}`;
}

const linked = feature(1, ["tests/a_test.go"]);
const passed = run(TAG, "ci", [result("tests/a_test.go", "TestA")]);

describe("each rung of the ladder is climbed in turn", () => {
  const resolutions: readonly (readonly [string, LinkResolution, string])[] = [
    ["goes nowhere", { state: "not-found", files: [], byHand: false }, "written: not-found"],
    ["leads where we may not look", { state: "no-access", files: [], byHand: false }, "written: no-access"],
    ["could not be looked up", { state: "unknown", files: [], byHand: false }, "written: not-looked-up"],
    ["leads to something that is no test", { state: "found", files: [], byHand: false }, "resolves: not-a-test"],
    ["leads to a test that nobody ran", found("tests/b_test.go"), "is-test: not-run"],
  ];
  test.each(resolutions)("a link that %s", (_name, resolution, expected) => expect(climbed(feature(1, ["tests/a_test.go"], { resolutions: [resolution] }), [passed])).toBe(expected));
  test("a link to another host", () => expect(climbed(feature(1, ["https://evil.example/x"]), [passed])).toBe("written: unusable"));
  test("a test that failed", () => expect(climbed(linked, [run(TAG, "ci", [result("tests/a_test.go", "TestA", "failed")])])).toBe("ran: failed"));
  test("a test that was skipped has not passed", () => expect(climbed(linked, [run(TAG, "ci", [result("tests/a_test.go", "TestA"), result("tests/a_test.go", "TestB", "skipped")])])).toBe("ran: skipped"));
  test("a test that passed", () => expect(climbed(linked, [passed])).toBe("proven: fine accepted"));
  test("a test that passed when it was run again", () => expect(climbed(linked, [run(TAG, "ci", [result("tests/a_test.go", "TestA", "flaky")])])).toBe("proven: fine accepted"));
});

describe("places and people", () => {
  const inField = run(TAG, "field", [result("tests/a_test.go", "TestA")], "2");
  test("a pass in the pipeline proves nothing about the field", () => expect(climbed(linked, [passed], { environments: ["field"] })).toBe("passed: environment-missing"));
  test("a pass in the field does", () => expect(climbed(linked, [inField], { environments: ["field"] })).toBe("proven: fine accepted"));
  test("every place that is required counts", () => expect(climbed(linked, [inField], { environments: ["field", "ci"] })).toBe("passed: environment-missing"));
  test("a pass in an earlier version of the place has expired", () => expect(climbed(linked, [run(TAG, "field", [result("tests/a_test.go", "TestA")], "1"), passed], { environments: ["field"] })).toBe("passed: expired"));
  test("a pass in a version that nobody noted has expired too", () => expect(climbed(linked, [run(TAG, "field", [result("tests/a_test.go", "TestA")])], { environments: ["field"] })).toBe("ran: expired"));
  test("a pass by the team is none by the community", () => expect(climbed(linked, [inField, passed], { testers: ["internal", "community"] })).toBe("passed: tester-missing"));
  test("both together are enough", () => expect(climbed(linked, [inField, run(TAG, "homes", [result("tests/a_test.go", "TestA")])], { testers: ["internal", "community"] })).toBe("proven: fine accepted"));
  test("a failure in a place that is not required is shown and stops nothing", () => expect(climbed(linked, [inField, run(TAG, "ci", [result("tests/a_test.go", "TestA", "failed")])], { environments: ["field"] })).toBe("proven: fine accepted"));
  test("a failure anywhere stops it where no place is required", () => expect(climbed(linked, [inField, run(TAG, "ci", [result("tests/a_test.go", "TestA", "failed")])])).toBe("ran: failed"));
  test("results from nowhere in particular show that it passed, and no more", () => {
    const elsewhere = run(TAG, ANYWHERE.id, [result("tests/a_test.go", "TestA")]);
    expect([climbed(linked, [elsewhere]), climbed(linked, [elsewhere], { environments: ["field"] }), climbed(linked, [elsewhere], { testers: ["internal"] })]).toEqual(["proven: fine accepted", "passed: environment-missing", "passed: tester-missing"]);
  });
});

describe("what a link stands for", () => {
  test("a named case is judged alone", () => {
    const one = feature(1, ["tests/a_test.go::TestB"], { resolutions: [found("tests/a_test.go", ["TestA", "TestB"])] });
    expect(climbed(one, [run(TAG, "ci", [result("tests/a_test.go", "TestA", "failed"), result("tests/a_test.go", "TestB")])])).toBe("proven: fine accepted");
  });
  test("a case that the file does not have is said", () => expect(climbed(feature(1, ["tests/a_test.go::TestC"], { resolutions: [found("tests/a_test.go", ["TestA"])] }), [passed])).toBe("resolves: case-not-found"));
  test("a folder has passed when every test file in it has", () => {
    const folder = feature(1, ["tests/"], { resolutions: [{ state: "found", byHand: false, files: [{ path: "tests/a_test.go", cases: null }, { path: "tests/b_test.go", cases: null }] }] });
    expect(climbed(folder, [passed])).toBe("ran: not-run");
    expect(climbed(folder, [run(TAG, "ci", [result("tests/a_test.go", "TestA"), result("tests/b_test.go", "TestB")])])).toBe("proven: fine accepted");
  });
  test("a portal's case is reported by hand, and the last report counts", () => {
    const one = feature(1, ["https://portal.example/cases/7"]);
    const report = (at: number, outcome: HandResult["outcome"]): HandResult => ({ tag: TAG, environment: "ci", environmentVersion: null, outcome, by: "tom", at });
    const key = "address https://portal.example/cases/7";
    expect(climbed(one, [])).toBe("is-test: not-run");
    expect(climbed(one, [], {}, new Map([[key, [report(2, "passed"), report(1, "failed")]]]))).toBe("proven: fine accepted");
    expect(climbed(one, [], {}, new Map([[key, [report(2, "failed"), report(1, "passed")]]]))).toBe("ran: failed");
  });
});

describe("a feature", () => {
  test("that links nothing is never accepted", () => expect(climbed(feature(1, []), [passed])).toBe("nothing (no-section): "));
  test("whose section is empty is never accepted", () => expect(climbed(feature(1, [], { fact: { body: "## Acceptance tests\n" } }), [passed])).toBe("nothing (no-links): "));
  test("with fewer tests than the plan asks for is not accepted", () => expect(climbed(linked, [passed], { atLeast: 2 })).toBe("proven (too-few): fine"));
  test("stands on the lowest rung of its links", () => {
    const two = feature(1, ["tests/a_test.go", "tests/b_test.go"]);
    expect(climbed(two, [passed])).toBe("is-test: fine, not-run");
    expect(isWritten(featureEvidence(two, tagEvidence(TAG, []), acceptanceRules(), places))).toBe(true);
  });
  test("with more links than are looked at is not accepted unseen", () => {
    const many = feature(1, Array.from({ length: 300 }, (_, index) => `tests/t${index}_test.go`));
    const results = Array.from({ length: 300 }, (_, index) => result(`tests/t${index}_test.go`, "Test"));
    expect(climbed(many, [run(TAG, "ci", results)])).not.toContain("accepted");
  });
});

describe("which issues are features", () => {
  const plan = featurePlan({
    select: { labels: ["Feature"], issueTypes: ["Feature"] },
    groups: [{ id: "net", title: "Net", label: "group: net", features: ["Storage", "Peer to  peer"] }, { id: "rest", title: "Rest", label: null, features: ["Docs"] }],
  });
  test("by label or by type, whatever the case", () => {
    expect([isFeature(featureFact(1), plan), isFeature(featureFact(1, { labels: [], issueType: "feature" }), plan), isFeature(featureFact(1, { labels: ["bug"] }), plan)]).toEqual([true, true, false]);
  });
  test("are grouped by label, else by title", () => {
    expect([groupOf(featureFact(1, { labels: ["Group: Net"], title: "Docs" }), plan), groupOf(featureFact(1, { title: "peer to peer " }), plan), groupOf(featureFact(1), plan)]).toEqual(["net", "net", null]);
  });
  test("those that the plan lists and nobody opened are named", () => {
    expect(missingFeatures([featureFact(1, { title: "storage" })], plan)).toEqual([{ group: "net", title: "Peer to  peer" }, { group: "rest", title: "Docs" }]);
  });
});
