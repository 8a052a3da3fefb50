/**
 * The evidence ladder: how far one link has come on one tag.
 *
 *   written → resolves → is a test → ran → passed on this tag → passed where and by whom the plan requires ("proven")
 *
 * Promises: no rung is skipped, and the first one that is missing is named. A skipped case is not a passed one; what ran in another version of an
 * environment counts no more; what could not be looked up never counts.
 */
import type { AcceptanceLink } from "../model/acceptance-link.ts";
import type { HandResult, LinkCell, LinkEvidence, LinkGap, LinkResolution, ResolvedFile, Rung } from "../model/feature.ts";
import type { AcceptanceRules, TestEnvironment } from "../model/plan-testing.ts";
import type { TestResult } from "../model/test-result.ts";
import type { ResultIndex } from "./result-index.ts";

/** What ran on a tag in one environment. */
export interface EvidenceRun {
  readonly tag: string;
  readonly environment: string;
  /** as it was when the tests ran */
  readonly environmentVersion: string | null;
  readonly results: ResultIndex;
  /** checks that stand for all tests of the environment: they count where no report speaks of a test */
  readonly whole?: readonly TestResult[];
}

export interface LadderInput {
  readonly link: AcceptanceLink;
  readonly resolution: LinkResolution;
  /** of this tag, at most one for each environment; `anywhere` for what no environment claims */
  readonly runs: readonly EvidenceRun[];
  /** of this tag and this link */
  readonly byHand: readonly HandResult[];
  readonly rules: AcceptanceRules;
  readonly environments: readonly TestEnvironment[];
}

/** Results that came from nowhere in particular: they show that a test ran, and prove nothing about a place. */
export const ANYWHERE: TestEnvironment = { id: "anywhere", title: "Elsewhere", purpose: null, version: null, tester: "internal", reports: [], checks: [], reportedBy: [] };

export function climb(input: LadderInput): LinkEvidence {
  const { link, resolution, environments } = input;
  const early = beforeRunning(link, resolution);
  if (early !== null) return { link, ...early, cells: environments.map((environment) => emptyCell(environment)) };
  const testCase = link.target.kind === "file" ? link.target.testCase : null;
  const missing = testCase === null ? null : missingCase(resolution.files, testCase);
  const elsewhere = input.runs.some((run) => run.environment === ANYWHERE.id) && !environments.some((environment) => environment.id === ANYWHERE.id);
  const all = elsewhere ? [...environments, ANYWHERE] : environments;
  const cells = all.map((environment) => cellOf(input, environment, testCase));
  if (missing !== null && cells.every((cell) => cell.cases === 0)) return { link, rung: "resolves", gap: gap("case-not-found", { case: missing }), cells };
  return { link, cells, ...afterRunning(cells, input) };
}

/** The rungs that need no run; null when it stands on "is a test". */
function beforeRunning({ target }: AcceptanceLink, resolution: LinkResolution): { readonly rung: Rung; readonly gap: LinkGap } | null {
  if (target.kind === "unusable") return { rung: "written", gap: gap("unusable", { why: target.why }) };
  switch (resolution.state) {
    case "not-found": return { rung: "written", gap: gap("not-found", {}) };
    case "no-access": return { rung: "written", gap: gap("no-access", {}) };
    case "unknown": return { rung: "written", gap: gap("not-looked-up", {}) };
    case "found": return resolution.byHand || resolution.files.length > 0 ? null : { rung: "resolves", gap: gap("not-a-test", {}) };
  }
}

/** Only where the file was looked into and its cases are known. */
function missingCase(files: readonly ResolvedFile[], testCase: string): string | null {
  const name = testCase.split(/::|[#.]/).at(-1)?.replace(/[[(/].*$/s, "").trim() ?? testCase;
  const looked = files.flatMap((file) => (file.cases === null ? [] : [file.cases]));
  if (looked.length === 0 || looked.flat().length === 0) return null;
  return looked.flat().some((one) => one === name || one === testCase || testCase.endsWith(` ${one}`)) ? null : testCase;
}

function cellOf({ runs, byHand, resolution }: LadderInput, environment: TestEnvironment, testCase: string | null): LinkCell {
  const run = runs.find((one) => one.environment === environment.id);
  if (resolution.byHand) return handCell(byHand, environment);
  if (run === undefined) return emptyCell(environment);
  const perFile = resolution.files.map((file) => run.results.find(file, testCase));
  const results = perFile.flat();
  // A folder has passed when each of its test files has: one of which nothing is heard may have been left out of the run.
  const unheard = perFile.some((found) => found.length === 0);
  if (results.length === 0 && run.whole !== undefined && run.whole.length > 0) return cellFrom(run.whole, false, environment, run.environmentVersion);
  return cellFrom(results, unheard, environment, run.environmentVersion);
}

function cellFrom(results: readonly TestResult[], unheard: boolean, environment: TestEnvironment, ranIn: string | null): LinkCell {
  const named = (outcome: TestResult["outcome"]): readonly string[] => results.filter((result) => result.outcome === outcome).map((result) => result.name);
  const [failed, skipped, flaky] = [named("failed"), named("skipped"), named("flaky")];
  const expired = environment.version !== null && ranIn !== environment.version;
  const state = results.length === 0 ? "not-run" : expired ? "expired" : failed.length > 0 ? "failed" : skipped.length > 0 ? "skipped" : unheard ? "not-run" : "passed";
  return { environment: environment.id, tester: environment.tester, state, cases: results.length, failed, skipped, flaky, ranIn: expired && results.length > 0 ? ranIn : null };
}

/** Of several reports by hand the latest counts. */
function handCell(byHand: readonly HandResult[], environment: TestEnvironment): LinkCell {
  const last = byHand.filter((one) => one.environment === environment.id).toSorted((a, b) => a.at - b.at).at(-1);
  if (last === undefined) return emptyCell(environment);
  const result: TestResult = { name: `reported by ${last.by}`, className: "", suites: [], file: null, outcome: last.outcome, message: null, duration: null };
  return cellFrom([result], false, environment, last.environmentVersion);
}

function emptyCell(environment: TestEnvironment): LinkCell {
  return { environment: environment.id, tester: environment.tester, state: "not-run", cases: 0, failed: [], skipped: [], flaky: [], ranIn: null };
}

function afterRunning(cells: readonly LinkCell[], { rules, environments, resolution }: LadderInput): { readonly rung: Rung; readonly gap: LinkGap | null } {
  const required = cells.filter((cell) => rules.environments.includes(cell.environment));
  // Where the plan requires no place, every place counts: a test that fails somewhere has not passed.
  const counting = required.length > 0 ? required : cells;
  const heard = cells.filter((cell) => cell.cases > 0);
  if (heard.length === 0) return { rung: "is-test", gap: gap("not-run", resolution.byHand ? { by: "hand" } : {}) };
  const bad = counting.find((cell) => cell.state === "failed");
  if (bad !== undefined) return { rung: "ran", gap: gap("failed", { environment: bad.environment, cases: bad.failed }) };
  const skipped = counting.find((cell) => cell.state === "skipped");
  if (skipped !== undefined) return { rung: "ran", gap: gap("skipped", { environment: skipped.environment, cases: skipped.skipped }) };
  const passed = cells.filter((cell) => cell.state === "passed");
  if (passed.length === 0) return { rung: "ran", gap: gapWithoutPass(cells, environments) };
  const missing = rules.environments.filter((id) => !passed.some((cell) => cell.environment === id));
  const expired = required.find((cell) => cell.state === "expired");
  if (expired !== undefined) return { rung: "passed", gap: expiredGap(expired, environments) };
  if (missing.length > 0) return { rung: "passed", gap: gap("environment-missing", { environments: missing }) };
  const testers = rules.testers.filter((tester) => !passed.some((cell) => cell.tester === tester && cell.environment !== ANYWHERE.id));
  if (testers.length > 0) return { rung: "passed", gap: gap("tester-missing", { testers }) };
  return { rung: "proven", gap: null };
}

/** Something was heard, nothing failed in a place that counts, and nothing passed. */
function gapWithoutPass(cells: readonly LinkCell[], environments: readonly TestEnvironment[]): LinkGap {
  const expired = cells.find((cell) => cell.state === "expired");
  if (expired !== undefined) return expiredGap(expired, environments);
  const failed = cells.find((cell) => cell.state === "failed");
  if (failed !== undefined) return gap("failed", { environment: failed.environment, cases: failed.failed });
  const skipped = cells.find((cell) => cell.state === "skipped");
  return skipped === undefined ? gap("not-run", {}) : gap("skipped", { environment: skipped.environment, cases: skipped.skipped });
}

function expiredGap(cell: LinkCell, environments: readonly TestEnvironment[]): LinkGap {
  return gap("expired", { environment: cell.environment, ranIn: cell.ranIn, version: environments.find((one) => one.id === cell.environment)?.version ?? null });
}

function gap(code: LinkGap["code"], facts: LinkGap["facts"]): LinkGap {
  return { code, facts };
}
