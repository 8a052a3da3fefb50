/**
 * Groups that stand in a branch's merge queue. A group's branch is not told by the queue; its name follows from what is:
 * `gh-readonly-queue/{base}/pr-{last number}-{commit it is built on}`.
 * Source: https://docs.github.com/graphql/reference/objects#mergequeue
 */
import { z } from "zod";
import type { RepositoryRef } from "../domain/model/refs.ts";
import { repositoryName } from "../domain/model/refs.ts";
import type { Client } from "./app-client.ts";
import { QUEUE_DOCUMENT } from "./graphql/queue.graphql.ts";
import { sameRepositoryId } from "./wire/repository-envelope.ts";

export interface QueueGroup {
  readonly sha: string;
  /** full ref */
  readonly ref: string;
}

export interface QueueObservation {
  /** pull requests in the queue, next to merge first */
  readonly numbers: readonly number[];
  readonly groups: readonly QueueGroup[];
}

const Oid = z.object({ oid: z.string() });
const Entry = z.object({ position: z.number(), headCommit: Oid.nullish(), baseCommit: Oid.nullish(), pullRequest: z.object({ number: z.number().int() }).nullish() });
const Answer = z.object({
  repository: z.object({
    databaseId: z.number().nullish(),
    mergeQueue: z.object({ entries: z.object({ pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() }), nodes: z.array(Entry.nullable()).nullish() }).nullish() }).nullish(),
  }).nullish(),
});

const MOST_PAGES = 10;

/** Empty when the branch has no queue. */
export async function readQueue(client: Client, repository: RepositoryRef, branch: string): Promise<QueueObservation> {
  const entries: z.infer<typeof Entry>[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const data: z.infer<typeof Answer> = await client.graphql({
      what: `merge queue of ${branch} of ${repositoryName(repository)}`,
      document: () => QUEUE_DOCUMENT,
      variables: { owner: repository.owner, name: repository.name, branch, cursor },
      schema: Answer,
    });
    const listed = sameRepositoryId(data.repository, repository).mergeQueue?.entries;
    entries.push(...(listed?.nodes ?? []).filter((entry) => entry !== null));
    if (listed?.pageInfo.hasNextPage !== true) break;
    cursor = listed.pageInfo.endCursor ?? null;
  }
  entries.sort((a, b) => a.position - b.position);
  // the last entry of a group names its branch, so later ones overwrite
  const groups = new Map<string, QueueGroup>();
  for (const { headCommit, baseCommit, pullRequest } of entries) {
    if (headCommit == null || baseCommit == null || pullRequest == null) continue;
    groups.set(headCommit.oid, { sha: headCommit.oid, ref: `refs/heads/gh-readonly-queue/${branch}/pr-${pullRequest.number}-${baseCommit.oid}` });
  }
  return { numbers: entries.flatMap((entry) => entry.pullRequest?.number ?? []), groups: [...groups.values()] };
}
