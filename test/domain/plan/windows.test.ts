import { describe, expect, test } from "@jest/globals";
import { parseText } from "./plan-fixture.ts";

const HEAD = "release: { name: x, manager: ada, timezone: UTC, holidays: [2027-01-06] }\n";
const NOW = Date.UTC(2027, 0, 1);
const found = (text: string, now: number | null = null): readonly string[] => parseText(HEAD + text, now).problems.map(({ severity, code, path }) => `${severity} ${code} ${path}`);
const ask = (opens: string, closes: string): string => `windows: [{ id: ask, opens: ${opens}, closes: ${closes} }]`;

/** The election of 2018, in the order in which its minutes list it. */
const SEED = `windows:
  - { id: apply, opens: 2018-07-16T00:00Z, closes: 2018-07-30T23:59Z }
  - { id: ask, title: Questions, opens: 2018-07-31T00:00Z, closes: 2018-08-18T23:59Z }
  - { id: answer, title: Answers, opens: 2018-07-31T00:00Z, closes: 2018-08-20T23:59Z }
  - { id: score, opens: 2018-08-21T00:00Z, closes: 2018-08-27T00:00Z }
documents: [{ id: doc-104, path: doc-104.md, version: "2.0", windows: [apply] }]
`;

describe("windows and documents that make no sense", () => {
  test.each([
    ["an exact window by day", ask("2027-01-04T09:00", "2027-01-05T17:00"), []],
    ["a bare day", ask("2027-01-04", "2027-01-05T17:00"), ["error inexact-window windows[0].opens"]],
    ["a range", ask("2027-01-04T09:00", "2027-01-05..2027-01-07"), ["error inexact-window windows[0].closes"]],
    ["a time counted from a milestone", `milestones: [{ id: a, due: 2027-01-04T09:00 }]\n${ask("2027-01-04T09:00", "1 day after a")}`, ["error inexact-window windows[0].closes"]],
    ["closing before opening", ask("2027-01-05T09:00", "2027-01-04T17:00"), ["error ends-before-start windows[0].closes"]],
    ["closing as it opens", ask("2027-01-05T09:00", "2027-01-05T09:00"), ["error ends-before-start windows[0].closes"]],
    ["a holiday", ask("2027-01-05T09:00", "2027-01-06T12:00"), ["warning holiday windows[0].closes"]],
    ["a Sunday", ask("2027-01-03T09:00", "2027-01-05T12:00"), ["warning weekend windows[0].opens"]],
    ["the night", ask("2027-01-05T09:00", "2027-01-05T23:59"), ["warning out-of-hours windows[0].closes"]],
    ["one that opens while the one before is open", `${ask("2027-01-04T09:00", "2027-01-05T17:00").slice(0, -1)}, { id: b, opens: 2027-01-05T12:00, closes: 2027-01-07T12:00 }]`, ["warning overlap windows[1].opens"]],
    ["one that opens as the one before closes", `${ask("2027-01-04T09:00", "2027-01-05T17:00").slice(0, -1)}, { id: b, opens: 2027-01-05T17:00, closes: 2027-01-07T12:00 }]`, []],
    ["one that stands after one which opens later", `${ask("2027-01-05T09:00", "2027-01-05T17:00").slice(0, -1)}, { id: b, opens: 2027-01-04T09:00, closes: 2027-01-04T12:00 }]`, ["warning out-of-order windows[1].opens"]],
    ["a document that is final once its window has opened", `${ask("2027-01-04T09:00", "2027-01-05T17:00")}\ndocuments: [{ id: d, path: a.md, final: 2027-01-04T12:00, windows: [ask] }]`, ["warning out-of-order documents[0].final"]],
    ["a document that is final in time", `${ask("2027-01-04T09:00", "2027-01-05T17:00")}\ndocuments: [{ id: d, path: a.md, final: 2027-01-04T09:00, windows: [ask] }]`, []],
    ["a document that is never final", "documents: [{ id: d, path: a.md }]", ["warning no-date documents[0].id"]],
  ])("%s", (_name, text, problems) => {
    expect(found(text)).toEqual(problems);
  });

  test("the past is judged only when the time is told", () => {
    const text = ask("2026-12-01T09:00", "2026-12-02T17:00");
    expect([found(text), found(text, NOW)]).toEqual([[], ["warning past-date windows[0].closes"]]);
  });

  test("the windows of the seed are read; that they end at midnight is all there is to say", () => {
    expect(new Set(found(SEED))).toEqual(new Set(["warning out-of-hours windows[0].opens", "warning out-of-hours windows[0].closes", "warning out-of-hours windows[1].opens", "warning weekend windows[1].closes", "warning out-of-hours windows[1].closes", "warning out-of-hours windows[2].opens", "warning out-of-hours windows[2].closes", "warning out-of-hours windows[3].opens", "warning out-of-hours windows[3].closes", "warning weekend windows[3].closes"]));
  });

  test("a bare day is told what to write", () => {
    expect(parseText(HEAD + ask("2027-01-04", "2027-01-05T17:00")).problems.map(({ message, hint }) => `${message} ${hint}`)).toEqual(["A window opens at an exact instant; 2027-01-04 is none. write the time of day with its zone: 2027-01-04T12:00Z"]);
  });
});
