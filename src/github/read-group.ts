/**
 * The pull requests of one merge group, each with its facts.
 *
 * Which they are is told by the queue's entries: from the one whose commit is the group's, back to the commit that the group is built on. Where
 * the queue does not tell, the group's commits do, by the pull requests that GitHub associates with them. Messages of commits are never
 * trusted: people write them. What stays unexplained makes the group incomplete, and an incomplete group is not let through.
 */
import { z } from "zod";
import type { ObservedCheck } from "../domain/model/check.ts";
import type { RepositoryRef } from "../domain/model/refs.ts";
import { repositoryName } from "../domain/model/refs.ts";
import type { Client } from "./app-client.ts";
import { compare } from "./compare.ts";
import { absent } from "./explained-errors.ts";
import { fault } from "./fault.ts";
import { GROUP_DOCUMENT } from "./graphql/group.graphql.ts";
import type { GroupRef } from "./group-ref.ts";
import { parseGroupRef } from "./group-ref.ts";
import { readCommitPulls } from "./read-commit-pulls.ts";
import type { PullObservation } from "./read-pull.ts";
import { readPullsByNumber } from "./read-pulls-by-number.ts";
import { nodes } from "./wire/connection.ts";
import { checksOf, CommitChecks } from "./wire/our-checks.ts";
import { sameRepositoryId } from "./wire/repository-envelope.ts";

export interface GroupObservation {
  readonly base: string;
  readonly pulls: readonly PullObservation[];
  /** false when not every pull request of the group could be named */
  readonly complete: boolean;
  readonly checks: readonly ObservedCheck[];
}

const Oid = z.object({ oid: z.string() });
const Entry = z.object({ position: z.number(), headCommit: Oid.nullish(), baseCommit: Oid.nullish(), pullRequest: z.object({ number: z.number().int() }).nullish() });
const Answer = z.object({
  repository: z
    .object({
      databaseId: z.number().nullish(),
      ref: z.object({ target: Oid.nullish() }).nullish(),
      object: CommitChecks.nullish(),
      pullRequest: z.object({ mergeQueueEntry: z.object({ mergeQueue: z.object({ entries: nodes(Entry) }).nullish() }).nullish() }).nullish(),
    })
    .nullish(),
});

interface Named {
  /** in the order in which they would merge */
  readonly numbers: readonly number[];
  readonly complete: boolean;
}

/** Null when the group no longer exists: its branch is gone or stands at another commit. */
export async function readGroup(client: Client, repository: RepositoryRef, sha: string, ref: string): Promise<GroupObservation | null> {
  const group = parseGroupRef(ref);
  if (group === null) throw fault("invalid", `${ref} is not the branch of a merge group`);
  const what = `merge group ${sha.slice(0, 12)} of ${repositoryName(repository)}`;
  const data = await client.graphql({
    what,
    document: () => GROUP_DOCUMENT,
    variables: { owner: repository.owner, name: repository.name, sha, number: group.number, appId: client.appId, ref: ref.startsWith("refs/") ? ref : `refs/heads/${ref}` },
    schema: Answer,
    explains: (error) => absent(error, "object") || absent(error, "pullRequest"),
  });
  const found = sameRepositoryId(data.repository, repository);
  if (found.ref?.target?.oid !== sha || found.object === null || found.object === undefined) return null;
  const named = byEntries(found.pullRequest?.mergeQueueEntry?.mergeQueue?.entries ?? [], sha, group) ?? await byCommits(client, repository, sha, group);
  const pulls = await readPullsByNumber(client, repository, named.numbers, { completeFiles: 10 });
  const seen = named.numbers.flatMap((number) => pulls.get(number) ?? []);
  return { base: group.base, pulls: seen, complete: named.complete && seen.length === named.numbers.length && seen.length > 0, checks: checksOf(found.object) };
}

/** Null when the queue does not know the group's commit. Entries that are built together share one commit; then all of them belong to it. */
function byEntries(entries: readonly z.infer<typeof Entry>[], sha: string, group: GroupRef): Named | null {
  if (!entries.some((entry) => entry.headCommit?.oid === sha)) return null;
  const numbers: number[] = [];
  for (let at = sha; at !== group.builtOn; ) {
    const together = entries.filter((entry) => entry.headCommit?.oid === at).sort((a, b) => a.position - b.position);
    const below = new Set(together.map((entry) => entry.baseCommit?.oid));
    const named = together.flatMap((entry) => entry.pullRequest?.number ?? []);
    const [base] = below;
    numbers.unshift(...named);
    if (base === undefined || below.size !== 1 || named.length < together.length || numbers.length > entries.length) return { numbers: [...new Set(numbers)], complete: false };
    at = base;
  }
  return { numbers, complete: true };
}

/**
 * Commits that people pushed are known from their pull requests. The last commit is made by the queue for the pull request in the group's
 * name; any other commit that nobody is known for leaves the group incomplete, save merges of known ones.
 */
async function byCommits(client: Client, repository: RepositoryRef, sha: string, group: GroupRef): Promise<Named> {
  const between = await compare(client, repository, group.builtOn, sha);
  if (between === null) return { numbers: [group.number], complete: false };
  const brought = await readCommitPulls(client, repository, between.commits.map((commit) => commit.sha));
  const numbers = new Set<number>();
  let complete = between.complete;
  const known = new Set<string>();
  for (const commit of between.commits) {
    const open = (brought.get(commit.sha) ?? []).filter((pull) => pull.state === "open" && pull.base === group.base);
    for (const pull of open) numbers.add(pull.number);
    if (open.length > 0 || commit.parents.slice(1).some((parent) => known.has(parent))) known.add(commit.sha);
    else if (commit.sha !== sha) complete = false;
  }
  numbers.delete(group.number);
  return { numbers: [...numbers, group.number], complete };
}
