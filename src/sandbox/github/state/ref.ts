/**
 * Branches and tags, and everything that a push sets in motion: push, create and delete events, heads of pulls that follow,
 * pulls that count as merged because their head arrived in the base, issues closed by keywords, check suites asked for.
 */
import { RuleViolation, unprocessable } from "../api-problem.ts";
import { contains, diverge } from "../git/history.ts";
import type { Commit, FileChanges, Signature } from "../git/objects.ts";
import { noCommit, pushPayload } from "../payload/push.ts";
import type { World } from "../world.ts";
import type { Account } from "./account.ts";
import type { ActivityType } from "./activity.ts";
import { keepActivity } from "./activity.ts";
import { settleAutoMerges } from "./auto-merge.ts";
import { requestSuites } from "./check.ts";
import { closeByCommits } from "./closing.ts";
import { settleArrivedPulls } from "./merge.ts";
import { closePull, openPullsOf, synchronize } from "./pull.ts";
import type { Repository } from "./repository.ts";
import { branchTip } from "./repository.ts";
import type { TagObject } from "./tag.ts";
import { judgePush, protectionViolations, refusals } from "./rule-verdict.ts";
import { keepRuleSuite } from "./rule-suite.ts";

export interface RefUpdate {
  /** Full name, such as refs/heads/main. */
  readonly ref: string;
  /** Null deletes. */
  readonly to: Commit | null;
  /** The annotated tag through which the ref names the commit. */
  readonly tagObject?: TagObject;
  readonly force?: boolean;
  /** Moves made by merging or by the queue have passed the rules already. */
  readonly trusted?: boolean;
  /** How the activity of the repository names it, when not a push. */
  readonly by?: "pr_merge" | "merge_queue_merge";
}

export function signatureOf(world: World, account: Account): Signature {
  return { name: account.name ?? account.login, email: account.email ?? noreplyAddress(account), date: world.clock.now() };
}

function noreplyAddress(account: Account): string {
  return `${account.id}+${account.login}@users.noreply.github.com`;
}

/** Creates, moves or deletes a ref. Throws RuleViolation when rules forbid it and 422 when it is no fast-forward. */
export function updateRef(world: World, repository: Repository, update: RefUpdate, sender: Account): void {
  const { ref, to } = update;
  const before = repository.refs.get(ref) ?? null;
  if (before === to && repository.annotatedRefs.get(ref) === update.tagObject) return;
  const forced = before !== null && to !== null && !contains(to, before);
  if (forced && update.force !== true) throw unprocessable("Update is not a fast forward");
  const branch = ref.startsWith("refs/heads/") ? ref.slice("refs/heads/".length) : null;
  const shas = { beforeSha: before?.sha ?? noCommit, afterSha: to?.sha ?? noCommit };
  if (update.trusted !== true) {
    const attempt = { ref, before, after: to, forced };
    const verdicts = judgePush(world, repository, attempt, sender);
    keepRuleSuite(world, repository, { ref, ...shas, actor: sender, verdicts });
    const violations = [...refusals(verdicts), ...protectionViolations(repository, attempt, sender)];
    if (violations.length > 0) throw new RuleViolation(violations);
  }
  if (to === null) repository.refs.delete(ref);
  else repository.refs.set(ref, to);
  if (update.tagObject === undefined) repository.annotatedRefs.delete(ref);
  else repository.annotatedRefs.set(ref, update.tagObject);
  const now = world.clock.now();
  repository.pushedAt = now;
  repository.updatedAt = now;
  const type = update.by ?? activityType(before, to, forced);
  keepActivity(world, repository, { ref, before: shas.beforeSha, after: shas.afterSha, type, actor: sender });
  world.emit({ event: "push", action: null, repository, sender }, () => pushPayload(world, repository, { ref, before, after: to, forced, pusher: sender }));
  if (before === null || to === null) emitRefEvent(world, repository, ref, before === null ? "create" : "delete", sender);
  if (branch !== null) followBranch(world, repository, branch, { before, after: to, forced }, sender);
}

function activityType(before: Commit | null, after: Commit | null, forced: boolean): ActivityType {
  if (before === null) return "branch_creation";
  if (after === null) return "branch_deletion";
  return forced ? "force_push" : "push";
}

function emitRefEvent(world: World, repository: Repository, ref: string, event: "create" | "delete", sender: Account): void {
  const [, kind, ...name] = ref.split("/");
  world.emit({ event, action: null, repository, sender }, () => ({
    ref: name.join("/"),
    ref_type: kind === "tags" ? "tag" : "branch",
    pusher_type: "user",
    ...(event === "create" ? { master_branch: repository.defaultBranch, description: repository.description } : {}),
  }));
}

interface BranchMove {
  readonly before: Commit | null;
  readonly after: Commit | null;
  readonly forced: boolean;
}

function followBranch(world: World, repository: Repository, branch: string, move: BranchMove, sender: Account): void {
  const { before, after } = move;
  if (after === null) {
    for (const base of repository.network.members) for (const pull of openPullsOf(base, repository, branch)) closePull(world, pull, sender);
    return;
  }
  // Rest arrives first: a push that also brings a pull's head into its base merges that pull.
  const arrived = before === null ? [] : diverge(before, after).ahead;
  if (before !== null) settleArrivedPulls(world, repository, branch, before, after, arrived, sender);
  for (const base of repository.network.members) {
    for (const pull of openPullsOf(base, repository, branch)) synchronize(world, pull, after, move.forced, sender);
  }
  if (before !== null && branch === repository.defaultBranch) closeByCommits(world, repository, arrived, sender);
  requestSuites(world, repository, after, branch, sender);
  // A base that moved may have met what an armed pull waited for.
  for (const base of repository.network.members) settleAutoMerges(world, base);
}

export interface CommitSpec {
  readonly message: string;
  /** Path to new text, or null to delete. */
  readonly files: FileChanges;
  readonly author?: Account;
  /** ms UTC; the world's instant when not given. */
  readonly date?: number;
}

/** Builds commits upon one another, without moving a ref. */
export function buildCommits(world: World, repository: Repository, parent: Commit | null, specs: readonly CommitSpec[], sender: Account): Commit {
  const { objects } = repository.network;
  let tip = parent;
  for (const spec of specs) {
    const author = { ...signatureOf(world, spec.author ?? sender), date: spec.date ?? world.clock.now() };
    const tree = objects.changed(tip?.tree ?? objects.emptyTree, spec.files);
    tip = objects.commit({ tree, parents: tip === null ? [] : [tip], author, message: spec.message });
  }
  if (tip === null) throw new Error("A push needs at least one commit.");
  return tip;
}

/** Commits upon a branch (made from the default branch, or empty, when it is new) and pushes it. Returns the new tip. */
export function pushToBranch(world: World, repository: Repository, branch: string, specs: readonly CommitSpec[], sender: Account, options: { from?: Commit; force?: boolean; trusted?: boolean } = {}): Commit {
  const parent = options.from ?? branchTip(repository, branch) ?? branchTip(repository, repository.defaultBranch);
  const tip = buildCommits(world, repository, parent, specs, sender);
  updateRef(world, repository, { ref: `refs/heads/${branch}`, to: tip, force: options.force ?? false, trusted: options.trusted ?? false }, sender);
  return tip;
}
