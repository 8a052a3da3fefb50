/**
 * Test files that name a feature in a tag, in every repository of a plan: at the default branch for the features as they stand today, at the tagged
 * commit for a tag. Files are looked into once for each of their texts, see `test-files.ts`.
 */
import { digestOf } from "../domain/desired/pull-check.ts";
import type { FeaturePlan } from "../domain/model/plan-testing.ts";
import type { NamedTestsRecord, PlanRecord, RepositoryRecord } from "../domain/model/records.ts";
import { namedTestsKey } from "../domain/model/records.ts";
import { repositoryName, sameRepository } from "../domain/model/refs.ts";
import type { RepositoryName } from "../domain/model/refs.ts";
import type { RecordChange } from "../domain/model/settlement.ts";
import type { GivenLink } from "../domain/policy/acceptance-links.ts";
import { featureKey } from "../domain/policy/scope.ts";
import type { IssueDetail } from "./github-facts.ts";
import type { RunContext } from "./ports.ts";
import type { LinkResolver } from "./resolve-links.ts";

/** One of each repository with tests. */
export type NamedTests = readonly { readonly repository: RepositoryName; readonly branch: string; readonly private: boolean; readonly by: NamedTestsRecord["by"]; readonly complete: boolean }[];

/** As links of that feature. Another repository's file is linked where its default branch has it. */
export function namedLinks(issue: Pick<IssueDetail, "repository" | "number" | "url">, named: NamedTests): readonly GivenLink[] {
  const web = URL.canParse(issue.url) ? new URL(issue.url).origin : "https://github.com";
  const own = named.find(({ repository }) => sameRepository(repository, issue.repository));
  // Where the issue's own repository has no tests its privacy is not known here, and nothing private is told.
  return named.filter((one) => one === own || !one.private || own?.private === true).flatMap(({ repository, branch, by }) => (by[featureKey(issue)] ?? []).map((path): GivenLink => ({
    source: "test-file",
    text: sameRepository(repository, issue.repository) ? path : `${web}/${repository}/blob/${[...branch.split("/"), ...path.split("/")].map(encodeURIComponent).join("/")}`,
  })));
}

/** As they were last found at the default branches: nothing is read. */
export async function rememberedNamed(plan: Pick<PlanRecord, "home" | "path">, repositories: readonly RepositoryRecord[], context: RunContext): Promise<NamedTests> {
  const found = await Promise.all(repositories.map(async (repository) => ({ repository, record: await context.memory.record<NamedTestsRecord>("named-tests", namedTestsKey(plan, repository.id, null)) })));
  return found.flatMap(({ repository, record }) => (record === null ? [] : [{ repository: repositoryName(repository), branch: repository.defaultBranch, private: repository.private, by: record.by, complete: record.complete }]));
}

export interface FoundNamed {
  readonly named: NamedTests;
  readonly records: readonly RecordChange[];
  /** not everything was looked into yet */
  readonly more: boolean;
  /** a listing differs from the last one */
  readonly changed: boolean;
}

/** At the default branches, now: one listing of each repository. */
export async function findNamed(plan: Pick<PlanRecord, "home" | "path">, features: FeaturePlan, repositories: readonly RepositoryRecord[], resolver: LinkResolver, context: RunContext): Promise<FoundNamed> {
  const named: NamedTests[number][] = [];
  const records: RecordChange[] = [];
  let more = false;
  let changed = false;
  for (const repository of repositories.filter(({ archived }) => !archived)) {
    const key = namedTestsKey(plan, repository.id, null);
    const before = await context.memory.record<NamedTestsRecord>("named-tests", key);
    const found = await namedIn(repository, repository.defaultBranch, before, features, resolver);
    if (found === null) continue;
    more ||= found.more;
    changed ||= before?.of !== found.record.of;
    if (digestOf(before) !== digestOf(found.record)) records.push({ kind: "named-tests", key, value: found.record });
    named.push({ repository: repositoryName(repository), branch: repository.defaultBranch, private: repository.private, by: found.record.by, complete: found.record.complete });
  }
  return { named, records, more, changed };
}

/** At a commit of one repository; elsewhere as remembered. A commit does not change, so it is looked through once. */
export async function namedAt(plan: Pick<PlanRecord, "home" | "path">, features: FeaturePlan, repository: RepositoryRecord, sha: string, repositories: readonly RepositoryRecord[], resolver: LinkResolver, context: RunContext): Promise<FoundNamed> {
  const others = await rememberedNamed(plan, repositories.filter(({ id }) => id !== repository.id), context);
  const key = namedTestsKey(plan, repository.id, sha);
  const before = await context.memory.record<NamedTestsRecord>("named-tests", key);
  const patterns = digestOf(features.acceptance.tests);
  if (before !== null && before.of.endsWith(` ${patterns}`)) return { named: [...others, { repository: repositoryName(repository), branch: repository.defaultBranch, private: repository.private, by: before.by, complete: before.complete }], records: [], more: false, changed: false };
  const found = await namedIn(repository, sha, before, features, resolver);
  if (found === null) return { named: others, records: [], more: false, changed: false };
  return { named: [...others, { repository: repositoryName(repository), branch: repository.defaultBranch, private: repository.private, by: found.record.by, complete: found.record.complete }], more: found.more, changed: true, records: found.more ? [] : [{ kind: "named-tests", key, value: found.record }] };
}

/** Null = the repository shows no files, or too much was read already. */
async function namedIn(repository: RepositoryRecord, ref: string, before: NamedTestsRecord | null, { acceptance: { tests } }: FeaturePlan, resolver: LinkResolver): Promise<{ readonly record: NamedTestsRecord; readonly more: boolean } | null> {
  const tree = await resolver.tree(repository, ref);
  if (tree === null || tree === "unread") return null;
  const of = `${tree.sha} ${digestOf(tests)}`;
  if (before?.of === of) return { record: before, more: false };
  const { by, complete, more } = await resolver.files.naming(repository, tree, tests);
  // What was not looked into yet is not taken for looked into.
  return { record: { of: more ? `${of} so far` : of, by, complete }, more };
}
