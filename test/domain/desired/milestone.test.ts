import { expect, test } from "@jest/globals";
import { fc } from "../../support/properties.ts";
import { desireMilestones, milestoneKey, ownMilestone, writtenBaseline } from "../../../src/domain/desired/milestone.ts";
import { readSection } from "../../../src/domain/desired/fenced-section.ts";
import type { DesiredMilestone, MilestoneChange, MilestoneRecord, ObservedMilestone } from "../../../src/domain/model/own-milestone.ts";
import { pacificDay } from "../../../src/sandbox/github/state/milestone.ts";

const words = fc.string({ unit: "grapheme", maxLength: 80 }).map((text) => text.toWellFormed());
const day = fc.option(fc.integer({ min: 10_000, max: 25_000 }).map((days) => new Date(days * 86_400_000).toISOString().slice(0, 10)), { nil: null });

function wanted(id: string, title: string, on: string | null, said: string, release = "2.4"): DesiredMilestone {
  return { id, key: milestoneKey("plan.yml", release, id), title, day: on, baseline: on, words: said };
}

/** As GitHub would take it: the day floored, the fields that are absent kept. */
function applied(change: MilestoneChange, number: number): ObservedMilestone | null {
  if (change.kind === "keep") return change.observed;
  if (change.kind === "deleted") return null;
  const before: ObservedMilestone = change.kind === "update" ? change.observed : { number, title: "", description: null, open: true, dueOn: null };
  const { title = before.title, description = before.description, dueOn = before.dueOn } = change.fields;
  return { ...before, title, description, dueOn: pacificDay(dueOn) };
}

test("what was written stands: nothing of it is written again, with the store's memory or without, and our words and the baseline are read back whole", () => {
  fc.assert(fc.property(words, words, day, fc.option(words, { nil: null }), fc.boolean(), (title, said, on, theirs, forgotten) => {
    const one = wanted("release", title.trim() === "" ? "Release" : title.trim(), on, said);
    const living = new Set([one.key]);
    const observed: readonly ObservedMilestone[] = theirs === null ? [] : [{ number: 3, title: one.title, description: theirs, open: true, dueOn: null }];
    const [first] = desireMilestones([one], observed, new Map(), living, "2.4");
    const standing = first === undefined ? null : applied(first, 4);
    if (standing === null) throw new Error("nothing stands");
    const known = new Map<string, MilestoneRecord>(forgotten ? [] : [["release", { key: one.key, number: standing.number, title: standing.title, deleted: false }]]);
    expect(desireMilestones([one], [standing], known, living, "2.4").map(({ kind }) => kind)).toEqual(["keep"]);
    expect(readSection(standing.description ?? "", "milestone")).toBe(readSection(`<!-- release-warden:begin milestone -->\n${said.replaceAll("<!-- release-warden:", "<!--\u200b release-warden:").replace(/\r\n?/g, "\n").replace(/^\n+|\n+$/g, "")}\n<!-- release-warden:end milestone -->`, "milestone"));
    expect(writtenBaseline(standing.description ?? "")).toBe(on);
    if (theirs !== null && theirs.trim() !== "") expect(standing.description?.startsWith(theirs)).toBe(true);
  }), { numRuns: 200 });
});

test("a closed milestone of the release before is nobody's, and an open one is taken over", () => {
  const before = wanted("release", "Release", "2026-12-08", "x");
  const now = wanted("release", "Release", "2027-03-08", "x", "2.5");
  const [made] = desireMilestones([before], [], new Map(), new Set([before.key]), "2.4");
  const standing = made === undefined ? null : applied(made, 1);
  if (standing === null) throw new Error("nothing stands");
  const look = { key: now.key, title: "Release", number: 1 };
  expect(ownMilestone([{ ...standing, open: false }], look, new Set([now.key]))).toBeNull();
  expect(ownMilestone([standing], look, new Set([now.key]))?.number).toBe(1);
  expect(ownMilestone([standing], look, new Set([now.key, before.key]))).toBeNull();
});

test.each([
  ["not reached and open", false, true, undefined, null, undefined],
  ["not reached, and closed by a person", false, false, undefined, null, undefined],
  ["reached and open for the first time", true, true, undefined, false, "ours"],
  ["reached, and closed by a person", true, false, undefined, null, "theirs"],
  ["reached, and closed by us", true, false, "ours", null, "ours"],
  ["reached, closed by us and opened by a person", true, true, "ours", null, "reopened"],
  ["reached, closed by a person and opened again", true, true, "theirs", null, "reopened"],
  ["reached, opened by a person, and still so", true, true, "reopened", null, "reopened"],
  ["reached, opened by a person and closed again", true, false, "reopened", null, "theirs"],
  ["taken back after we closed it", false, false, "ours", true, undefined],
  ["taken back after a person closed it", false, false, "theirs", null, undefined],
  ["taken back after a person opened it", false, true, "reopened", null, undefined],
] as const)("a milestone that is %s: what is written, and what is remembered", (_name, reached, open, ended, writes, remembered) => {
  const one: DesiredMilestone = { ...wanted("release", "Release", "2026-12-08", "x"), reached };
  const standing = before({ ...one, reached: ended === "ours" || ended === "reopened" });
  const record: MilestoneRecord = { key: one.key, number: 1, title: "Release", deleted: false, ...(ended === undefined ? {} : { ended }) };
  const [change] = desireMilestones([one], [{ ...standing, open }], new Map([["release", record]]), new Set([one.key]), "2.4");
  expect([change?.kind === "update" ? change.fields.open ?? null : null, change?.kind === "deleted" ? null : change?.ended]).toEqual([writes, remembered]);
});

/** As we would have made it. */
function before(one: DesiredMilestone): ObservedMilestone {
  const [made] = desireMilestones([one], [], new Map(), new Set([one.key]), "2.4");
  const standing = made === undefined ? null : applied(made, 1);
  if (standing === null) throw new Error("nothing stands");
  return standing;
}

test.each([
  ["stands closed by us", false, "ours", null],
  ["was opened by a person", true, "reopened", null],
] as const)("a reached milestone that %s is known for that without any memory, and left so", (_name, open, remembered, writes) => {
  const one: DesiredMilestone = { ...wanted("release", "Release", "2026-12-08", "x"), reached: true };
  const unreached = before({ ...one, reached: false });
  const [closing] = desireMilestones([one], [unreached], new Map(), new Set([one.key]), "2.4");
  const closed = closing === undefined ? null : applied(closing, 1);
  if (closed === null) throw new Error("nothing stands");
  const [change] = desireMilestones([one], [{ ...closed, open }], new Map(), new Set([one.key]), "2.4");
  expect([change?.kind === "update" ? change.fields : null, change?.kind === "deleted" ? null : change?.ended]).toEqual([writes, remembered]);
});

test("the mark that we closed it goes with the milestone's being reached, and no mark comes to where people took our section out", () => {
  const one: DesiredMilestone = { ...wanted("release", "Release", "2026-12-08", "x"), reached: true };
  const record: MilestoneRecord = { key: one.key, number: 1, title: "Release", deleted: false, ended: "ours" };
  const [taken] = desireMilestones([{ ...one, reached: false }], [{ ...before(one), open: false }], new Map([["release", record]]), new Set([one.key]), "2.4");
  expect(taken).toMatchObject({ fields: { open: true, description: before({ ...one, reached: false }).description } });
  const [bare] = desireMilestones([one], [{ ...before(one), description: "Mine." }], new Map([["release", { key: one.key, number: 1, title: "Release", deleted: false }]]), new Set([one.key]), "2.4");
  expect(bare?.kind === "update" ? bare.fields : null).toEqual({ open: false });
});

test("one that is made only after it was reached is made closed", () => {
  const [made] = desireMilestones([{ ...wanted("release", "Release", null, "x"), reached: true }], [], new Map(), new Set(), "2.4");
  expect(made).toMatchObject({ kind: "create", fields: { open: false }, ended: "ours" });
});
