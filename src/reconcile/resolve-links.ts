/**
 * Where the links of a feature lead: files, folders and patterns by one listing of each repository, test cases by a look into the file that is
 * named, issues and pull requests one by one.
 * Promises: at most so many single reads; what is not reached by then, or lies where we cannot read, says so and never counts as found.
 * Accepted: a repository that we are not installed on cannot be told from one that does not exist.
 */
import type { AcceptanceLink, LinkTarget } from "../domain/model/acceptance-link.ts";
import type { LinkResolution } from "../domain/model/feature.ts";
import type { AcceptanceRules } from "../domain/model/plan-testing.ts";
import type { RepositoryRecord } from "../domain/model/records.ts";
import { repositoryName, sameRepository } from "../domain/model/refs.ts";
import { matchesAny } from "../domain/policy/paths.ts";
import { casesIn, isTestFile } from "../domain/policy/test-file.ts";
import type { RepositoryTree } from "./feature-ports.ts";
import type { RunContext } from "./ports.ts";

const MOST_READS = 40;
const UNKNOWN: LinkResolution = { state: "unknown", files: [], byHand: false };

interface Resolver {
  readonly rules: AcceptanceRules;
  readonly context: RunContext;
  readonly known: readonly RepositoryRecord[];
  readonly trees: Map<string, RepositoryTree | null>;
  reads: number;
  readonly mostReads: number;
}

/** In the order of the links. `ref` = the commit or branch that is judged, for links that name none. */
export async function resolveLinks(links: readonly AcceptanceLink[], ref: string, rules: AcceptanceRules, context: RunContext, mostReads = MOST_READS): Promise<readonly LinkResolution[]> {
  const known = (await context.memory.records<RepositoryRecord>("repository", "")).map((one) => one.value).filter((one) => one.installation === context.installation);
  const resolver: Resolver = { rules, context, known, trees: new Map(), reads: 0, mostReads };
  const resolutions: LinkResolution[] = [];
  for (const link of links) resolutions.push(await resolve(link.target, ref, resolver));
  return resolutions;
}

async function resolve(target: LinkTarget, ref: string, resolver: Resolver): Promise<LinkResolution> {
  switch (target.kind) {
    case "unusable": return { state: "not-found", files: [], byHand: false };
    case "address": return { state: "found", files: [], byHand: true };
    case "issue": return resolveIssue(target, resolver);
    case "file": case "directory": case "glob": return resolvePath(target, ref, resolver);
  }
}

async function resolvePath(target: Extract<LinkTarget, { kind: "file" | "directory" | "glob" }>, ref: string, resolver: Resolver): Promise<LinkResolution> {
  const repository = resolver.known.find((one) => sameRepository(repositoryName(one), target.repository));
  if (repository === undefined) return { state: "no-access", files: [], byHand: false };
  const named = target.kind === "glob" ? null : target.ref;
  const tree = await treeOf(repository, named ?? ref, resolver);
  if (tree === "unread") return UNKNOWN;
  if (tree === null) return { state: "not-found", files: [], byHand: false };
  const paths = pathsOf(target, tree);
  if (paths.length === 0) return tree.complete ? { state: "not-found", files: [], byHand: false } : UNKNOWN;
  const tests = paths.filter((path) => isTestFile(path, resolver.rules.tests));
  const cases = target.kind === "file" && target.testCase !== null ? await namedCases(repository, tests[0], tree, resolver) : null;
  return { state: "found", byHand: false, files: tests.map((path) => ({ path, cases })) };
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

async function treeOf(repository: RepositoryRecord, ref: string, resolver: Resolver): Promise<RepositoryTree | null | "unread"> {
  const key = `${repository.id} ${ref}`;
  const known = resolver.trees.get(key);
  if (known !== undefined) return known;
  if (!mayRead(resolver)) return "unread";
  const tree = await resolver.context.github.readTree(repository, ref);
  resolver.trees.set(key, tree);
  return tree;
}

async function namedCases(repository: RepositoryRecord, path: string | undefined, tree: RepositoryTree, resolver: Resolver): Promise<readonly string[] | null> {
  const sha = path === undefined ? undefined : tree.files.get(path);
  if (path === undefined || sha === undefined || !mayRead(resolver)) return null;
  const text = await resolver.context.github.readBlobText(repository, sha);
  return text === null ? null : casesIn(path, text)?.map((one) => one.name) ?? null;
}

/** An issue is a test by its type or label; a pull request stands for the tests that it brings. */
async function resolveIssue(target: Extract<LinkTarget, { kind: "issue" }>, resolver: Resolver): Promise<LinkResolution> {
  const repository = resolver.known.find((one) => sameRepository(repositoryName(one), target.repository));
  if (repository === undefined) return { state: "no-access", files: [], byHand: false };
  if (!mayRead(resolver)) return UNKNOWN;
  const issue = await resolver.context.github.readIssue(repository, target.number);
  if (issue === null) return { state: "not-found", files: [], byHand: false };
  const { labels, issueTypes } = resolver.rules.subIssues;
  const wanted = (names: readonly string[], name: string): boolean => names.some((one) => one.toLowerCase() === name.toLowerCase());
  if (!issue.isPull) return { state: "found", files: [], byHand: issue.labels.some((label) => wanted(labels, label)) || wanted(issueTypes, issue.issueType ?? "") };
  if (!mayRead(resolver)) return UNKNOWN;
  const pull = await resolver.context.github.readPull(repository, target.number);
  const tests = (pull?.facts.files ?? []).map((file) => file.path).filter((path) => isTestFile(path, resolver.rules.tests));
  return { state: "found", byHand: false, files: tests.map((path) => ({ path, cases: null })) };
}

function mayRead(resolver: Resolver): boolean {
  resolver.reads += 1;
  return resolver.reads <= resolver.mostReads;
}
