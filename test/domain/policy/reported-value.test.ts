import { describe, expect, test } from "@jest/globals";
import { fraction, fractionText } from "../../../src/domain/model/fraction.ts";
import { readMeasure } from "../../../src/domain/policy/key-result-measure.ts";
import { parseReport, reportedValue } from "../../../src/domain/policy/reported-value.ts";
import { plainText } from "../../../src/text/escape.ts";
import { measurementText } from "../../../src/text/measurement.ts";
import { parseText } from "../plan/plan-fixture.ts";
import { at } from "../../support/plan-builder.ts";

const READ = at("2026-12-01T12:00Z");
const MEASURE = { kind: "reported", file: "metrics/uptime.json", withinHours: 24, target: fraction(95, 100) } as const;

function seen(text: string | null, measure: Parameters<typeof reportedValue>[0] = MEASURE): readonly unknown[] {
  const { value, unit, met, missing } = reportedValue(measure, { report: parseReport(text), readAt: READ });
  return [value === null ? "no data" : fractionText(value), unit, met, missing];
}

const report = (value: unknown, when = "2026-12-01T06:00:00Z"): string => JSON.stringify({ at: when, value });

describe("what a tool of the project reports", () => {
  test.each([
    ["a share that is enough", report(0.97), ["97/100", "share", true, null]],
    ["a share that is not", report("94%"), ["47/50", "share", false, null]],
    ["a fraction", report("31/32"), ["31/32", "share", true, null]],
    ["nothing at all, which is a number", report(0), ["0", "share", false, null]],
    ["of another zone", report(1, "2026-12-01T14:30:00+05:30"), ["1", "share", true, null]],
    ["the day before yesterday", report(0.97, "2026-11-30T11:59:00Z"), ["no data", "share", null, "stale"]],
    ["of tomorrow", report(0.97, "2026-12-02T06:00:00Z"), ["no data", "share", null, "unreadable"]],
    ["without a file", null, ["no data", "share", null, "no-file"]],
    ["without a zone", report(0.97, "2026-12-01T06:00:00"), ["no data", "share", null, "unreadable"]],
    ["below zero", report(-1), ["no data", "share", null, "unreadable"]],
    ["no number", report("most"), ["no data", "share", null, "unreadable"]],
    ["no JSON", "uptime: 0.97", ["no data", "share", null, "unreadable"]],
    ["no object", "[0.97]", ["no data", "share", null, "unreadable"]],
    ["without end", `{"at":"2026-12-01T06:00:00Z","value":1,"x":"${"a".repeat(70_000)}"}`, ["no data", "share", null, "unreadable"]],
  ])("%s", (_name, text, expected) => {
    expect(seen(text)).toEqual(expected);
  });

  test("a number of things where that is the aim, and none is judged without one", () => {
    expect(seen(report(3.97), { ...MEASURE, target: fraction(4) })).toEqual(["397/100", "reported", false, null]);
    expect(seen(report(4), { ...MEASURE, target: null })).toEqual(["4", "reported", null, null]);
  });

  test("what was not read yet is no data, and what was fresh when it was read for the last time stays what it was", () => {
    expect(reportedValue(MEASURE, null)).toMatchObject({ value: null, missing: "not-read" });
    expect(seen(report(0.97, "2026-11-29T13:00:00Z"), { ...MEASURE, withinHours: null })).toEqual(["97/100", "share", true, null]);
  });

  test("says where it comes from and of when, stale or not", () => {
    const said = (text: string) => measurementText(reportedValue(MEASURE, { report: parseReport(text), readAt: READ }), plainText);
    expect(said(report(0.97))).toEqual({ value: "0.97 (97/100)", verdict: "met", arithmetic: ["metrics/uptime.json says 0.97, of Tue 1 December 2026 06:00 UTC.", "The aim is 0.95."] });
    expect(said(report(0.97, "2026-11-20T06:00:00Z"))).toEqual({ value: "no data", verdict: null, arithmetic: ["No data: the last report is too old.", "metrics/uptime.json says 0.97, of Fri 20 November 2026 06:00 UTC."] });
  });
});

describe("in a plan", () => {
  const codes = (measure: string): readonly string[] => parseText(`release: { name: x, timezone: UTC }\nkey_results: [{ id: up, title: Up, measure: ${measure} }]\n`).problems.map(({ code }) => code);
  test("names a file, how old it may be and what it should come to", () => {
    expect(codes("{ reported: metrics/uptime.json, within: 24 hours, target: 95% }")).toEqual([]);
    expect(readMeasure({ reported: "metrics/uptime.json", within: "24 hours", target: "95%" })).toEqual(MEASURE);
  });
  test.each(["../secrets.json", "/etc/passwd", "a/../../b", "a\\\\b", "main:file", "./x", "folder/"])("refuses %s", (file) => {
    expect(codes(`{ reported: "${file}" }`)).toContain("bad-value");
  });
});
