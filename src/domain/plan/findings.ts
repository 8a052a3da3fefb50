/**
 * Findings: what was found wrong in one plan, collected rather than thrown, so that a person sees everything at once.
 * Promises: sorted by place, errors kept before warnings when there are too many, and never more than MOST_SHOWN plus one line that counts the rest.
 */
import type { Problem } from "../model/problem.ts";

export const MOST_SHOWN = 50;

/** Where something stands in the file: 1-based, the end inclusive. All null = of the whole file. */
export interface Place {
  readonly line: number | null;
  readonly column: number | null;
  readonly endLine: number | null;
  readonly endColumn: number | null;
  readonly path: string;
}

export const WHOLE_FILE: Place = { line: null, column: null, endLine: null, endColumn: null, path: "" };

/** What to write instead; a function where finding it out costs more than saying it. */
export type Hint = string | null | (() => string | null);

export interface Findings {
  error(place: Place, code: string, message: string, hint?: Hint): void;
  warning(place: Place, code: string, message: string, hint?: Hint): void;
  hasErrors(): boolean;
  /** what is to be shown, in order of place */
  list(): Problem[];
}

export function newFindings(file: string): Findings {
  const found: Problem[] = [];
  const dropped = { error: 0, warning: 0 };
  const kept = { error: 0, warning: 0 };
  function add(severity: "error" | "warning", place: Place, code: string, message: string, hint: Hint): void {
    // Hostile input can be wrong in tens of thousands of places: what can never be shown is counted, not stored.
    if (kept[severity] >= MOST_SHOWN) {
      dropped[severity] += 1;
      return;
    }
    kept[severity] += 1;
    found.push({ severity, code, file, ...place, message, hint: typeof hint === "function" ? hint() : hint });
  }
  return {
    error: (place, code, message, hint = null) => add("error", place, code, message, hint),
    warning: (place, code, message, hint = null) => add("warning", place, code, message, hint),
    hasErrors: () => kept.error > 0,
    list: () => bounded(found, dropped, file),
  };
}

function bounded(found: readonly Problem[], dropped: { error: number; warning: number }, file: string): Problem[] {
  const errorsFirst = found.toSorted((a, b) => rank(a) - rank(b) || byPlace(a, b));
  const shown = errorsFirst.slice(0, MOST_SHOWN).toSorted(byPlace);
  const rest = errorsFirst.slice(MOST_SHOWN);
  const errors = dropped.error + rest.filter((problem) => problem.severity === "error").length;
  const more = dropped.error + dropped.warning + rest.length;
  if (more === 0) return shown;
  return [...shown, { severity: errors > 0 ? "error" : "warning", code: "more-problems", file, ...WHOLE_FILE, message: `and ${grouped(more)} more ${more === 1 ? "problem" : "problems"}`, hint: "mend the ones above and check again" }];
}

function rank(problem: Problem): number {
  return problem.severity === "error" ? 0 : 1;
}

function byPlace(a: Problem, b: Problem): number {
  return (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0) || rank(a) - rank(b);
}

function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ",");
}
