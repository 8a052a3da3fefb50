import { describe, expect, test } from "@jest/globals";
import type { TestResult } from "../../src/domain/model/test-result.ts";
import { readKept, ReportIntake } from "../../src/reports/kept-report.ts";
import { fc } from "../support/properties.ts";

function taken(text: string, piece = 64 * 1024): ReturnType<ReportIntake["end"]> {
  const intake = new ReportIntake();
  const bytes = new TextEncoder().encode(text);
  for (let at = 0; at < bytes.length && intake.push(bytes.subarray(at, at + piece)); at += piece);
  return intake.end();
}

function told(results: string): readonly TestResult[] {
  const found: TestResult[] = [];
  readKept(results, (result) => found.push(result));
  return found;
}

describe("a report that is sent to us", () => {
  test("is kept as the names of its tests and what each came to, whatever they are called", () => {
    const name = fc.string({ unit: "grapheme", maxLength: 30 }).filter((text) => text !== "");
    fc.assert(fc.property(fc.array(fc.tuple(name, fc.constantFrom("passed", "failed", "skipped"), fc.option(name, { nil: undefined })), { maxLength: 40 }), fc.integer({ min: 1, max: 200 }), (tests, piece) => {
      const report = taken(JSON.stringify({ results: { tests: tests.map(([one, status, suite]) => ({ name: one, status, suite, message: "why", duration: 3 })) } }), piece);
      expect(report.summary).toMatchObject({ problem: null, cases: tests.length });
      expect(told(report.results).map(({ name: one, outcome, message, duration }) => [one, outcome, message, duration])).toEqual(tests.map(([one, status]) => [one, status, null, null]));
    }));
  });

  test("is the same whether it comes in one piece or in many", () => {
    const text = `<testsuites>${Array.from({ length: 2_000 }, (_, index) => `<testcase name="test ${index}" classname="a.b" time="1"/>`).join("")}</testsuites>`;
    expect(taken(text, 7)).toEqual(taken(text));
    expect(told(taken(text).results)).toHaveLength(2_000);
  });

  test("is kept small: a hundred thousand tests take less than the two megabytes that are kept of one, and more is refused", () => {
    const suite = (cases: number): string => `<testsuites>${Array.from({ length: cases }, (_, index) => `<testcase name="TestNumber${index}" classname="example.org/acme/package${index % 50}" time="0.1"/>`).join("")}</testsuites>`;
    const kept = taken(suite(100_000));
    expect(kept.summary).toMatchObject({ cases: 100_000, problem: null });
    expect(Buffer.from(kept.results, "base64").length).toBeLessThan(1024 * 1024);
    expect(taken(suite(200_001)).summary.problem?.code).toBe("too-large");
  });

  test("of names that cannot be made small ends where two megabytes are reached", () => {
    let state = 1;
    const noise = (): string => { state = (state * 48_271) % 2_147_483_647; return state.toString(36); };
    const report = taken(`<testsuites>${Array.from({ length: 60_000 }, () => `<testcase name="${Array.from({ length: 12 }, noise).join("")}"/>`).join("")}</testsuites>`);
    expect(report.summary.problem).toMatchObject({ code: "too-large", says: "it names more tests than are kept of one report. Split it" });
    expect(Buffer.from(report.results, "base64").length).toBeLessThan(3 * 1024 * 1024);
  });
});
