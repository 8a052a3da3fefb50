/** `validate`: everything that is wrong with plan files, all at once. */
import { parsePlan } from "../domain/plan/parse.ts";
import type { Problem } from "../domain/model/problem.ts";
import { terminalText } from "../text/escape.ts";
import { problemCount, problemLines } from "../text/problem-lines.ts";
import { EXIT_PROBLEMS, EXIT_USAGE } from "./cli-problem.ts";
import type { Command } from "./command.ts";
import { unreadable } from "./input-file.ts";
import { printLines, type CliIo } from "./io.ts";
import { paintFor } from "./paint.ts";

export const validateCommand: Command = {
  name: "validate",
  usage: "validate FILE… [--json]",
  summary: "say what is wrong with plan files, with line, column and remedy",
  help: ["Reads each plan and lists all its problems at once. Exit code 0: no errors (warnings may be there), 1: errors, 2: a file cannot be read."],
  options: [{ name: "json", value: null, required: false, help: "print one JSON array of {file, line, column, severity, path, message, hint}" }],
  operands: { least: 1, most: Infinity, name: "file" },
  run: async (given, io) => {
    const reports: FileReport[] = [];
    for (const path of given.operands) reports.push(await examine(path, io));
    if (given.switches.has("json")) io.stdout(`${JSON.stringify(reports.flatMap(({ problems }) => problems.map(problemJson)), null, 2)}\n`);
    else for (const report of reports) printReport(report, io);
    if (reports.some((report) => report.unreadable)) return EXIT_USAGE;
    return reports.some(({ problems }) => problems.some((problem) => problem.severity === "error")) ? EXIT_PROBLEMS : 0;
  },
};

interface FileReport {
  readonly path: string;
  readonly source: string;
  readonly problems: readonly Problem[];
  readonly governedBy: string | null;
  readonly unreadable: boolean;
}

async function examine(path: string, io: CliIo): Promise<FileReport> {
  let bytes: Uint8Array;
  try {
    bytes = await io.readFile(path);
  } catch (error) {
    const problem: Problem = {
      severity: "error", code: "unreadable", file: path, line: null, column: null, endLine: null, endColumn: null, path: "", message: unreadable(path, error), hint: null,
    };
    return { path, source: "", problems: [problem], governedBy: null, unreadable: true };
  }
  const { problems, governedBy } = parsePlan(bytes, path, io.now());
  return { path, source: new TextDecoder().decode(bytes), problems, governedBy, unreadable: false };
}

function printReport(report: FileReport, io: CliIo): void {
  const paint = paintFor(io);
  const [first] = report.problems;
  const name = terminalText(report.path, 300);
  if (report.unreadable && first !== undefined) return printLines(io.stderr, [`${paint("bad", "error:")} ${first.message}`]);
  printLines(io.stdout, report.problems.flatMap((problem) => problemLines(problem, report.source, paint)));
  const count = problemCount(report.problems);
  const right = report.governedBy === null ? "no problems" : `no problems; this repository is governed by ${terminalText(report.governedBy)}`;
  printLines(io.stdout, [`${name}: ${count ?? right}`]);
}

function problemJson({ file, line, column, severity, path, message, hint }: Problem): Readonly<Record<string, unknown>> {
  return { file, line, column, severity, path, message, hint };
}
