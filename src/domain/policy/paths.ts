/**
 * Globs of a plan against the files of a pull request. Patterns are compiled once per list (a plan's lists live as long as the plan), a rename
 * counts under both names, and a list that is missing or was cut short is never taken for the whole.
 */
import picomatch from "picomatch";
import type { FileFact } from "../model/pull.ts";

/** Extended globs and negation are off: a pattern means what it shows, and cannot be made to backtrack by nesting. */
const OPTIONS = { dot: true, nonegate: true, noextglob: true, windows: false } as const;

type Match = (path: string) => boolean;
const compiled = new WeakMap<readonly string[], Match>();

/** True when the path matches any pattern. `docs/` means everything below it. */
export function matchesAny(patterns: readonly string[], path: string): boolean {
  let match = compiled.get(patterns);
  if (match === undefined) {
    match = compile(patterns);
    compiled.set(patterns, match);
  }
  return match(path);
}

function compile(patterns: readonly string[]): Match {
  // The bare expressions: the library's own matcher spends more on its options than on the match.
  const expressions = patterns.map((pattern) => picomatch.makeRe(pattern.endsWith("/") ? `${pattern}**` : pattern, OPTIONS));
  return (path) => expressions.some((expression) => expression.test(path));
}

/** Both names of a renamed file: moving a file out of an exempt folder touches the folder it lands in. */
export function namesOf(file: FileFact): readonly string[] {
  return file.previousPath === null || file.previousPath === file.path ? [file.path] : [file.path, file.previousPath];
}

/** The names that no pattern covers, in the order given. */
export function pathsOutside(patterns: readonly string[], files: readonly FileFact[]): readonly string[] {
  return files.flatMap((file) => namesOf(file).filter((name) => !matchesAny(patterns, name)));
}
