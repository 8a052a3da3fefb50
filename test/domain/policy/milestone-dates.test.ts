import { describe, expect, test } from "@jest/globals";
import { fc } from "../../support/properties.ts";
import { rememberBaselines } from "../../../src/domain/policy/baseline.ts";
import { dueDay, githubDay, githubDueOn } from "../../../src/domain/policy/due-day.ts";
import { milestoneDates, totalSlip } from "../../../src/domain/policy/milestone-dates.ts";
import { readPlannedTime } from "../../../src/domain/plan/planned-time.ts";
import { pacificDay } from "../../../src/sandbox/github/state/milestone.ts";
import { at, milestone, plan as planWith, reached } from "../../support/plan-builder.ts";
import { parseFixture, parseText, planOf } from "../plan/plan-fixture.ts";

describe("Acropolis", () => {
  const plan = planOf(parseFixture("acropolis.yml"));
  const baselines = rememberBaselines({}, null, plan, 0);
  const on = (now: string) => milestoneDates(plan, baselines, [], at(now));

  test("shows planned, live and actual dates as its record has them", () => {
    expect(on("2019-07-01T00:00Z").map(({ milestone: { title }, baseline, live, actual, slip, state }) => [title, baseline?.text, live?.text, actual === null ? null : `${actual.bound} ${actual.time?.text ?? ""}`, slip, state])).toEqual([
      ["Spec Release", "2019-05-21", "2019-06-19", "on 2019-06-22", 29, "partial"],
      ["Sub-system Test", "2019-06-12", "2019-06-17", "by 2019-06-17", 5, "done"],
      ["Final Test", "2019-06-17", "2019-06-20", "on 2019-06-20", 3, "done"],
      ["Runtime Proposal", "2019-06-18T11:00", "2019-06-22", "on 2019-06-22", 4, "done"],
      ["Release", "2019-06-20T11:00", "2019-06-24", "on 2019-06-24", 4, "done"],
    ]);
  });

  test("adds the slips up", () => {
    expect(totalSlip(on("2019-07-01T00:00Z"))).toEqual({ release: 4, sum: 45, slipped: 5 });
  });

  test("tests before its specification is there, which is out of order before and after", () => {
    for (const now of ["2019-06-12T00:00Z", "2019-07-01T00:00Z"]) expect(on(now).filter(({ outOfOrder }) => outOfOrder.length > 0).map(({ milestone: { id }, outOfOrder }) => [id, outOfOrder])).toEqual([["sub-system-test", ["spec-release"]]]);
  });

  test("knows nothing of its end before it came", () => {
    expect(on("2019-06-18T12:00Z").map(({ state }) => state)).toEqual(["coming", "done", "coming", "coming", "coming"]);
  });
});

describe("the actual date", () => {
  test("is that of the manager's closing where nothing is written down", () => {
    const one = planWith({ milestones: [milestone("release", "2026-12-08T09:00Z", { planned: milestone("", "2026-12-01T09:00Z").due })] });
    const [dates] = milestoneDates(one, {}, [reached("release", "2026-12-10T15:00Z")], at("2026-12-11T00:00Z"));
    expect(dates).toMatchObject({ state: "done", slip: 9, actual: { at: at("2026-12-10T15:00Z"), by: "rita" } });
    expect(milestoneDates(one, {}, [reached("release", "2026-12-10T15:00Z")], at("2026-12-10T14:00Z"))[0]?.state).toBe("late");
  });
});

describe("the day on GitHub", () => {
  test.each([
    ["2026-12-01", "Europe/Oslo", "24:00", "2026-12-01"],
    ["2026-12-01", "Pacific/Kiritimati", "24:00", "2026-12-01"],
    ["2026-12-01", "Pacific/Pago_Pago", "17:00", "2026-12-01"],
    ["2026-12-01 AoE", "Europe/Oslo", "24:00", "2026-12-01"],
    ["2026-12-01T23:00-08:00", "Europe/Oslo", "24:00", "2026-12-02"],
    ["2026-12-01T00:30", "Europe/Oslo", "24:00", "2026-12-01"],
    ["2026-12 second half", "UTC", "24:00", "2026-12-31"],
    ["2026-10-25", "Europe/Oslo", "24:00", "2026-10-25"],
    ["2026-03-29", "Europe/Oslo", "24:00", "2026-03-29"],
    ["2026-11-01", "America/Los_Angeles", "24:00", "2026-11-01"],
  ])("of %s in %s with days that end at %s is %s", (text, zone, dayEnds, day) => {
    const read = readPlannedTime(text, { zone, dayEnds });
    if (!read.ok) throw new Error(read.message);
    expect(dueDay(read.value, zone)).toBe(day);
  });

  test("comes back as it was sent, whatever the season", () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 20_000 }), (days) => {
      const day = new Date(days * 86_400_000).toISOString().slice(0, 10);
      const kept = pacificDay(githubDueOn(day));
      expect(kept === null ? null : githubDay(kept)).toBe(day);
      expect(githubDay(githubDueOn(day))).toBe(day);
    }));
  });
});

test("a plan without dates has none of the three", () => {
  const [dates] = milestoneDates(planOf(parseText("release: { name: x, timezone: UTC }\nmilestones: [{ id: some }]\n")), {}, [], 0);
  expect(dates).toMatchObject({ baseline: null, live: null, actual: null, slip: null, state: "undated" });
});
