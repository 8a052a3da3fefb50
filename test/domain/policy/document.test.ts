import { describe, expect, test } from "@jest/globals";
import type { PlannedDocument, PlannedWindow } from "../../../src/domain/model/plan-record.ts";
import type { DocumentStanding } from "../../../src/domain/model/window.ts";
import { documentStanding, documentTimes, guardianOf, isOwed, NOTHING_FINAL } from "../../../src/domain/policy/document.ts";
import { time } from "../../support/plan-builder.ts";
import { fc } from "../../support/properties.ts";

const blob = (letter: string): string => letter.repeat(40);
const file = (letter: string | null, commit = "0"): { readonly blob: string | null; readonly commit: string } => ({ blob: letter === null ? null : blob(letter), commit: blob(commit) });
const TIMES = { final: 1_000, until: 5_000 };
const pinned = (letter: string, more: Partial<DocumentStanding> = {}): DocumentStanding => ({ pin: { blob: blob(letter), commit: blob("0"), final: 1_000, at: 1_000 }, changed: null, restored: false, ...more });
const changed = (letter: string | null) => ({ blob: letter === null ? null : blob(letter), commit: blob("0") });

describe("a document that is to be final", () => {
  test.each<[string, string | null, number, ReturnType<typeof file> | null, DocumentStanding, DocumentStanding]>([
    ["is not before its instant", null, 999, file("a"), NOTHING_FINAL, NOTHING_FINAL],
    ["is what stands there at its instant", null, 1_000, file("a"), NOTHING_FINAL, pinned("a")],
    ["is what the plan names", "a", 1_000, file("a"), NOTHING_FINAL, pinned("a")],
    ["is what the plan names, also where something else stands", "a", 1_000, file("b"), NOTHING_FINAL, { pin: { blob: blob("a"), commit: null, final: 1_000, at: 1_000 }, changed: changed("b"), restored: false }],
    ["is not known while it cannot be looked at", null, 1_000, null, NOTHING_FINAL, NOTHING_FINAL],
    ["is nothing while there is none", null, 1_000, file(null), NOTHING_FINAL, NOTHING_FINAL],
    ["stays what it was when it changes", null, 2_000, file("b"), pinned("a"), pinned("a", { changed: changed("b") })],
    ["is gone", null, 2_000, file(null), pinned("a"), pinned("a", { changed: changed(null) })],
    ["is restored", null, 2_000, file("a"), pinned("a", { changed: changed("b") }), pinned("a", { restored: true })],
    ["changed once, whatever commit it is seen at", null, 2_000, file("b", "1"), pinned("a", { changed: changed("b") }), pinned("a", { changed: changed("b") })],
    ["concerns nobody after its last window", null, 5_000, file("b"), pinned("a"), pinned("a")],
    ["is what the plan names from now on", "b", 2_000, file("b"), pinned("a"), { pin: { blob: blob("b"), commit: blob("0"), final: 1_000, at: 2_000 }, changed: null, restored: false }],
  ])("%s", (_name, agreed, now, seen, known, expected) => {
    expect(documentStanding(agreed === null ? null : blob(agreed), TIMES, seen, known, now)).toEqual(expected);
  });

  test("is final anew where its date moved to one that is still to come", () => {
    expect(documentStanding(null, { final: 3_000, until: 5_000 }, file("b"), pinned("a"), 2_000)).toEqual(NOTHING_FINAL);
    expect(documentStanding(null, { final: 1_500, until: 5_000 }, file("b"), pinned("a"), 2_000).pin?.blob).toBe(blob("a"));
  });

  test("whatever is seen and whenever we look, what is final never changes once it is", () => {
    const seen = fc.option(fc.constantFrom("a", "b", "c", null).map((one) => file(one)));
    fc.assert(fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 6_000 }), seen)), (looks) => {
      let standing = NOTHING_FINAL;
      let first: string | null = null;
      for (const [now, one] of looks.toSorted((a, b) => a[0] - b[0])) {
        standing = documentStanding(null, TIMES, one, standing, now);
        if (now >= TIMES.final && first === null) first = one?.blob ?? null;
        expect(standing.pin?.blob ?? null).toBe(first);
        expect(documentStanding(null, TIMES, one, standing, now)).toEqual(standing);
      }
    }));
  });

  test.each<[string, Partial<PlannedDocument>, string | null, number, boolean]>([
    ["as agreed", { blob: blob("a") }, "a", 0, false], ["not as agreed", { blob: blob("a") }, "b", 0, true], ["not there", { blob: blob("a") }, null, 0, true], ["past", { blob: blob("a") }, "b", 1_000, false],
    ["a version that is not there", { version: "1.2" }, null, 0, true], ["a version that may be", { version: "1.2" }, "b", 0, false], ["nothing agreed", {}, null, 0, false],
  ])("its owner is to see to it: %s", (_name, document, letter, now, owed) => {
    expect(isOwed({ blob: null, version: null, ...document }, TIMES, file(letter), now)).toBe(owed);
  });

  const window = (id: string, opens: string, closes: string): PlannedWindow => ({ id, title: id, description: null, opens: time(opens), closes: time(closes), issue: null, owner: null });
  const windows = [window("b", "2026-12-02T00:00Z", "2026-12-03T00:00Z"), window("a", "2026-12-01T00:00Z", "2026-12-02T00:00Z"), window("c", "2026-12-01T00:00Z", "2026-12-09T00:00Z")];
  test("is final when its first window opens, which says what is final, until the last one closes", () => {
    const document = { id: "d", windows: ["b", "a"], final: null };
    expect(documentTimes({ windows }, document)).toEqual({ final: Date.UTC(2026, 11, 1), until: Date.UTC(2026, 11, 3) });
    expect(guardianOf({ windows }, document)).toEqual({ kind: "window", id: "a" });
    expect([guardianOf({ windows }, { id: "d", windows: [] }), documentTimes({ windows }, { windows: [], final: null })]).toEqual([{ kind: "document", id: "d" }, { final: null, until: null }]);
  });
});
