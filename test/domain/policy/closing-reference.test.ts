import { describe, expect, test } from "@jest/globals";
import { fc } from "../../support/properties.ts";
import { closingReferences } from "../../../src/domain/policy/closing-reference.ts";

function read(body: string): readonly string[] {
  return closingReferences(body, "acme/app").map((one) => `${one.repository}#${one.number}`);
}

describe("issues that a body says it closes", () => {
  test.each([
    ["each keyword in each of its forms is read", "close #1 closes #2 closed #3 fix #4 fixes #5 fixed #6 resolve #7 resolves #8 resolved #9", [1, 2, 3, 4, 5, 6, 7, 8, 9]],
    ["one keyword links one issue only, as on GitHub", "Fixes #1, #2 and #3", [1]],
    ["case does not matter and a colon is accepted", "FIXES: #4", [4]],
    ["a trailer names the issue of a release", "Some words.\n\nRelease-Issue: #9", [9]],
    ["emphasis and lists do not hide it", "* **Fixes** #7\n* closes [#8](https://github.com/acme/app/issues/8)", [7, 8]],
    ["a mention without a keyword is no closing", "See #5, related to #6", []],
    ["the word must stand alone", "prefixes #1, hotfix#2, fixes- #3, fix-#4", []],
    ["inline code is not speech", "Write `fixes #1` and ``closes #2`` there", []],
    ["fenced code is not speech", "```\nfixes #1\n```\n~~~text\nfixes #2\n~~~\nfixes #3", [3]],
    ["an open fence silences the rest", "```\nfixes #1", []],
    ["indented code is not speech", "Log:\n\n    fixes #1\n\nfixes #2", [2]],
    ["the second paragraph of a list item is speech", "- one\n\n    fixes #2", [2]],
    ["a quotation is somebody else's", "> fixes #1\nand still quoted, fixes #2\n\nfixes #3", [3]],
    ["a comment of a template is not speech", "<!-- fixes #1\n\ncloses #2 --> fixes #3", [3]],
    ["a comment that shows code does not swallow what follows", "<!--\n```\nfixes #1\n-->\nfixes #2", [2]],
    ["an unmatched backtick hides nothing", "a ` b fixes #1", [1]],
    ["a code span of several lines is one span", "`a\nfixes #1\nb` fixes #2", [2]],
    ["words on both sides of code do not become neighbours", "fixes `x` #1", []],
    ["issue number nought does not exist", "fixes #0", []],
    ["the same issue is named once", "fixes #1, closes acme/App#1", [1]],
  ])("%s", (_name, body, numbers) => {
    expect(read(body)).toEqual(numbers.map((number) => `acme/app#${number}`));
  });

  test("other repositories are read by name and by URL", () => {
    expect(read("fixes other/lib.js#3 and closes https://github.example.com/other/lib/issues/4, not https://github.com/other/lib/pull/5")).toEqual(["other/lib.js#3", "other/lib#4"]);
  });

  test("at most fifty are read", () => {
    expect(read(Array.from({ length: 80 }, (_, index) => `fixes #${index + 1}`).join("\n"))).toHaveLength(50);
  });

  test("what lies beyond sixty thousand characters is not read", () => {
    expect(read(`${"a ".repeat(30_000)} fixes #1`)).toEqual([]);
  });

  test("text made to be slow hides nothing that stands before it", () => {
    const repeated = ["[", "*_", "> ", "- ", "`", "```\n", "<!--", "~~", "fixes ", "a/", "![[", "\\", "fixes\t\t\t", "fix https://a/", "`a``b```"];
    for (const piece of repeated) expect([piece, read(`fixes #1\n\n${piece.repeat(50_000 / piece.length)}`)[0]]).toEqual([piece, "acme/app#1"]);
  });

  test("no body makes it throw", () => {
    fc.assert(fc.property(fc.array(fc.constantFrom("fixes", " ", "#1", "`", "```", "\n", ">", "- ", "<!--", "-->", "    ", "\u0000", "o/r#2", "~~~", "\t")), (parts) => {
      expect(read(parts.join("")).every((one) => /^[\w.-]+\/[\w.-]+#\d+$/.test(one))).toBe(true);
    }));
  });
});
