/**
 * Reports out of an archive: GitHub sends every artifact as one ZIP file. Unpacked as it comes in, entry by entry; what a small file may grow to
 * has an end, and so has the number of files.
 * Accepted: entries are read by their local headers, in order; a name is only ever shown and compared, never used as a path.
 */
import { Unzip, UnzipInflate } from "fflate";
import type { UnzipFile } from "fflate";
import type { ReportSummary, TestResult } from "../domain/model/test-result.ts";
import { ReportReading } from "./read-report.ts";
import { REPORT_LIMITS } from "./report-limits.ts";
import type { ReportLimits } from "./report-limits.ts";

export interface ArchivedReport extends ReportSummary {
  /** as in the archive, bounded */
  readonly name: string;
}

export interface ArchiveReading {
  readonly reports: readonly ArchivedReport[];
  /** what is wrong with the archive as a whole; the reports before it stand */
  readonly problem: "not-an-archive" | "too-large" | "too-many-files" | null;
}

const REPORT_NAME = /\.(?:xml|json)$/i;

export async function readArchive(bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, tell: (result: TestResult, report: string) => void, limits: ReportLimits = REPORT_LIMITS): Promise<ArchiveReading> {
  const archive = new Archive(tell, limits);
  for await (const chunk of bytes) if (!archive.push(chunk)) break;
  return archive.end();
}

class Archive {
  private readonly reports: ArchivedReport[] = [];
  private readonly unzip = new Unzip();
  private readonly tell: (result: TestResult, report: string) => void;
  private readonly limits: ReportLimits;
  private problem: ArchiveReading["problem"] = null;
  private sent = 0;
  private unpacked = 0;
  private files = 0;
  private open = 0;

  constructor(tell: (result: TestResult, report: string) => void, limits: ReportLimits) {
    this.tell = tell;
    this.limits = limits;
    this.unzip.register(UnzipInflate);
    this.unzip.onfile = (file) => {
      this.files += 1;
      if (this.files > limits.archiveFiles) this.problem ??= "too-many-files";
      if (this.problem === null && REPORT_NAME.test(file.name)) this.read(file.name.slice(0, 300), file);
    };
  }

  push(chunk: Uint8Array): boolean {
    this.sent += chunk.length;
    if (this.sent > this.limits.archiveBytes) this.problem ??= "too-large";
    if (this.problem === null) this.unpack(chunk, false);
    return this.problem === null;
  }

  end(): ArchiveReading {
    if (this.problem === null) this.unpack(new Uint8Array(0), true);
    if (this.problem === null && (this.open > 0 || (this.files === 0 && this.sent !== EMPTY_ARCHIVE))) this.problem = "not-an-archive";
    return { reports: this.reports, problem: this.problem };
  }

  private unpack(chunk: Uint8Array, last: boolean): void {
    try {
      this.unzip.push(chunk, last);
    } catch {
      // The library throws plain errors of its own for bytes that are no archive, or a damaged one.
      this.problem ??= "not-an-archive";
    }
  }

  private read(name: string, file: UnzipFile): void {
    const reading = new ReportReading((result) => this.tell(result, name), this.limits);
    this.open += 1;
    file.ondata = (error, data, final) => {
      this.unpacked += error === null ? data.length : 0;
      if (this.unpacked > this.limits.unpackedBytes) this.problem ??= "too-large";
      if (error !== null) this.problem ??= "not-an-archive";
      if (this.problem !== null) return;
      reading.push(data);
      if (!final) return;
      this.open -= 1;
      this.reports.push({ name, ...reading.end() });
    };
    file.start();
  }
}

/** An archive without files is 22 bytes: the end of its directory alone. */
const EMPTY_ARCHIVE = 22;
