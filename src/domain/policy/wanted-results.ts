/**
 * Which results of a report can belong to a test that some feature links: of a hundred thousand, those few are kept while the rest is passed over.
 *
 * Promises: `indexResults` of what is kept finds for every wanted test exactly what it would find among all results; what is kept grows with the tests
 * that are linked, and not with the report. So that two files which fit equally well stay two, one result of each is kept as well.
 */
import type { ResolvedFile } from "../model/feature.ts";
import type { TestResult } from "../model/test-result.ts";
import { caseKeys, classSteps, DEEPEST, pathSteps } from "./result-index.ts";

export interface WantedTest {
  readonly file: ResolvedFile;
  /** null = all that is in the file */
  readonly testCase: string | null;
}

export interface WantedResults {
  /** to be asked once for each result, in the order of the report */
  wants(result: TestResult): boolean;
}

/** Names of cases; "all" = whatever it is called */
type Cases = Set<string> | "all";

export interface WantedNames {
  readonly files: Map<string, Cases>;
  /** names of files without their ending: steps of modules and classes */
  readonly stems: Map<string, Cases>;
  /** last folders: packages end in them */
  readonly packages: Map<string, Cases>;
  /** folders of Rust files: crates are called so */
  readonly crates: Map<string, Cases>;
}

/** For one report. */
export function createSieve(names: WantedNames): WantedResults {
  const sources = new Set<string>();
  return {
    wants(result) {
      const asked = casesFor(names, result);
      if (asked.length === 0) return false;
      const source = result.file ?? `\n${result.className}`;
      const first = !sources.has(source);
      if (first) sources.add(source);
      return first || asked.some((cases) => cases === "all" || isNamed(result, cases));
    },
  };
}

export function wantedNames(tests: Iterable<WantedTest>): WantedNames {
  const names: WantedNames = { files: new Map(), stems: new Map(), packages: new Map(), crates: new Map() };
  for (const { file, testCase } of tests) {
    const path = file.path.split("/");
    const name = path.at(-1) ?? "";
    const own = testCase === null ? "all" as const : [testCase];
    add(names.files, name, own);
    add(names.stems, name.replace(/\.[^.]+$/, ""), own);
    const inPackage = testCase === null ? file.cases ?? [] : [testCase];
    const folders = path.slice(0, -1);
    if (inPackage.length === 0) continue;
    const last = folders.at(-1);
    if (last !== undefined) add(names.packages, last, inPackage);
    if (name.endsWith(".rs")) for (const folder of folders) add(names.crates, folder, inPackage);
  }
  return names;
}

function add(to: Map<string, Cases>, key: string, cases: "all" | readonly string[]): void {
  const before = to.get(key);
  if (before === "all") return;
  if (cases === "all") {
    to.set(key, cases);
    return;
  }
  const named = before ?? new Set<string>();
  // A case is looked up by its whole name and by its last step.
  for (const one of cases) named.add(one.trim()).add(one.trim().split(/::|[#.]/).at(-1) ?? one);
  to.set(key, named);
}

function casesFor({ files, stems, packages, crates }: WantedNames, { file, className }: TestResult): readonly Cases[] {
  if (file !== null) return present([files.get(pathSteps(file).at(-1) ?? "")]);
  const steps = classSteps(className);
  const [first] = steps;
  return present([...steps.slice(0, DEEPEST).map((step) => stems.get(step)), packages.get(steps.at(-1) ?? ""), steps.length === 1 && first !== undefined ? crates.get(first) : undefined]);
}

function present(cases: readonly (Cases | undefined)[]): readonly Cases[] {
  return cases.filter((one) => one !== undefined);
}

function isNamed(result: TestResult, cases: ReadonlySet<string>): boolean {
  if (caseKeys(result).some((key) => cases.has(key))) return true;
  // "joining a node joins twice" is the case "a node joins twice".
  for (let space = result.name.indexOf(" "); space >= 0; space = result.name.indexOf(" ", space + 1)) if (cases.has(result.name.slice(space + 1))) return true;
  return false;
}
