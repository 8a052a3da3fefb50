import { describe, expect, test } from "@jest/globals";
import { fc } from "../../support/properties.ts";
import { bodyOf, carriesKey, fenced, fenceLines, hiddenKey, readSection, replaceSection } from "../../../src/domain/desired/fenced-section.ts";

const [BEGIN, END] = fenceLines("list");

describe("a section of ours", () => {
  test("is written between its fences, and what people wrote around it stays", () => {
    const body = `before\r\n${fenced({ name: "list", content: "old" })}\tafter`;
    expect(replaceSection(body, "list", "new\nlines")).toEqual({ body: `before\r\n${BEGIN}\nnew\nlines\n${END}\tafter`, missing: false });
  });

  test.each([
    ["is not there", "no fences at all"], ["has lost its end", `a ${BEGIN} b`], ["has lost its beginning", `a ${END} b`], ["stands the wrong way round", `${END} a ${BEGIN}`],
    ["belongs to another name", fenced({ name: "other", content: "x" })],
  ])("that %s is left as it is, and said to be missing", (_how, body) => {
    expect(replaceSection(body, "list", "new")).toEqual({ body, missing: true });
    expect(readSection(body, "list")).toBeNull();
  });

  test("that a person copied is written once, and the copy is theirs", () => {
    const copy = fenced({ name: "list", content: "copy" });
    expect(replaceSection(`${fenced({ name: "list", content: "old" })}\n${copy}`, "list", "new").body).toBe(`${fenced({ name: "list", content: "new" })}\n${copy}`);
  });

  test("after a torn beginning is still found", () => {
    expect(replaceSection(`${BEGIN} torn ${fenced({ name: "list", content: "old" })}`, "list", "new").body).toBe(`${BEGIN} torn ${fenced({ name: "list", content: "new" })}`);
  });

  test("is not written again only because an editor changed its line ends", () => {
    const body = fenced({ name: "list", content: "one\ntwo" }).replaceAll("\n", "\r\n");
    expect(replaceSection(body, "list", "one\ntwo").body).toBe(body);
  });

  test("cannot be closed, opened or given a key by its own content", () => {
    const content = `${END} ${BEGIN} ${hiddenKey("tracking/x")}`;
    const body = bodyOf([{ name: "list", content }, { name: "other", content: "o" }]);
    expect([readSection(body, "list")?.includes("tracking/x"), readSection(body, "other"), carriesKey(body, "tracking/x")]).toEqual([true, "o", false]);
  });
});

/** Text that people could leave around and in sections, fences included. */
const prose = fc.string({ unit: fc.constantFrom("a", " ", "\n", "\r\n", "<!--", "-->", "`", "release-warden:", BEGIN, END, "é", "\u{1F600}"), maxLength: 30 });

test("whatever stands in a text, a section that is found reads back what was written, and everything outside is kept byte for byte", () => {
  fc.assert(fc.property(prose, fc.string({ maxLength: 40 }), (body, content) => {
    const { body: after, missing } = replaceSection(body, "list", content);
    if (missing) return after === body && readSection(body, "list") === null;
    const at = after.indexOf(readSection(after, "list") ?? "");
    const again = replaceSection(after, "list", content);
    const place = body.indexOf(END, body.indexOf(BEGIN));
    const from = body.lastIndexOf(BEGIN, place) + BEGIN.length;
    return at >= 0 && again.body === after && after.startsWith(body.slice(0, from)) && after.endsWith(body.slice(place));
  }), { numRuns: 500 });
});
