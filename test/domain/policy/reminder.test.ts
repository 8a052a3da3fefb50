import { describe, expect, test } from "@jest/globals";
import { fc } from "../../support/properties.ts";
import { dueReminder, nextReminderAt, remindersOf } from "../../../src/domain/policy/reminder.ts";
import type { ReminderRules } from "../../../src/domain/policy/reminder.ts";
import { lastWaking, nextWaking } from "../../../src/domain/policy/waking-hours.ts";
import { at } from "../../support/plan-builder.ts";

const DAY = 86_400_000;
const HOURS = { zone: "Europe/Oslo", opens: "08:00", closes: "18:00", holidays: ["2026-12-25"] };
const RULES: ReminderRules = { hours: HOURS, before: [7 * DAY, 2 * DAY], after: [DAY, 3 * DAY, 7 * DAY], managerAfter: 3 * DAY };
/** Tuesday 8 December 2026, 17:00 in Oslo */
const DUE = at("2026-12-08T16:00Z");

const iso = (instant: number): string => new Date(instant).toISOString().slice(0, 16);
const days = (rules: ReminderRules, due: number) => remindersOf(due, rules).map(({ kind, at: when, to }) => `${kind} ${iso(when)} ${to}`);

describe("reminders of a deadline", () => {
  test("go to the owner before, on and after it, and to the manager as well once it stays missed", () => {
    expect(days(RULES, DUE)).toEqual([
      "before 2026-12-01T15:59 owner", "before 2026-12-04T07:00 owner", "on 2026-12-08T07:00 owner",
      "after 2026-12-09T16:00 owner", "after 2026-12-11T16:00 owner-and-manager", "after 2026-12-15T16:00 owner-and-manager",
    ]);
  });

  test.each([
    ["a day that ends at midnight", "2026-12-08T23:00Z", "on 2026-12-08T07:00 owner"],
    ["a deadline in the night", "2026-12-09T02:00Z", "on 2026-12-08T07:00 owner"],
    ["a Sunday", "2026-12-06T11:00Z", "on 2026-12-04T07:00 owner"],
    ["a holiday", "2026-12-25T11:00Z", "on 2026-12-24T07:00 owner"],
  ])("on %s come on a working morning", (_name, due, on) => {
    expect(days(RULES, at(due))).toContain(on);
  });

  test("keep the time of day over a clock change", () => {
    expect(days({ ...RULES, before: [7 * DAY], after: [] }, at("2026-10-27T09:00Z"))).toEqual(["before 2026-10-20T07:59 owner", "on 2026-10-27T07:00 owner"]);
  });

  test("that were missed are made up for by the one that fits", () => {
    const now = at("2026-12-14T09:00Z");
    expect(dueReminder(DUE, RULES, [], 0, now)).toMatchObject({ kind: "after", to: "owner-and-manager", key: `after/${3 * DAY}/${DUE}` });
    expect(dueReminder(DUE, RULES, [`after/${3 * DAY}/${DUE}`], 0, now)).toBeNull();
    expect(nextReminderAt(DUE, RULES, [`after/${3 * DAY}/${DUE}`], 0, now)).toBe(at("2026-12-15T16:00Z"));
  });

  test("say nothing of the time before when the deadline is over, and nothing at night", () => {
    expect(dueReminder(DUE, RULES, [], 0, at("2026-12-09T08:00Z"))).toBeNull();
    const night = at("2026-12-09T22:00Z");
    expect(dueReminder(DUE, RULES, [], 0, night)).toBeNull();
    expect(nextReminderAt(DUE, RULES, [], 0, night)).toBe(at("2026-12-10T07:00Z"));
  });

  test("of a time before the deadline was known are not owed", () => {
    expect(dueReminder(DUE, RULES, [], at("2026-12-02T00:00Z"), at("2026-12-03T10:00Z"))).toBeNull();
  });
});

describe("for any deadline and any times of looking", () => {
  const instants = fc.integer({ min: at("2026-01-01T00:00Z"), max: at("2027-12-31T00:00Z") });
  const zone = fc.constantFrom("Europe/Oslo", "America/Los_Angeles", "Pacific/Kiritimati", "Asia/Kathmandu", "Etc/GMT+12");

  test("nobody hears the same twice, more than there are reminders, or outside waking hours", () => {
    fc.assert(fc.property(instants, zone, fc.array(fc.integer({ min: 0, max: 3 * DAY }), { maxLength: 60 }), (due, where, steps) => {
      const rules = { ...RULES, hours: { ...HOURS, zone: where } };
      const told: string[] = [];
      let now = due - 20 * DAY;
      for (const step of steps) {
        now += step;
        const reminder = dueReminder(due, rules, told, 0, now);
        if (reminder === null) continue;
        expect(nextWaking(now, rules.hours)).toBe(now);
        told.push(reminder.key);
        expect(dueReminder(due, rules, told, 0, now)).toBeNull();
      }
      expect(new Set(told).size).toBe(told.length);
      expect(told.length).toBeLessThanOrEqual(RULES.before.length + 1 + RULES.after.length);
    }), { numRuns: 30 });
  });

  test("who wakes up when told to says everything there is to say", () => {
    fc.assert(fc.property(instants, zone, (due, where) => {
      const rules = { ...RULES, hours: { ...HOURS, zone: where } };
      const told: string[] = [];
      let now: number | null = due - 40 * DAY;
      for (let turn = 0; turn < 50 && now !== null; turn += 1) {
        const reminder = dueReminder(due, rules, told, 0, now);
        if (reminder !== null) told.push(reminder.key);
        now = nextReminderAt(due, rules, told, 0, now);
      }
      expect(now).toBeNull();
      expect(told.filter((key) => key.startsWith("after/")).length).toBeGreaterThanOrEqual(2);
      expect(told.filter((key) => key.startsWith("before/") || key.startsWith("on/")).length).toBeGreaterThanOrEqual(2);
    }), { numRuns: 30 });
  });

  test("the waking moments around an instant are on either side of it", () => {
    fc.assert(fc.property(instants, zone, (now, where) => {
      const hours = { ...HOURS, zone: where };
      expect(lastWaking(now, hours)).toBeLessThanOrEqual(now);
      expect(nextWaking(now, hours)).toBeGreaterThanOrEqual(now);
      expect(nextWaking(nextWaking(now, hours), hours)).toBe(nextWaking(now, hours));
    }), { numRuns: 30 });
  });
});
