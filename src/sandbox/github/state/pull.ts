/**
 * Pull requests: an issue with a head and a base. The head follows pushes to its branch, also from a fork.
 * What a pull contains is computed when asked for: against the live tip of the base while open, frozen once closed.
 */
import { invalid, notFound, unprocessable } from "../api-problem.ts";
import type { Divergence } from "../git/history.ts";
import { diverge } from "../git/history.ts";
import type { FileChange } from "../git/diff.ts";
import { diffTrees } from "../git/diff.ts";
import { mergedTree } from "../git/merge.ts";
import type { Commit } from "../git/objects.ts";
import { nodeId } from "../node-id.ts";
import type { World } from "../world.ts";
import type { Account } from "./account.ts";
import type { AutoMerge } from "./auto-merge.ts";
import { disableAutoMerge, distrustPush, settleAutoMerges } from "./auto-merge.ts";
import type { Issue, IssueInput } from "./issue.ts";
import { addIssue, dressIssue, emitIssue, findIssue, note, turnState } from "./issue.ts";
import { removeFromQueue } from "./merge-queue.ts";
import type { Repository } from "./repository.ts";
import { branchTip } from "./repository.ts";
import type { Review } from "./review.ts";

export interface Pull {
  readonly id: number;
  readonly nodeId: string;
  readonly issue: Issue;
  draft: boolean;
  readonly headRepository: Repository;
  readonly headRef: string;
  head: Commit;
  baseRef: string;
  /** Tip of the base branch when the head was last pushed; when closed, the one it was compared against last. */
  base: Commit;
  mergedAt: number | null;
  mergedBy: Account | null;
  mergeCommit: Commit | null;
  readonly reviews: Review[];
  requestedReviewers: Account[];
  /** Stays after an automatic merge, as on GitHub. */
  autoMerge: AutoMerge | null;
  readonly maintainerCanModify: boolean;
  comparison: { base: Commit; head: Commit; divergence: Divergence } | null;
  mergeability: { base: Commit; head: Commit; mergeable: boolean } | null;
}

export interface PullInput extends IssueInput {
  readonly headRepository: Repository;
  readonly headRef: string;
  readonly baseRef: string;
  readonly draft?: boolean;
}

/** Opens a pull; refuses, as GitHub does, missing branches, a second pull of the same pair and one without commits. Fires pull_request.opened. */
export function openPullRequest(world: World, repository: Repository, input: PullInput, user: Account): Pull {
  const head = branchTip(input.headRepository, input.headRef);
  const base = branchTip(repository, input.baseRef);
  if (head === null || input.headRepository.network !== repository.network) throw invalid({ resource: "PullRequest", field: "head", code: "invalid" });
  if (base === null) throw invalid({ resource: "PullRequest", field: "base", code: "invalid" });
  const headName = `${input.headRepository.owner.login}:${input.headRef}`;
  const twin = openPullsOf(repository, input.headRepository, input.headRef).some((each) => each.baseRef === input.baseRef);
  if (twin) throw invalid({ resource: "PullRequest", code: "custom", message: `A pull request already exists for ${headName}.` });
  const divergence = diverge(base, head);
  if (divergence.ahead.length === 0) throw invalid({ resource: "PullRequest", code: "custom", message: `No commits between ${input.baseRef} and ${input.headRef}` });
  const issue = addIssue(world, repository, input, user);
  const id = world.nextId("pull");
  const pull: Pull = {
    id,
    nodeId: nodeId("pull", id),
    issue,
    draft: input.draft ?? false,
    headRepository: input.headRepository,
    headRef: input.headRef,
    head,
    baseRef: input.baseRef,
    base,
    mergedAt: null,
    mergedBy: null,
    mergeCommit: null,
    reviews: [],
    requestedReviewers: [],
    autoMerge: null,
    maintainerCanModify: input.headRepository !== repository,
    comparison: { base, head, divergence },
    mergeability: null,
  };
  issue.pull = pull;
  indexOpen(pull);
  recordCommits(pull);
  emitIssue(world, issue, "opened", user);
  dressIssue(world, issue, input, user);
  return pull;
}

export function findPull(repository: Repository, number: number): Pull {
  const { pull } = findIssue(repository, number);
  if (pull === null) throw notFound();
  return pull;
}

function headKey(repository: Repository, ref: string): string {
  return `${repository.id}:${ref}`;
}

export function openPullsOf(base: Repository, headRepository: Repository, headRef: string): Pull[] {
  return [...(base.openPullsByHead.get(headKey(headRepository, headRef)) ?? [])].flatMap((issue) => issue.pull ?? []);
}

function indexOpen(pull: Pull): void {
  const index = pull.issue.repository.openPullsByHead;
  const key = headKey(pull.headRepository, pull.headRef);
  const pulls = index.get(key) ?? new Set();
  index.set(key, pulls.add(pull.issue));
}

export function unindexOpen(pull: Pull): void {
  const index = pull.issue.repository.openPullsByHead;
  const key = headKey(pull.headRepository, pull.headRef);
  const pulls = index.get(key);
  pulls?.delete(pull.issue);
  if (pulls?.size === 0) index.delete(key);
}

/** Remembers which commits the pull brings, for "pulls of a commit". */
function recordCommits(pull: Pull): void {
  const index = pull.issue.repository.pullsByCommit;
  for (const commit of comparisonOf(pull).ahead) {
    const pulls = index.get(commit.sha) ?? new Set();
    index.set(commit.sha, pulls.add(pull.issue));
  }
}

/** How the head differs from the base: the live tip while the pull is open, the recorded one afterwards. */
export function comparisonOf(pull: Pull): Divergence {
  const base = effectiveBase(pull);
  const known = pull.comparison;
  if (known !== null && known.base === base && known.head === pull.head) return known.divergence;
  const divergence = diverge(base, pull.head);
  pull.comparison = { base, head: pull.head, divergence };
  return divergence;
}

function effectiveBase(pull: Pull): Commit {
  if (pull.issue.state === "closed") return pull.base;
  return branchTip(pull.issue.repository, pull.baseRef) ?? pull.base;
}

/** The changed files: what the head changed since it left the base. */
export function filesOf(pull: Pull): readonly FileChange[] {
  const { mergeBase } = comparisonOf(pull);
  const { emptyTree } = pull.issue.repository.network.objects;
  return diffTrees(mergeBase?.tree ?? emptyTree, pull.head.tree);
}

/** Whether the head merges into the live base without conflict. */
export function isMergeable(pull: Pull): boolean {
  const base = effectiveBase(pull);
  const known = pull.mergeability;
  if (known !== null && known.base === base && known.head === pull.head) return known.mergeable;
  const mergeable = mergedTree(pull.issue.repository.network.objects, base, pull.head) !== null;
  pull.mergeability = { base, head: pull.head, mergeable };
  return mergeable;
}

/** The head branch was pushed: fires synchronize with before and after. */
export function synchronize(world: World, pull: Pull, head: Commit, forced: boolean, sender: Account): void {
  // A queued pull leaves the queue when its head, base or readiness changes.
  removeFromQueue(world, pull, "MANUAL", sender);
  const before = pull.head;
  pull.head = head;
  pull.base = effectiveBase(pull);
  recordCommits(pull);
  const { issue } = pull;
  if (forced) note(world, issue, "head_ref_force_pushed", sender, { commitSha: head.sha });
  issue.updatedAt = world.clock.now();
  emitIssue(world, issue, "synchronize", sender, () => ({ before: before.sha, after: head.sha }));
  distrustPush(world, pull, sender);
}

/** Changes the base branch; fires edited with changes.base. */
export function retarget(world: World, pull: Pull, baseRef: string, sender: Account): void {
  if (baseRef === pull.baseRef) return;
  const { repository } = pull.issue;
  const base = branchTip(repository, baseRef);
  if (base === null) throw invalid({ resource: "PullRequest", field: "base", code: "invalid" });
  if (pull.issue.state === "closed") throw unprocessable("Cannot change the base branch of a closed pull request.");
  const twin = openPullsOf(repository, pull.headRepository, pull.headRef).some((each) => each !== pull && each.baseRef === baseRef);
  if (twin) throw invalid({ resource: "PullRequest", code: "custom", field: "base", message: `A pull request already exists for base branch '${baseRef}' and head branch '${pull.headRef}'` });
  removeFromQueue(world, pull, "MANUAL", sender);
  const before = { ref: pull.baseRef, sha: pull.base.sha };
  pull.baseRef = baseRef;
  pull.base = base;
  recordCommits(pull);
  note(world, pull.issue, "base_ref_changed", sender);
  emitIssue(world, pull.issue, "edited", sender, () => ({ changes: { base: { ref: { from: before.ref }, sha: { from: before.sha } } } }));
  disableAutoMerge(world, pull, "Base branch was changed", sender);
}

/** Closes without merging; fires pull_request.closed. */
export function closePull(world: World, pull: Pull, sender: Account): void {
  const { issue } = pull;
  if (issue.state === "closed") return;
  removeFromQueue(world, pull, "MANUAL", sender);
  pull.base = effectiveBase(pull);
  unindexOpen(pull);
  turnState(world, issue, "closed", null, sender);
  note(world, issue, "closed", sender);
  emitIssue(world, issue, "closed", sender);
  disableAutoMerge(world, pull, "Pull request was closed", sender);
}

export function reopenPull(world: World, pull: Pull, sender: Account): void {
  const { issue } = pull;
  if (issue.state === "open") return;
  if (pull.mergedAt !== null) throw invalid({ resource: "PullRequest", code: "custom", field: "state", message: "A merged pull request cannot be reopened." });
  const head = branchTip(pull.headRepository, pull.headRef);
  if (head === null) throw invalid({ resource: "PullRequest", code: "custom", field: "state", message: `state cannot be changed. The ${pull.headRef} branch has been deleted.` });
  turnState(world, issue, "open", null, sender);
  pull.head = head;
  pull.base = effectiveBase(pull);
  indexOpen(pull);
  recordCommits(pull);
  note(world, issue, "reopened", sender);
  emitIssue(world, issue, "reopened", sender);
}

/** Turns a draft into a ready pull or back (GitHub offers this by GraphQL only). */
export function setDraft(world: World, pull: Pull, draft: boolean, sender: Account): void {
  if (pull.draft === draft) return;
  removeFromQueue(world, pull, "MANUAL", sender);
  pull.draft = draft;
  const event = draft ? "converted_to_draft" : "ready_for_review";
  note(world, pull.issue, draft ? "convert_to_draft" : event, sender);
  emitIssue(world, pull.issue, event, sender);
  if (draft) disableAutoMerge(world, pull, "Pull request was converted to draft", sender);
  else settleAutoMerges(world, pull.issue.repository, pull.head.sha);
}
