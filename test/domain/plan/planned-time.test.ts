import { describe, expect, test } from "@jest/globals";
import { readPlannedTime } from "../../../src/domain/plan/planned-time.ts";
import { readDuration } from "../../../src/domain/plan/time/duration.ts";
import { resolveRelative } from "../../../src/domain/plan/time/relative-time.ts";
import type { RelativeTo } from "../../../src/domain/model/instant.ts";
import { endOfDayParts, readZone, zonedParts } from "../../../src/domain/plan/time/zone.ts";

const OSLO = { zone: "Europe/Oslo", dayEnds: "24:00" };

function iso(at: number | null | undefined): string | null {
  return at == null ? null : new Date(at).toISOString().replace(":00.000Z", "Z");
}

describe("times that are read", () => {
  test.each([
    ["2019-06-17", "day", null, "2019-06-17T22:00Z"],
    ["2019-06-17T11:00", "minute", null, "2019-06-17T09:00Z"],
    ["2019-06-17T24:00", "minute", null, "2019-06-17T22:00Z"],
    ["2019-06-20T12:00+02:00", "minute", null, "2019-06-20T10:00Z"],
    ["2019-06-20T12:00Z", "minute", null, "2019-06-20T12:00Z"],
    ["2026-12-01 AoE", "day", null, "2026-12-02T12:00Z"],
    ["2026-12-01T17:00 AoE", "minute", null, "2026-12-02T05:00Z"],
    ["2024-08", "month", "2024-07-31T22:00Z", "2024-08-31T22:00Z"],
    ["2024-12 second half", "half-month", "2024-12-15T23:00Z", "2024-12-31T23:00Z"],
    ["2024-12 first half", "half-month", "2024-11-30T23:00Z", "2024-12-15T23:00Z"],
    ["2024-02 second half", "half-month", "2024-02-15T23:00Z", "2024-02-29T23:00Z"],
    ["2024-W35", "week", "2024-08-25T22:00Z", "2024-09-01T22:00Z"],
    ["2020-W53", "week", "2020-12-27T23:00Z", "2021-01-03T23:00Z"],
    ["2024-08-26..2024-09-07", "range", "2024-08-25T22:00Z", "2024-09-07T22:00Z"],
    ["2024-08-26T09:00..2024-08-26T17:00", "range", "2024-08-26T07:00Z", "2024-08-26T15:00Z"],
    ["2026-03-29", "day", null, "2026-03-29T22:00Z"],
    ["2026-10-25", "day", null, "2026-10-25T23:00Z"],
  ])("%s is a %s", (text, precision, start, at) => {
    const reading = readPlannedTime(text, OSLO);
    if (!reading.ok) throw new Error(reading.message);
    expect([reading.value.precision, iso(reading.value.start), iso(reading.value.at)]).toEqual([precision, start, at]);
    expect(reading.value.text).toBe(text);
  });

  test("a bare day ends when people go home, where the plan says so", () => {
    const reading = readPlannedTime("2019-06-17", { zone: "Europe/Oslo", dayEnds: "17:00" });
    expect(reading.ok && iso(reading.value.at)).toBe("2019-06-17T15:00Z");
  });

  test("a day anywhere on earth ends at its midnight, whatever `day_ends` says", () => {
    const reading = readPlannedTime("2026-12-01 AoE", { zone: "Europe/Oslo", dayEnds: "17:00" });
    expect(reading.ok && [iso(reading.value.at), reading.value.zone]).toEqual(["2026-12-02T12:00Z", "Etc/GMT+12"]);
  });

  test.each([
    ["3 days after release", { days: 3, hours: 0, workingDays: false, firstWeekdayUpTo: null }],
    ["1 week before release", { days: -7, hours: 0, workingDays: false, firstWeekdayUpTo: null }],
    ["48 hours after release", { days: 0, hours: 48, workingDays: false, firstWeekdayUpTo: null }],
    ["2 working days after release", { days: 2, hours: 0, workingDays: true, firstWeekdayUpTo: null }],
    ["first weekday 7..9 days after release", { days: 7, hours: 0, workingDays: false, firstWeekdayUpTo: 9 }],
  ])("%s is counted from the milestone", (text, after) => {
    const reading = readPlannedTime(text, OSLO);
    expect(reading.ok && [reading.value.at, reading.value.after]).toEqual([null, { milestone: "release", ...after }]);
  });
});

describe("times that are refused, with what to write instead", () => {
  test.each([
    ["03.04.20", "ambiguous-date", "2020-04-03 or 2020-03-04 or 2003-04-20"],
    ["21.05.19", "ambiguous-date", "2019-05-21 or 2021-05-19"],
    ["31.12.2026", "bad-time", "2026-12-31"],
    ["12/25/2026", "bad-time", "2026-12-25"],
    ["21. May", "no-year", "2026-05-21"],
    ["18. June 11:00GMT+2", "no-year", "T11:00+02:00"],
    ["20 June 2019, 12:00 (GMT+2)", "bad-time", "write 2019-06-20T12:00+02:00"],
    ["Wednesday 27th February 2024", "wrong-weekday", "2024-02-27"],
    ["Tue 2024-02-27", "bad-time", "2024-02-27"],
    ["Wed 2024-02-27", "wrong-weekday", "2024-02-27"],
    ["2019-06-17 11:00", "bad-time", "write 2019-06-17T11:00"],
    ["2019-02-30", "no-such-date", "2019-02-28"],
    ["2019-13-01", "no-such-date", "year-month-day"],
    ["2019-06-17T25:00", "no-such-time", "24:00"],
    ["2019-W53", "no-such-date", "W52"],
    ["2 Weeks", "duration-only", "2 weeks after release"],
    ["12:30:45", "time-only", "2026-12-01T12:30:45"],
    ["TBD", "unknown-time", "resolve_by"],
    ["7-9 days after launch (first weekday)", "bad-time", "first weekday 7..9 days after launch"],
    ["second half of December 2024", "bad-time", "2024-12 second half"],
    ["August 2024", "bad-time", "2024-08"],
    ["soonish", "bad-time", "2026-12-01"],
    ["2024-09-07..2024-08-26", "backward-range", "2024-08-26..2024-09-07"],
    ["2026-03-29T02:30", "skipped-time", "2026-03-29T03:30+02:00"],
    ["2026-10-25T02:30", "doubled-time", "2026-10-25T02:30+02:00 (the first) or 2026-10-25T02:30+01:00"],
  ])("%s", (text, code, hint) => {
    const reading = readPlannedTime(text, OSLO);
    if (reading.ok) throw new Error(`was read as ${iso(reading.value.at) ?? "nothing"}`);
    expect([reading.code, reading.hint]).toEqual([code, expect.stringContaining(hint)]);
  });

  test("a time without an offset needs a zone; one with an offset does not", () => {
    const zoneless = { zone: null, dayEnds: "24:00" };
    expect(readPlannedTime("2026-12-01T11:00", zoneless)).toMatchObject({ ok: false, code: "no-zone" });
    expect(readPlannedTime("2026-12-01", zoneless)).toMatchObject({ ok: false, code: "no-zone" });
    expect(readPlannedTime("2026-12-01T11:00+02:00", zoneless)).toMatchObject({ ok: true });
  });
});

describe("times counted from a milestone", () => {
  const rules = { zone: "Europe/Oslo", dayEnds: "24:00", holidays: ["2019-07-01"] };
  const plus = (more: Partial<RelativeTo>): RelativeTo => ({ milestone: "release", days: 0, hours: 0, workingDays: false, firstWeekdayUpTo: null, ...more });
  const monday = { at: Date.UTC(2019, 5, 24, 22), precision: "day" } as const;

  test.each([
    ["three days after a day ends with the third day", plus({ days: 3 }), "2019-06-27T22:00Z"],
    ["two working days leave out the weekend and holidays", plus({ days: 5, workingDays: true }), "2019-07-02T22:00Z"],
    ["the first weekday seven to nine days later", plus({ days: 7, firstWeekdayUpTo: 9 }), "2019-07-01T22:00Z"],
    ["the first weekday skips a weekend", plus({ days: 5, firstWeekdayUpTo: 7 }), "2019-07-01T22:00Z"],
    ["a day before", plus({ days: -1 }), "2019-06-23T22:00Z"],
    ["hours are exact", plus({ hours: 48 }), "2019-06-26T22:00Z"],
  ])("%s", (_name, relative, at) => {
    expect(iso(resolveRelative(relative, monday, rules))).toBe(at);
  });

  test("days after an instant keep the time of day over a clock change", () => {
    const saturday = { at: Date.UTC(2026, 2, 28, 10), precision: "minute" } as const;
    expect(iso(resolveRelative(plus({ days: 2 }), saturday, rules))).toBe("2026-03-30T09:00Z");
  });
});

describe("zones", () => {
  test.each([["Europe/Oslo", "Europe/Oslo"], ["europe/oslo", "Europe/Oslo"], ["+02:00", "+02:00"], ["utc", "UTC"], ["AoE", "Etc/GMT+12"], ["anywhere on earth", "Etc/GMT+12"]])("%s is %s", (text, zone) => {
    expect(readZone(text)).toEqual({ ok: true, value: zone });
  });

  test.each([["Europe/Acropolis", "Europe/Oslo"], ["Europe/Olso", "did you mean Europe/Oslo?"], ["Oslo", "did you mean Europe/Oslo?"], ["GMT+2", '"+02:00"'], ["CET", "Europe/Oslo"], ["../../etc/passwd", "Europe/Oslo"]])("%s is refused", (text, hint) => {
    expect(readZone(text)).toMatchObject({ ok: false, code: "unknown-zone", hint: expect.stringContaining(hint) as unknown });
  });

  test("midnight belongs to the day that it ends, when it ends one", () => {
    const at = Date.UTC(2019, 5, 17, 22);
    expect(zonedParts(at, "Europe/Oslo")).toMatchObject({ day: 18, weekday: 2, hour: 0, offset: "+02:00" });
    expect(endOfDayParts(at, "Europe/Oslo")).toMatchObject({ day: 17, weekday: 1, hour: 24, minute: 0 });
  });
});

describe("lengths of time", () => {
  test.each([["7 days", 604_800_000], ["24 hours", 86_400_000], ["1 week", 604_800_000], ["30 minutes", 1_800_000]])("%s", (text, length) => {
    expect(readDuration(text)).toEqual({ ok: true, value: length });
  });

  test.each([["7d", "`7 days`"], ["a while", "`7 days`"]])("%s is refused", (text, hint) => {
    expect(readDuration(text)).toMatchObject({ ok: false, hint: expect.stringContaining(hint) as unknown });
  });
});
