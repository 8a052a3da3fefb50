import { describe, expect, test } from "@jest/globals";
import { casesIn, isTestFile, issuesNamedIn } from "../../../src/domain/policy/test-file.ts";

describe("a file is a test", () => {
  test.each(["actor/join_test.go", "tests/test_join.py", "test/join.ts", "src/join.spec.tsx", "src/test/java/JoinTest.java", "maint/e2e/join.feature", "crates/x/tests/join.rs", "src/__tests__/join.js"])("by the habits of its runner: %s", (path) => expect(isTestFile(path, [])).toBe(true));
  test.each(["src/join.go", "README.md", "docs/testing.md", "src/latest.ts", "testdata.json", "contest/app.py"])("and %s is none", (path) => expect(isTestFile(path, [])).toBe(false));
  test("by the plan's own patterns, and by nothing else, where there are any", () => {
    expect([isTestFile("checks/join.txt", ["checks/**"]), isTestFile("actor/join_test.go", ["checks/**"])]).toEqual([true, false]);
  });
});

describe("test cases are found", () => {
  test.each([
    ["Go", "a_test.go", "package a\n\nfunc TestJoin(t *testing.T) {\n}\nfunc (s *Suite) TestLeave() {}\nfunc helper() {}", ["TestJoin 3", "TestLeave 5"]],
    ["Python", "test_a.py", "class TestJoin:\n    def test_once(self):\n        pass\n    async def test_twice(self): ...\ndef helper(): ...", ["TestJoin 1", "test_once 2", "test_twice 4"]],
    ["TypeScript", "a.test.ts", "describe(\"joining\", () => {\n  test('once', f);\n  it.each(x)(\"no\", f);\n  test.only(`twice`, f);\n});", ["joining 1", "once 2", "twice 4"]],
    ["Java", "ATest.java", "class ATest {\n  @Test\n  public void joins() {}\n  void leaves() {}\n}", ["joins 3", "leaves 4"]],
    ["Rust", "a.rs", "#[test]\nfn joins() {}\n#[tokio::test]\nasync fn leaves() {}", ["joins 2", "leaves 4"]],
    ["Gherkin", "a.feature", "Feature: Joining\n  Scenario: A node joins\n    Given x\n  Scenario Outline: Many join", ["Joining 1", "A node joins 2", "Many join 4"]],
  ])("in %s", (_name, path, content, expected) => expect(casesIn(path, content)?.map((one) => `${one.name} ${one.line}`)).toEqual(expected));
  test("nowhere in a file of a kind that is not known", () => expect(casesIn("a.txt", "test x")).toBeNull());
});

describe("issues that a test file names", () => {
  test.each([
    ["// @acceptance #12", ["acme/app#12"]], ["@issue-12 @slow", ["acme/app#12"]], ["# acceptance test for other/lib#3", ["other/lib#3"]],
    ["@covers(https://github.com/acme/app/issues/7)", ["acme/app#7"]], ["see #9", []], ["@acceptance 1.5", []], ["@issue-12 and @acceptance #12", ["acme/app#12"]],
  ])("%s", (content, expected) => expect(issuesNamedIn(content, "acme/app").map((one) => `${one.repository}#${one.number}`)).toEqual(expected));
});
