import { describe, expect, test } from "@jest/globals";
import type { Instant, PlannedTime } from "../../../src/domain/model/instant.ts";
import type { PlannedMaintenance } from "../../../src/domain/model/maintenance.ts";
import { AFTERMATH, dueTellings, LISTED_FOR, listedMaintenance, maintenanceAt, maintenanceOf, maintenanceState, nextMaintenanceChange } from "../../../src/domain/policy/maintenance.ts";
import { fc } from "../../support/properties.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const T = Date.UTC(2026, 11, 1, 22);

function time(at: Instant | null): PlannedTime {
  return { text: "", precision: at === null ? "unknown" : "minute", zone: "UTC", at, start: null, after: null, resolveBy: null };
}

function planned(id: string, from: Instant | null, to: Instant | null, over: Partial<PlannedMaintenance> = {}): PlannedMaintenance {
  return { id, title: id, from: time(from), to: time(to), components: [], owner: null, audiences: ["operators"], notice: [], because: null, ...over };
}
const NIGHT = planned("night", T, T + 4 * HOUR, { components: ["database"], notice: [24 * HOUR, HOUR] });
const ids = (found: readonly { readonly id: string }[]): readonly string[] => found.map(({ id }) => id);

describe("what an incident keeps", () => {
  test.each([
    ["a minute before", T - MINUTE, []], ["as it begins", T, ["night"]], ["in the middle", T + HOUR, ["night"]], ["as it ends", T + 4 * HOUR, ["night"]],
    ["fourteen minutes later", T + 4 * HOUR + 14 * MINUTE, ["night"]], ["fifteen minutes later", T + 4 * HOUR + AFTERMATH, []],
  ])("of one that is reported %s", (_name, at, kept) => expect(ids(maintenanceAt([NIGHT], at))).toEqual(kept));

  test("is what is under way before what is over, three at most, and never what has no instant", () => {
    const many = [planned("over", T - HOUR, T), planned("d", T, T + HOUR), planned("c", T, T + HOUR), planned("a", T - 1, T + HOUR), planned("x", null, T + HOUR)];
    expect(ids(maintenanceAt(many, T))).toEqual(["a", "c", "d"]);
    expect(ids(maintenanceAt(many.slice(0, 2), T))).toEqual(["d", "over"]);
  });

  test.each([
    [["database"], "database", true], [["database"], "Database", true], [["database", "api"], "api", true], [["database"], "node", false], [["database"], null, true], [[], "node", true], [[], null, true],
  ])("work on %j and an incident of %s: %s", (components, component, near) => {
    expect(maintenanceOf({ maintenance: [{ id: "a", title: "a", from: T, to: T + HOUR, components, owner: null }], component })).toHaveLength(near ? 1 : 0);
  });
});

test("what is under way is listed first, then what comes, then what is over, for thirty days", () => {
  const all = [planned("old", T - LISTED_FOR - HOUR, T - LISTED_FOR), planned("over", T - 9 * HOUR, T - 8 * HOUR), planned("last", T - 3 * HOUR, T), planned("later", T + 2 * HOUR, T + 3 * HOUR), planned("next", T + HOUR, T + 4 * HOUR), planned("now", T, T + 1)];
  expect(listedMaintenance(all, T).map(({ id, state }) => `${id} ${state}`)).toEqual(["now under-way", "next coming", "later coming", "last over", "over over"]);
});

test.each([
  ["before any notice", T - 24 * HOUR - 1, []], ["at the first notice", T - 24 * HOUR, [24 * HOUR]], ["between", T - 2 * HOUR, [24 * HOUR]], ["at the second", T - HOUR, [HOUR]],
  ["as it begins", T, [null]], ["late", T + 3 * HOUR, [null]], ["once it is over", T + 4 * HOUR, []],
])("audiences are told %s", (_name, now, told) => {
  expect(dueTellings([NIGHT], now).map(({ before }) => before)).toEqual(told);
  expect(dueTellings([{ ...NIGHT, audiences: [] }], now)).toEqual([]);
});

describe("whatever is planned", () => {
  const any = fc.array(fc.record({ from: fc.integer({ min: -500, max: 500 }), lasts: fc.integer({ min: 1, max: 300 }), notice: fc.array(fc.integer({ min: 1, max: 200 }), { maxLength: 2 }) }), { maxLength: 6 })
    .map((all) => all.map(({ from, lasts, notice }, index) => planned(`m${index}`, T + from * MINUTE, T + (from + lasts) * MINUTE, { notice: notice.map((one) => one * MINUTE) })));
  const moment = fc.integer({ min: -800, max: 1_200 }).map((minutes) => T + minutes * MINUTE);
  const shown = (all: readonly PlannedMaintenance[], at: Instant): string => JSON.stringify([listedMaintenance(all, at), dueTellings(all, at).map(({ maintenance, before }) => [maintenance.id, before])]);

  test("nothing of it changes between two of its instants, so that a clock that wakes for them misses nothing", () => {
    fc.assert(fc.property(any, moment, fc.integer({ min: 0, max: 400 }), (all, now, later) => {
      const next = nextMaintenanceChange(all, now);
      const then = Math.min(now + later * MINUTE, (next ?? Infinity) - 1);
      expect(next === null || next > now).toBe(true);
      expect(shown(all, then)).toBe(shown(all, now));
    }));
  });

  test("the order in which it is written makes no difference, and an incident keeps only what is near", () => {
    fc.assert(fc.property(any, moment, (all, now) => {
      expect(listedMaintenance(all.toReversed(), now)).toEqual(listedMaintenance(all, now));
      expect(maintenanceAt(all.toReversed(), now)).toEqual(maintenanceAt(all, now));
      for (const one of maintenanceAt(all, now)) expect([maintenanceState(one, now), now - one.to < AFTERMATH]).toEqual([now < one.to ? "under-way" : "over", true]);
    }));
  });
});
