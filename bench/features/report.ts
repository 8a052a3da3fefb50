/** How a JUnit report of 50 MB with 100,000 cases is read: the time, and how much memory the reading holds, beside one of a tenth of it. */
import { readReport } from "../../src/reports/read-report.ts";
import type { Figure, Measure } from "../figure.ts";
import { atMost } from "../figure.ts";

const CASES = 100_000;
const SUITE = 100;
/** brings a case to about 520 bytes, as stack traces do */
const TRACE = "at join (tests/join_test.go:41)&#10;".repeat(11);

export const reports: Measure = {
  name: "report",
  about: `a JUnit report of ${CASES.toLocaleString("en")} cases, made as it is read; results are told one by one`,
  async run(): Promise<readonly Figure[]> {
    await read(2_000);
    const small = await read(CASES / 10);
    const whole = await read(CASES);
    return [
      { ...atMost("read in", whole.ms, 10_000, "ms", `${(whole.bytes / 1_048_576).toFixed(1)} MB, ${whole.cases.toLocaleString("en")} cases, ${whole.failed.toLocaleString("en")} failed`) },
      { what: "memory beyond the beginning, at most", value: whole.growth / 1_048_576, unit: "MB", peer: { name: "a report of a tenth", value: Math.max(0.1, small.growth / 1_048_576) } },
    ];
  },
};

interface Reading {
  readonly ms: number;
  readonly bytes: number;
  readonly cases: number;
  readonly failed: number;
  readonly growth: number;
}

async function read(cases: number): Promise<Reading> {
  let bytes = 0;
  let failed = 0;
  const before = process.memoryUsage().rss;
  let most = before;
  function* chunks(): Generator<Uint8Array> {
    const encoder = new TextEncoder();
    yield encoder.encode("<?xml version=\"1.0\"?><testsuites>");
    for (let suite = 0; suite < cases / SUITE; suite += 1) {
      const inner = Array.from({ length: SUITE }, (_, index) => `<testcase name="TestJoin${index}" classname="example.org/acme/dms/p${suite}" file="p${suite}/join_test.go" time="0.01">${index % 10 === 0 ? `<failure message="refused">${TRACE}</failure>` : `<system-out>${TRACE}</system-out>`}</testcase>`);
      const piece = encoder.encode(`<testsuite name="p${suite}">${inner.join("")}</testsuite>`);
      bytes += piece.length;
      most = Math.max(most, process.memoryUsage().rss);
      yield piece;
    }
    yield encoder.encode("</testsuites>");
  }
  const began = performance.now();
  const summary = await readReport(chunks(), (result) => { if (result.outcome === "failed") failed += 1; });
  const ms = performance.now() - began;
  if (summary.problem !== null || summary.cases !== cases) throw new Error(`the report was not read whole: ${summary.problem?.says ?? summary.cases}`);
  return { ms, bytes, cases: summary.cases, failed, growth: most - before };
}
