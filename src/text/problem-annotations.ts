/**
 * Problems as annotations on the lines of a changed plan. GitHub takes columns only where start and end are on one line, shows the first
 * 64 KB of a message, and wants a line number: a problem of the whole file stands on its first line.
 */
import type { Annotation } from "../domain/model/check.ts";
import type { Problem } from "../domain/model/problem.ts";
import { plainText, TEXT_CAP } from "./escape.ts";

export function problemAnnotations(problems: readonly Problem[]): readonly Annotation[] {
  return problems.map(problemAnnotation);
}

function problemAnnotation(problem: Problem): Annotation {
  const startLine = problem.line ?? 1;
  const endLine = Math.max(startLine, problem.endLine ?? startLine);
  const oneLine = startLine === endLine && problem.line !== null && problem.column !== null;
  // an annotation is shown as plain text, so the hint needs no marks of its own
  const message = [plainText(problem.message, 1000), problem.hint === null ? null : `Fix: ${plainText(problem.hint, 1000)}`].filter((part) => part !== null);
  return {
    path: problem.file,
    startLine,
    endLine,
    startColumn: oneLine ? problem.column : null,
    endColumn: oneLine ? Math.max(problem.column ?? 1, problem.endColumn ?? problem.column ?? 1) : null,
    level: problem.severity === "error" ? "failure" : "warning",
    title: problem.path === "" ? "Release plan" : plainText(problem.path, TEXT_CAP),
    message: message.join("\n"),
  };
}
