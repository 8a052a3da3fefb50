import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import type { TestResult } from "../../../src/domain/model/test-result.ts";
import { indexResults } from "../../../src/domain/policy/result-index.ts";
import { readReport } from "../../../src/reports/read-report.ts";
import { result } from "../../support/feature-builder.ts";

async function reported(name: string): Promise<readonly TestResult[]> {
  const results: TestResult[] = [];
  await readReport([readFileSync(new URL(`../../fixtures/reports/${name}`, import.meta.url))], (one) => results.push(one));
  return results;
}

function found(results: readonly TestResult[], path: string, testCase: string | null = null, cases: readonly string[] | null = null): readonly string[] {
  return indexResults(results).find({ path, cases }, testCase).map((one) => `${one.outcome} ${one.name}`);
}

describe("a linked test is found in the report of its runner", () => {
  test("jest-junit: by file and by words", async () => {
    const results = await reported("jest-junit.xml");
    expect(found(results, "packages/net/test/joining.test.ts")).toHaveLength(4);
    expect(found(results, "test/joining.test.ts", "a node joins twice")).toEqual(["failed joining a node joins twice"]);
    expect(found(results, "test/leaving.test.ts")).toEqual([]);
  });

  test("pytest: by module, class and name, with all its variants", async () => {
    const results = await reported("pytest.xml");
    expect(found(results, "tests/test_join.py")).toHaveLength(6);
    expect(found(results, "backend/tests/test_join.py", "TestJoin::test_peers")).toEqual(["passed test_peers[3-udp]"]);
    expect(found(results, "tests/test_join.py", "TestJoin")).toHaveLength(3);
    expect(found(results, "tests/test_join.py", "TestLeave::test_once")).toEqual([]);
    expect(found(results, "other/test_join.py")).toEqual([]);
  });

  test("Surefire: by class", async () => {
    const results = await reported("surefire.xml");
    expect(found(results, "core/src/test/java/org/acme/JoinTest.java")).toHaveLength(5);
    expect(found(results, "src/test/java/org/acme/JoinTest.java", "joinsSlowly")).toEqual(["flaky joinsSlowly"]);
    expect(found(results, "src/test/java/org/other/JoinTest.java")).toEqual([]);
  });

  test("go-junit-report: by package, and within it by the cases that the file has", async () => {
    const results = await reported("go-junit-report.xml");
    expect(found(results, "actor/join_test.go", null, ["TestJoin", "TestWindows"])).toEqual(["passed TestJoin", "passed TestJoin/over_udp", "skipped TestWindows"]);
    expect(found(results, "actor/leave_test.go", "TestLeave")).toEqual(["failed TestLeave"]);
    expect(found(results, "actor/join_test.go")).toEqual([]);
    expect(found(results, "network/actor/join_test.go", null, ["TestJoin"])).toEqual([]);
  });

  test("cargo-nextest: by crate and case, or by the file of an integration test", async () => {
    const results = await reported("nextest.xml");
    expect(found(results, "acme-join/src/lib.rs", null, ["joins_once", "joins_slowly"])).toEqual(["passed tests::joins_once", "flaky tests::joins_slowly"]);
    expect(found(results, "acme-join/tests/e2e.rs")).toEqual(["passed network_of_three"]);
    expect(found(results, "other/tests/e2e.rs")).toEqual([]);
  });
});

describe("what is told twice", () => {
  test("counts as it was told last", () => expect(found([result("a_test.ts", "x", "failed"), result("a_test.ts", "x", "passed")], "a_test.ts")).toEqual(["passed x"]));
  test("counts for each file of the same name by its own path", () => {
    const results = [result("one/a.test.ts", "x"), result("two/a.test.ts", "y", "failed"), result("a.test.ts", "z")];
    expect([found(results, "one/a.test.ts"), found(results, "two/a.test.ts"), found(results, "a.test.ts")]).toEqual([["passed x"], ["failed y"], ["passed z"]]);
  });
  test("counts together when the same path stands in several checkouts", () => expect(found([result("/r1/w/src/a.test.ts", "x"), result("/r2/w/src/a.test.ts", "y")], "src/a.test.ts")).toHaveLength(2));
  test("counts for nobody when two files fit a shorter name alike", () => expect(found([result("a/b.test.ts", "x"), result("b.test.ts", "y")], "q/a/b.test.ts")).toEqual([]));
});
