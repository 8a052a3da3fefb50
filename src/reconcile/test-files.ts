/**
 * What test files say: their cases, and the features that they name in a tag (`@acceptance #12`). Looked into by the name of their blob, many to a
 * read, and remembered, so a file that did not change is read once.
 * Promises: bounded, in the order of their paths; `complete` says whether all of them were looked into.
 * Accepted: two runs that look into the same file at once read it twice.
 */
import type { RepositoryRecord, TestFileRecord } from "../domain/model/records.ts";
import { repositoryName } from "../domain/model/refs.ts";
import type { RecordChange } from "../domain/model/settlement.ts";
import { casesIn, isTestFile, issuesNamedIn } from "../domain/policy/test-file.ts";
import type { RepositoryTree } from "./feature-ports.ts";
import type { RunContext } from "./ports.ts";

/** of one repository, for the features that they name */
const MOST_FILES = 5_000;
/** in one run: twenty reads of fifty; the rest follows in the next */
const MOST_READ = 1_000;
/** Cases of a file that are remembered; a name beyond them is looked up in the file itself. */
const MOST_CASES = 500;
/** Fewer are asked of the store one by one. */
const FEW = 20;
/** So many more than stand there now are remembered, of commits that tags are on. */
const MOST_REMEMBERED = 15_000;

export interface TestFiles {
  /** by path; left out: what could not be looked into, or not yet */
  read(repository: RepositoryRecord, tree: RepositoryTree, paths: readonly string[]): Promise<ReadonlyMap<string, TestFileRecord>>;
  /** paths of the test files that name a feature, by `owner/name#number` in lower case */
  naming(repository: RepositoryRecord, tree: RepositoryTree, patterns: readonly string[]): Promise<NamingFiles>;
  /** what is to be remembered */
  changes(): readonly RecordChange[];
}

export interface NamingFiles {
  readonly by: Readonly<Record<string, readonly string[]>>;
  /** every test file was looked into */
  readonly complete: boolean;
  /** there are some that the next run can look into */
  readonly more: boolean;
}

export function createTestFiles(context: RunContext): TestFiles {
  const changed = new Map<string, RecordChange>();
  const known = new Map<string, TestFileRecord>();
  const whole = new Set<number>();
  let reads = 0;

  /** A few are asked for one by one, many by one look at all. */
  async function recall({ id }: RepositoryRecord, keys: readonly string[]): Promise<void> {
    const missing = whole.has(id) ? [] : keys.filter((key) => !known.has(key));
    if (missing.length > FEW) {
      for (const { key, value } of await context.memory.records<TestFileRecord>("test-file", `${id}/`)) if (!known.has(key)) known.set(key, value);
      whole.add(id);
      return;
    }
    for (const key of missing) {
      const value = await context.memory.record<TestFileRecord>("test-file", key);
      if (value !== null) known.set(key, value);
    }
  }

  async function read(repository: RepositoryRecord, tree: RepositoryTree, paths: readonly string[]): Promise<ReadonlyMap<string, TestFileRecord>> {
    const files = paths.flatMap((path) => { const sha = tree.files.get(path); return sha === undefined || tree.long.has(sha) ? [] : [{ path, sha, key: fileKey(repository, path, sha) }]; });
    await recall(repository, files.map(({ key }) => key));
    const fresh = files.filter(({ key }) => !known.has(key)).slice(0, Math.max(0, MOST_READ - reads));
    reads += fresh.length;
    const texts = fresh.length === 0 ? new Map<string, string>() : await context.github.readBlobTexts(repository, [...new Set(fresh.map(({ sha }) => sha))]);
    for (const { path, sha, key } of fresh) {
      const value = lookedInto(path, texts.get(sha) ?? null, repository);
      known.set(key, value);
      changed.set(key, { kind: "test-file", key, value });
    }
    return new Map(files.flatMap(({ path, key }) => { const value = known.get(key); return value === undefined ? [] : [[path, value] as const]; }));
  }

  return {
    read,
    async naming(repository, tree, patterns) {
      const tests = [...tree.files.keys()].filter((path) => isTestFile(path, patterns)).toSorted();
      const paths = tests.slice(0, MOST_FILES);
      const files = await read(repository, tree, paths);
      const by: Record<string, string[]> = {};
      for (const [path, { issues }] of files) for (const issue of issues) (by[issue.startsWith("#") ? `${repositoryName(repository).toLowerCase()}${issue}` : issue] ??= []).push(path);
      const long = paths.filter((path) => tree.long.has(tree.files.get(path) ?? "")).length;
      const more = files.size + long < paths.length;
      if (!more && whole.has(repository.id)) forget(repository, tree, known, changed);
      return { by, more, complete: tree.complete && !more && long === 0 && tests.length === paths.length };
    },
    changes: () => [...changed.values()],
  };
}

/** By its ending as well, since cases are found by the kind of the file. */
function fileKey({ id }: RepositoryRecord, path: string, sha: string): string {
  return `${id}/${sha}${/\.[A-Za-z0-9]{1,12}$/.exec(path)?.[0] ?? ""}`;
}

/** `text` null = it is no text, or gone. */
function lookedInto(path: string, text: string | null, repository: RepositoryRecord): TestFileRecord {
  if (text === null) return { cases: null, issues: [] };
  const name = repositoryName(repository);
  const cases = casesIn(path, text)?.map((one) => one.name) ?? null;
  const issues = issuesNamedIn(text, name).map((one) => (one.repository === name ? `#${one.number}` : `${one.repository}#${one.number}`.toLowerCase()));
  return { cases: cases !== null && cases.length > MOST_CASES ? "many" : cases, issues };
}

function forget(repository: RepositoryRecord, tree: RepositoryTree, known: ReadonlyMap<string, TestFileRecord>, changed: Map<string, RecordChange>): void {
  const remembered = [...known.keys()].filter((key) => key.startsWith(`${repository.id}/`));
  if (remembered.length <= MOST_REMEMBERED) return;
  const here = new Set([...tree.files].map(([path, sha]) => fileKey(repository, path, sha)));
  for (const key of remembered.filter((one) => !here.has(one)).slice(0, remembered.length - MOST_REMEMBERED)) changed.set(key, { kind: "test-file", key, value: null });
}
