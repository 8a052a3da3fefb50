import { describe, expect, test } from "@jest/globals";
import { fc } from "../../support/properties.ts";
import type { Recurrence } from "../../../src/domain/model/recurrence.ts";
import { nextOccurrence, occurrences, readRecurrence } from "../../../src/domain/plan/recurrence.ts";
import { dutyState } from "../../../src/domain/policy/duty.ts";
import type { DutyWord } from "../../../src/domain/policy/duty.ts";
import { at } from "../../support/plan-builder.ts";

function rule(text: string, zone = "Europe/Oslo"): Recurrence {
  const reading = readRecurrence(text, { zone, dayEnds: "24:00" });
  if (!reading.ok) throw new Error(reading.message);
  return reading.value;
}

function iso(instants: readonly number[]): readonly string[] {
  return instants.map((one) => new Date(one).toISOString().slice(0, 16));
}

describe("rules that come again", () => {
  const from = at("2026-10-19T00:00Z");
  test.each([
    ["every Monday 10:00", ["2026-10-19T08:00", "2026-10-26T09:00", "2026-11-02T09:00"]],
    ["Monday 10:00+02:00", ["2026-10-19T08:00", "2026-10-26T08:00", "2026-11-02T08:00"]],
    ["every 2 weeks on Friday", ["2026-10-23T22:00", "2026-11-06T23:00"]],
    ["every Tuesday and Thursday at 09:30", ["2026-10-20T07:30", "2026-10-22T07:30", "2026-10-27T08:30", "2026-10-29T08:30", "2026-11-03T08:30", "2026-11-05T08:30"]],
  ])("%s keeps its time of day over a clock change", (text, expected) => {
    expect(iso(occurrences(rule(text), from, from, at("2026-11-07T12:00Z")))).toEqual(expected);
  });

  test("a time that the clock skips is due as much later, one that comes twice at the first", () => {
    expect(iso(occurrences(rule("every Sunday 02:30"), at("2026-03-29T00:00Z"), at("2026-03-29T00:00Z"), at("2026-03-30T00:00Z")))).toEqual(["2026-03-29T01:30"]);
    expect(iso(occurrences(rule("every Sunday 02:30"), at("2026-10-25T00:00Z"), at("2026-10-25T00:00Z"), at("2026-10-26T00:00Z")))).toEqual(["2026-10-25T00:30"]);
  });

  test.each(["", "sometimes", "every Monday 25:00", "every 0 weeks on Monday", "every Monday 10:00+99:00", `every ${"Monday and ".repeat(40)}Monday`])("%j is refused with what to write instead", (text) => {
    const reading = readRecurrence(text, { zone: "UTC", dayEnds: "24:00" });
    expect(reading.ok ? null : reading.hint).toMatch(/every/);
  });

  test("the next one is never now and never before the first", () => {
    fc.assert(fc.property(fc.constantFrom("every Monday 10:00", "every day 00:00", "every 3 weeks on Sunday"), fc.integer({ min: 0, max: 2e12 }), fc.integer({ min: 0, max: 2e12 }), (text, anchor, now) => {
      const next = nextOccurrence(rule(text), anchor, now);
      expect(next).toBeGreaterThan(now);
      expect(next).toBeGreaterThanOrEqual(anchor);
    }));
  });
});

describe("a duty", () => {
  const MONDAYS = rule("every Monday 10:00", "UTC");
  const from = at("2026-11-02T00:00Z");
  const word = (instant: string, id = instant): DutyWord => ({ id, at: at(instant), by: "ann" });
  const state = (words: readonly DutyWord[], now: string, until: string | null = null) => dutyState(MONDAYS, { from, until: until === null ? null : at(until) }, words, at(now));

  test("done early, in time and late counts as done, and makes a streak", () => {
    const done = state([word("2026-11-02T09:00Z"), word("2026-11-09T10:00Z"), word("2026-11-20T00:00Z")], "2026-11-21T00:00Z");
    expect([done.past.map((one) => one.state), done.streak, done.reminder, new Date(done.next ?? 0).toISOString()]).toEqual([["done", "done", "done"], 3, null, "2026-11-23T10:00:00.000Z"]);
  });

  test("skipped is skipped once the next one is due, and the streak begins anew", () => {
    const skipped = state([word("2026-11-02T11:00Z"), word("2026-11-17T11:00Z")], "2026-11-18T00:00Z");
    expect([skipped.past.map((one) => one.state), skipped.streak, skipped.skippedInARow]).toEqual([["done", "skipped", "done"], 1, 0]);
  });

  test("one reminder a day after it was due, and only for the last", () => {
    expect(state([], "2026-11-16T12:00Z").reminder).toBeNull();
    const late = state([], "2026-11-17T10:00Z");
    expect([late.reminder, late.skippedInARow]).toEqual([{ due: at("2026-11-16T10:00Z"), since: at("2026-11-17T10:00Z") }, 2]);
  });

  test("one still open neither counts nor breaks the streak", () => {
    expect(state([word("2026-11-02T11:00Z")], "2026-11-09T12:00Z").streak).toBe(1);
  });

  test("ends when it ends", () => {
    expect(state([], "2026-11-30T00:00Z", "2026-11-12T00:00Z")).toMatchObject({ next: null, past: [{ state: "skipped" }, { state: "open" }] });
  });

  test("the order in which words arrive does not matter", () => {
    const words = fc.uniqueArray(fc.record({ id: fc.uuid(), at: fc.integer({ min: from, max: from + 60 * 86_400_000 }), by: fc.constant("ann") }), { maxLength: 12, selector: ({ id }) => id });
    fc.assert(fc.property(words.chain((said) => fc.tuple(fc.constant(said), fc.shuffledSubarray(said, { minLength: said.length }))), ([said, shuffled]) => {
      const now = from + 50 * 86_400_000;
      expect(dutyState(MONDAYS, { from, until: null }, shuffled, now)).toEqual(dutyState(MONDAYS, { from, until: null }, said, now));
    }));
  });
});
