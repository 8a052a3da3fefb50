import { readFileSync } from "node:fs";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, test } from "@jest/globals";
import { fc } from "../support/properties.ts";
import type { ReportSummary, TestResult } from "../../src/domain/model/test-result.ts";
import { REPORT_LIMITS } from "../../src/reports/report-limits.ts";
import type { ReportLimits } from "../../src/reports/report-limits.ts";
import { readReport } from "../../src/reports/read-report.ts";

interface Reading extends ReportSummary {
  readonly results: readonly TestResult[];
}

async function read(content: string | Uint8Array, options: { readonly limits?: Partial<ReportLimits>; readonly pieces?: number } = {}): Promise<Reading> {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  const size = options.pieces ?? bytes.length;
  const chunks = Array.from({ length: Math.ceil(bytes.length / Math.max(1, size)) }, (_, index) => bytes.subarray(index * size, (index + 1) * size));
  const results: TestResult[] = [];
  const summary = await readReport(chunks, (result) => results.push(result), { ...REPORT_LIMITS, ...options.limits });
  return { ...summary, results };
}

function fixture(name: string): Uint8Array {
  return readFileSync(new URL(`../fixtures/reports/${name}`, import.meta.url));
}

function lines({ results }: Reading): readonly string[] {
  return results.map((result) => `${result.outcome} ${result.className} | ${result.name}`);
}

describe("reports as runners write them", () => {
  test("jest-junit tells the file of each case", async () => {
    const report = await read(fixture("jest-junit.xml"));
    expect(report).toMatchObject({ format: "junit", cases: 4, problem: null });
    expect(report.results.map((one) => [one.outcome, one.name, one.file, one.duration])).toEqual([
      ["passed", "joining a node joins once", "test/joining.test.ts", 11], ["failed", "joining a node joins twice", "test/joining.test.ts", 4],
      ["skipped", "joining is refused to strangers", "test/joining.test.ts", 0], ["passed", "joining works over IPv6", "test/joining.test.ts", 1_000_500],
    ]);
  });

  test("pytest tells errors in the setup, expected failures and its environment", async () => {
    const report = await read(fixture("pytest.xml"));
    expect(lines(report)).toEqual([
      "passed tests.test_join.TestJoin | test_once", "passed tests.test_join.TestJoin | test_peers[3-udp]", "failed tests.test_join.TestJoin | test_twice",
      "skipped tests.test_join | test_on_windows", "skipped tests.test_join | test_later", "failed tests.test_join | test_port",
    ]);
    expect(report.properties).toEqual({ environment: "feature-environment", "environment.version": "2024-10" });
    expect(report.results[3]?.message).toBe("needs Windows");
  });

  test("Surefire tells what was run again, and its logs are no cases", async () => {
    expect(lines(await read(fixture("surefire.xml")))).toEqual([
      "passed org.acme.JoinTest | joinsOnce", "failed org.acme.JoinTest | joinsTwice", "flaky org.acme.JoinTest | joinsSlowly", "skipped org.acme.JoinTest | joinsLater", "failed org.acme.JoinTest | opensPort",
    ]);
  });

  test("go-junit-report names packages, and parts of tests", async () => {
    const report = await read(fixture("go-junit-report.xml"));
    expect(lines(report)).toEqual([
      "passed example.org/acme/dms/actor | TestJoin", "passed example.org/acme/dms/actor | TestJoin/over_udp", "failed example.org/acme/dms/actor | TestLeave",
      "skipped example.org/acme/dms/actor | TestWindows", "passed example.org/acme/dms/storage | TestVolume",
    ]);
    expect(report.properties).toEqual({ "go.version": "go1.23.2 linux/amd64" });
  });

  test("cargo-nextest names crates and binaries, and what was retried", async () => {
    expect(lines(await read(fixture("nextest.xml")))).toEqual([
      "passed acme-join | tests::joins_once", "failed acme-join | tests::joins_twice", "flaky acme-join | tests::joins_slowly", "passed acme-join::e2e | network_of_three",
    ]);
  });

  test("CTRF, where what is neither passed nor skipped has failed", async () => {
    const report = await read(fixture("ctrf.json"));
    expect(report).toMatchObject({ format: "ctrf", cases: 5, problem: null, properties: { environment: "feature-environment", osplatform: "linux" } });
    expect(report.results.map((one) => [one.outcome, one.file, one.suites.join(" / ")])).toEqual([
      ["passed", "tests/e2e/join.spec.ts", "joining"], ["failed", "tests/e2e/join.spec.ts", "e2e / joining"], ["flaky", null, ""], ["skipped", null, ""], ["skipped", null, ""],
    ]);
    expect((await read('{"results":{"tests":[{"name":"x","status":"other"}]}}')).results[0]?.outcome).toBe("failed");
  });

  test("suites inside suites, and a status without an element", async () => {
    const report = await read('<testsuites><testsuite name="a"><testsuite name="b" file="./x_test.go"><testcase name="c" status="notrun"/></testsuite><testcase name="d"/></testsuite></testsuites>');
    expect(report.results.map((one) => [one.suites, one.file, one.outcome])).toEqual([[["a", "b"], "x_test.go", "skipped"], [["a"], null, "passed"]]);
  });
});

describe("bytes may come in any way", () => {
  test.each(["jest-junit.xml", "pytest.xml", "surefire.xml", "go-junit-report.xml", "nextest.xml", "ctrf.json"])("%s reads the same in pieces of any size", async (name) => {
    const whole = await read(fixture(name));
    await fc.assert(fc.asyncProperty(fc.integer({ min: 1, max: 400 }), async (pieces) => { expect(await read(fixture(name), { pieces })).toEqual(whole); }), { numRuns: 25 });
  });

  test("in other encodings", async () => {
    const latin = Uint8Array.from(Array.from('<?xml version="1.0" encoding="ISO-8859-1"?><testsuite><testcase name="Blåbær"/></testsuite>', (character) => character.charCodeAt(0)));
    const wide = Buffer.from('\ufeff<?xml version="1.0" encoding="UTF-16"?><testsuite><testcase name="Blåbær"/></testsuite>', "utf16le");
    expect([(await read(latin)).results[0]?.name, (await read(wide)).results[0]?.name]).toEqual(["Blåbær", "Blåbær"]);
    expect((await read('<?xml version="1.0" encoding="EBCDIC-CP-US"?><testsuite/>')).problem?.code).toBe("encoding");
  });
});

describe("a report that cannot be believed says why", () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ["a document type", '<?xml version="1.0"?>\n<!DOCTYPE x [<!ENTITY a "b">]><testsuite/>', "hostile 2"],
    ["an outside entity", '<!DOCTYPE x SYSTEM "file:///etc/passwd"><testsuite/>', "hostile 1"],
    ["an entity nobody defined", '<testsuite>\n<testcase name="&lol;"/></testsuite>', "hostile 2"],
    ["endless nesting", `<testsuite>${"<a>".repeat(100)}`, "hostile 1"],
    ["a huge attribute", `<testsuite><testcase name="${"x".repeat(400_000)}"/></testsuite>`, "hostile 1"],
    ["a huge attribute that never ends", `<testsuite><testcase name="${"x".repeat(400_000)}`, "hostile 1"],
    ["a report cut short", "<testsuite>\n<testcase name=\"a\"/>\n<testcase na", "truncated 3"],
    ["a report without its end", '<testsuite><testcase name="a"/>', "truncated 1"],
    ["an open comment", "<testsuite><!-- ", "truncated 1"],
    ["nothing", "", "truncated null"],
    ["white space", "   \n ", "not-a-report null"],
    ["tags that cross", "<testsuite><testcase></testsuite></testcase>", "malformed 1"],
    ["two roots", "<testsuite/><testsuite/>", "malformed 1"],
    ["a web page", "<html><body>sign in</body></html>", "not-a-report null"],
    ["plain text", "ok 1 - joins", "not-a-report null"],
    ["JSON of another kind", '{"tests": 4}', "not-a-report null"],
    ["JSON cut short", '{"results":{"tests":[{"name":"a"', "truncated null"],
    ["a test without an outcome", '{"results":{"tests":[{"name":"a"}]}}', "malformed null"],
  ];
  test.each(cases)("%s", async (_name, content, expected) => {
    const { problem } = await read(content, { pieces: 1_000 });
    expect(`${problem?.code} ${problem?.line}`).toBe(expected);
    expect(problem?.says).toMatch(/^it /);
  });

  test("and keeps what was read before", async () => {
    expect(await read('<testsuite><testcase name="a"/><testcase name="b"/><testca')).toMatchObject({ cases: 2, problem: { says: "it ends in the middle, after 2 cases" } });
  });

  test("and stops at its limits", async () => {
    const many = `<testsuite>${'<testcase name="a"/>'.repeat(50)}</testsuite>`;
    expect((await read(many, { limits: { cases: 10 } })).problem?.code).toBe("too-large");
    expect((await read(many, { limits: { reportBytes: 100 }, pieces: 50 })).problem?.code).toBe("too-large");
    expect((await read(`{"a":"${"x".repeat(5_000)}"}`, { limits: { jsonBytes: 1_000 }, pieces: 600 })).problem?.code).toBe("too-large");
  });

  test("whatever the bytes are, without an exception", async () => {
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), fc.constantFrom("", "<testsuite>", "{"), async (bytes, before) => {
      const content = Buffer.concat([Buffer.from(before), bytes]);
      expect(typeof (await read(content)).cases).toBe("number");
    }));
  });

  test("a name of a property cannot reach into the program", async () => {
    const report = await read('<testsuite><properties><property name="__proto__" value="x"/><property name="constructor" value="y"/></properties></testsuite>');
    expect(Object.entries(report.properties)).toEqual([["constructor", "y"]]);
  });
});

/** What is held after everything that nobody holds has been collected. */
function heldBytes(): number {
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
  return process.memoryUsage().heapUsed;
}

test("50 MB with 100,000 cases and their logs are read in memory that does not grow with them", async () => {
  const log = `<![CDATA[${"line of a log <with> signs ]]] \n".repeat(12)}]]>`;
  function* chunks(): Generator<Uint8Array> {
    const encoder = new TextEncoder();
    yield encoder.encode('<?xml version="1.0"?><testsuites><testsuite name="all">');
    for (let batch = 0; batch < 1_000; batch += 1)
      yield encoder.encode(Array.from({ length: 100 }, (_, index) => `<testcase classname="pkg.${batch}" name="case ${batch}-${index}" time="0.01">${index === 7 ? '<failure message="no"/>' : ""}<system-out>${log}&lt;plain&gt; ${"x".repeat(60)}</system-out></testcase>`).join("\n"));
    yield encoder.encode("</testsuite></testsuites>");
  }
  let bytes = 0;
  let failed = 0;
  let highest = 0;
  let pieces = 0;
  const before = heldBytes();
  function* counted(): Generator<Uint8Array> {
    for (const chunk of chunks()) {
      bytes += chunk.length;
      pieces += 1;
      if (pieces % 100 === 0) highest = Math.max(highest, heldBytes());
      yield chunk;
    }
  }
  const summary = await readReport(counted(), (result) => { failed += result.outcome === "failed" ? 1 : 0; });
  expect(bytes).toBeGreaterThan(50_000_000);
  expect(summary).toMatchObject({ cases: 100_000, problem: null });
  expect(failed).toBe(1_000);
  expect(highest - before).toBeLessThan(10_000_000);
});

test("a log of 20 MB without a line end is passed over", async () => {
  function* chunks(): Generator<Uint8Array> {
    yield Buffer.from('<testsuite><testcase name="a"><system-out>');
    for (let index = 0; index < 20; index += 1) yield Buffer.alloc(1_000_000, "x&#65;");
    yield Buffer.from("</system-out></testcase></testsuite>");
  }
  expect(await readReport(chunks(), () => undefined)).toMatchObject({ cases: 1, problem: null });
});
