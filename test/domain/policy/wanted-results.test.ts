/** Of a report only what belongs to a linked test is kept, and nothing else is found than would be without that. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import type { TestResult } from "../../../src/domain/model/test-result.ts";
import { indexResults } from "../../../src/domain/policy/result-index.ts";
import { createSieve, wantedNames } from "../../../src/domain/policy/wanted-results.ts";
import type { WantedTest } from "../../../src/domain/policy/wanted-results.ts";
import { readReport } from "../../../src/reports/read-report.ts";
import { result } from "../../support/feature-builder.ts";
import { fc } from "../../support/properties.ts";

function kept(results: readonly TestResult[], wanted: readonly WantedTest[]): readonly TestResult[] {
  const sieve = createSieve(wantedNames(wanted));
  return results.filter((one) => sieve.wants(one));
}

function sameFound(results: readonly TestResult[], wanted: readonly WantedTest[]): void {
  const [all, some] = [indexResults(results), indexResults(kept(results, wanted))];
  for (const { file, testCase } of wanted) expect(new Set(some.find(file, testCase))).toEqual(new Set(all.find(file, testCase)));
}

const step = fc.constantFrom("tests", "test", "net", "acme", "join", "TestJoin", "JoinTest");
const fileName = fc.constantFrom("join_test.go", "test_join.py", "JoinTest.java", "join.rs", "join.test.ts");
const caseName = fc.constantFrom("TestJoin", "joins", "a node joins", "TestJoin::joins", "TestJoin/udp", "joins(int)[1]", "net::joins", "JoinTest.joins", "other");
const path = fc.tuple(fc.array(step, { maxLength: 3 }), fileName).map(([folders, name]) => [...folders, name].join("/"));
const className = fc.tuple(fc.array(step, { maxLength: 4 }), fc.constantFrom(".", "/", "::")).map(([steps, between]) => steps.join(between));
const anyResult = fc.tuple(fc.option(path), className, fc.array(caseName, { maxLength: 2 }), fc.oneof(caseName, fc.tuple(caseName, caseName).map((both) => both.join(" ")))).map(([file, name, suites, title]) => result(file, title, "passed", { className: name, suites }));
const anyWanted = fc.record({ file: fc.record({ path, cases: fc.option(fc.array(caseName, { maxLength: 3 })) }), testCase: fc.option(caseName) });

describe("results that no linked test can have", () => {
  test("are left out, and every linked test is found as among all of them", () => {
    fc.assert(fc.property(fc.array(anyResult, { maxLength: 25 }), fc.array(anyWanted, { minLength: 1, maxLength: 4 }), sameFound), { numRuns: 2_000 });
  });

  test.each([
    ["jest-junit.xml", "test/joining.test.ts", "a node joins twice"], ["pytest.xml", "backend/tests/test_join.py", "TestJoin::test_peers"],
    ["surefire.xml", "src/test/java/org/acme/JoinTest.java", "joinsSlowly"], ["go-junit-report.xml", "actor/join_test.go", "TestJoin"], ["nextest.xml", "tests/e2e.rs", "joins"],
  ])("of real runners: %s", async (report, file, testCase) => {
    const results: TestResult[] = [];
    await readReport([readFileSync(new URL(`../../fixtures/reports/${report}`, import.meta.url))], (one) => results.push(one));
    sameFound(results, [{ file: { path: file, cases: [testCase] }, testCase }]);
    sameFound(results, [{ file: { path: file, cases: null }, testCase: null }]);
  });

  test("of a hundred thousand in one report, those of two linked tests are kept", () => {
    const results = Array.from({ length: 100_000 }, (_, index) => result(null, `TestNumber${index}`, "passed", { className: `example.org/acme/package${index % 50}` }));
    const wanted: readonly WantedTest[] = [{ file: { path: "package7/all_test.go", cases: ["TestNumber7", "TestNumber57"] }, testCase: "TestNumber57" }, { file: { path: "package8/all_test.go", cases: null }, testCase: "TestNumber58" }];
    // Beside these two, one of each package, by which it is known that there is one.
    expect(kept(results, wanted).map(({ name }) => name)).toEqual(["TestNumber7", "TestNumber8", "TestNumber57", "TestNumber58"]);
    sameFound(results, wanted);
  });
});
