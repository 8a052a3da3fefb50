/** What gives way where an issue has no room: rows, and how many of them is said; what cannot be cut is left out whole. */
import { describe, expect, test } from "@jest/globals";
import { fc } from "../../support/properties.ts";
import { fewerRows } from "../../../src/domain/desired/give-room.ts";
import { desireSections } from "../../../src/domain/desired/milestone-issue.ts";
import { desireTrackingBody } from "../../../src/domain/desired/tracking-issue.ts";
import { readSection } from "../../../src/domain/desired/fenced-section.ts";

const MORE = "for which there is no room here: see the plan's file, or the Warden's page";

function table(rows: number): string {
  return ["Words.", ["| A | B |", "|---|---|", ...Array.from({ length: rows }, (_, at) => `| row ${at} | ${"x".repeat(40)} |`)].join("\n"), "The end."].join("\n\n");
}

describe("a text that is too long", () => {
  test("keeps its words and the first rows of its table, and says how many more there are", () => {
    const text = fewerRows(table(100), 1_000) ?? "";
    expect(text.length).toBeLessThanOrEqual(1_000);
    expect(text).toMatch(new RegExp(`^Words\\.\\n\\n\\| A \\| B \\|\\n\\|---\\|---\\|\\n\\| row 0 \\|[^]*\\n\\| and \\d+ more, ${MORE} \\| \\|\\n\\nThe end\\.$`));
  });

  test("adds what it leaves out to what was left out before", () => {
    const list = `- a ${"x".repeat(50)}\n- b ${"x".repeat(50)}\n- c\n- d\n- e ${"x".repeat(150)}\n- and 7 more`;
    expect(fewerRows(list, list.length - 20)).toBe(`- a ${"x".repeat(50)}\n- b ${"x".repeat(50)}\n- c\n- d\n- and 8 more, ${MORE}`);
  });

  test("keeps the boxes that people ticked as long as there are others", () => {
    const boxes = ["### Checklist", "", ...Array.from({ length: 30 }, (_, at) => `- [${at >= 25 ? "x" : " "}] task ${at} ${"y".repeat(60)}`)].join("\n");
    const text = fewerRows(boxes, 1_000) ?? "";
    expect(text.match(/- \[x\]/g)).toHaveLength(5);
    expect(text).toContain(`- and 18 more, ${MORE}`);
  });

  test.each([["has no rows", "word ".repeat(400)], ["is a block of code", `\`\`\`json\n${"- x\n".repeat(400)}\`\`\``], ["has few rows", `- ${"x".repeat(600)}\n- ${"x".repeat(600)}`]])("is not cut where it %s", (_name, text) => {
    expect(fewerRows(text, 1_000)).toBeNull();
  });

  test("never grows beyond its room, and loses no row unsaid", () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 6 }), fc.integer({ min: 0, max: 4_000 }), (sizes, room) => {
      const text = sizes.map((size, block) => [`Block ${block}`, "", ...Array.from({ length: size }, (_, at) => `- ${block}.${at} ${"z".repeat(at % 30)}`)].join("\n")).join("\n\n");
      const cut = fewerRows(text, room);
      if (cut === null) return;
      expect(cut.length).toBeLessThanOrEqual(Math.max(room, 0));
      const said = [...cut.matchAll(/and (\d+) more/g)].reduce((sum, [, count]) => sum + Number(count), 0);
      expect((cut.match(/^- \d/gm) ?? []).length + said).toBe(sizes.reduce((sum, size) => sum + size, 0));
    }), { numRuns: 100 });
  });
});

test("a table in an issue in which people wrote much stands shorter, beside what they wrote", () => {
  const { body } = desireSections("k", [{ name: "table", content: "" }], ["table"], null);
  const theirs = `${body}\n${"their own words. ".repeat(3_000)}`;
  const shown = desireSections("k", [{ name: "table", content: table(600) }], ["table"], theirs);
  expect(shown.body.length).toBeLessThanOrEqual(65_000);
  expect(shown.body.endsWith("their own words. ")).toBe(true);
  expect(readSection(shown.body, "table")).toMatch(new RegExp(`\\| row 0 \\|[^]*and \\d+ more, ${MORE}`));
});

test("the lists of a freeze's issue stand shorter before they are left out", () => {
  const list = (name: string): string => `### ${name}\n${Array.from({ length: 400 }, (_, at) => `- ${name} ${at} ${"w".repeat(60)}`).join("\n")}`;
  const { body } = desireTrackingBody("k", { freeze: "F", pulls: list("waits"), account: list("landed") }, { starts: [], entries: [], left: 0 }, null);
  expect(body.length).toBeLessThanOrEqual(60_000);
  expect(readSection(body, "account")).toContain("- landed 399");
  expect(readSection(body, "pulls")).toMatch(/- waits 0 [^]*and \d+ more, /);
});
