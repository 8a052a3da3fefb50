import { describe, expect, test } from "@jest/globals";
import { planCalendar } from "../../../src/domain/plan/calendar.ts";
import { calendarLine } from "../../../src/text/calendar.ts";
import { parseFixture, parseText, planOf } from "./plan-fixture.ts";

function lines(file: string): readonly string[] {
  return planCalendar(planOf(parseFixture(file))).map((entry) => [
    entry.at === null ? "undated" : new Date(entry.at).toISOString().slice(0, 16), entry.event, entry.id, ...(entry.product === null ? [] : [`(${entry.product})`]),
  ].join(" "));
}

describe("a plan's calendar", () => {
  test("has every date of Acropolis in order, products with their own dates apart", () => {
    expect(lines("acropolis.yml")).toEqual([
      "2019-05-15T22:00 part spec-release",
      "2019-06-07T22:00 notice bugfixes-only (Colossus)",
      "2019-06-10T22:00 notice bugfixes-only",
      "2019-06-10T22:00 to-be-known deployment",
      "2019-06-10T22:00 risk-review specification",
      "2019-06-13T22:00 notice bugfixes-only (Colossus)",
      "2019-06-13T22:00 message announcement",
      "2019-06-14T22:00 milestone sub-system-test (Colossus)",
      "2019-06-14T22:00 freeze-begins bugfixes-only (Colossus)",
      "2019-06-15T22:00 task sub-system-test",
      "2019-06-16T22:00 notice bugfixes-only",
      "2019-06-17T22:00 milestone sub-system-test",
      "2019-06-17T22:00 freeze-begins bugfixes-only",
      "2019-06-18T22:00 message incentives",
      "2019-06-19T22:00 milestone spec-release",
      "2019-06-20T22:00 milestone final-test",
      "2019-06-20T22:00 message released",
      "2019-06-22T22:00 milestone runtime-proposal",
      "2019-06-24T22:00 milestone release",
      "2019-06-24T22:00 freeze-ends bugfixes-only",
      "2019-07-01T22:00 key-result forum-posts",
      "2019-07-01T22:00 key-result only-bugfixes",
    ]);
  });

  test("puts what has no date last", () => {
    expect(lines("nunet.yml").at(-1)).toBe("undated milestone feature-freeze");
  });

  test("says of each entry what people must know beside the date", () => {
    const entries = planCalendar(planOf(parseFixture("acropolis.yml")));
    const note = (event: string, product: string | null = null): string | null | undefined => entries.find((entry) => entry.event === event && entry.product === product)?.note;
    expect([note("freeze-begins"), note("freeze-ends"), note("notice"), note("notice", "Colossus")]).toEqual([
      "or earlier, once Sub-system Test is reached", "only once Release is reached", "7 days before the freeze begins", "7 days before the freeze begins",
    ]);
    expect(entries.find((entry) => entry.id === "release" && entry.event === "milestone")?.note).toBe("first planned for 2019-06-20T11:00");
  });

  test("has windows with both ends, and documents that are final before them", () => {
    const plan = planOf(parseText(`release: { name: x, timezone: Europe/Oslo }
windows:
  - { id: ask, title: Questions, opens: 2026-12-01T12:00, closes: 2026-12-09T00:00Z, owner: tor }
  - { id: answer, title: Answers, opens: 2026-12-09T00:00Z, closes: 2026-12-10T23:59Z }
documents: [{ id: guide, path: guide.md, version: "2.0", windows: [answer, ask] }, { id: rules, path: rules.md, final: 2026-12-02T12:00, owner: sam }]
`));
    expect(planCalendar(plan).map((entry) => [calendarLine(entry, "Europe/Oslo"), entry.person])).toEqual([
      ["Final Tue 1 December 2026 12:00 Oslo (11:00 UTC): Guide 2.0, before Questions", null],
      ["Opens Tue 1 December 2026 12:00 Oslo (11:00 UTC): Questions", "tor"],
      ["Final Wed 2 December 2026 12:00 Oslo (11:00 UTC): Rules", "sam"],
      ["Closes Tue 8 December 2026 24:00 UTC: Questions, what comes in from then on is late", "tor"],
      ["Opens Wed 9 December 2026 00:00 UTC: Answers", null],
      ["Closes Thu 10 December 2026 23:59 UTC: Answers, what comes in from then on is late", null],
    ]);
  });

  test("has the days on which risks are looked at again, blockers should be gone and what is unknown must be known", () => {
    const plan = planOf(parseText(`release: { name: x, timezone: UTC, deployment: { migrations: { unknown: true, resolve_by: 2026-12-01 }, owner: ben } }
risks: [snow, { risk: rain, owner: tor, review: 2026-12-02 }]
blockers: [{ id: cla, title: No agreement yet, owner: brian, due: 2026-12-03 }]
`));
    expect(planCalendar(plan).map((entry) => [calendarLine(entry, "UTC"), entry.person])).toEqual([
      ["To be known Tue 1 December 2026 24:00 UTC: What has to be carried over", "ben"],
      ["Another look at the risk Wed 2 December 2026 24:00 UTC: rain", "tor"],
      ["Out of the way Thu 3 December 2026 24:00 UTC: No agreement yet", "brian"],
    ]);
  });

  test("tells who answers, and that a freeze only observes", () => {
    const plan = planOf(parseText("release: { name: x, manager: ada, timezone: UTC }\nmilestones: [{ id: a, due: 2027-01-04, manager: grace }]\nfreezes: [{ from: 2027-01-04, mode: observe }]\n"));
    expect(planCalendar(plan).map((entry) => [entry.event, entry.person, entry.note])).toEqual([
      ["milestone", "grace", null], ["freeze-begins", null, "stops nothing, reports only"], ["freeze-ends", null, "when a person ends it"],
    ]);
  });
});
