import { describe, expect, test } from "@jest/globals";
import { fraction, fractionText } from "../../../src/domain/model/fraction.ts";
import type { PlannedTime } from "../../../src/domain/model/instant.ts";
import type { PlannedKeyResult } from "../../../src/domain/model/plan.ts";
import type { GivenGrade, Measurement } from "../../../src/domain/model/score.ts";
import { gradeOf, measurementDeadline } from "../../../src/domain/policy/key-result-grade.ts";
import { checksPassed, firstResponse, issuesClosed, mergesDuring, readMeasure, slip } from "../../../src/domain/policy/key-result-measure.ts";
import type { MergesOfProduct } from "../../../src/domain/policy/key-result-measure.ts";
import { at, milestone, plan, reached } from "../../support/plan-builder.ts";

function seen({ value, unit, met, missing }: Measurement): readonly unknown[] {
  return [value === null ? "no data" : fractionText(value), unit, met, missing];
}

describe("merges during a freeze", () => {
  const measure = { kind: "merges-during", freeze: "f", except: ["bugfix"] } as const;
  const product = (id: string, verdicts: readonly ("allow" | "block" | "wait")[], exempt = false): MergesOfProduct => ({ product: id, exempt, merges: verdicts.map((verdict, index) => ({ reference: `o/${id}#${index}`, kind: "feature", verdict })) });

  test.each([
    ["before it began", "before", [product("a", ["block"])], ["no data", "pull requests", null, "not-begun"]],
    ["when nothing was read", "begun", null, ["no data", "pull requests", null, "not-read"]],
    ["of exempt products alone", "begun", [product("a", ["block"], true)], ["no data", "pull requests", null, "nothing-to-count"]],
    ["that all were let in", "begun", [product("a", ["allow"]), product("b", [])], ["0", "pull requests", true, null]],
    ["of which some were not", "begun", [product("a", ["allow", "block"]), product("b", ["block"])], ["2", "pull requests", false, null]],
    ["of which one could not be judged", "begun", [product("a", ["allow", "wait"])], ["0", "pull requests", null, "undecided"]],
  ] as const)("%s", (_name, phase, products, expected) => {
    expect(seen(mergesDuring(measure, phase, products))).toEqual(expected);
  });

  test("kinds that are excepted do not count, and what counts is named by product", () => {
    const merges: MergesOfProduct = { product: "a", exempt: false, merges: [{ reference: "o/a#1", kind: "bugfix", verdict: "block" }, { reference: "o/a#2", kind: "feature", verdict: "block" }] };
    expect(mergesDuring(measure, "begun", [merges]).from).toEqual([{ source: "a", count: 1, of: 2, items: ["o/a#2"] }]);
  });
});

describe("other measures", () => {
  const issues = { kind: "issues-closed", label: "acropolis", without: [], atMostEach: null, target: null } as const;
  test("no issue with the label is no data", () => expect(seen(issuesClosed(issues, [{ source: "o/r", closed: 0, open: 0, openItems: [] }]))).toEqual(["no data", "share", null, "nothing-to-count"]));
  test("issues that were not read are no data", () => expect(seen(issuesClosed(issues, null))).toEqual(["no data", "share", null, "not-read"]));
  test("a share of all issues, over repositories", () => expect(seen(issuesClosed(issues, [{ source: "o/r", closed: 2, open: 1, openItems: ["o/r#3"] }, { source: "o/s", closed: 0, open: 1, openItems: ["o/s#1"] }]))).toEqual(["1/2", "share", false, null]));
  test("a number of issues where that is the aim", () => expect(seen(issuesClosed({ ...issues, target: fraction(2) }, [{ source: "o/r", closed: 2, open: 1, openItems: ["o/r#3"] }]))).toEqual(["2", "issues", true, null]));
  test("of one person no more count than the plan says, over all repositories, and those beyond are shown and not named", () => {
    const repositories = [{ source: "o/r", closed: 6, open: 1, openItems: [], closedBy: { ann: 4, ben: 2 } }, { source: "o/s", closed: 3, open: 0, openItems: [], closedBy: { ann: 3 } }];
    const limited = issuesClosed({ ...issues, atMostEach: 5, target: fraction(7) }, repositories);
    expect([seen(limited), limited.from.at(-1)]).toEqual([["7", "issues", true, null], { source: "more than 5 of one person", count: -2, of: -2, items: [] }]);
    expect(seen(issuesClosed({ ...issues, atMostEach: 5 }, repositories))).toEqual(["7/8", "share", false, null]);
    expect(seen(issuesClosed({ ...issues, atMostEach: 7, target: fraction(9) }, repositories))).toEqual(["9", "issues", true, null]);
  });
  test("a check that failed is named", () => expect(checksPassed({ kind: "checks-passed", name: null, target: null }, [{ source: "rc1", passed: ["unit"], failed: ["load"] }])).toMatchObject({ met: false, from: [{ source: "rc1", count: 1, of: 2, items: ["load"] }] }));
  test("no check run is no data, not a success", () => expect(seen(checksPassed({ kind: "checks-passed", name: null, target: null }, []))).toEqual(["no data", "share", null, "nothing-to-count"]));

  const lag = { kind: "first-response", label: "support", withinHours: 24, firstWeekHours: null, after: null } as const;
  const asked = (answered: string | null) => [{ source: "o/r", reference: "o/r#1", askedAt: at("2026-12-01T00:00Z"), answeredAt: answered === null ? null : at(answered) }];
  test("an answer in time", () => expect(seen(firstResponse(lag, asked("2026-12-01T06:30Z"), null, at("2026-12-09T00:00Z")))).toEqual(["13/2", "hours", true, null]));
  test("a question nobody answers goes on waiting", () => expect(seen(firstResponse(lag, asked(null), null, at("2026-12-03T00:00Z")))).toEqual(["48", "hours", false, null]));
  test("no question is no data", () => expect(seen(firstResponse(lag, [], null, 0))).toEqual(["no data", "hours", null, "nothing-to-count"]));

  test("in the week after the release an answer is due sooner, afterwards later, and what was asked before does not count", () => {
    const launched = { ...lag, firstWeekHours: 2, after: "release" } as const;
    const question = (asked_: string, answered: string, number: number) => ({ source: "o/r", reference: `o/r#${number}`, askedAt: at(asked_), answeredAt: at(answered) });
    const questions = [question("2026-11-30T00:00Z", "2026-12-30T00:00Z", 1), question("2026-12-02T00:00Z", "2026-12-02T03:00Z", 2), question("2026-12-09T00:00Z", "2026-12-09T20:00Z", 3)];
    const found = firstResponse(launched, questions, at("2026-12-01T00:00Z"), at("2026-12-31T00:00Z"));
    expect([found.met, found.from]).toEqual([false, [{ source: "o/r", count: 1, of: 2, items: ["o/r#2"] }]]);
    expect(seen(firstResponse(launched, questions, null, at("2026-12-31T00:00Z")))).toEqual(["no data", "hours", null, "not-reached"]);
  });

  const slipped = { kind: "slip", milestone: "release", atMostDays: 3 } as const;
  test("days after the baseline", () => expect(seen(slip(slipped, at("2026-12-08T00:00Z"), at("2026-12-12T12:00Z")))).toEqual(["9/2", "days", false, null]));
  test("early is negative", () => expect(seen(slip(slipped, at("2026-12-08T00:00Z"), at("2026-12-07T00:00Z")))).toEqual(["-1", "days", true, null]));
  test("before it is reached there is no slip", () => expect(seen(slip(slipped, at("2026-12-08T00:00Z"), null))).toEqual(["no data", "days", null, "not-reached"]));
});

test.each([
  [{ merges_during: "f", except: ["bugfix", "odd"] }, { kind: "merges-during", freeze: "f", except: ["bugfix"] }],
  [{ issues_closed: "acropolis", target: 75 }, { kind: "issues-closed", label: "acropolis", without: [], atMostEach: null, target: fraction(75) }],
  [{ issues_closed: "acropolis", without: ["bwhm"], at_most_each: 5, target: "95%" }, { kind: "issues-closed", label: "acropolis", without: ["bwhm"], atMostEach: 5, target: fraction(19, 20) }],
  [{ acceptance_passed: "last" }, { kind: "acceptance-passed", tag: null, target: null }],
  [{ acceptance_passed: "v1.0.0-rc2" }, { kind: "acceptance-passed", tag: "v1.0.0-rc2", target: null }],
  [{ checks_passed: true }, { kind: "checks-passed", name: null, target: null }],
  [{ first_response: "support", within: "2 days" }, { kind: "first-response", label: "support", withinHours: 48, firstWeekHours: null, after: null }],
  [{ slip: "release", at_most_days: 3 }, { kind: "slip", milestone: "release", atMostDays: 3 }],
  [{ uptime: "95%" }, null],
])("%j is read as a measure, or as none", (written, expected) => {
  expect(readMeasure(written)).toEqual(expected);
});

describe("the day of measurement", () => {
  const after: PlannedTime = { text: "first weekday 7..9 days after release", precision: "relative", zone: "Europe/Oslo", at: at("2019-06-27T22:00Z"), start: null, after: { milestone: "release", days: 7, hours: 0, workingDays: false, firstWeekdayUpTo: 9 }, resolveBy: null };
  const result: PlannedKeyResult = { id: "k", title: "k", due: after, measure: null, score: "naive", weights: [] };
  const oslo = plan({ milestones: [milestone("release", "2019-06-20T09:00Z")], release: { ...plan().release, timezone: "Europe/Oslo" } });
  const launched = [reached("release", "2019-06-24T10:00Z")];

  test("is counted from the actual release: launched on Monday the 24th, measured on Monday the 1st", () => {
    expect(measurementDeadline(oslo, result, launched, at("2019-06-25T00:00Z"))).toEqual({ at: at("2019-07-01T22:00Z"), basis: "actual", after: "release" });
  });

  test("is only expected while the release is not out", () => {
    expect(measurementDeadline(oslo, result, launched, at("2019-06-23T00:00Z"))).toEqual({ at: at("2019-06-27T22:00Z"), basis: "expected", after: "release" });
  });

  test("goes on to Monday when a week later is a Saturday", () => {
    expect(measurementDeadline(oslo, result, [reached("release", "2019-06-22T10:00Z")], at("2019-06-25T00:00Z")).at).toBe(at("2019-07-01T22:00Z"));
  });

  const grade = (id: string, instant: string, by = "rita"): GivenGrade => ({ id, keyResult: "k", by, at: at(instant), grade: fraction(1, 2), because: null });
  const deadline = measurementDeadline(oslo, result, launched, at("2019-06-25T00:00Z"));
  const may = (login: string) => login === "rita";

  test.each([
    ["running before that day", "2019-06-30T00:00Z", [], { state: "running" }],
    ["due from that day on", "2019-07-01T00:00Z", [], { state: "due" }],
    ["due still, when only others or too early words are there", "2019-07-03T00:00Z", [grade("1", "2019-06-20T00:00Z"), grade("2", "2019-07-02T00:00Z", "ann")], { state: "due" }],
    ["graded by the last word of who may", "2019-07-03T00:00Z", [grade("2", "2019-07-02T10:00Z"), grade("1", "2019-07-02T00:00Z")], { state: "graded", grade: grade("2", "2019-07-02T10:00Z") }],
  ] as const)("%s", (_name, now, grades, expected) => {
    expect(gradeOf(result, deadline, grades, may, at(now))).toEqual(expected);
  });

  test("without an actual release nothing is graded", () => {
    expect(gradeOf(result, { ...deadline, basis: "expected" }, [grade("1", "2019-07-02T00:00Z")], may, at("2019-08-01T00:00Z"))).toEqual({ state: "running" });
  });
});
