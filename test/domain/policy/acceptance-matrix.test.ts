import { describe, expect, test } from "@jest/globals";
import type { TestOutcome } from "../../../src/domain/model/test-result.ts";
import { decideGate, gateStage } from "../../../src/domain/policy/acceptance-gate.ts";
import { acceptanceMatrix, candidateDifference } from "../../../src/domain/policy/acceptance-matrix.ts";
import type { FeatureEvidence, ResolvedFeature } from "../../../src/domain/model/feature.ts";
import type { TagStanding } from "../../../src/domain/model/tag-standing.ts";
import { featureEvidence } from "../../../src/domain/policy/feature-evidence.ts";
import type { TagEvidence } from "../../../src/domain/policy/feature-evidence.ts";
import { changedFeatures, tagStanding } from "../../../src/domain/policy/tag-standing.ts";
import type { TagJudgement } from "../../../src/domain/policy/candidate.ts";
import { parseTag } from "../../../src/domain/policy/tag.ts";
import type { ReleaseTag } from "../../../src/domain/model/tag.ts";
import { acceptanceRules, environment, feature, featurePlan, result, run, tagEvidence } from "../../support/feature-builder.ts";

const places = [environment("ci"), environment("field", { version: "2" })];
const plan = featurePlan({ groups: [{ id: "net", title: "Net", label: null, features: [] }], acceptance: acceptanceRules({ environments: ["field"] }) });

function outcomes(tag: string, field: readonly (TestOutcome | null)[], version = "2"): ReturnType<typeof tagEvidence> {
  const results = field.flatMap((outcome, index) => (outcome === null ? [] : [result(`tests/t${index}_test.go`, "Test", outcome)]));
  return tagEvidence(tag, [run(tag, "field", results, version)]);
}

const two = feature(1, ["tests/t0_test.go", "tests/t1_test.go"]);

function standing(on: TagEvidence, features: readonly ResolvedFeature[]): TagStanding {
  return tagStanding({ name: on.tag, sha: "a" }, features.map((one) => featureEvidence(one, on, plan.acceptance, places)), places);
}

describe("the matrix", () => {
  test("shows each feature on each candidate in each place", () => {
    const tags = [outcomes("rc1", ["passed", "failed"]), outcomes("rc2", ["passed", null]), outcomes("rc3", ["passed", "passed"])];
    const matrix = acceptanceMatrix(tags.map((on) => standing(on, [two])), plan.groups, places);
    expect(matrix.rows[0]?.columns.map((column) => `${column.tag} ${column.accepted} ${column.cells.map((cell) => `${cell.state} ${cell.passed}/${cell.total}`).join(", ")}`)).toEqual([
      "rc1 false not-run 0/2, failed 1/2", "rc2 false not-run 0/2, partly 1/2", "rc3 true not-run 0/2, passed 2/2",
    ]);
  });

  test("stands in the order of the plan's groups, then by number; what nobody linked is shown as such", () => {
    const features = [feature(9, []), feature(12, [], { group: "net" }), feature(3, [], { group: "net" })];
    const matrix = acceptanceMatrix([standing(outcomes("rc1", []), features)], plan.groups, places);
    expect(matrix.rows.map((row) => `${row.feature.number} ${row.columns[0]?.cells[0]?.state}`)).toEqual(["3 no-tests", "12 no-tests", "9 no-tests"]);
  });

  test("has a row for what was no feature yet on an earlier tag, and for what was judged on none", () => {
    const other = { repository: "acme/app", number: 40, title: "Late", group: null };
    const matrix = acceptanceMatrix([standing(outcomes("rc1", []), [two]), standing(outcomes("rc2", []), [two, feature(2, [])])], plan.groups, places, [other]);
    expect(matrix.rows.map((row) => `${row.feature.number} ${row.columns.map((column) => column.cells[0]?.state).join(" ")}`)).toEqual(["1 not-run not-run", "2 absent no-tests", "40 absent absent"]);
  });

  test("has a place for results from nowhere in particular only where there are some", () => {
    const elsewhere = tagEvidence("rc1", [run("rc1", "anywhere", [result("tests/t0_test.go", "Test")])]);
    expect([outcomes("rc1", ["passed"]), elsewhere].map((on) => acceptanceMatrix([standing(on, [two])], [], places).environments.map((one) => one.id).join(" "))).toEqual(["ci field", "ci field anywhere"]);
    expect(acceptanceMatrix([], [], [])).toEqual({ tags: [], rows: [], environments: [expect.objectContaining({ id: "anywhere" })] });
  });
});

describe("from one candidate to the next", () => {
  const before = ["passed", "failed", "skipped", "passed", null, null, "failed"] as const;
  const after = ["failed", "passed", "passed", null, null, "passed", "failed"] as const;
  const seven = feature(1, before.map((_, index) => `tests/t${index}_test.go`));
  const changes = (from: TagEvidence, to: TagEvidence, earlier = seven): readonly string[] =>
    candidateDifference(standing(from, [earlier]), standing(to, [seven]), plan.acceptance.environments).map((one) => `${one.link.slice(6, 8)} ${one.change}`);

  test("it is said what was fixed, what regressed and what never ran", () => {
    expect(changes(outcomes("rc1", before), outcomes("rc2", after))).toEqual(["t0 regressed", "t1 fixed", "t2 fixed", "t3 never-run", "t4 never-run"]);
  });
  test("and what expired with its place", () => expect(changes(outcomes("rc1", ["passed"]), outcomes("rc2", ["passed"], "1"))[0]).toBe("t0 expired"));
  test("nothing, when nothing changed", () => expect(changes(outcomes("rc1", after.map(() => "passed")), outcomes("rc2", after.map(() => "passed")))).toEqual([]));
  test("links are told apart by where they lead, not by their order", () => {
    const turned = feature(1, before.map((_, index) => `tests/t${6 - index}_test.go`));
    expect(changes(outcomes("rc1", before), outcomes("rc2", after), turned)).toEqual(["t0 regressed", "t1 fixed", "t2 fixed", "t3 never-run", "t4 never-run"]);
  });
});

describe("what is remembered of a tag", () => {
  const rc1 = standing(outcomes("rc1", ["passed", "failed"]), [two, feature(2, [])]);
  test("tells which features stand otherwise", () => {
    expect(changedFeatures(rc1, rc1)).toEqual([]);
    expect(changedFeatures(null, rc1)).toHaveLength(2);
    expect(changedFeatures(rc1, standing(outcomes("rc1", ["passed", "passed"]), [two, feature(3, [])])).map((one) => one.number)).toEqual([1, 3, 2]);
  });
  test("stays small, however long the names in a report are", () => {
    const many = Array.from({ length: 500 }, (_, index) => result("tests/t0_test.go", `${index}${"x".repeat(2_000)}`, "failed"));
    expect(JSON.stringify(standing(tagEvidence("rc1", [run("rc1", "field", many, "2")]), [two])).length).toBeLessThan(2_500);
  });
});

describe("the gate", () => {
  const tag = (name: string): ReleaseTag => { const reading = parseTag(name); if (!reading.ok) throw new Error(name); return reading.tag; };
  const last = tag("v0.5.0-rc4");
  const fine: TagJudgement = { name: "x", tag: last, prerelease: true, objections: [], promotedBecause: null };
  const evidence = (field: readonly (TestOutcome | null)[]): readonly FeatureEvidence[] => [featureEvidence(two, outcomes("rc", field), plan.acceptance, places)];

  test("asks nothing of early candidates, for written tests at the last, for acceptance at the end", () => {
    expect(["v0.5.0-boot", "v0.5.0-rc3-p9", "v0.5.0-rc4", "v0.5.0-rc4-p1", "v0.5.0-rc5", "v0.5.0"].map((name) => gateStage(tag(name), last))).toEqual(["none", "none", "written", "written", "written", "accepted"]);
    expect(gateStage(tag("v0.5.0-rc9"), null)).toBe("none");
  });
  test("lets an early candidate pass and lists what is missing", () => expect(decideGate("none", evidence([null, "failed"]), fine)).toMatchObject({ verdict: "neutral", missing: [{}], accepted: 0, total: 1 }));
  test("lets the last candidate pass with written tests that fail", () => expect(decideGate("written", evidence(["failed", "failed"]), fine)).toMatchObject({ verdict: "neutral", missing: [] }));
  test("holds the final release for one test that did not pass", () => expect(decideGate("accepted", evidence(["passed", "skipped"]), fine)).toMatchObject({ verdict: "failure", missing: [{}] }));
  test("opens when every feature is accepted", () => expect(decideGate("accepted", evidence(["passed", "passed"]), fine)).toMatchObject({ verdict: "success", missing: [] }));
  test("holds when there is no feature at all", () => expect([decideGate("accepted", [], fine).verdict, decideGate("written", [], fine).verdict, decideGate("none", [], fine).verdict]).toEqual(["failure", "failure", "neutral"]));
  test("holds for a tag that may not stand, whatever passed", () => {
    const refused: TagJudgement = { ...fine, objections: [{ code: "not-on-release-branch", severity: "error", facts: { branch: "release" } }] };
    expect(decideGate("none", evidence(["passed", "passed"]), refused).verdict).toBe("failure");
  });
});
