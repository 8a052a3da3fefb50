import { describe, expect, test } from "@jest/globals";
import { fc } from "../../support/properties.ts";
import type { LinkTarget, WrittenAcceptance } from "../../../src/domain/model/acceptance-link.ts";
import { MOST_LINKS, writtenAcceptance } from "../../../src/domain/policy/acceptance-links.ts";
import { linkTarget } from "../../../src/domain/policy/link-target.ts";
import type { LinkContext } from "../../../src/domain/policy/link-target.ts";

const context: LinkContext = { repository: "acme/app", number: 12, web: "https://github.com", addresses: ["https://acme.testmo.net/projects/3"], branches: ["main", "release/0.5"] };

function read(body: string): WrittenAcceptance {
  return writtenAcceptance(body, "Acceptance tests", context);
}

function texts(body: string): readonly string[] {
  return read(body).links.map((link) => link.text);
}

describe("the place for acceptance tests is found", () => {
  test.each([
    ["under a heading", "## Acceptance tests\n- tests/join_test.go\n\n## Notes\n- tests/other_test.go"],
    ["under the heading of a form field", "### Feature\n\nJoin\n\n### Acceptance tests\n\ntests/join_test.go\n\n### Docs\n\n_No response_"],
    ["in a form field that is shown as code", "### Acceptance tests\n\n```shell\ntests/join_test.go\n```\n\n### Docs\n\ntests/other_test.go"],
    ["with Windows line ends", "## Acceptance tests\r\n- tests/join_test.go\r\n\r\n## Notes\r\n- tests/other_test.go"],
    ["under an underlined heading", "Acceptance tests\n----------------\n- tests/join_test.go\n\nNotes\n-----\n- tests/other_test.go"],
    ["under a bold label", "**Acceptance tests**\n\n- tests/join_test.go\n\n**Notes**\n- tests/other_test.go"],
    ["behind a bold label", "**Acceptance tests:** tests/join_test.go\n\n**Notes**\n\ntests/other_test.go"],
    ["behind a plain label", "Acceptance tests: tests/join_test.go\n\nSee also tests/other_test.go"],
    ["under an item of a list", "- Acceptance tests:\n  - tests/join_test.go\n- Notes: tests/other_test.go"],
    ["in a row of a table", "| | |\n|---|---|\n| Code | src/join.go |\n| **Acceptance tests** | tests/join_test.go |\n| Lead | ann |"],
    ["in a column of a table", "| Feature | Acceptance tests |\n|:--|:-:|\n| Join | `tests/join_test.go` |"],
    ["in a table without outer bars", "Feature | Acceptance tests\n--|--\nJoin | tests/join_test.go\n\ntests/other_test.go"],
    ["in a deeper heading of the section", "## Acceptance tests\n### Happy path\n- tests/join_test.go\n## Else\n- tests/other_test.go"],
    ["beside a comment of the template", "## Acceptance tests\n<!-- for example\n- tests/example_test.go\n-->\n- tests/join_test.go"],
    ["in quiet when a heading stands in code", "```\n## Acceptance tests\n- tests/example_test.go\n```\n## Acceptance tests\n- tests/join_test.go"],
  ])("%s", (_name, body) => expect(texts(body)).toEqual(["tests/join_test.go"]));

  test.each([
    "# Acceptance Tests", "#### ACCEPTANCE TESTS", "## Acceptance-tests", "## acceptance_tests:", "## ✅ Acceptance tests", "## :white_check_mark: Acceptance tests ##", "## 3. Acceptance tests",
    "## **Acceptance tests**", "## Acceptance test", "## Acceptence tests", "## Acceptance tets", "## Acceptance tests (required)", "## Acceptance tests for joining", "## List of acceptance tests",
    "## Functional test cases", "## Acceptance test cases", "## Test scenarios",
  ])("spelt %j", (heading) => expect(texts(`${heading}\n- tests/join_test.go`)).toEqual(["tests/join_test.go"]));

  test.each(["## Tests", "## Acceptance", "## Unit tests", "## Performance tests", "Our acceptance tests: none so far are good: see"])("and not under %j", (heading) => {
    expect(read(`${heading}\n\n- tests/join_test.go`)).toMatchObject({ sectionFound: false, links: [] });
  });

  test("in the words that the plan uses", () => {
    expect(writtenAcceptance("## Abnahmetests\n- tests/join_test.go", "Abnahmetests", context).links).toHaveLength(1);
  });

  test("when it is empty, as an empty one", () => expect(read("### Acceptance tests\n\n_No response_\n")).toEqual({ sectionFound: true, links: [], unlinked: [], cut: false }));
  test("and not when there is none", () => expect(read("Just words, and tests/join_test.go").sectionFound).toBe(false));
});

describe("links are told from words", () => {
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ["- [joining](tests/join_test.go) and `tests/leave_test.go::TestLeave`", ["tests/join_test.go", "tests/leave_test.go::TestLeave"]],
    ["- [x] done by tests/join_test.go.", ["tests/join_test.go"]],
    ["- CI/CD and/or either/or n/a 1/2", []],
    ["- tests/e2e", ["tests/e2e"]],
    ["- everything in tests/e2e/ must pass", ["tests/e2e/"]],
    ["- tests/**/*.feature", ["tests/**/*.feature"]],
    ["- https://github.com/acme/app/blob/main/tests/join_test.go#L3, then more", ["https://github.com/acme/app/blob/main/tests/join_test.go#L3"]],
    ["- <https://acme.testmo.net/projects/3/cases/7>", ["https://acme.testmo.net/projects/3/cases/7"]],
    ["- #41, acme/tests#7 and GH-8", ["#41", "acme/tests#7", "GH-8"]],
    ["- version 0.5.0 e.g. with v1.2.3", []],
    ["- ![screenshot](tests/shot_test.png)", []],
    ["- tests/a_test.go, tests/b_test.go; tests/c_test.go", ["tests/a_test.go", "tests/b_test.go", "tests/c_test.go"]],
    ["- test_join.py::TestJoin::test_twice", ["test_join.py::TestJoin::test_twice"]],
  ];
  test.each(cases)("%s", (line, expected) => expect(texts(`## Acceptance tests\n${line}`)).toEqual(expected));

  test("an item that describes a test and links none is remembered", () => {
    expect(read("## Acceptance tests\nAll of these must pass:\n- nodes come back after a restart\n- tests/join_test.go")).toMatchObject({ unlinked: ["nodes come back after a restart"], links: [{ text: "tests/join_test.go" }] });
  });

  test("the same target is counted once", () => expect(texts("## Acceptance tests\n- tests/a_test.go\n- ./tests/a_test.go\n- /tests/a_test.go")).toEqual(["tests/a_test.go"]));

  test("what a command, a sub-issue or a test file adds stands beside what was written", () => {
    const written = writtenAcceptance("", "Acceptance tests", context, [{ text: "tests/a_test.go", source: "command" }, { text: "#5", source: "sub-issue" }]);
    expect(written.links.map((link) => [link.source, link.target.kind])).toEqual([["command", "file"], ["sub-issue", "issue"]]);
  });
});

describe("what a link points to", () => {
  const file = (path: string, more: object = {}): object => ({ kind: "file", repository: "acme/app", ref: null, path, testCase: null, lines: null, ...more });
  const cases: readonly (readonly [string, object])[] = [
    ["tests/a_test.go", file("tests/a_test.go")],
    ["./tests//a_test.go", file("tests/a_test.go")],
    ["tests/a.py::TestA::test_b[x::y]", file("tests/a.py", { testCase: "TestA::test_b[x::y]" })],
    ["tests/a.feature:12", file("tests/a.feature", { lines: [12, 12] })],
    ["tests/a_test.go#TestJoin", file("tests/a_test.go", { testCase: "TestJoin" })],
    ["tests/e2e/", { kind: "directory", repository: "acme/app", ref: null, path: "tests/e2e/" }],
    ["tests/*.feature", { kind: "glob", repository: "acme/app", pattern: "tests/*.feature" }],
    ["https://github.com/acme/app/blob/0123456789abcdef0123456789abcdef01234567/tests/a_test.go#L3-L9", file("tests/a_test.go", { ref: "0123456789abcdef0123456789abcdef01234567", lines: [3, 9] })],
    ["https://github.com/acme/app/blob/release/0.5/tests/a_test.go", file("tests/a_test.go", { ref: "release/0.5" })],
    ["https://github.com/acme/tests/tree/main/e2e", { kind: "directory", repository: "acme/tests", ref: "main", path: "e2e/" }],
    ["https://github.com/acme/app/blob/main/tests/a%20b_test.go", file("tests/a b_test.go", { ref: "main" })],
    ["../blob/main/tests/a_test.go", file("tests/a_test.go", { ref: "main" })],
    ["https://github.com/acme/app/issues/7#issuecomment-1", { kind: "issue", repository: "acme/app", number: 7 }],
    ["https://github.com/other/lib/pull/9/files", { kind: "issue", repository: "other/lib", number: 9 }],
    ["#41", { kind: "issue", repository: "acme/app", number: 41 }],
    ["https://acme.testmo.net/projects/3/cases/7", { kind: "address", url: "https://acme.testmo.net/projects/3/cases/7" }],
    ["https://acme.testmo.net/projects/33", { kind: "unusable", why: "other-host" }],
    ["https://github.com.evil.example/acme/app/blob/main/a_test.go", { kind: "unusable", why: "other-host" }],
    ["https://user:secret@github.com/acme/app/issues/1", { kind: "unusable", why: "unreadable" }],
    ["https://github.com/acme/app/wiki/Tests", { kind: "unusable", why: "not-a-file" }],
    ["https://github.com/acme/app/tree/main", { kind: "unusable", why: "everything" }],
    ["../../etc/passwd", { kind: "unusable", why: "outside" }],
    ["tests/../../x", { kind: "unusable", why: "outside" }],
    ["**", { kind: "unusable", why: "everything" }],
    ["a*/b*/c*/d*/e*", { kind: "unusable", why: "bad-pattern" }],
    ["javascript:alert(1)", { kind: "unusable", why: "unreadable" }],
    ["#0", { kind: "unusable", why: "unreadable" }],
  ];
  test.each(cases)("%s", (text, expected) => expect(linkTarget(text, context)).toEqual(expected));

  test("a path never leaves its repository and nothing is ever thrown", () => {
    fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 60 }), fc.constantFrom("", "../", "/", "https://github.com/", "https://github.com/a/b/blob/main/", "x/../../"), (text, before) => {
      const target: LinkTarget = linkTarget(before + text, context);
      const path = target.kind === "file" || target.kind === "directory" ? target.path : target.kind === "glob" ? target.pattern : "x";
      expect(path.split("/")).not.toContain("..");
      expect(path.startsWith("/")).toBe(false);
    }));
  });
});

describe("hostile and huge bodies", () => {
  const filler: readonly (readonly [string, string])[] = [
    ["brackets", "["], ["half links", "[]("], ["stars", "*_"], ["backticks", "`a``"], ["bars", "|a"], ["hashes", "#"], ["colons", "a:"], ["comments", "<!--"], ["comment ends", "-->"], ["spaces", "  "],
    ["slashes", "a/"], ["dots", "a."], ["addresses", "https://"], ["lines", "- [ ] x\n"], ["tables", "|a|b|\n|-|-|\n"], ["labels", "**Acceptance tests**\n"], ["fences", "```\n"], ["references", "a/b#1"],
  ];
  test.each(filler)("60 KB of %s are read", (_name, piece) => {
    const body = `## Acceptance tests\n${piece.repeat(Math.ceil(60_000 / piece.length))}\n- tests/last_test.go`;
    const written = read(body);
    expect(written.sectionFound).toBe(true);
  });

  test("no more links are kept than can be looked at, and that is said", () => {
    const written = read(`## Acceptance tests\n${Array.from({ length: 2_000 }, (_, index) => `- tests/t${index}_test.go`).join("\n")}`);
    expect(written.links).toHaveLength(MOST_LINKS);
    expect(written.cut).toBe(true);
  });

  test("any text is read without an error", () => {
    fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 400 }), (text) => { expect(read(`## Acceptance tests\n${text}`).sectionFound).toBe(true); }));
  });
});
