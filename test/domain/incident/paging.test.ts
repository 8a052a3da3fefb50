import { describe, expect, test } from "@jest/globals";
import { pagingAt } from "../../../src/domain/incident/clocks.ts";
import { likeness, similarReports } from "../../../src/domain/incident/same-report.ts";
import type { IncidentAct } from "../../../src/domain/model/incident.ts";
import { folded, INCIDENT_PLAN, SEV1, SEV3 } from "../../support/incident-builder.ts";

const SEV2: IncidentAct = { kind: "severity", severity: "sev2", light: false };

function paging(severity: IncidentAct | null, at: string, hours: { readonly from: string; readonly to: string } | null = { from: "22:00", to: "07:00" }, zone = "UTC"): string | null {
  const { incident } = severity === null ? folded() : folded(severity);
  const until = pagingAt(incident, { ...INCIDENT_PLAN, quietHours: hours }, [zone], Date.parse(at));
  return typeof until === "number" ? new Date(until).toISOString().replace(":00.000Z", "Z") : until;
}

describe("severity and hour decide when somebody is told", () => {
  test.each<[string, IncidentAct | null, string, string | null]>([
    ["what pages at any hour goes at once by night", SEV1, "2026-12-01T03:00Z", null],
    ["what does not waits for the morning", SEV2, "2026-12-01T03:00Z", "2026-12-01T07:00Z"],
    ["before midnight it waits for the next morning", SEV2, "2026-12-01T23:30Z", "2026-12-02T07:00Z"],
    ["the first quiet minute is quiet", SEV2, "2026-12-01T22:00Z", "2026-12-02T07:00Z"],
    ["the last is not any more", SEV2, "2026-12-01T07:00Z", null],
    ["by day it goes at once", SEV2, "2026-12-01T12:00Z", null],
    ["the least severe stays in the issue, whatever the hour", SEV3, "2026-12-01T12:00Z", "never"],
  ])("%s", (_what, severity, at, expected) => {
    expect(paging(severity, at)).toBe(expected);
  });

  test("quiet hours are those of the plan's zone, also where the clock changes in them", () => {
    expect(paging(SEV2, "2026-12-01T05:30Z", undefined, "Europe/Oslo")).toBe("2026-12-01T06:00Z");
    expect(paging(SEV2, "2026-03-28T23:00Z", undefined, "Europe/Oslo")).toBe("2026-03-29T05:00Z");
    expect(paging(SEV2, "2026-10-24T21:00Z", undefined, "Europe/Oslo")).toBe("2026-10-25T06:00Z");
  });

  test("with people in several zones a word waits only while it is night for all of them", () => {
    const until = (at: string, zones: readonly string[]) => pagingAt(folded(SEV2).incident, { ...INCIDENT_PLAN, quietHours: { from: "22:00", to: "07:00" } }, zones, Date.parse(at));
    expect(until("2026-12-01T03:00Z", ["Europe/Oslo", "America/Chicago"])).toBeNull();
    expect(until("2026-12-01T04:30Z", ["Europe/Oslo", "America/Chicago"])).toBe(Date.parse("2026-12-01T06:00Z"));
    expect(until("2026-12-01T13:30Z", ["Europe/Oslo", "America/Chicago"])).toBeNull();
  });

  test("within one day, and where there are none", () => {
    expect(paging(SEV2, "2026-12-01T12:30Z", { from: "12:00", to: "13:00" })).toBe("2026-12-01T13:00Z");
    expect(paging(SEV2, "2026-12-01T13:30Z", { from: "12:00", to: "13:00" })).toBeNull();
    expect(paging(SEV2, "2026-12-01T03:00Z", null)).toBeNull();
  });
});

describe("incidents that look alike", () => {
  const reports = ["nodes panic when balances are checked", "the wiki is slow", "a node panics", "payouts are late"].map((title, number) => ({ title, number }));
  test("are offered the most alike first, at most three, and nothing that is not", () => {
    expect(similarReports({ title: "node panic in the balance check" }, reports).map(({ number }) => number)).toEqual([0, 2]);
    expect(similarReports({ title: "the moon is full" }, reports)).toEqual([]);
    expect(similarReports({ title: "node panics" }, Array.from({ length: 2_000 }, (_, number) => ({ title: "nodes panic", number }))).length).toBe(3);
  });
  test.each([["", "x", 0], ["the", "the", 0], ["Node panics!", "nodes PANIC", 1], ["a b c", "x".repeat(100_000), 0]])("%p and %p.20 are alike by %p", (one, other, like) => {
    expect(likeness(one, other)).toBe(like);
  });
});
