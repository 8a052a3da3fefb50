/**
 * One report, whatever its format: bytes as they come in, results as they are read. What is wrong with it is an answer and not an exception,
 * because a report is somebody's file; only the source of the bytes may throw.
 */
import { TextDecoder } from "node:util";
import type { ReportSummary } from "../domain/model/test-result.ts";
import { readCtrf } from "./ctrf.ts";
import { JUnitReader } from "./junit.ts";
import type { Tell } from "./junit.ts";
import { ReportError, REPORT_LIMITS } from "./report-limits.ts";
import type { ReportLimits } from "./report-limits.ts";

/** Encodings in which test runners have been seen to write. */
const ENCODINGS = new Set(["utf-8", "utf8", "us-ascii", "ascii", "iso-8859-1", "latin1", "windows-1252", "utf-16", "utf-16le", "utf-16be"]);
/** Pieces are cut to this, so that no single one makes the tags before it wait. */
const PIECE_BYTES = 64 * 1024;

export async function readReport(bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, tell: Tell, limits: ReportLimits = REPORT_LIMITS): Promise<ReportSummary> {
  const reading = new ReportReading(tell, limits);
  for await (const chunk of bytes) if (!reading.push(chunk)) break;
  return reading.end();
}

/** The same for bytes that are pushed; `push` says whether more are wanted. */
export class ReportReading {
  private format: "junit" | "ctrf" | null = null;
  private decoder: TextDecoder | null = null;
  private junit: JUnitReader | null = null;
  private readonly json: string[] = [];
  private head: Uint8Array = new Uint8Array(0);
  private size = 0;
  private problem: ReportSummary["problem"] = null;
  private readonly tell: Tell;
  private readonly limits: ReportLimits;
  private told = 0;

  constructor(tell: Tell, limits: ReportLimits = REPORT_LIMITS) {
    this.limits = limits;
    this.tell = (result) => {
      this.told += 1;
      tell(result);
    };
  }

  push(chunk: Uint8Array): boolean {
    for (let at = 0; at < chunk.length && this.problem === null; at += PIECE_BYTES) this.guarded(() => this.take(chunk.subarray(at, at + PIECE_BYTES)));
    return this.problem === null;
  }

  end(): ReportSummary {
    let properties: Readonly<Record<string, string>> = {};
    this.guarded(() => {
      if (this.problem !== null) return;
      if (this.decoder === null) this.begin();
      const rest = this.decoder?.decode() ?? "";
      if (this.junit !== null) {
        this.junit.write(rest);
        this.junit.end();
        properties = this.junit.properties;
      } else properties = readCtrf(this.json.join("") + rest, this.limits, this.tell).properties;
    });
    return { format: this.format, cases: this.told, properties, problem: this.problem };
  }

  private guarded(work: () => void): void {
    try {
      work();
    } catch (error) {
      if (!(error instanceof ReportError)) throw error;
      this.problem = { code: error.code, says: error.message, line: error.line };
    }
  }

  private take(piece: Uint8Array): void {
    this.size += piece.length;
    const most = this.format === "ctrf" ? this.limits.jsonBytes : this.limits.reportBytes;
    if (this.size > most) throw new ReportError("too-large", `it is larger than ${Math.floor(most / (1024 * 1024))} MB`);
    if (this.decoder !== null) return this.decoded(piece);
    this.head = joined(this.head, piece);
    // The first words tell format and encoding; white space in front of them may be long, but not endless.
    if (this.head.length >= 512) this.begin();
  }

  private begin(): void {
    const { label, first } = encodingOf(this.head);
    if (first === "") throw new ReportError(this.size === 0 ? "truncated" : "not-a-report", this.size === 0 ? "it is empty" : "it is neither XML nor JSON");
    this.decoder = new TextDecoder(label);
    if (first === "<") {
      this.format = "junit";
      this.junit = new JUnitReader(this.limits, this.tell);
    } else if (first === "{") this.format = "ctrf";
    else throw new ReportError("not-a-report", "it is neither XML nor JSON");
    const { head } = this;
    this.head = new Uint8Array(0);
    this.decoded(head);
  }

  private decoded(piece: Uint8Array): void {
    const text = this.decoder?.decode(piece, { stream: true }) ?? "";
    if (this.junit !== null) this.junit.write(text);
    else this.json.push(text);
  }
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

function encodingOf(head: Uint8Array): { readonly label: string; readonly first: string } {
  const [a, b] = head;
  const marked = a === 0xfe && b === 0xff ? "utf-16be" : a === 0xff && b === 0xfe ? "utf-16le" : null;
  const text = new TextDecoder(marked ?? "latin1").decode(head.subarray(0, 1_024)).replace(/^(?:\ufeff|ï»¿)/, "");
  const first = text.trimStart().slice(0, 1);
  const declared = /^\s*<\?xml[^>]{0,200}\bencoding\s{0,3}=\s{0,3}["']([A-Za-z0-9._-]{1,40})["']/.exec(text)?.[1]?.toLowerCase();
  if (declared !== undefined && !ENCODINGS.has(declared)) throw new ReportError("encoding", "it is written in an encoding that is not read", 1);
  // A declared UTF-16 without a mark at the beginning would not have been readable up to here.
  const usable = declared === undefined || declared.startsWith("utf-16") ? "utf-8" : declared;
  return { label: marked ?? usable, first };
}
