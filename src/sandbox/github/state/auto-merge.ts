/**
 * Auto-merge: a pull that merges by itself, in the name of whoever armed it, once everything required is met.
 * Arming is refused for what could merge at once ("clean", "unstable") and for what never will as it is ("dirty", "draft"), as GitHub does.
 * Where the base has a merge queue, the pull is queued instead. Bypass rights of the armer do not count.
 */
import { ApiProblem } from "../api-problem.ts";
import type { World } from "../world.ts";
import type { Account } from "./account.ts";
import { roleAtLeast } from "./account.ts";
import { appBehind } from "./app.ts";
import { emitIssue, note } from "./issue.ts";
import type { MergeMethod } from "./merge.ts";
import { mergeableState, mergePullRequest } from "./merge.ts";
import { enqueue, isQueued, queueSettings } from "./merge-queue.ts";
import type { Pull } from "./pull.ts";
import type { Repository } from "./repository.ts";
import { roleIn } from "./repository.ts";

export interface AutoMerge {
  readonly enabledBy: Account;
  readonly enabledAt: number;
  readonly method: MergeMethod;
  readonly title: string | null;
  readonly message: string | null;
}

export interface AutoMergeInput {
  readonly method: MergeMethod;
  readonly title?: string | null;
  readonly message?: string | null;
}

/** States in which GitHub does not arm a pull. */
const refusedStates = new Set(["clean", "unstable", "dirty", "draft"]);

/** Arms a pull and fires pull_request.auto_merge_enabled. */
export function enableAutoMerge(world: World, pull: Pull, input: AutoMergeInput, actor: Account): AutoMerge {
  const { issue } = pull;
  const { repository } = issue;
  if (!repository.allowAutoMerge) throw new ApiProblem(422, "Auto merge is not allowed for this repository");
  if (issue.state === "closed") throw new ApiProblem(422, "Can't enable auto-merge for this pull request.");
  if (!repository.mergeMethods[input.method]) throw new ApiProblem(422, `Merge method ${input.method} merging is not allowed on this repository`);
  const state = mergeableState(world, pull);
  if (refusedStates.has(state)) throw new ApiProblem(422, `Pull request is in ${state} status`);
  const armed: AutoMerge = { enabledBy: actor, enabledAt: world.clock.now(), method: input.method, title: input.title ?? null, message: input.message ?? null };
  pull.autoMerge = armed;
  repository.armedPulls.add(pull);
  note(world, issue, "auto_merge_enabled", actor);
  emitIssue(world, issue, "auto_merge_enabled", actor);
  return armed;
}

/** Disarms a pull and fires pull_request.auto_merge_disabled with the reason. Nothing happens when it is not armed. */
export function disableAutoMerge(world: World, pull: Pull, reason: string, actor: Account): void {
  if (!pull.issue.repository.armedPulls.delete(pull)) return;
  pull.autoMerge = null;
  note(world, pull.issue, "auto_merge_disabled", actor);
  emitIssue(world, pull.issue, "auto_merge_disabled", actor, () => ({ reason }));
}

/** Somebody pushed to the head: those who may not write must not slip commits into an armed pull. */
export function distrustPush(world: World, pull: Pull, pusher: Account): void {
  if (pull.autoMerge === null || appBehind(world, pusher) !== null || roleAtLeast(roleIn(pull.issue.repository, pusher), "write")) return;
  disableAutoMerge(world, pull, "Head branch was pushed to by a user without write access", pusher);
}

/** Merges or queues the armed pulls that now may, of one head when it is given. */
export function settleAutoMerges(world: World, repository: Repository, headSha: string | null = null): void {
  if (repository.armedPulls.size === 0) return;
  for (const pull of [...repository.armedPulls]) if (headSha === null || pull.head.sha === headSha) settle(world, pull);
}

function settle(world: World, pull: Pull): void {
  const { autoMerge, issue } = pull;
  if (autoMerge === null || issue.state === "closed" || isQueued(pull)) return;
  const state = mergeableState(world, pull);
  if (state !== "clean" && state !== "unstable") return;
  try {
    if (queueSettings(issue.repository, pull.baseRef) !== null) {
      enqueue(world, pull, autoMerge.enabledBy);
      // Queueing is what was asked for; a pull that the queue throws out does not come back by itself.
      issue.repository.armedPulls.delete(pull);
      pull.autoMerge = null;
    } else mergePullRequest(world, pull, { method: autoMerge.method, title: autoMerge.title ?? undefined, message: autoMerge.message ?? undefined }, autoMerge.enabledBy);
  } catch (problem) {
    // What forbids it now (the armer lost a right, the method was switched off) may pass; the pull stays armed, as on GitHub.
    if (!(problem instanceof ApiProblem)) throw problem;
  }
}
