import { describe, expect, test } from "@jest/globals";
import { fc } from "../../support/properties.ts";
import { checklistItems, decideChecklist, progressOf } from "../../../src/domain/policy/checklist.ts";
import { milestone } from "../../support/plan-builder.ts";

const task = (text: string) => ({ task: text, owner: null, before: null, due: null });

function items(...tasks: readonly string[]) {
  return checklistItems(milestone("tested", "2026-12-01T09:00Z", { checklist: tasks.map(task) }), "acme/app");
}

describe("a checklist", () => {
  test.each([
    ["Close #12", { repository: "acme/app", number: 12 }],
    ["See acme/site#3.", { repository: "acme/site", number: 3 }],
    ["https://github.com/acme/site/pull/4 merged", { repository: "acme/site", number: 4 }],
    ["acme/site#3 and https://github.com/acme/site/issues/3", { repository: "acme/site", number: 3 }],
    ["Either #1 or #2", null],
    ["Colour #12ab34", null],
    ["page.html#12", null],
    ["Upgrade the runtime", null],
  ])("that says %s points to %j", (text, link) => {
    expect(items(text)[0]?.link).toEqual(link);
  });

  test("without items is not done", () => {
    expect(progressOf([])).toEqual({ done: 0, total: 0, complete: false });
  });

  test("ticks what is closed, and believes no box whose issue is open", () => {
    const list = items("Close #1", "Close #2", "Close #3");
    const ticks = list.map(({ key }) => ({ key, by: "ann", byRight: true }));
    const decided = decideChecklist(list, ticks.slice(1), ({ number }) => (number === 1 ? true : number === 2 ? false : null));
    expect(decided.map(({ done, disputed }) => [done, disputed])).toEqual([[true, null], [false, "still-open"], [false, "still-open"]]);
    expect(progressOf(decided)).toEqual({ done: 1, total: 3, complete: false });
  });

  test("believes a box without a link unless it was ticked without the right", () => {
    const list = items("Write the notes", "Write the notes", "Tell the testers");
    const decided = decideChecklist(list, list.map(({ key }, index) => ({ key, by: "ann", byRight: [true, false, null][index] ?? null })), () => null);
    expect(decided.map(({ key, done, disputed }) => [key, done, disputed])).toEqual([["write-the-notes", true, null], ["write-the-notes.2", false, "no-right"], ["tell-the-testers", true, null]]);
  });

  test("gives each item a key of its own that says nothing but letters, digits and percent signs", () => {
    fc.assert(fc.property(fc.array(fc.string({ unit: "binary", maxLength: 90 }), { maxLength: 20 }), (texts) => {
      const keys = items(...texts.map((text) => text.toWellFormed())).map(({ key }) => key);
      expect(new Set(keys).size).toBe(keys.length);
      for (const key of keys) expect(key).toMatch(/^[\w.%!~*'()-]+$/);
    }));
  });
});
