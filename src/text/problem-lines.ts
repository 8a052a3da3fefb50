/** Problems on a terminal: `plan.yml:12:8 error  message`, the remedy below it, and the line of the file where it is at hand. */
import type { Problem } from "../domain/model/problem.ts";
import { looksSecret, namesSecret } from "../domain/plan/quoted.ts";
import { unpainted, type Paint } from "./decision-line.ts";
import { counted, joined } from "./enumeration.ts";
import { terminalText } from "./escape.ts";

const EXCERPT_WIDTH = 100;

/** `source` is the text of the file that the problem is in, for the excerpt; null = leave it out. */
export function problemLines(problem: Problem, source: string | null = null, paint: Paint = unpainted): readonly string[] {
  const place = [terminalText(problem.file, 300), problem.line, problem.line === null ? null : problem.column].filter((part) => part !== null).join(":");
  const severity = problem.severity === "error" ? paint("bad", "error") : paint("doubt", "warning");
  const path = problem.path === "" ? "" : ` ${paint("faint", `(${terminalText(problem.path, 120)})`)}`;
  const hint = problem.hint === null ? [] : [`  ${paint("good", "fix:")} ${terminalText(problem.hint, 500)}`];
  return [`${place} ${severity} ${terminalText(problem.message, 500)}${path}`, ...excerpt(problem, source, paint), ...hint];
}

/** "2 errors, 1 warning", or null when there is nothing to count. */
export function problemCount(problems: readonly Problem[]): string | null {
  const errors = problems.filter((problem) => problem.severity === "error").length;
  const warnings = problems.length - errors;
  const parts = [...(errors > 0 ? [counted(errors, "error")] : []), ...(warnings > 0 ? [counted(warnings, "warning")] : [])];
  return parts.length === 0 ? null : joined(parts);
}

/** The line with a caret under the column. Tabs become spaces, so that the caret stands where it should. */
function excerpt(problem: Problem, source: string | null, paint: Paint): readonly string[] {
  if (source === null || problem.line === null || problem.column === null) return [];
  const raw = source.split(/\r\n|\r|\n/, problem.line)[problem.line - 1];
  if (raw === undefined || raw.trim() === "" || problem.code === "secret" || holdsSecret(raw)) return [];
  const indent = raw.length - raw.trimStart().length;
  const column = Math.min(problem.column - 1, raw.length);
  // what hangs on the cursor or on the reading direction is dropped from the excerpt, so the caret is counted on the cleaned text
  const before = cleanLine(raw.slice(indent, Math.max(indent, column)));
  if ([...before].length > EXCERPT_WIDTH) return [];
  const line = [...cleanLine(raw.slice(indent))].slice(0, EXCERPT_WIDTH).join("");
  return [`    ${paint("faint", line)}`, `    ${" ".repeat([...before].length)}${paint("bad", "^")}`];
}

/** The log of a build is read by more people than the file: a line with a credential in it is not repeated. */
function holdsSecret(line: string): boolean {
  return looksSecret(line) || line.slice(0, 2_000).split(/[^\w-]+/).some((word) => namesSecret(word.replaceAll("-", "_")));
}

function cleanLine(text: string): string {
  const clean = terminalText(text, EXCERPT_WIDTH * 4);
  return /\s$/.test(text) && clean !== "" ? `${clean} ` : clean;
}
