/**
 * Files that are tests: by name, by the test cases in them, and by the issues that they name in a tag (`@acceptance #12`, `@issue-12`).
 * Cases are found by the habits of common test runners, not by parsing the language: a name that is not found is asked about, never guessed.
 * Promises: linear in the length of the text; at most MOST_CASES cases.
 */
import type { RepositoryName } from "../model/refs.ts";
import { matchesAny } from "./paths.ts";

export const MOST_CASES = 5_000;
const CONTENT_CAP = 1_000_000;
const TEST_NAME = /(?:^|\/)(?:(?:tests?|specs?|__tests__|e2e|features?|acceptance)\/(?:[^/]{1,200}\/){0,20}[^/]{1,200}\.(?:[cm]?[jt]sx?|py|go|rs|java|kt|kts|scala|rb|php|cs|swift|robot|sh|bats|feature|ex|exs|dart|c|cc|cpp|ya?ml)|[^/]{0,200}[._-](?:test|tests|spec|e2e)\.[\w.]{1,12}|test_[^/]{1,200}\.py|[^/]{1,200}(?:Test|Tests|IT|Spec)\.(?:java|kt|scala|groovy|cs|php|swift)|[^/]{1,200}\.(?:feature|robot|bats))$/;

/** `patterns` of the plan; where there are none, what common test runners take for a test. */
export function isTestFile(path: string, patterns: readonly string[]): boolean {
  return patterns.length > 0 ? matchesAny(patterns, path) : path.length <= 2_000 && TEST_NAME.test(path);
}

export interface TestCase {
  readonly name: string;
  /** 1-based */
  readonly line: number;
}

const DECLARATIONS: readonly (readonly [extension: RegExp, declaration: RegExp])[] = [
  [/\.go$/, /^func (?:\([^()]{0,100}\) )?((?:Test|Fuzz|Example)\w{0,200})\(/],
  [/\.py$/, /^[ \t]{0,40}(?:async )?(?:def (test\w{0,200})\(|class (Test\w{0,200})[(:])/],
  [/\.[cm]?[jt]sx?$/, /^[ \t]{0,80}(?:test|it|describe|scenario)(?:\.[a-zA-Z]{1,20}){0,3}\([ \t]{0,3}(["'`])((?:\\.|[^"'`\\]){1,300})\1/i],
  [/\.rs$/, /^[ \t]{0,80}(?:pub )?(?:async )?fn (\w{1,200})[(<]/],
  [/\.(?:java|kt|kts|scala|groovy|cs|swift)$/, /^[ \t]{0,80}(?:(?:public|private|internal|protected|static|final|override|async|suspend|open) ){0,5}(?:void|fun|func|Task|Unit|def) [`"]?(\w[\w ]{0,200})[`"]?[ \t]?\(/],
  [/\.feature$/, /^[ \t]{0,80}(?:Scenario|Scenario Outline|Scenario Template|Example|Feature):[ \t]{0,10}(.{1,300})$/],
  [/\.rb$/, /^[ \t]{0,80}(?:it|describe|context|test|scenario|feature)[ (]{1,3}(["'])((?:\\.|[^"'\\]){1,300})\1/],
  [/\.bats$/, /^@test (["'])((?:\\.|[^"'\\]){1,300})\1/],
  [/\.php$/, /^[ \t]{0,80}(?:public )?function (test\w{0,200})\(/],
];

/** Names of the test cases in a file, with their lines; null where nothing is known about files of this kind. */
export function casesIn(path: string, content: string): readonly TestCase[] | null {
  const declaration = DECLARATIONS.find(([extension]) => extension.test(path))?.[1];
  if (declaration === undefined) return null;
  const cases: TestCase[] = [];
  for (const [index, line] of content.slice(0, CONTENT_CAP).split("\n").entries()) {
    const found = line.length > 1_000 ? null : declaration.exec(line.trimEnd());
    const name = found === null ? undefined : found.length > 2 && /^["'`]$/.test(found[1] ?? "") ? found[2] : found[1] ?? found[2];
    if (name !== undefined) cases.push({ name: name.trim(), line: index + 1 });
    if (cases.length >= MOST_CASES) break;
  }
  return cases;
}

const NAMED_ISSUE = /(?:@acceptance|@feature|@issue|@covers|acceptance test (?:for|of)|warden:acceptance)[\s:(["'-]{0,5}(?:https?:\/\/[\w.-]{1,100}\/([\w-]{1,39}\/[\w.-]{1,100})\/issues\/(\d{1,10})|([\w-]{1,39}\/[\w.-]{1,100})?#?(\d{1,10}))(?![\w.])/gi;

/** Issues that a test file says it is an acceptance test of, each once. */
export function issuesNamedIn(content: string, repository: RepositoryName): readonly { readonly repository: RepositoryName; readonly number: number }[] {
  const found = new Map<string, { readonly repository: RepositoryName; readonly number: number }>();
  for (const match of content.slice(0, CONTENT_CAP).matchAll(NAMED_ISSUE)) {
    const one = { repository: match[1] ?? match[3] ?? repository, number: Number(match[2] ?? match[4]) };
    if (one.number > 0) found.set(`${one.repository.toLowerCase()}#${one.number}`, one);
    if (found.size >= 50) break;
  }
  return [...found.values()];
}
