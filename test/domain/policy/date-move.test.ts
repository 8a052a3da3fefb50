import { describe, expect, test } from "@jest/globals";
import { fc } from "../../support/properties.ts";
import type { Baselines } from "../../../src/domain/model/baseline.ts";
import type { ReleasePlan } from "../../../src/domain/model/plan.ts";
import { parsePlan } from "../../../src/domain/plan/parse.ts";
import { baselineOf, rememberBaselines } from "../../../src/domain/policy/baseline.ts";
import { dateFaults } from "../../../src/domain/policy/date-move.ts";
import { parseText, planOf } from "../plan/plan-fixture.ts";

const SEE = 'see: "https://example.org/minutes"';

function written(milestones: string, release = "timezone: Europe/Oslo"): string {
  return `release: { name: "2.4", manager: rita, ${release} }\nmilestones:\n${milestones.split("\n").map((line) => `  - { ${line} }`).join("\n")}\n`;
}

function read(milestones: string, release?: string): ReleasePlan {
  return planOf(parseText(written(milestones, release)));
}

const BEFORE = "id: tested, planned: 2026-11-20, due: 2026-11-27\nid: release, due: 2026-12-08, moved: [{ to: 2026-12-08, because: a feast }]";

function problems(after: string, before = BEFORE, release?: string): readonly string[] {
  const standing = read(before);
  const { problems: found } = parsePlan(new TextEncoder().encode(written(after, release)), "plan.yml", null, { plan: standing, baselines: rememberBaselines({}, null, standing, 0) });
  return found.filter(({ code }) => !["weekend", "out-of-order", "contradiction"].includes(code)).map(({ line, severity, code, message, hint }) => `${line ?? 0} ${severity} ${code}: ${message} ${hint ?? ""}`);
}

describe("a changed plan", () => {
  test.each([
    ["nothing changed", BEFORE, []],
    ["a first date", `${BEFORE}\nid: later, due: 2027-01-05`, []],
    ["the same instant in other words", BEFORE.replace("2026-11-27\n", "2026-11-27, title: Tested well\n"), []],
    ["a baseline edited", BEFORE.replace("planned: 2026-11-20", "planned: 2026-11-27"), ["3 error baseline-edited: Tested was first planned for 2026-11-20, and that baseline is never edited. write `planned: 2026-11-20` again; a new date is a new `due` with its line under `moved`"]],
    ["a baseline taken out", BEFORE.replace("planned: 2026-11-20, ", ""), ["3 error baseline-removed: Tested has lost its baseline, 2026-11-20. put `planned: 2026-11-20` back"]],
    ["a baseline added that is not the first date", BEFORE.replace("id: release,", "id: release, planned: 2026-12-01,"), ["4 error baseline-edited: Release was first planned for 2026-12-08, and that baseline is never edited. write `planned: 2026-12-08` again; a new date is a new `due` with its line under `moved`"]],
    ["the first date written down as the baseline", BEFORE.replace("id: release,", "id: release, planned: 2026-12-08,"), []],
    ["a date moved in silence", BEFORE.replace("due: 2026-11-27", "due: 2026-11-30"), ["3 error move-unexplained: Tested moves from 2026-11-27 to 2026-11-30, and nothing says why. add `moved: [{ to: 2026-11-30, because: why it moves, see: \"https://…\" }]` to it, with the address of the meeting that decided it"]],
    ["a date moved with a reason and no address", BEFORE.replace("due: 2026-11-27", "due: 2026-11-30, moved: [{ to: 2026-11-30, because: illness }]"), ["3 error move-without-link: Tested moves from 2026-11-27 to 2026-11-30 without saying where that was decided. add `see: \"https://…\"` with the address of the meeting"]],
    ["a date moved with reason and address", BEFORE.replace("due: 2026-11-27", `due: 2026-11-30, moved: [{ to: 2026-11-30, because: illness, ${SEE} }]`), []],
    ["a line that says another date", BEFORE.replace("due: 2026-11-27", `due: 2026-11-30, moved: [{ to: 2026-12-01, because: illness, ${SEE} }]`), ["3 error moved-elsewhere: Tested is due 2026-11-30, and its new line under `moved` says 2026-12-01. write `to: 2026-11-30`, or move `due` to 2026-12-01"]],
    ["an old line for a new move", BEFORE.replace("due: 2026-12-08", "due: 2026-12-10"), ["4 error move-unexplained: Release moves from 2026-12-08 to 2026-12-10, and nothing says why. add `{ to: 2026-12-10, because: why it moves, see: \"https://…\" }` to its `moved`, with the address of the meeting that decided it"]],
    ["a line taken out", BEFORE.replace(", moved: [{ to: 2026-12-08, because: a feast }]", ""), ["4 error moved-line-lost: The line under `moved` that took Release to 2026-12-08 is gone; it is part of the record. put it back, or bring this branch up to date with the default branch"]],
    ["a reason reworded", BEFORE.replace("a feast", `the feast, ${SEE}`), []],
    ["an address mended, and a word spelled right", BEFORE.replace("a feast", "a feast day").replace("timezone: UTC", "timezone: UTC, links: { minutes: \"https://example.org/minutes\" }"), []],
    ["a date taken out", BEFORE.replace("due: 2026-12-08, ", ""), ["4 error date-removed: Release was due 2026-12-08 and has no date any more. write `due: { unknown: true, resolve_by: … }` with its line under `moved`, or take the milestone out"]],
  ])("%s", (_name, after, expected) => {
    expect(problems(after)).toEqual(expected);
  });

  test("that moves one product's date needs a line for it", () => {
    const standing = 'release: { name: x, timezone: UTC }\nproducts: [{ id: app, repositories: [o/app] }, { id: site, repositories: [o/site] }]\nmilestones:\n  - { id: tested, due: 2026-12-01 }\n';
    const before = planOf(parseText(standing));
    const faults = (more: string) => dateFaults({ plan: before, baselines: {} }, planOf(parseText(standing.replace("due: 2026-12-01", `due: 2026-12-01, ${more}`)))).map(({ code, at }) => [code, at]);
    expect(faults("due_for: { site: 2026-12-03 }")).toEqual([["move-unexplained", ["due_for", "site"]]]);
    expect(faults(`due_for: { site: 2026-12-03 }, moved: [{ to: 2026-12-03, because: x, ${SEE} }]`)).toEqual([]);
  });

  test("follows a milestone under its new id", () => {
    expect(problems(BEFORE.replace("id: tested", "id: proven"))).toEqual([]);
    const renamed = BEFORE.replace("id: tested", "id: proven");
    const standing = read(BEFORE);
    const known = rememberBaselines(rememberBaselines({}, null, standing, 1), standing, read(renamed), 2);
    expect(baselineOf(known, "proven")).toMatchObject({ since: 1, time: { text: "2026-11-20" } });
  });

  test("into another zone is told once, and moves no baseline", () => {
    expect(problems(BEFORE, BEFORE, "timezone: UTC")).toEqual([expect.stringMatching(/^1 warning zone-changed: Every time without an offset moves with the zone, from Europe\/Oslo to UTC/)]);
    const known = rememberBaselines({}, null, read(BEFORE), 1);
    expect(rememberBaselines(known, read(BEFORE), read(BEFORE, "timezone: UTC"), 2)).toEqual(known);
  });

  test("counted from a milestone that moved has not moved itself", () => {
    const before = "id: tested, due: 2026-11-27\nid: release, due: 3 days after tested";
    const after = `id: tested, due: 2026-11-30, moved: [{ to: 2026-11-30, because: x, ${SEE} }]\nid: release, due: 3 days after tested`;
    expect(problems(after, before)).toEqual([]);
  });
});

describe("for any sequence of plans on the default branch", () => {
  const date = fc.integer({ min: 1, max: 28 }).map((day) => `2026-12-${String(day).padStart(2, "0")}`);
  const step = fc.record({
    due: fc.option(date, { nil: null }), planned: fc.option(date, { nil: null }),
    explain: fc.constantFrom<"not" | "reason" | "wholly">("not", "reason", "wholly"), present: fc.boolean(),
  });

  test("the first baseline stands for good, and a change that is let in explains every move", () => {
    fc.assert(fc.property(fc.array(step, { minLength: 1, maxLength: 12 }), (steps) => {
      let moved: string[] = [];
      let standing: ReleasePlan | null = null;
      let known: Baselines = {};
      let first: string | null = null;
      let live: string | null = null;
      for (const [at, { due, planned, explain, present }] of steps.entries()) {
        const lines = explain === "not" || due === null ? moved : [...moved, `{ to: ${due}, because: x${explain === "wholly" ? `, ${SEE}` : ""} }`];
        const text = present ? `id: a, title: A${planned === null ? "" : `, planned: ${planned}`}${due === null ? "" : `, due: ${due}`}${lines.length === 0 ? "" : `, moved: [${lines.join(", ")}]`}` : "id: other, due: 2027-06-01";
        const plan = read(text);
        const faults = standing === null ? [] : dateFaults({ plan: standing, baselines: known }, plan);
        const wasLive: string | null = live;
        known = rememberBaselines(known, standing, plan, at);
        const baseline = baselineOf(known, "a")?.time.text ?? null;
        if (first !== null) expect(baseline).toBe(first);
        first ??= baseline;
        const now = plan.milestones.find(({ id }) => id === "a")?.due?.text ?? null;
        const stood = standing?.milestones.some(({ id }) => id === "a") === true;
        if (faults.length === 0 && present && stood && wasLive !== null && now !== wasLive) expect(lines.slice(moved.length).join()).toContain("https://");
        standing = plan;
        live = now;
        moved = present ? lines : [];
      }
    }));
  });
});
