import { describe, expect, test } from "@jest/globals";
import { commandLines } from "../../../src/domain/command/command-lines.ts";
import { parseCommand } from "../../../src/domain/command/parse.ts";
import { VERBS } from "../../../src/domain/command/verbs.ts";

describe("a comment's commands are its lines that begin with /warden", () => {
  test.each<readonly [string, string, readonly string[]]>([
    ["the first line", "/warden why", ["/warden why"]],
    ["a line after words", "Thank you!\n\n/warden approve\r\n", ["/warden approve"]],
    ["several, in their order", "/warden revoke\n/warden waive because x", ["/warden revoke", "/warden waive because x"]],
    ["in capitals, with spaces before it", "  /Warden why", ["/Warden why"]],
    ["the name alone", "/warden", ["/warden"]],
    ["with code inside its reason", "/warden waive because `a` and *b* <!-- c -->", ["/warden waive because `a` and *b* <!-- c -->"]],
    ["nothing but a mention of it", "see /warden why", []],
    ["another word", "/wardens why", []],
    ["a quotation", "> /warden approve\n\nNo.", []],
    ["the line after a quotation, which Markdown counts to it", "> said\n/warden approve", []],
    ["after a quotation and a blank line", "> said\n\n/warden approve", ["/warden approve"]],
    ["fenced code", "```\n/warden approve\n```", []],
    ["a fence that is never closed", "~~~ sh\n/warden approve", []],
    ["indented code", "Like so:\n\n    /warden approve", []],
    ["a code span over two lines", "write `this\n/warden approve` there", []],
    ["an HTML comment", "<!--\n/warden approve\n-->", []],
    ["an HTML comment that is never closed", "<!-- hidden\n\n/warden approve", []],
    ["a list", "- /warden approve", []],
    ["a forged mark of the reader's own", "\ue0000\ue000/warden\ue0001\ue000 approve", []],
  ])("%s", (_name, comment, lines) => {
    expect(commandLines(comment)).toEqual(lines);
  });

  test("64 KB of anything hides nothing that stands before it", () => {
    for (const piece of ["*_", "`", "> ", "<!--", "\n", "[a](", "/warden waive because until privately on "]) expect([piece, commandLines(`/warden why\n\n${piece.repeat(65_000 / piece.length)}`)[0]]).toEqual([piece, "/warden why"]);
    for (const piece of [" until x", " privately", " on b", "\"", " because"]) expect([piece, parseCommand(`/warden freeze because${piece.repeat(200)}`)]).toEqual([piece, expect.anything()]);
  });
});

const EMPTY = { argument: null, on: null, until: null, because: null, privately: null };

describe("a command is read with its clauses", () => {
  test.each<readonly [string, object]>([
    ["/warden why", { verb: "why" }],
    ["/warden", { verb: "help" }],
    ["/warden help waive", { verb: "help", argument: "waive" }],
    ["/warden approve 3f2a91c", { verb: "approve", argument: "3f2a91c" }],
    ["/WARDEN Freeze because of it", { verb: "freeze", because: "of it" }],
    ["/warden freeze on release/2 until 2026-12-08 because the end is near", { verb: "freeze", on: "release/2", until: "2026-12-08", because: "the end is near" }],
    ["/warden freeze until release on main because x", { verb: "freeze", until: "release", on: "main", because: "x" }],
    ["/warden freeze because tests run privately Acme pays for it", { verb: "freeze", because: "tests run", privately: "Acme pays for it" }],
    ["/warden freeze because tests run privately Acme pays until release", { verb: "freeze", because: "tests run", privately: "Acme pays", until: "release" }],
    ["/warden waive because it burns until 2026-12-03T12:00+01:00", { verb: "waive", because: "it burns", until: "2026-12-03T12:00+01:00" }],
    ["/warden waive because we wait until they are all back", { verb: "waive", because: "we wait until they are all back" }],
    ["/warden waive because \"we wait until Monday\"", { verb: "waive", because: "we wait until Monday" }],
    ["/warden waive because \"we wait privately\" until release", { verb: "waive", because: "we wait privately", until: "release" }],
    ["/warden waive until 2026-12 first half because x until y", { verb: "waive", until: "2026-12 first half", because: "x until y" }],
    ["/warden thaw manual-77 because it is out", { verb: "thaw", argument: "manual-77", because: "it is out" }],
    ["/warden thaw    because   it   is  out", { verb: "thaw", because: "it is out" }],
    ["/warden waive because @everyone <b>x</b> [a](http://e) `y`", { verb: "waive", because: "@everyone <b>x</b> [a](http://e) `y`" }],
  ])("%s", (line, expected) => {
    const parsed = parseCommand(line);
    expect(parsed.ok ? parsed.command : parsed.problem).toEqual({ ...EMPTY, ...expected });
  });

  test.each<readonly [string, string, string]>([
    ["/warden aprove", "unknown-verb", "did you mean `/warden approve [COMMIT]`?"],
    ["/warden frobnicate", "unknown-verb", "`/warden help` lists what there is"],
    ["/warden freeze", "no-reason", "write `/warden freeze [on BRANCH] [until WHEN] because WHY [privately WHY]`"],
    ["/warden freeze because", "no-reason", "write `/warden freeze [on BRANCH] [until WHEN] because WHY [privately WHY]`"],
    ["/warden freeze until because x", "empty-clause", "write `/warden freeze [on BRANCH] [until WHEN] because WHY [privately WHY]`"],
    ["/warden freeze everything because x", "not-understood", "write `/warden freeze [on BRANCH] [until WHEN] because WHY [privately WHY]`"],
    ["/warden waive on main because x", "unknown-clause", "write `/warden waive because WHY [until WHEN]`"],
    ["/warden approve the change", "not-understood", "write `/warden approve [COMMIT]`"],
    [`/warden waive because ${"x".repeat(501)}`, "long-reason", "say it in a sentence, and link to the rest"],
    [`/warden waive because ${"x ".repeat(1_500)}`, "long-line", "say it in a sentence, and link to the rest"],
  ])("wrong command %# is answered with what to write", (line, code, hint) => {
    const parsed = parseCommand(line);
    expect(parsed.ok ? parsed.command : parsed.problem).toMatchObject({ code, hint });
  });

  test("every example of every verb is read as that verb", () => {
    for (const row of VERBS) for (const example of row.examples) expect([example, parseCommand(example)]).toMatchObject([example, { ok: true, command: { verb: row.verb } }]);
  });
});
