/**
 * Finds in the results of a run what belongs to a file or a test case. Runners name things in their own ways: a path from the root or from a
 * package, a dotted module (pytest), a class (Surefire), a package (Go), a crate (Rust), or nothing but the words of the test.
 *
 * Promises: a result is found by what its report says and never by likeness alone; looking up costs the length of the path, not of the report.
 * Where two reported files fit equally well, neither is taken.
 */
import type { TestResult } from "../model/test-result.ts";
import type { ResolvedFile } from "../model/feature.ts";
import { WayIndex } from "./way-index.ts";

export interface ResultIndex {
  readonly count: number;
  /** results of one file; of one case in it where a case is named */
  find(file: ResolvedFile, testCase: string | null): readonly TestResult[];
}

/** Results of one file or class. */
interface Source {
  readonly steps: readonly string[];
  readonly results: TestResult[];
  /** made when a case is first asked for */
  names: CaseNames | null;
}

interface CaseNames {
  readonly exact: ReadonlyMap<string, readonly TestResult[]>;
  /** names of several words, which may end in the words of the case */
  readonly worded: readonly TestResult[];
}

interface Lookup {
  readonly files: WayIndex<Source>;
  /** module and class names from their beginning to each of their steps: `tests.test_join` of `tests.test_join.TestJoin` */
  readonly modules: WayIndex<Source[]>;
  readonly packages: WayIndex<Source>;
  readonly crates: ReadonlyMap<string, Source>;
  /** `crate::e2e` by its last step */
  readonly integration: ReadonlyMap<string, readonly Source[]>;
}

/** A class name is rarely deeper; what is beyond is not looked up by. */
export const DEEPEST = 20;

/** Of results told twice (a run repeated, shards that overlap) the later one counts. */
export function indexResults(results: Iterable<TestResult>): ResultIndex {
  const latest = new Map<string, TestResult>();
  for (const result of results) latest.set(`${result.file ?? ""}\n${result.className}\n${result.suites.join("\n")}\n${result.name}`, result);
  const files = new WayIndex<Source>();
  const packages = new WayIndex<Source>();
  const classes = new Map<string, Source>();
  for (const result of latest.values()) {
    if (result.file !== null) {
      const steps = pathSteps(result.file);
      files.at(steps, () => newSource(steps)).results.push(result);
      continue;
    }
    const known = classes.get(result.className);
    const steps = classSteps(result.className);
    const source = known ?? packages.at(steps, () => newSource(steps));
    if (known === undefined) classes.set(result.className, source);
    source.results.push(result);
  }
  const lookup: Lookup = { files, packages, ...classLookups(new Set(classes.values())) };
  return { count: latest.size, find: (file, testCase) => resultsOf(lookup, file, testCase) };
}

function newSource(steps: readonly string[]): Source {
  return { steps, results: [], names: null };
}

function classLookups(sources: ReadonlySet<Source>): Pick<Lookup, "modules" | "crates" | "integration"> {
  const modules = new WayIndex<Source[]>();
  const crates = new Map<string, Source>();
  const integration = new Map<string, Source[]>();
  for (const source of sources) {
    const { steps } = source;
    for (let length = 1; length <= Math.min(steps.length, DEEPEST); length += 1) modules.at(steps.slice(0, length), () => []).push(source);
    const [first, second] = steps;
    if (first !== undefined && steps.length === 1) crates.set(first, source);
    if (second !== undefined && steps.length === 2) integration.set(second, [...(integration.get(second) ?? []), source]);
  }
  return { modules, crates, integration };
}

/** `tests.test_join.TestJoin`, `org.acme.JoinTest$Inner`, `example.org/acme/dms/actor`, `acme-join::e2e` */
export function classSteps(className: string): readonly string[] {
  return (className.includes("/") ? className.split("/") : className.split(/::|[.$]/)).filter((step) => step !== "");
}

export function pathSteps(file: string): readonly string[] {
  return file.split("/").filter((step) => step !== "");
}

function resultsOf(lookup: Lookup, file: ResolvedFile, testCase: string | null): readonly TestResult[] {
  const path = file.path.split("/");
  const own = [...fileSources(lookup, path)];
  if (own.length === 0) own.push(...moduleSources(lookup, path));
  if (own.length > 0) return testCase === null ? own.flatMap(({ results }) => results) : own.flatMap((source) => casesOf(source, testCase));
  // A package or crate holds more files than this one: only cases that are known to stand in it are its own.
  const names = testCase === null ? file.cases : [testCase];
  if (names === null || names.length === 0) return [];
  const found = new Set(packageSources(lookup, path).flatMap((source) => names.flatMap((name) => casesOf(source, name))));
  return [...found];
}

/** The very file; else one that is reported by a shorter path, if only one is; else all that end in the whole path, as in several checkouts. */
function fileSources({ files }: Lookup, path: readonly string[]): readonly Source[] {
  const { same, shorter, longer } = files.find(path);
  if (same !== null) return [same];
  if (shorter.length > 0) return shorter.length === 1 && longer.length === 0 ? shorter : [];
  return longer;
}

/** Module and class names: the file's own name is a step, and what stands before it are its folders. */
function moduleSources({ modules, integration }: Lookup, path: readonly string[]): readonly Source[] {
  const name = path.at(-1) ?? "";
  const stem = name.replace(/\.[^.]+$/, "");
  const { same, shorter, longer } = modules.find([...path.slice(0, -1), stem]);
  const found = [...(same ?? []), ...shorter.flat(), ...longer.flat()];
  // `crate::e2e` is `tests/e2e.rs` of that crate.
  const crate = path.at(-3);
  const rust = name.endsWith(".rs") && path.at(-2) === "tests" ? (integration.get(stem) ?? []).filter(({ steps }) => crate === undefined || steps[0] === crate) : [];
  return [...new Set([...found, ...rust])];
}

/** Packages (Go) end in the file's folder, the shortest name being the nearest; crates (Rust) are one of its folders. */
function packageSources({ packages, crates }: Lookup, path: readonly string[]): readonly Source[] {
  const folders = path.slice(0, -1);
  const { same, shorter, longer } = folders.length === 0 ? { same: null, shorter: [], longer: [] } : packages.find(folders);
  const fitting = [...(same === null ? [] : [same]), ...shorter, ...longer];
  const nearest = fitting.reduce((least, { steps }) => Math.min(least, steps.length), Infinity);
  const found = fitting.filter(({ steps }) => steps.length === nearest);
  if (found.length > 0 || !(path.at(-1) ?? "").endsWith(".rs")) return found;
  return folders.flatMap((folder) => { const crate = crates.get(folder); return crate === undefined ? [] : [crate]; });
}

function casesOf(source: Source, testCase: string): readonly TestResult[] {
  source.names ??= caseNames(source.results);
  const wanted = testCase.trim();
  const last = wanted.split(/::|[#.]/).at(-1) ?? wanted;
  const near = new Set([...(source.names.exact.get(wanted) ?? []), ...(source.names.exact.get(last) ?? []), ...source.names.worded]);
  return [...near].filter((result) => isCase(result, wanted));
}

function caseNames(results: readonly TestResult[]): CaseNames {
  const exact = new Map<string, TestResult[]>();
  for (const result of results) {
    for (const key of new Set(caseKeys(result))) {
      const list = exact.get(key);
      if (list === undefined) exact.set(key, [result]);
      else list.push(result);
    }
  }
  return { exact, worded: results.filter((result) => result.name.includes(" ")) };
}

/** Names by which a case is looked up. */
export function caseKeys({ name, className, suites }: TestResult): readonly string[] {
  const plain = plainName(name);
  return [name, plain, plain.split("::").at(-1) ?? plain, name.replace(/[[(/].*$/s, ""), className.split(/::|[.$/]/).at(-1) ?? "", suites.at(-1) ?? ""];
}

/** Without parameters and variants: `joins(int)[1]` → `joins` */
function plainName(name: string): string {
  return name.replace(/(?:\([^()]{0,200}\))?(?:\[.{0,300}\])?$/, "");
}

/** Is it this case, one of its parts (`TestJoin/over_udp`), or one of its variants (`test_peers[3-udp]`, `joins(int)[1]`)? */
export function isCase(result: TestResult, wanted: string): boolean {
  const { name } = result;
  if (name === wanted || name.endsWith(` ${wanted}`)) return true;
  if (name.startsWith(wanted) && /^[[(/]/.test(name.slice(wanted.length))) return true;
  const plain = plainName(name);
  if (plain === wanted || plain.split("::").at(-1) === wanted) return true;
  const [last, ...outer] = wanted.split(/::|[#.]/).toReversed();
  if (outer.length === 0 || last === undefined || (plain !== last && !plain.startsWith(`${last}/`))) return result.className.split(/::|[.$/]/).at(-1) === wanted || result.suites.at(-1) === wanted;
  const around = [...result.className.split(/::|[.$/]/), ...result.suites];
  return outer.every((step) => around.includes(step));
}
