/** Reads the files that a person names. A file that cannot be read is a sentence with the remedy. */
import { parsePlan } from "../domain/plan/parse.ts";
import type { ReleasePlan } from "../domain/model/plan.ts";
import { terminalText } from "../text/escape.ts";
import { problemCount, problemLines } from "../text/problem-lines.ts";
import { inputProblem, usageProblem } from "./cli-problem.ts";
import { printLines, type CliIo } from "./io.ts";
import { paintFor } from "./paint.ts";

export async function readInput(path: string, io: CliIo): Promise<Uint8Array> {
  try {
    return await io.readFile(path);
  } catch (error) {
    throw usageProblem(unreadable(path, error));
  }
}

/** Why a file cannot be read, in words. */
export function unreadable(path: string, error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const name = terminalText(path, 300);
  switch (code) {
    case "ENOENT": return `${name}: there is no such file.`;
    case "EISDIR": return `${name} is a folder; name a file in it.`;
    case "EACCES": case "EPERM": return `${name}: no permission to read it.`;
    default: return `${name} cannot be read${code === "" ? "" : ` (${code})`}.`;
  }
}

/** The plan, or its problems on standard error and the end of the command. Warnings are not repeated here: `validate` tells them. */
export async function readPlan(path: string, io: CliIo): Promise<ReleasePlan> {
  const bytes = await readInput(path, io);
  const { plan, governedBy, problems } = parsePlan(bytes, path, null);
  if (plan !== null) return plan;
  const name = terminalText(path, 300);
  if (governedBy !== null) throw inputProblem(`${name} is not a plan itself: it says that ${terminalText(governedBy)} governs this repository.`, "give the plan of that repository");
  const source = new TextDecoder().decode(bytes);
  const errors = problems.filter((problem) => problem.severity === "error");
  printLines(io.stderr, errors.flatMap((problem) => problemLines(problem, source, paintFor(io))));
  throw inputProblem(`${name} has ${problemCount(errors) ?? "errors"}, so it is not a plan yet.`);
}
