/** What a test runner reported of one test case. Texts are as the report has them, bounded and unescaped. */

/** `flaky` failed first and passed when it was run again */
export type TestOutcome = "passed" | "flaky" | "failed" | "skipped";

export interface TestResult {
  readonly name: string;
  /** class, package or module; "" where the runner names none */
  readonly className: string;
  /** suites from the outside in */
  readonly suites: readonly string[];
  /** path of the file where the runner tells it, with forward slashes */
  readonly file: string | null;
  readonly outcome: TestOutcome;
  /** the first words of what went wrong or why it was skipped */
  readonly message: string | null;
  /** ms; null = not told */
  readonly duration: number | null;
}

/** Why a report is not believed, or not wholly. */
export interface ReportProblem {
  readonly code:
    | "hostile"        // a document type, an entity, nesting or a tag beyond all reason
    | "malformed"      // not XML or JSON that can be read
    | "truncated"      // it ends in the middle
    | "too-large"
    | "not-a-report"   // readable, and of no format that is known
    | "encoding";
  /** a sentence without a full stop, in our own words */
  readonly says: string;
  /** 1-based; null where there is none */
  readonly line: number | null;
}

/** Results are told as they are read; those told before a problem are of a report that is not whole. */
export interface ReportSummary {
  readonly format: "junit" | "ctrf" | null;
  readonly cases: number;
  /** what the report itself says it ran in, by lower-case name: `environment`, `environment.version` */
  readonly properties: Readonly<Record<string, string>>;
  readonly problem: ReportProblem | null;
}
