/**
 * The merge queue of a branch, switched on by a ruleset rule `merge_queue`.
 * Entries wait in order; groups are built upon one another on gh-readonly-queue/ branches, each group's head containing everything before it.
 * ALLGREEN: one group a pull. HEADGREEN: waiting pulls (up to max_entries_to_merge) share one group, and only its head is checked.
 * The first group merges when every required check of its head passes; a failing or silent one is ejected and those behind it are rebuilt.
 */
import { ApiProblem } from "../api-problem.ts";
import { mergeCommit } from "../git/merge.ts";
import type { Commit } from "../git/objects.ts";
import { mergeGroupPayload } from "../payload/merge-group.ts";
import type { World } from "../world.ts";
import type { Account } from "./account.ts";
import { emitIssue, note } from "./issue.ts";
import type { MergeMethod } from "./merge.ts";
import { announceMerge, markMerged, mergeSpec } from "./merge.ts";
import type { Pull } from "./pull.ts";
import { updateRef } from "./ref.ts";
import type { Repository } from "./repository.ts";
import { branchTip } from "./repository.ts";
import { activeRules, requiredChecks, standingOf } from "./rule.ts";
import { mergeViolations } from "./rule-verdict.ts";

export type DequeueReason = "MANUAL" | "MERGE" | "MERGE_CONFLICT" | "CI_FAILURE" | "CI_TIMEOUT" | "ALREADY_MERGED" | "QUEUE_CLEARED" | "BRANCH_PROTECTIONS";

export interface QueueEntry {
  readonly id: number;
  readonly pull: Pull;
  readonly enqueuer: Account;
  readonly enqueuedAt: number;
}

export interface MergeGroup {
  readonly entries: readonly QueueEntry[];
  readonly baseSha: string;
  readonly head: Commit;
  /** Full ref, refs/heads/gh-readonly-queue/<base>/pr-<n>-<sha>. */
  readonly headRef: string;
  readonly createdAt: number;
}

export interface MergeQueue {
  readonly repository: Repository;
  readonly branch: string;
  waiting: QueueEntry[];
  /** Built groups, first to merge first. */
  groups: MergeGroup[];
}

export interface QueueSettings {
  readonly method: MergeMethod;
  readonly headGreen: boolean;
  readonly timeoutMs: number;
  readonly groupsAtOnce: number;
  readonly maxGroup: number;
  readonly minGroup: number;
  readonly minGroupWaitMs: number;
}

/** The parameters of the merge_queue rule with GitHub's defaults; null when the branch has no queue. */
export function queueSettings(repository: Repository, branch: string): QueueSettings | null {
  const rule = activeRules(repository, branch).find((each) => each.rule.type === "merge_queue")?.rule;
  if (rule === undefined) return null;
  const number = (name: string, fallback: number): number => {
    const value = rule.parameters?.[name];
    return typeof value === "number" ? value : fallback;
  };
  const method = rule.parameters?.["merge_method"];
  return {
    method: method === "SQUASH" ? "squash" : method === "REBASE" ? "rebase" : "merge",
    headGreen: rule.parameters?.["grouping_strategy"] === "HEADGREEN",
    timeoutMs: number("check_response_timeout_minutes", 60) * 60_000,
    groupsAtOnce: Math.max(1, number("max_entries_to_build", 5)),
    maxGroup: Math.max(1, number("max_entries_to_merge", 5)),
    minGroup: Math.max(1, number("min_entries_to_merge", 1)),
    minGroupWaitMs: number("min_entries_to_merge_wait_minutes", 5) * 60_000,
  };
}

/** The queue of a branch, empty when nobody used it yet. */
export function queueOf(repository: Repository, branch: string): MergeQueue {
  const present = repository.queues.get(branch);
  if (present !== undefined) return present;
  const queue: MergeQueue = { repository, branch, waiting: [], groups: [] };
  repository.queues.set(branch, queue);
  return queue;
}

/** All entries, next to merge first. */
export function entriesOf(queue: MergeQueue): QueueEntry[] {
  return [...queue.groups.flatMap((group) => group.entries), ...queue.waiting];
}

export function isQueued(pull: Pull): boolean {
  return entriesOf(queueOf(pull.issue.repository, pull.baseRef)).some((entry) => entry.pull === pull);
}

/** Puts a pull into the queue of its base; refuses what could not merge. Fires pull_request.enqueued and, once built, merge_group.checks_requested. */
export function enqueue(world: World, pull: Pull, actor: Account): QueueEntry {
  const { issue } = pull;
  const { repository } = issue;
  if (queueSettings(repository, pull.baseRef) === null) throw new ApiProblem(422, "The merge queue is not enabled for this branch.");
  if (issue.state === "closed") throw new ApiProblem(422, "Pull request is closed.");
  if (pull.draft) throw new ApiProblem(422, "Pull request is a draft.");
  if (isQueued(pull)) throw new ApiProblem(422, "Pull request is already queued to merge.");
  const violations = mergeViolations(world, repository, { pull, sha: pull.head.sha, byQueue: true }, actor);
  if (violations.length > 0) throw new ApiProblem(422, `Pull request is not ready to be queued: ${violations.join(" ")}`);
  const queue = queueOf(repository, pull.baseRef);
  const entry: QueueEntry = { id: world.nextId("queueEntry"), pull, enqueuer: actor, enqueuedAt: world.clock.now() };
  queue.waiting.push(entry);
  note(world, issue, "added_to_merge_queue", actor);
  emitIssue(world, issue, "enqueued", actor);
  buildGroups(world, queue);
  settle(world, queue);
  return entry;
}

/** Takes a pull out; groups that contained it are rebuilt. Nothing happens when it is not queued. */
export function removeFromQueue(world: World, pull: Pull, reason: DequeueReason, actor: Account): void {
  const queue = pull.issue.repository.queues.get(pull.baseRef);
  const entry = queue === undefined ? undefined : entriesOf(queue).find((each) => each.pull === pull);
  if (queue === undefined || entry === undefined) return;
  const first = queue.groups.findIndex((group) => group.entries.includes(entry));
  if (first >= 0) tearDown(world, queue, first, reason === "MERGE" ? "merged" : "dequeued", [entry]);
  else queue.waiting = queue.waiting.filter((each) => each !== entry);
  announceDequeue(world, pull, reason, actor);
  buildGroups(world, queue);
}

function announceDequeue(world: World, pull: Pull, reason: DequeueReason, actor: Account): void {
  note(world, pull.issue, "removed_from_merge_queue", actor);
  emitIssue(world, pull.issue, "dequeued", actor, () => ({ reason }));
}

/** Destroys the groups from an index on; all their entries but the dropped ones wait again, in order. The first group gets the given reason. */
function tearDown(world: World, queue: MergeQueue, from: number, reason: "merged" | "invalidated" | "dequeued", dropped: readonly QueueEntry[]): void {
  const gone = queue.groups.slice(from);
  queue.groups = queue.groups.slice(0, from);
  queue.waiting = [...gone.flatMap((group) => group.entries).filter((entry) => !dropped.includes(entry)), ...queue.waiting];
  gone.forEach((group, index) => {
    destroyGroup(world, queue, group, index === 0 ? reason : "invalidated");
  });
}

function destroyGroup(world: World, queue: MergeQueue, group: MergeGroup, reason: "merged" | "invalidated" | "dequeued"): void {
  const { repository, branch } = queue;
  const sender = group.entries[0]?.enqueuer ?? repository.owner;
  world.emit({ event: "merge_group", action: "destroyed", repository, sender }, () => ({ reason, merge_group: mergeGroupPayload(world, group, branch) }));
  updateRef(world, repository, { ref: group.headRef, to: null, trusted: true }, sender);
}

/** Builds groups from waiting entries as far as the settings allow. */
function buildGroups(world: World, queue: MergeQueue): void {
  const settings = queueSettings(queue.repository, queue.branch);
  while (settings !== null && queue.groups.length < settings.groupsAtOnce && mayBuild(world, queue, settings)) {
    const count = settings.headGreen ? settings.maxGroup : 1;
    const entries = queue.waiting.slice(0, count);
    queue.waiting = queue.waiting.slice(count);
    buildGroup(world, queue, entries, settings);
  }
}

function mayBuild(world: World, queue: MergeQueue, settings: QueueSettings): boolean {
  const oldest = queue.waiting[0];
  if (oldest === undefined) return false;
  if (!settings.headGreen || queue.waiting.length >= settings.minGroup) return true;
  return world.clock.now() - oldest.enqueuedAt >= settings.minGroupWaitMs;
}

function buildGroup(world: World, queue: MergeQueue, entries: readonly QueueEntry[], settings: QueueSettings): void {
  const { repository, branch } = queue;
  const base = queue.groups.at(-1)?.head ?? branchTip(repository, branch);
  if (base === null) return;
  let head = base;
  const built: QueueEntry[] = [];
  for (const entry of entries) {
    const next = mergeCommit(repository.network.objects, head, entry.pull.head, mergeSpec(world, entry.pull, { method: settings.method }, entry.enqueuer));
    if (next === null) {
      announceDequeue(world, entry.pull, "MERGE_CONFLICT", entry.enqueuer);
      continue;
    }
    head = next;
    built.push(entry);
  }
  const last = built.at(-1);
  if (last === undefined) return;
  const headRef = `refs/heads/gh-readonly-queue/${branch}/pr-${last.pull.issue.number}-${base.sha}`;
  const group: MergeGroup = { entries: built, baseSha: base.sha, head, headRef, createdAt: world.clock.now() };
  queue.groups.push(group);
  updateRef(world, repository, { ref: headRef, to: head, force: true, trusted: true }, last.enqueuer);
  world.emit({ event: "merge_group", action: "checks_requested", repository, sender: last.enqueuer }, () => ({ merge_group: mergeGroupPayload(world, group, branch) }));
}

type GroupStanding = "green" | "red" | "pending" | "late";

function groupStanding(world: World, queue: MergeQueue, group: MergeGroup, settings: QueueSettings): GroupStanding {
  const standings = requiredChecks(queue.repository, queue.branch).map((check) => standingOf(queue.repository, group.head.sha, check));
  if (standings.includes("failing")) return "red";
  if (standings.every((standing) => standing === "passing")) return "green";
  return world.clock.now() - group.createdAt >= settings.timeoutMs ? "late" : "pending";
}

/** Merges and ejects as long as the first group can be decided. */
function settle(world: World, queue: MergeQueue): void {
  for (let group = queue.groups[0]; group !== undefined; group = queue.groups[0]) {
    const settings = queueSettings(queue.repository, queue.branch);
    if (settings === null) {
      clearQueue(world, queue);
      return;
    }
    const failed = queue.groups.findIndex((each) => ["red", "late"].includes(groupStanding(world, queue, each, settings)));
    const standing = groupStanding(world, queue, group, settings);
    if (standing === "green") mergeGroup(world, queue, group);
    else if (failed === 0 || (failed > 0 && standing !== "pending")) eject(world, queue, 0, standing === "late" ? "CI_TIMEOUT" : "CI_FAILURE");
    else if (failed > 0) eject(world, queue, failed, groupStanding(world, queue, queue.groups[failed] ?? group, settings) === "late" ? "CI_TIMEOUT" : "CI_FAILURE");
    else return;
    buildGroups(world, queue);
  }
}

function clearQueue(world: World, queue: MergeQueue): void {
  const entries = entriesOf(queue);
  tearDown(world, queue, 0, "invalidated", entries);
  queue.waiting = [];
  for (const entry of entries) announceDequeue(world, entry.pull, "QUEUE_CLEARED", entry.enqueuer);
}

function eject(world: World, queue: MergeQueue, index: number, reason: DequeueReason): void {
  const entries = queue.groups[index]?.entries ?? [];
  tearDown(world, queue, index, "dequeued", entries);
  for (const entry of entries) announceDequeue(world, entry.pull, reason, entry.enqueuer);
}

function mergeGroup(world: World, queue: MergeQueue, group: MergeGroup): void {
  const { repository, branch } = queue;
  const base = branchTip(repository, branch);
  if (base?.sha !== group.baseSha) {
    // Somebody with bypass moved the base: everything is built anew upon it.
    tearDown(world, queue, 0, "invalidated", []);
    return;
  }
  queue.groups = queue.groups.filter((each) => each !== group);
  for (const { pull, enqueuer } of group.entries) markMerged(world, pull, base, group.head, enqueuer);
  const sender = group.entries[0]?.enqueuer ?? repository.owner;
  updateRef(world, repository, { ref: `refs/heads/${branch}`, to: group.head, trusted: true, by: "merge_queue_merge" }, sender);
  destroyGroup(world, queue, group, "merged");
  for (const { pull, enqueuer } of group.entries) {
    announceDequeue(world, pull, "MERGE", enqueuer);
    announceMerge(world, pull, enqueuer);
  }
}

/** A check or status of a commit changed: queues whose group stands on it decide. */
export function settleQueues(world: World, repository: Repository, sha: string): void {
  for (const queue of repository.queues.values()) {
    if (queue.groups.some((group) => group.head.sha === sha)) settle(world, queue);
  }
}

/** Rules or time changed: every queue of the repository builds and decides anew. */
export function settleEveryQueue(world: World, repository: Repository): void {
  for (const queue of repository.queues.values()) {
    buildGroups(world, queue);
    settle(world, queue);
  }
}

/** Lets time-outs and waiting times of all queues follow the world clock. */
export function watchQueueTimeouts(world: World): void {
  world.clock.onChange(() => {
    for (const repository of world.repositories.values()) settleEveryQueue(world, repository);
  });
}
