import { describe, expect, test } from "@jest/globals";
import { fc } from "../../support/properties.ts";
import { bodyOf } from "../../../src/domain/desired/fenced-section.ts";
import { LEDGER_SECTION, readLedgerSection, renderLedgerSection } from "../../../src/domain/desired/ledger-section.ts";
import { ADMISSIONS, LEAKS } from "../../../src/domain/model/account.ts";
import type { AccountEntry, FreezeLedger } from "../../../src/domain/model/account.ts";
import { CHANGE_KINDS } from "../../../src/domain/model/change-kind.ts";
import type { FreezeStartRecord } from "../../../src/domain/model/records.ts";

const ROOM = 40_000;
const instant = fc.integer({ min: 1_500_000_000_000, max: 1_900_000_000_000 });
const text = fc.string({ unit: "grapheme", maxLength: 30 });
const hostile = fc.oneof(text, fc.constantFrom("-->", "```", "</details>", "<!-- release-warden:end ledger -->", "@everybody", "\u0000\ud800", "a\r\nb"));

const entry: fc.Arbitrary<AccountEntry> = fc.record({
  id: fc.uuid(), freeze: hostile, mode: fc.constantFrom("enforce" as const, "observe" as const), repository: hostile, repositoryId: fc.nat(), branch: hostile, sha: text,
  number: fc.option(fc.nat()), title: fc.option(hostile), at: instant, by: fc.option(hostile), products: fc.array(hostile, { maxLength: 3 }),
  outcome: fc.constantFrom(...ADMISSIONS, ...LEAKS), verdict: fc.constantFrom("allow" as const, "block" as const, "wait" as const, "skip" as const), stood: fc.boolean(),
  kind: fc.constantFrom(...CHANGE_KINDS), because: hostile, offending: fc.array(hostile, { maxLength: 3 }), forgedBy: fc.option(hostile), private: fc.boolean(),
});
const start: fc.Arbitrary<FreezeStartRecord> = fc.record({
  freeze: hostile, home: fc.nat(), repository: fc.nat(), branch: hostile, dueAt: instant, effectiveAt: instant, tip: fc.option(text),
  feederTips: fc.dictionary(text.filter((name) => name !== "__proto__"), text, { maxKeys: 3, noNullPrototype: true }), endedAt: fc.option(instant),
});
const deleted = fc.array(fc.record({ repository: fc.nat(), milestone: fc.constantFrom("release", "a.b_c-1"), number: fc.nat() }), { minLength: 1, maxLength: 3 });
const ledger: fc.Arbitrary<FreezeLedger> = fc.record({ starts: fc.array(start, { maxLength: 4 }), entries: fc.array(entry, { maxLength: 20 }), left: fc.nat(50), deleted }, { requiredKeys: ["starts", "entries", "left"] });

function written(value: FreezeLedger, room = ROOM): string {
  return bodyOf([{ name: LEDGER_SECTION, content: renderLedgerSection(value, room) }]);
}

test("what is written into a tracking issue is read back whole, whatever people had named things", () => {
  fc.assert(fc.property(ledger, (value) => {
    expect(readLedgerSection(written(value))).toEqual({ ...value, broken: 0 });
  }), { numRuns: 200 });
});

test("and also after an editor changed every line end", () => {
  fc.assert(fc.property(ledger, (value) => {
    expect(readLedgerSection(written(value).replaceAll("\n", "\r\n"))).toEqual({ ...value, broken: 0 });
  }), { numRuns: 50 });
});

test("where there is little room the number of what was left out is kept, and leaks stay longest", () => {
  fc.assert(fc.property(fc.array(entry, { minLength: 10, maxLength: 20 }), (entries) => {
    const room = 3_000;
    const body = renderLedgerSection({ starts: [], entries, left: 2 }, room);
    const read = readLedgerSection(bodyOf([{ name: LEDGER_SECTION, content: body }]));
    const kept = read?.entries ?? [];
    const leaks = (list: readonly AccountEntry[]): number => list.filter(({ outcome }) => (LEAKS as readonly string[]).includes(outcome)).length;
    expect(body.length).toBeLessThanOrEqual(room + 20);
    expect(kept.length + (read?.left ?? 0)).toBe(entries.length + 2);
    if (kept.length > leaks(kept)) expect(leaks(kept)).toBe(leaks(entries));
  }), { numRuns: 50 });
});

describe("a section that people broke", () => {
  const value: FreezeLedger = { starts: [], entries: [], left: 0 };
  test.each([
    ["has no JSON", "nothing here"], ["is cut short", "```json\n{\"version\":1\n```"], ["is of another version", "```json\n{\"version\":2,\"left\":0,\"starts\":[],\"entries\":[]}\n```"],
  ])("that %s reads as nothing", (_how, content) => {
    expect(readLedgerSection(bodyOf([{ name: LEDGER_SECTION, content }]))).toBeNull();
  });

  test("gives what is well-formed and counts the rest", () => {
    const body = written(value).replace('"entries":[]', '"entries":[{"id":"x"},7]');
    expect(readLedgerSection(body)).toEqual({ starts: [], entries: [], left: 0, broken: 2 });
  });
});
