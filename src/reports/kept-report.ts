/**
 * A report that is sent to us: read as it comes in, and kept as no more than the names of its tests and what each came to, compressed.
 * Promises: memory does not grow with the report but for what is kept, which has an end. Reports in JSON are held whole while they are read, and
 * are therefore taken up to a smaller size.
 */
import { createHash } from "node:crypto";
import { Deflate, Inflate } from "fflate";
import type { ReceivedReport } from "../domain/model/posted-report.ts";
import type { TestOutcome, TestResult } from "../domain/model/test-result.ts";
import { ReportReading } from "./read-report.ts";
import { REPORT_LIMITS, ReportError } from "./report-limits.ts";
import type { ReportLimits } from "./report-limits.ts";

export const POSTED_LIMITS: ReportLimits = { ...REPORT_LIMITS, reportBytes: 64 * 1024 * 1024, jsonBytes: 8 * 1024 * 1024, cases: 200_000 };
/** Compressed. A hundred thousand tests take about half of it. */
const KEPT_BYTES = 2 * 1024 * 1024;
const LINES_AT_ONCE = 500;

type KeptLine = readonly [name: string, className: string, suites: readonly string[], file: string | null, outcome: TestOutcome];

export class ReportIntake {
  private readonly hash = createHash("sha256");
  private readonly reading: ReportReading;
  private readonly deflate = new Deflate({ level: 6 });
  private readonly kept: Uint8Array[] = [];
  private lines: string[] = [];
  private size = 0;

  constructor(limits: ReportLimits = POSTED_LIMITS) {
    this.deflate.ondata = (chunk) => {
      this.kept.push(chunk);
      this.size += chunk.length;
    };
    this.reading = new ReportReading((result) => this.keep(result), limits);
  }

  /** Are more bytes wanted? */
  push(chunk: Uint8Array): boolean {
    this.hash.update(chunk);
    return this.reading.push(chunk);
  }

  end(): ReceivedReport {
    const summary = this.reading.end();
    this.flush(true);
    return { digest: this.hash.digest("hex"), summary, results: Buffer.concat(this.kept).toString("base64") };
  }

  private keep({ name, className, suites, file, outcome }: TestResult): void {
    this.lines.push(`${JSON.stringify([name, className, suites, file, outcome] satisfies KeptLine)}\n`);
    if (this.lines.length >= LINES_AT_ONCE) this.flush(false);
    if (this.size > KEPT_BYTES) throw new ReportError("too-large", "it names more tests than are kept of one report. Split it");
  }

  private flush(last: boolean): void {
    this.deflate.push(new TextEncoder().encode(this.lines.join("")), last);
    this.lines = [];
  }
}

/** Tells what was kept, in its order. */
export function readKept(results: string, tell: (result: TestResult) => void): void {
  if (results === "") return;
  const decoder = new TextDecoder();
  let held = "";
  const inflate = new Inflate((chunk, last) => {
    const lines = (held + decoder.decode(chunk, { stream: !last })).split("\n");
    held = lines.pop() ?? "";
    for (const line of lines) {
      const [name, className, suites, file, outcome] = JSON.parse(line) as KeptLine;
      tell({ name, className, suites, file, outcome, message: null, duration: null });
    }
  });
  inflate.push(Buffer.from(results, "base64"), true);
}
