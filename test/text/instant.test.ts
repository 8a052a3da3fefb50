import { describe, expect, test } from "@jest/globals";
import type { PlannedTime } from "../../src/domain/model/instant.ts";
import { dayText, durationText, instantText, isoText, plannedTimeText, relativeText, shortInstantText, zoneName } from "../../src/text/instant.ts";

const at = (iso: string): number => Date.parse(iso);
const IN_2019 = at("2019-06-01T00:00:00Z");

describe("an instant is said in both zones", () => {
  test.each([
    ["the end of a day as 24:00 of that day", "2019-06-24T22:00:00Z", "Europe/Oslo", "Mon 24 June 24:00 Oslo (22:00 UTC)"],
    ["a time of day", "2019-06-20T09:00:00Z", "Europe/Oslo", "Thu 20 June 11:00 Oslo (09:00 UTC)"],
    ["another day in UTC with that day", "2019-06-25T04:00:00Z", "America/New_York", "Mon 24 June 24:00 New York (Tue 25 June 04:00 UTC)"],
    ["UTC once", "2019-06-25T00:00:00Z", "UTC", "Mon 24 June 24:00 UTC"],
    ["the end of day anywhere on earth", "2019-06-25T12:00:00Z", "Etc/GMT+12", "Mon 24 June 24:00 anywhere on earth (Tue 25 June 12:00 UTC)"],
    ["an offset", "2019-06-20T10:00:00Z", "+02:00", "Thu 20 June 12:00 UTC+02:00 (10:00 UTC)"],
    ["half hours", "2019-06-20T10:00:00Z", "Asia/Kolkata", "Thu 20 June 15:30 Kolkata (10:00 UTC)"],
    ["a midnight that a clock change skips, as the end of the day before", "2018-11-04T03:00:00Z", "America/Sao_Paulo", "Sat 3 November 2018 24:00 Sao Paulo (Sun 4 November 03:00 UTC)"],
  ])("%s", (_name, iso, zone, said) => {
    expect(instantText(at(iso), zone, IN_2019)).toBe(said);
  });
});

test("the year is said where it is another one, and always where nothing is there to compare with", () => {
  const due = at("2020-01-06T11:00:00Z");
  expect(shortInstantText(due, "Europe/Oslo", IN_2019)).toBe("Mon 6 January 2020 12:00 Oslo");
  expect(shortInstantText(due, "Europe/Oslo", due)).toBe("Mon 6 January 12:00 Oslo");
  expect(shortInstantText(due, "Europe/Oslo", null)).toBe("Mon 6 January 2020 12:00 Oslo");
});

test("the end of the year belongs to the old year", () => {
  expect(dayText(at("2019-12-31T23:00:00Z"), "Europe/Oslo", null)).toBe("Tue 31 December 2019");
});

test("zones have names for people", () => {
  expect(["Europe/Oslo", "America/Argentina/Buenos_Aires", "Etc/UTC", "-03:30"].map(zoneName)).toEqual(["Oslo", "Buenos Aires", "UTC", "UTC-03:30"]);
});

describe("a time of the plan keeps its precision", () => {
  const time = (over: Partial<PlannedTime>): PlannedTime => ({ text: "", precision: "day", zone: "Europe/Oslo", at: null, start: null, after: null, resolveBy: null, ...over });
  const after = (days: number, hours = 0, workingDays = false): NonNullable<PlannedTime["after"]> => ({ milestone: "release", days, hours, workingDays, firstWeekdayUpTo: null });
  test.each([
    ["a range", time({ precision: "half-month", start: at("2026-12-15T23:00:00Z"), at: at("2026-12-31T23:00:00Z") }), "Wed 16 December 2026 to Thu 31 December 2026 24:00 Oslo (23:00 UTC)"],
    ["a relative time that is known", time({ precision: "relative", at: at("2019-07-01T22:00:00Z"), after: after(7) }), "Mon 1 July 2019 24:00 Oslo (22:00 UTC), 7 days after release"],
    ["a relative time that is not", time({ precision: "relative", after: after(-2, 0, true) }), "2 working days before release, which has no date yet"],
    ["a choice of weekdays", time({ precision: "relative", after: { ...after(7), firstWeekdayUpTo: 9 } }), "first weekday 7 to 9 days after release, which has no date yet"],
    ["the unknown", time({ precision: "unknown", resolveBy: at("2019-06-07T22:00:00Z") }), "not known yet (to be known by Fri 7 June 2019 24:00 Oslo)"],
  ])("%s", (_name, planned, said) => {
    expect(plannedTimeText(planned, null)).toBe(said);
  });
});

test("lengths of time are exact", () => {
  const hour = 3_600_000;
  expect([7 * 24 * hour, 24 * hour, 48 * hour, 36 * hour, 90 * 60_000, 1000].map(durationText)).toEqual(["7 days", "24 hours", "2 days", "36 hours", "90 minutes", "1 second"]);
});

test("distances are rounded", () => {
  const now = at("2019-06-20T10:00:00Z");
  const minutes = [0, 30 / 60, 25, 89, 91, 60 * 30, 60 * 72, -30 / 60, -120];
  expect(minutes.map((one) => relativeText(now + one * 60_000, now))).toEqual([
    "in less than a minute", "in less than a minute", "in 25 minutes", "in 89 minutes", "in 2 hours", "in 30 hours", "in 3 days", "just now", "2 hours ago",
  ]);
});

test("programs get UTC without fractions that say nothing", () => {
  expect([at("2019-06-24T22:00:00Z"), at("2019-06-24T22:00:00.250Z")].map(isoText)).toEqual(["2019-06-24T22:00:00Z", "2019-06-24T22:00:00.250Z"]);
});
