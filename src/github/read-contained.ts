/**
 * What a release merge would bring in: for each commit between base and head the pull request that brought it to the source branch, and the bare
 * commits that none brought.
 *
 * A change counts as reachable at a freeze's start only when every commit of it was; what a tip cannot tell (the commit is gone, or too much
 * lies behind it) is left out, and then only `enteredAt` speaks. Merges of the base back into the source bring nothing of their own and are left out;
 * other merge commits made by hand stay, since a merge can carry changes of its own.
 */
import type { ContainedChange, PullFacts } from "../domain/model/pull.ts";
import type { RepositoryRef } from "../domain/model/refs.ts";
import { repositoryName } from "../domain/model/refs.ts";
import type { Client } from "./app-client.ts";
import type { ComparedCommit } from "./compare.ts";
import { compare } from "./compare.ts";
import { fault } from "./fault.ts";
import type { CommitPull } from "./read-commit-pulls.ts";
import { readCommitPulls } from "./read-commit-pulls.ts";
import { readPullsByNumber } from "./read-pulls-by-number.ts";

export interface Contained {
  readonly changes: readonly ContainedChange[];
  /** false when not everything could be listed */
  readonly complete: boolean;
}

/** How many contained pull requests may have their file lists completed by further calls. */
const COMPLETED_FILE_LISTS = 20;

/**
 * @param base branch or commit that would receive
 * @param head branch or commit of the source
 * @param tips by freeze id, the commit at which the source branch stood when that freeze began
 */
export async function readContained(client: Client, repository: RepositoryRef, base: string, head: string, tips: Readonly<Record<string, string>>): Promise<Contained> {
  const between = await compare(client, repository, base, head);
  if (between === null) throw fault("not-found", `comparison ${base}...${head} in ${repositoryName(repository)}: GitHub does not know one of them`);
  const lately = await entriesAfterTips(client, repository, head, tips);
  const brought = await readCommitPulls(client, repository, between.commits.map((commit) => commit.sha));
  const carriers = carriersOf(between.commits, brought, base, head);
  const pulls = await readPullsByNumber(client, repository, [...new Set([...carriers.values()].map((pull) => pull.number))], { completeFiles: COMPLETED_FILE_LISTS });
  const known = new Map([...pulls].map(([number, { facts }]) => [number, facts]));
  return { changes: changesOf(repository, between.commits, carriers, known, lately), complete: between.complete };
}

/** By freeze id, the commits of head that its tip did not reach. A tip that cannot be compared, or not wholly, is left out. */
async function entriesAfterTips(client: Client, repository: RepositoryRef, head: string, tips: Readonly<Record<string, string>>): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const byTip = new Map<string, ReadonlySet<string> | null>();
  for (const tip of new Set(Object.values(tips))) {
    const since = await compare(client, repository, tip, head);
    byTip.set(tip, since === null || !since.complete ? null : new Set(since.commits.map((commit) => commit.sha)));
  }
  return new Map(Object.entries(tips).flatMap(([freeze, tip]) => {
    const entries = byTip.get(tip) ?? null;
    return entries === null ? [] : [[freeze, entries] as const];
  }));
}

/**
 * For each commit the one pull request that brought it to the source branch. The branch is the head of the open pull request from it to the base;
 * where there is none the outermost pull request counts, which is the one merged last.
 */
function carriersOf(commits: readonly ComparedCommit[], brought: ReadonlyMap<string, readonly CommitPull[]>, base: string, head: string): ReadonlyMap<string, CommitPull> {
  const all = [...brought.values()].flat();
  const source = all.find((pull) => pull.state === "open" && pull.base === base && (pull.head === head || pull.headSha === head))?.head ?? null;
  const carriers = new Map<string, CommitPull>();
  for (const { sha } of commits) {
    const merged = (brought.get(sha) ?? []).filter((pull) => pull.state === "merged" && pull.base !== base);
    const toSource = merged.filter((pull) => pull.base === (source ?? head)).sort(byMerge);
    const carrier = toSource[0] ?? (source === null ? merged.sort(byMerge).at(-1) : undefined);
    if (carrier !== undefined) carriers.set(sha, carrier);
  }
  return carriers;
}

function byMerge(a: CommitPull, b: CommitPull): number {
  return (a.mergedAt ?? 0) - (b.mergedAt ?? 0) || a.number - b.number;
}

function changesOf(
  repository: RepositoryRef,
  commits: readonly ComparedCommit[],
  carriers: ReadonlyMap<string, CommitPull>,
  pulls: ReadonlyMap<number, PullFacts>,
  lately: ReadonlyMap<string, ReadonlySet<string>>,
): readonly ContainedChange[] {
  const listed = new Set(commits.map((commit) => commit.sha));
  const merges = new Set([...carriers.values()].map((pull) => pull.mergeCommit));
  const changes = new Map<string, { readonly change: ContainedChange["change"]; readonly enteredAt: number | null; readonly shas: string[] }>();
  for (const commit of commits) {
    const carrier = carriers.get(commit.sha);
    const facts = carrier === undefined ? undefined : pulls.get(carrier.number);
    if (carrier !== undefined && facts !== undefined) {
      const known = changes.get(`#${carrier.number}`);
      if (known === undefined) changes.set(`#${carrier.number}`, { change: { kind: "pull", pull: facts }, enteredAt: carrier.mergedAt ?? facts.mergedAt, shas: [commit.sha] });
      else known.shas.push(commit.sha);
    } else if (!isBackMerge(commit, listed) && !merges.has(commit.sha)) {
      changes.set(commit.sha, { change: { kind: "commit", repository: repositoryName(repository), sha: commit.sha, title: commit.title, author: commit.author }, enteredAt: null, shas: [commit.sha] });
    }
  }
  return [...changes.values()].map(({ change, enteredAt, shas }) => ({ change, enteredAt, reachableAtStart: reachable(shas, lately) }));
}

/** A merge whose other parents the base has already: nothing comes with it that the base lacks. */
function isBackMerge(commit: ComparedCommit, listed: ReadonlySet<string>): boolean {
  return commit.parents.length > 1 && commit.parents.slice(1).every((parent) => !listed.has(parent));
}

function reachable(shas: readonly string[], lately: ReadonlyMap<string, ReadonlySet<string>>): Readonly<Record<string, boolean>> {
  return Object.fromEntries([...lately].map(([freeze, entries]) => [freeze, shas.every((sha) => !entries.has(sha))]));
}
