/** How much of a report is read. Reports come from pipelines that anyone may have changed, so everything has an end. */

export interface ReportLimits {
  /** bytes of one report, unpacked */
  readonly reportBytes: number;
  /** bytes of a report in JSON, which is held in memory whole */
  readonly jsonBytes: number;
  /** bytes of an archive as it is sent, and of all that is unpacked from it */
  readonly archiveBytes: number;
  readonly unpackedBytes: number;
  readonly archiveFiles: number;
  /** characters of one tag with all its attributes */
  readonly tagLength: number;
  readonly depth: number;
  readonly cases: number;
}

export const REPORT_LIMITS: ReportLimits = {
  reportBytes: 200 * 1024 * 1024,
  jsonBytes: 32 * 1024 * 1024,
  archiveBytes: 100 * 1024 * 1024,
  unpackedBytes: 500 * 1024 * 1024,
  archiveFiles: 2_000,
  tagLength: 256 * 1024,
  depth: 64,
  cases: 1_000_000,
};

/** Characters that are kept of a name and of a message. */
export const NAME_CAP = 500;
export const MESSAGE_CAP = 300;

export class ReportError extends Error {
  readonly code: "hostile" | "malformed" | "truncated" | "too-large" | "not-a-report" | "encoding";
  readonly line: number | null;
  constructor(code: ReportError["code"], says: string, line: number | null = null) {
    super(says);
    this.name = "ReportError";
    this.code = code;
    this.line = line;
  }
}
