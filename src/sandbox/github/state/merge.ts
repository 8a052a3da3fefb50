/**
 * Merging pulls by the button, by the queue, and by their commits arriving in the base.
 */
import { ApiProblem, RuleViolation } from "../api-problem.ts";
import { contains } from "../git/history.ts";
import type { MergeSpec } from "../git/merge.ts";
import { mergeCommit, mergedTree } from "../git/merge.ts";
import type { Commit } from "../git/objects.ts";
import type { World } from "../world.ts";
import type { Account } from "./account.ts";
import { closeByCommits, closeByPull } from "./closing.ts";
import { emitIssue, note, turnState } from "./issue.ts";
import { latestRuns } from "./check.ts";
import { removeFromQueue } from "./merge-queue.ts";
import type { Pull } from "./pull.ts";
import { comparisonOf, isMergeable, unindexOpen } from "./pull.ts";
import { signatureOf, updateRef } from "./ref.ts";
import type { Repository } from "./repository.ts";
import { branchTip } from "./repository.ts";
import { isPassing } from "./rule.ts";
import { isBehind, judgeMerge, mergeViolations } from "./rule-verdict.ts";
import { keepRuleSuite } from "./rule-suite.ts";
import { combinedState, latestStatuses } from "./status.ts";

export type MergeMethod = MergeSpec["method"];

export interface MergeInput {
  readonly method?: MergeMethod;
  /** The head that the caller means; another one is 409. */
  readonly sha?: string | undefined;
  readonly title?: string | undefined;
  readonly message?: string | undefined;
}

const methodRefusals: Record<MergeMethod, string> = {
  merge: "Merge commits are not allowed on this repository.",
  squash: "Squash merges are not allowed on this repository.",
  rebase: "Rebase merges are not allowed on this repository.",
};

/**
 * Merges by the button. 405 when the pull cannot be merged or rules forbid it, 409 when the head moved.
 * Fires push, pull_request.closed and, for the default branch, issues.closed.
 */
export function mergePullRequest(world: World, pull: Pull, input: MergeInput, actor: Account): Commit {
  const { issue } = pull;
  const { repository } = issue;
  const method = input.method ?? "merge";
  if (issue.state === "closed") throw new ApiProblem(405, "Pull Request is not mergeable");
  if (pull.draft) throw new ApiProblem(405, "Pull Request is still a draft");
  if (input.sha !== undefined && input.sha !== pull.head.sha) throw new ApiProblem(409, "Head branch was modified. Review and try the merge again.");
  if (!repository.mergeMethods[method]) throw new ApiProblem(405, methodRefusals[method]);
  const attempt = { pull, sha: pull.head.sha, byQueue: false };
  const verdicts = judgeMerge(world, repository, attempt, actor);
  const violations = mergeViolations(world, repository, attempt, actor, verdicts);
  const base = branchTip(repository, pull.baseRef);
  const change = { ref: `refs/heads/${pull.baseRef}`, beforeSha: (base ?? pull.base).sha, actor, verdicts };
  if (violations.length > 0) {
    keepRuleSuite(world, repository, { ...change, afterSha: pull.head.sha });
    throw new RuleViolation(violations, 405);
  }
  const commit = base === null ? null : mergeCommit(repository.network.objects, base, pull.head, mergeSpec(world, pull, { ...input, method }, actor));
  if (base === null || commit === null) throw new ApiProblem(405, "Pull Request is not mergeable");
  keepRuleSuite(world, repository, { ...change, afterSha: commit.sha });
  removeFromQueue(world, pull, "MERGE", actor);
  markMerged(world, pull, base, commit, actor);
  updateRef(world, repository, { ref: change.ref, to: commit, trusted: true, by: "pr_merge" }, actor);
  announceMerge(world, pull, actor);
  if (repository.deleteBranchOnMerge && pull.headRepository === repository) updateRef(world, repository, { ref: `refs/heads/${pull.headRef}`, to: null, trusted: true }, actor);
  return commit;
}

/** Author, committer and message of the merge commit as GitHub writes them. */
export function mergeSpec(world: World, pull: Pull, input: MergeInput, actor: Account): MergeSpec {
  const { issue } = pull;
  const method = input.method ?? "merge";
  const single = comparisonOf(pull).ahead;
  const squashTitle = `${single.length === 1 ? (single[0]?.message.split("\n")[0] ?? issue.title) : issue.title} (#${issue.number})`;
  const mergeTitle = `Merge pull request #${issue.number} from ${pull.headRepository.owner.login}/${pull.headRef}`;
  const title = input.title ?? (method === "squash" ? squashTitle : mergeTitle);
  const body = input.message ?? (method === "squash" ? single.map((commit) => `* ${commit.message}`).join("\n\n") : issue.title);
  const date = world.clock.now();
  const author = signatureOf(world, method === "squash" ? issue.user : actor);
  return { method, message: body === "" ? title : `${title}\n\n${body}`, author: { ...author, date }, committer: { name: "GitHub", email: "noreply@github.com", date } };
}

/** Records a pull as merged without any event; the base is the tip it was merged into. */
export function markMerged(world: World, pull: Pull, base: Commit, commit: Commit, actor: Account): void {
  const { repository } = pull.issue;
  // The comparison is fixed before the base contains the head.
  pull.base = base;
  turnState(world, pull.issue, "closed", null, actor);
  comparisonOf(pull);
  unindexOpen(pull);
  pull.mergedAt = world.clock.now();
  pull.mergedBy = actor;
  pull.mergeCommit = commit;
  repository.armedPulls.delete(pull);
  const pulls = repository.pullsByCommit.get(commit.sha) ?? new Set();
  repository.pullsByCommit.set(commit.sha, pulls.add(pull.issue));
}

/** Fires what follows a merge: pull_request.closed, and the issues that it closes. */
export function announceMerge(world: World, pull: Pull, actor: Account): void {
  const commitSha = pull.mergeCommit?.sha;
  note(world, pull.issue, "merged", actor, commitSha === undefined ? {} : { commitSha });
  note(world, pull.issue, "closed", actor, commitSha === undefined ? {} : { commitSha });
  emitIssue(world, pull.issue, "closed", actor);
  closeByPull(world, pull, actor);
  if (pull.baseRef === pull.issue.repository.defaultBranch) closeByCommits(world, pull.issue.repository, comparisonOf(pull).ahead, actor);
}

/** A push brought commits into a branch: open pulls to it whose head is among them count as merged, as on GitHub. */
export function settleArrivedPulls(world: World, repository: Repository, branch: string, before: Commit, after: Commit, arrived: readonly Commit[], actor: Account): void {
  for (const commit of arrived) {
    for (const issue of [...(repository.pullsByCommit.get(commit.sha) ?? [])]) {
      const { pull } = issue;
      if (pull === null || issue.state === "closed" || pull.baseRef !== branch || pull.head !== commit) continue;
      removeFromQueue(world, pull, "ALREADY_MERGED", actor);
      markMerged(world, pull, before, after, actor);
      announceMerge(world, pull, actor);
    }
  }
}

/** Merges a branch or commit into a branch (POST /merges). Null when there is nothing to merge; 409 on a conflict. */
export function mergeBranches(world: World, repository: Repository, input: { base: string; head: Commit; headName: string; message?: string | undefined }, actor: Account): Commit | null {
  const base = branchTip(repository, input.base);
  if (base === null) throw new ApiProblem(404, "Base does not exist");
  const { objects } = repository.network;
  if (contains(base, input.head)) return null;
  const tree = mergedTree(objects, base, input.head);
  if (tree === null) throw new ApiProblem(409, "Merge conflict");
  const author = signatureOf(world, actor);
  const commit = objects.commit({ tree, parents: [base, input.head], author, message: input.message ?? `Merge ${input.headName} into ${input.base}` });
  updateRef(world, repository, { ref: `refs/heads/${input.base}`, to: commit }, actor);
  return commit;
}

export type MergeableState = "clean" | "dirty" | "blocked" | "behind" | "unstable" | "draft" | "unknown";

/** GitHub's mergeable_state of an open pull, for somebody without bypass. */
export function mergeableState(world: World, pull: Pull): MergeableState {
  const { issue } = pull;
  const { repository } = issue;
  if (issue.state === "closed") return "unknown";
  if (!isMergeable(pull)) return "dirty";
  if (pull.draft) return "draft";
  const violations = mergeViolations(world, repository, { pull, sha: pull.head.sha, byQueue: true }, nobody);
  if (violations.length > 0) return "blocked";
  const strict = mergeViolations(world, repository, { pull, sha: pull.head.sha, byQueue: false }, nobody);
  if (isBehind(repository, pull) && strict.some((text) => text.includes("up to date"))) return "behind";
  const statuses = latestStatuses(repository, pull.head.sha);
  const failing = latestRuns(repository, pull.head.sha).some((run) => run.status !== "completed" || !isPassing(run.conclusion));
  return failing || (statuses.length > 0 && combinedState(statuses) !== "success") ? "unstable" : "clean";
}

/** Somebody who may bypass nothing. */
const nobody: Account = { id: 0, nodeId: "", login: "", type: "User", name: null, email: null, createdAt: 0 };
