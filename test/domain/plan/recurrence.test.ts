/** The contract of recurrence: which days come, by a calendar that knows nothing of the library, and what the clocks make of them. */
import { describe, expect, test } from "@jest/globals";
import { Temporal } from "temporal-polyfill";
import { fc } from "../../support/properties.ts";
import type { Recurrence } from "../../../src/domain/model/recurrence.ts";
import { nextOccurrence, occurrences, readRecurrence } from "../../../src/domain/plan/recurrence.ts";
import { at } from "../../support/plan-builder.ts";

const DAY_MS = 24 * 3_600_000;
/** half hours, a zone that skipped a day, clocks set at midnight, and none at all */
const ZONES = ["Europe/Oslo", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "Africa/Cairo", "America/Sao_Paulo", "Asia/Kathmandu", "Etc/GMT+12", "+05:30", "UTC"] as const;
const RULES = ["every Monday 10:00", "every day 02:30", "every day 00:00", "every weekday 23:59", "every 3 weeks on Sunday 02:30", "Tuesday and Thursday 09:30", "every 52 weeks on Saturday 00:30"] as const;

function rule(text: string, zone: string, dayEnds = "24:00"): Recurrence {
  const reading = readRecurrence(text, { zone, dayEnds });
  if (!reading.ok) throw new Error(reading.message);
  return reading.value;
}

function localOf(instant: number, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);
}

/** Every date from the first to the last, one after the other, that the rule speaks of. */
function expectedDates({ zone, weekdays, everyWeeks }: Recurrence, anchor: number, from: number, to: number): readonly Temporal.PlainDate[] {
  const begin = localOf(anchor, zone).toPlainDate();
  const monday = begin.subtract({ days: begin.dayOfWeek - 1 });
  const dates: Temporal.PlainDate[] = [];
  for (let date = localOf(Math.max(from, anchor), zone).toPlainDate().subtract({ days: 1 }); Temporal.PlainDate.compare(date, localOf(to, zone).toPlainDate()) <= 0; date = date.add({ days: 1 })) {
    const weeks = Math.floor(date.since(monday, { largestUnit: "days" }).days / 7);
    if (weeks >= 0 && weeks % everyWeeks === 0 && weekdays.includes(date.dayOfWeek)) dates.push(date);
  }
  return dates;
}

const cases = fc.record({
  zone: fc.constantFrom(...ZONES), text: fc.constantFrom(...RULES), anchor: fc.integer({ min: at("2009-01-01T00:00Z"), max: at("2030-01-01T00:00Z") }),
  ahead: fc.integer({ min: -30, max: 800 }), days: fc.integer({ min: 0, max: 120 }),
});

describe("recurrence", () => {
  test("comes on each day that the rule names and on no other, at that time of the wall clock, in every zone", () => {
    fc.assert(fc.property(cases, ({ zone, text, anchor, ahead, days }) => {
      const [from, to] = [anchor + ahead * DAY_MS, anchor + (ahead + days) * DAY_MS];
      const one = rule(text, zone);
      const expected = expectedDates(one, anchor, from, to)
        .map((date) => date.toZonedDateTime({ timeZone: zone, plainTime: Temporal.PlainTime.from(one.time ?? "00:00") }).epochMilliseconds)
        .filter((instant) => instant >= Math.max(from, anchor) && instant <= to);
      expect(occurrences(one, anchor, from, to)).toEqual(expected);
    }));
  });

  test("no clock change swallows one: a daily duty comes once for every date, whatever happens to its hour", () => {
    fc.assert(fc.property(fc.constantFrom(...ZONES.filter((zone) => zone !== "Pacific/Apia")), fc.constantFrom("00:00", "00:30", "02:00", "02:30", "03:00"), fc.integer({ min: 2012, max: 2029 }), (zone, time, year) => {
      const from = Temporal.PlainDate.from({ year, month: 1, day: 1 }).toZonedDateTime(zone).epochMilliseconds;
      const dates = occurrences(rule(`every day ${time}`, zone), from, from, from + 364 * DAY_MS).map((instant) => localOf(instant, zone).toPlainDate().toString());
      expect(new Set(dates).size).toBe(dates.length);
      expect(dates.length).toBeGreaterThanOrEqual(364);
    }), { numRuns: 20 });
  });

  test("the whole of a span is its parts, one after the other", () => {
    fc.assert(fc.property(cases, ({ zone, text, anchor, ahead, days }) => {
      const [from, to] = [anchor + ahead * DAY_MS, anchor + (ahead + days) * DAY_MS];
      const middle = Math.floor((from + to) / 2);
      const one = rule(text, zone);
      expect([...occurrences(one, anchor, from, middle), ...occurrences(one, anchor, middle + 1, to)]).toEqual(occurrences(one, anchor, from, to));
    }));
  });

  test("the next one is the first that follows", () => {
    fc.assert(fc.property(cases, ({ zone, text, anchor, ahead }) => {
      const now = anchor + ahead * DAY_MS;
      const one = rule(text, zone);
      expect(nextOccurrence(one, anchor, now)).toBe(occurrences(one, anchor, now + 1, Math.max(now, anchor) + 400 * DAY_MS)[0]);
    }));
  });

  test("without a time it is due when the day ends, as the plan ends days", () => {
    const from = at("2026-03-23T00:00Z");
    const due = (dayEnds: string) => occurrences(rule("every Sunday", "Europe/Oslo", dayEnds), from, from, at("2026-04-07T00:00Z")).map((one) => new Date(one).toISOString().slice(0, 16));
    expect([due("24:00"), due("17:00")]).toEqual([["2026-03-29T22:00", "2026-04-05T22:00"], ["2026-03-29T15:00", "2026-04-05T15:00"]]);
  });

  test("an endless span is cut short and not computed", () => {
    expect(occurrences(rule("every day 10:00", "Europe/Oslo"), 0, 0, 8.64e15)).toHaveLength(1_100);
    expect(occurrences(rule("every Monday", "UTC"), 8.6e15, 8.6e15, 8.64e15)).toEqual([]);
  });
});
