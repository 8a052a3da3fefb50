/**
 * JUnit XML as test runners really write it. There is no one standard; what is read is what jest-junit, pytest, Maven Surefire, go-junit-report and
 * cargo-nextest have in common, and what each adds: `file` and `line` (pytest, jest-junit), `flakyFailure` and `rerunFailure` (Surefire, nextest),
 * suites inside suites, properties of suites.
 *
 * Promises: constant memory but for what `tell` keeps; results are told in the order of the report; never an entity, never a document type.
 */
import { SaxesParser } from "saxes";
import type { SaxesTagPlain } from "saxes";
import type { TestOutcome, TestResult } from "../domain/model/test-result.ts";
import { MarkupFilter } from "./markup.ts";
import { MESSAGE_CAP, NAME_CAP, ReportError } from "./report-limits.ts";
import type { ReportLimits } from "./report-limits.ts";

export type Tell = (result: TestResult) => void;

interface OpenCase {
  readonly name: string;
  readonly className: string;
  readonly file: string | null;
  readonly duration: number | null;
  readonly depth: number;
  outcome: TestOutcome;
  message: string | null;
}

interface OpenSuite {
  readonly name: string;
  readonly file: string | null;
  readonly depth: number;
}

const ROOTS = new Set(["testsuites", "testsuite", "testrun"]);
const MOST_PROPERTIES = 200;

export class JUnitReader {
  cases = 0;
  readonly properties: Record<string, string> = {};
  private readonly filter: MarkupFilter;
  private readonly parser = new SaxesParser({ xmlns: false, position: false });
  private readonly suites: OpenSuite[] = [];
  private readonly limits: ReportLimits;
  private readonly tell: Tell;
  private depth = 0;
  private rooted = false;
  private ended = false;
  private open: OpenCase | null = null;

  constructor(limits: ReportLimits, tell: Tell) {
    this.limits = limits;
    this.tell = tell;
    this.filter = new MarkupFilter(limits.tagLength);
    this.parser.on("opentag", (tag) => this.opened(tag));
    this.parser.on("closetag", (tag) => this.closed(tag.name));
    this.parser.on("error", (error) => { throw this.malformed(error); });
  }

  /** Throws ReportError at the first thing that is wrong. */
  write(piece: string): void {
    const tags = this.filter.push(piece);
    if (tags.length > 0) this.parser.write(tags.join(""));
  }

  end(): void {
    if (!this.rooted) throw new ReportError("truncated", "it is empty");
    if (!this.filter.complete || !this.ended) throw new ReportError("truncated", `it ends in the middle, after ${this.cases} ${this.cases === 1 ? "case" : "cases"}`, this.filter.atLine);
    this.parser.close();
  }

  private opened({ name, attributes }: SaxesTagPlain): void {
    const local = name.slice(name.indexOf(":") + 1).toLowerCase();
    this.depth += 1;
    if (this.depth > this.limits.depth) throw new ReportError("hostile", `it nests tags more than ${this.limits.depth} deep`, this.filter.atLine);
    if (!this.rooted && !ROOTS.has(local)) throw new ReportError("not-a-report", "it is XML, and no report of tests");
    this.rooted = true;
    if (local === "testsuite") this.suites.push({ name: text(attributes["name"]) ?? "", file: path(attributes["file"] ?? attributes["filepath"]), depth: this.depth });
    else if (local === "testcase") this.beginCase(attributes);
    else if (local === "property" && this.open === null) this.property(attributes);
    else if (this.open !== null) this.mark(this.open, local, attributes);
  }

  private beginCase(attributes: SaxesTagPlain["attributes"]): void {
    this.cases += 1;
    if (this.cases > this.limits.cases) throw new ReportError("too-large", `it has more than ${this.limits.cases} cases`);
    const seconds = Number((attributes["time"] ?? "").replaceAll(",", ""));
    const status = (attributes["status"] ?? attributes["result"] ?? "").toLowerCase();
    this.open = {
      name: text(attributes["name"]) ?? "",
      className: text(attributes["classname"] ?? attributes["class"]) ?? "",
      file: path(attributes["file"]) ?? this.suites.at(-1)?.file ?? null,
      duration: attributes["time"] !== undefined && Number.isFinite(seconds) ? Math.round(seconds * 1000) : null,
      depth: this.depth,
      // Runners that write no element for a test that did not run say it here.
      outcome: status === "skipped" || status === "notrun" || status === "disabled" || status === "suppressed" ? "skipped" : status === "failed" || status === "error" ? "failed" : "passed",
      message: null,
    };
  }

  private mark(open: OpenCase, element: string, attributes: SaxesTagPlain["attributes"]): void {
    const outcome = outcomeOf(element);
    if (outcome === null) return;
    open.message ??= bounded(attributes["message"] ?? attributes["type"], MESSAGE_CAP);
    // A failure stays one whatever follows; "flaky" is weaker than both.
    if (outcome === "failed" || (outcome === "skipped" && open.outcome !== "failed") || open.outcome === "passed") open.outcome = outcome;
  }

  private property(attributes: SaxesTagPlain["attributes"]): void {
    const name = text(attributes["name"])?.toLowerCase();
    const value = text(attributes["value"]);
    if (name === undefined || value === null || Object.keys(this.properties).length >= MOST_PROPERTIES) return;
    if (/^[a-z][\w.-]{0,80}$/.test(name) && !Object.hasOwn(this.properties, name)) this.properties[name] = value;
  }

  private closed(name: string): void {
    const local = name.slice(name.indexOf(":") + 1).toLowerCase();
    if (local === "testcase" && this.open?.depth === this.depth) this.tellCase(this.open);
    if (local === "testsuite" && this.suites.at(-1)?.depth === this.depth) this.suites.pop();
    this.depth -= 1;
    if (this.depth === 0) this.ended = true;
  }

  private tellCase({ name, className, file, outcome, message, duration }: OpenCase): void {
    this.open = null;
    this.tell({ name, className, suites: this.suites.map((suite) => suite.name), file, outcome, message, duration });
  }

  private malformed(error: Error): ReportError {
    const what = error.message.replace(/^\d+:\d+: /, "");
    if (/undefined entity|entity/i.test(what)) return new ReportError("hostile", "it uses an entity that XML does not have", this.filter.atLine);
    return new ReportError("malformed", "it is not well-formed XML", this.filter.atLine);
  }
}

function outcomeOf(element: string): TestOutcome | null {
  switch (element) {
    case "failure": case "error": return "failed";
    case "skipped": case "ignored": case "disabled": return "skipped";
    // Surefire and nextest write these for a test that passed in the end, and `rerunFailure` beside the `failure` of one that did not.
    case "flakyfailure": case "flakyerror": return "flaky";
    default: return null;
  }
}

function text(value: string | undefined): string | null {
  return value === undefined ? null : bounded(value, NAME_CAP);
}

function bounded(value: string | undefined, cap: number): string | null {
  return value === undefined ? null : value.slice(0, cap);
}

function path(value: string | undefined): string | null {
  const file = text(value);
  return file === null || file === "" ? null : file.replaceAll("\\", "/").replace(/^(?:\.\/)+/, "");
}
