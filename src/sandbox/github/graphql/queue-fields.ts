// The merge queue in GraphQL: where a pull stands in it, and the commit that its checks must pass on.

import { githubInstant } from "../clock.ts";
import { nodeId } from "../node-id.ts";
import { entriesOf, type MergeQueue, type QueueEntry } from "../state/merge-queue.ts";
import { fullName } from "../state/repository.ts";
import type { Pull } from "../state/pull.ts";
import { actorNode } from "./account-fields.ts";
import { CONNECTION, pageOf } from "./connection.ts";
import type { ResolverMap, TypeResolvers } from "./resolver.ts";

export interface QueueEntrySource {
  readonly queue: MergeQueue;
  readonly entry: QueueEntry;
}

/** Null when the pull is not queued. */
export function queueEntryOf(pull: Pull): QueueEntrySource | null {
  const queue = pull.issue.repository.queues.get(pull.baseRef);
  const entry = queue === undefined ? undefined : entriesOf(queue).find((each) => each.pull === pull);
  return queue === undefined || entry === undefined ? null : { queue, entry };
}

function groupOf({ queue, entry }: QueueEntrySource) {
  return queue.groups.find((group) => group.entries.includes(entry)) ?? null;
}

const ENTRY: TypeResolvers<QueueEntrySource> = {
  id: ({ entry }) => nodeId("queueEntry", entry.id),
  state: (source) => (groupOf(source) === null ? "QUEUED" : "AWAITING_CHECKS"),
  // Counted from 1, the next to merge.
  position: ({ queue, entry }) => entriesOf(queue).indexOf(entry) + 1,
  enqueuedAt: ({ entry }) => githubInstant(entry.enqueuedAt),
  enqueuer: ({ entry }) => actorNode(entry.enqueuer),
  headCommit: (source) => {
    const group = groupOf(source);
    return group === null ? null : { repository: source.queue.repository, commit: group.head };
  },
  baseCommit: (source) => {
    const { repository } = source.queue;
    const commit = repository.network.objects.commitBySha(groupOf(source)?.baseSha ?? "");
    return commit === null ? null : { repository, commit };
  },
  pullRequest: ({ entry }) => entry.pull.issue,
  // Neither jumping the queue nor going alone exists in this world.
  jump: () => false,
  solo: () => false,
  mergeQueue: ({ queue }) => queue,
};

const QUEUE: TypeResolvers<MergeQueue> = {
  id: (queue) => nodeId("queueEntry", `queue ${queue.repository.id}:${queue.branch}`),
  url: (queue, _, { world }) => `${world.htmlUrl}/${fullName(queue.repository)}/queue/${queue.branch}`,
  repository: (queue) => queue.repository,
  entries: (queue, args) => pageOf(entriesOf(queue).map((entry): QueueEntrySource => ({ queue, entry })), args),
};

export const QUEUE_RESOLVERS: ResolverMap = { MergeQueueEntry: ENTRY, MergeQueue: QUEUE, MergeQueueEntryConnection: CONNECTION };
