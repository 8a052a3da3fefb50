/**
 * Where the links of a feature lead: files, folders and patterns by one listing of each repository, test cases by a look into the file that is
 * named (remembered by its blob), issues and pull requests one by one.
 * Promises: at most so many single reads; what is not reached by then, or lies where we cannot read, says so and never counts as found.
 * From a public repository a private one is out of sight, so that nobody learns by a link what is in it.
 * Accepted: a repository that we are not installed on cannot be told from one that does not exist.
 */
import type { AcceptanceLink, LinkTarget } from "../domain/model/acceptance-link.ts";
import type { LinkResolution, ResolvedFile } from "../domain/model/feature.ts";
import type { AcceptanceRules } from "../domain/model/plan-testing.ts";
import type { RepositoryRecord } from "../domain/model/records.ts";
import { repositoryName, sameRepository } from "../domain/model/refs.ts";
import type { RepositoryName } from "../domain/model/refs.ts";
import { matchesAny } from "../domain/policy/paths.ts";
import { casesIn, isTestFile } from "../domain/policy/test-file.ts";
import type { RepositoryTree } from "./feature-ports.ts";
import { isTestIssue } from "./given-links.ts";
import type { ChildIssue } from "./github-facts.ts";
import type { RunContext } from "./ports.ts";
import type { TestFiles } from "./test-files.ts";
import { createTestFiles } from "./test-files.ts";

const MOST_READS = 40;
const UNKNOWN: LinkResolution = { state: "unknown", files: [], byHand: false };
const NOT_FOUND: LinkResolution = { state: "not-found", files: [], byHand: false };

/** Of one run: what it has read is not read again. */
export interface LinkResolver {
  readonly files: TestFiles;
  /** null = there is none in our sight; "unread" = too much was read already. `ref` = a commit or branch */
  tree(repository: RepositoryRecord, ref: string): Promise<RepositoryTree | null | "unread">;
  /** In the order of the links; `from` = the repository of the issue that has them. `ref` = the commit or branch that is judged, for links that name none; `children` = issues that were read already */
  resolve(links: readonly AcceptanceLink[], from: RepositoryName, ref: string, rules: AcceptanceRules, children?: readonly ChildIssue[]): Promise<readonly LinkResolution[]>;
}

interface Resolver {
  readonly rules: AcceptanceRules;
  readonly known: readonly RepositoryRecord[];
  readonly children: readonly ChildIssue[];
  readonly context: RunContext;
  readonly own: LinkResolver;
  mayRead(): boolean;
}

export function createLinkResolver(context: RunContext, mostReads = MOST_READS): LinkResolver {
  const trees = new Map<string, RepositoryTree | null>();
  let known: readonly RepositoryRecord[] | null = null;
  let reads = 0;
  const mayRead = (): boolean => { reads += 1; return reads <= mostReads; };
  const own: LinkResolver = {
    files: createTestFiles(context),
    async tree(repository, ref) {
      const key = `${repository.id} ${ref}`;
      const before = trees.get(key);
      if (before !== undefined) return before;
      if (!mayRead()) return "unread";
      const tree = await context.github.readTree(repository, ref);
      trees.set(key, tree);
      return tree;
    },
    async resolve(links, from, ref, rules, children = []) {
      known ??= (await context.memory.records<RepositoryRecord>("repository", "")).map((one) => one.value).filter((one) => one.installation === context.installation);
      const resolver: Resolver = { rules, known: inSightOf(from, known), children, context, own, mayRead };
      const resolutions: LinkResolution[] = [];
      for (const link of links) resolutions.push(await resolve(link.target, ref, resolver));
      return resolutions;
    },
  };
  return own;
}

/** Those of which may be spoken there. */
export function inSightOf(from: RepositoryName, known: readonly RepositoryRecord[]): readonly RepositoryRecord[] {
  const own = known.find((one) => sameRepository(repositoryName(one), from));
  return own?.private === true ? known : known.filter((one) => !one.private || one === own);
}

async function resolve(target: LinkTarget, ref: string, resolver: Resolver): Promise<LinkResolution> {
  switch (target.kind) {
    case "unusable": return NOT_FOUND;
    case "address": return { state: "found", files: [], byHand: true };
    case "issue": return resolveIssue(target, resolver);
    case "file": case "directory": case "glob": return resolvePath(target, ref, resolver);
  }
}

async function resolvePath(target: Extract<LinkTarget, { kind: "file" | "directory" | "glob" }>, ref: string, resolver: Resolver): Promise<LinkResolution> {
  const repository = resolver.known.find((one) => sameRepository(repositoryName(one), target.repository));
  if (repository === undefined) return { state: "no-access", files: [], byHand: false };
  const named = target.kind === "glob" ? null : target.ref;
  const tree = await resolver.own.tree(repository, named ?? ref);
  if (tree === "unread") return UNKNOWN;
  if (tree === null) return NOT_FOUND;
  const paths = pathsOf(target, tree);
  if (paths.length === 0) return tree.complete ? NOT_FOUND : UNKNOWN;
  const tests = paths.filter((path) => isTestFile(path, resolver.rules.tests));
  const cases = target.kind === "file" && target.testCase !== null ? await namedCases(repository, tests[0], tree, resolver) : null;
  return { state: "found", byHand: false, files: tests.map((path): ResolvedFile => ({ path, cases })) };
}

/** A path without a slash at its end may still be a folder. */
function pathsOf(target: Extract<LinkTarget, { kind: "file" | "directory" | "glob" }>, { files }: RepositoryTree): readonly string[] {
  if (target.kind === "glob") {
    const patterns = [target.pattern];
    return [...files.keys()].filter((path) => matchesAny(patterns, path));
  }
  if (target.kind === "file" && files.has(target.path)) return [target.path];
  const folder = target.path.endsWith("/") ? target.path : `${target.path}/`;
  return [...files.keys()].filter((path) => path.startsWith(folder));
}

async function namedCases(repository: RepositoryRecord, path: string | undefined, tree: RepositoryTree, resolver: Resolver): Promise<readonly string[] | null> {
  const sha = path === undefined ? undefined : tree.files.get(path);
  if (path === undefined || sha === undefined) return null;
  const looked = (await resolver.own.files.read(repository, tree, [path])).get(path);
  if (looked !== undefined && looked.cases !== "many") return looked.cases;
  if (!resolver.mayRead()) return null;
  const text = await resolver.context.github.readBlobText(repository, sha);
  return text === null ? null : casesIn(path, text)?.map((one) => one.name) ?? null;
}

/** An issue is a test by its type or label; a pull request stands for the tests that it brings. */
async function resolveIssue(target: Extract<LinkTarget, { kind: "issue" }>, resolver: Resolver): Promise<LinkResolution> {
  const repository = resolver.known.find((one) => sameRepository(repositoryName(one), target.repository));
  if (repository === undefined) return { state: "no-access", files: [], byHand: false };
  const child = resolver.children.find((one) => one.number === target.number && sameRepository(one.repository, target.repository));
  if (child !== undefined) return { state: "found", files: [], byHand: isTestIssue(child, resolver.rules) };
  if (!resolver.mayRead()) return UNKNOWN;
  const issue = await resolver.context.github.readIssue(repository, target.number);
  if (issue === null) return NOT_FOUND;
  if (!issue.isPull) return { state: "found", files: [], byHand: isTestIssue(issue, resolver.rules) };
  if (!resolver.mayRead()) return UNKNOWN;
  const pull = await resolver.context.github.readPull(repository, target.number);
  const tests = (pull?.facts.files ?? []).map((file) => file.path).filter((path) => isTestFile(path, resolver.rules.tests));
  return { state: "found", byHand: false, files: tests.map((path) => ({ path, cases: null })) };
}
