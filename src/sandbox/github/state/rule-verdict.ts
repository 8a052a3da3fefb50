/**
 * Whether a push or a merge meets the rules, rule by rule, and who may pass them nevertheless.
 * Rulesets on trial ("evaluate") are judged too but refuse nothing.
 */
import { contains } from "../git/history.ts";
import type { Commit } from "../git/objects.ts";
import type { World } from "../world.ts";
import type { Account } from "./account.ts";
import { isOrganization, isTeamMember, roleAtLeast } from "./account.ts";
import type { Pull } from "./pull.ts";
import type { Repository } from "./repository.ts";
import { branchTip, roleIn } from "./repository.ts";
import { decidingReviews } from "./review.ts";
import { checksOfRule, checkViolations, rulesOfRef } from "./rule.ts";
import type { BypassActor, Rule, Ruleset } from "./ruleset.ts";

export interface RuleVerdict {
  readonly ruleset: Ruleset;
  readonly rule: Rule;
  /** One sentence for each requirement that is not met. */
  readonly problems: readonly string[];
  readonly bypassed: boolean;
}

/** What a judged attempt is refused for. */
export function refusals(verdicts: readonly RuleVerdict[]): string[] {
  return verdicts.flatMap(({ ruleset, problems, bypassed }) => (bypassed || ruleset.enforcement !== "active" ? [] : problems));
}

type Way = "push" | "pull";
type BypassMode = BypassActor["bypass_mode"];

/** The widest way in which somebody may pass a ruleset; null when they may not. */
export function bypassMode(world: World, repository: Repository, ruleset: Ruleset, actor: Account): BypassMode | null {
  const modes = ruleset.bypassActors.filter((bypass) => isActor(world, repository, bypass, actor)).map((bypass) => bypass.bypass_mode);
  return (["exempt", "always", "pull_request"] as const).find((mode) => modes.includes(mode)) ?? null;
}

function isActor(world: World, repository: Repository, bypass: BypassActor, actor: Account): boolean {
  switch (bypass.actor_type) {
    case "Integration":
      return bypass.actor_id !== null && world.apps.get(bypass.actor_id)?.bot === actor;
    case "OrganizationAdmin":
      return isOrganization(repository.owner) && repository.owner.members.get(actor.id)?.role === "admin";
    case "User":
      return bypass.actor_id === actor.id;
    case "Team":
      return isOrganization(repository.owner) && [...repository.owner.teams.values()].some((team) => team.id === bypass.actor_id && isTeamMember(team, actor));
    case "RepositoryRole":
      return holdsRoleId(repository, actor, bypass.actor_id);
    case "DeployKey":
      return false;
  }
}

/** GitHub's numbers of the built-in repository roles. */
const roleOfId = { 2: "maintain", 4: "write", 5: "admin" } as const;

function holdsRoleId(repository: Repository, actor: Account, id: number | null): boolean {
  const role = id === 2 || id === 4 || id === 5 ? roleOfId[id] : null;
  return role !== null && roleAtLeast(roleIn(repository, actor), role);
}

/** Judges every rule over a ref. Rulesets that the actor is exempt from leave no trace. */
function judge(world: World, repository: Repository, ref: string, actor: Account | null, way: Way, problemsOf: (rule: Rule) => string[]): RuleVerdict[] {
  return rulesOfRef(repository, ref).flatMap(({ ruleset, rule }) => {
    const mode = actor === null ? null : bypassMode(world, repository, ruleset, actor);
    if (mode === "exempt") return [];
    const problems = problemsOf(rule);
    return [{ ruleset, rule, problems, bypassed: problems.length > 0 && (mode === "always" || (mode === "pull_request" && way === "pull")) }];
  });
}

export interface PushAttempt {
  /** Full name, such as refs/heads/main. */
  readonly ref: string;
  readonly before: Commit | null;
  readonly after: Commit | null;
  readonly forced: boolean;
}

/** Judges a direct push by the rulesets. */
export function judgePush(world: World, repository: Repository, push: PushAttempt, actor: Account): RuleVerdict[] {
  return judge(world, repository, push.ref, actor, "push", (rule) => pushViolationsOfRule(repository, rule, push));
}

/** Why branch protection refuses a direct push; empty when it does not. */
export function protectionViolations(repository: Repository, push: PushAttempt, actor: Account): string[] {
  const violations: string[] = [];
  const protection = push.ref.startsWith("refs/heads/") ? repository.protections.get(push.ref.slice("refs/heads/".length)) : undefined;
  if (protection === undefined) return violations;
  const exempt = !protection.enforceAdmins && roleIn(repository, actor) === "admin";
  if (push.after === null && !protection.allowDeletions) violations.push("Cannot delete this branch");
  if (push.forced && !protection.allowForcePushes) violations.push("Cannot force-push to this branch");
  if (exempt || push.after === null) return violations;
  if (protection.lockBranch) violations.push("Cannot update this branch as it is locked.");
  if (protection.requiredReviews !== null) violations.push("Changes must be made through a pull request.");
  return [...violations, ...checkViolations(repository, push.after.sha, protection.requiredStatusChecks?.checks ?? [])];
}

function pushViolationsOfRule(repository: Repository, rule: Rule, push: PushAttempt): string[] {
  const { before, after } = push;
  switch (rule.type) {
    case "creation":
      return before === null ? ["Cannot create ref due to creations being restricted."] : [];
    case "deletion":
      return after === null ? ["Cannot delete this branch"] : [];
    case "update":
      return before !== null && after !== null ? ["Cannot update this protected ref."] : [];
    case "non_fast_forward":
      return push.forced ? ["Cannot force-push to this branch"] : [];
    case "pull_request":
      return after !== null && before !== null ? ["Changes must be made through a pull request."] : [];
    case "merge_queue":
      return after !== null && before !== null ? ["Changes must be made through the merge queue"] : [];
    case "required_status_checks":
      if (after === null || (before === null && rule.parameters?.["do_not_enforce_on_create"] === true)) return [];
      return checkViolations(repository, after.sha, checksOfRule(rule));
    default:
      return [];
  }
}

export interface MergeAttempt {
  readonly pull: Pull;
  /** The commit whose checks count: the pull's head, or the head of its queue group. */
  readonly sha: string;
  /** A merge made by the queue itself meets the merge_queue rule. */
  readonly byQueue: boolean;
}

/** Judges a merge by the rulesets; without an actor, and for the queue, nobody passes any. */
export function judgeMerge(world: World, repository: Repository, attempt: MergeAttempt, actor: Account | null): RuleVerdict[] {
  const ref = `refs/heads/${attempt.pull.baseRef}`;
  return judge(world, repository, ref, attempt.byQueue ? null : actor, "pull", (rule) => mergeViolationsOfRule(repository, rule, attempt));
}

/** Why merging a pull is refused, by rulesets (as judged) and by branch protection; empty when it is not. */
export function mergeViolations(world: World, repository: Repository, attempt: MergeAttempt, actor: Account, judged = judgeMerge(world, repository, attempt, actor)): string[] {
  const { pull } = attempt;
  const violations = refusals(judged);
  const protection = repository.protections.get(pull.baseRef);
  if (protection === undefined || (!protection.enforceAdmins && roleIn(repository, actor) === "admin")) return violations;
  if (protection.lockBranch) violations.push("Cannot update this branch as it is locked.");
  if (protection.requiredReviews !== null) violations.push(...reviewViolations(pull, protection.requiredReviews));
  const required = protection.requiredStatusChecks;
  if (required?.strict === true && !attempt.byQueue && isBehind(repository, pull)) violations.push("The head branch is not up to date with the base branch.");
  return [...violations, ...checkViolations(repository, attempt.sha, required?.checks ?? [])];
}

function mergeViolationsOfRule(repository: Repository, rule: Rule, attempt: MergeAttempt): string[] {
  switch (rule.type) {
    case "update":
      return ["The base branch does not allow updates."];
    case "merge_queue":
      return attempt.byQueue ? [] : ["Changes must be made through the merge queue"];
    case "pull_request":
      return reviewViolations(attempt.pull, Number(rule.parameters?.["required_approving_review_count"] ?? 0));
    case "required_status_checks": {
      const strict = rule.parameters?.["strict_required_status_checks_policy"] === true;
      const behind = strict && !attempt.byQueue && isBehind(repository, attempt.pull) ? ["The head branch is not up to date with the base branch."] : [];
      return [...behind, ...checkViolations(repository, attempt.sha, checksOfRule(rule))];
    }
    default:
      return [];
  }
}

export function isBehind(repository: Repository, pull: Pull): boolean {
  const base = branchTip(repository, pull.baseRef);
  return base !== null && !contains(pull.head, base);
}

function reviewViolations(pull: Pull, wanted: number): string[] {
  const reviews = decidingReviews(pull);
  const violations: string[] = [];
  const approvals = reviews.filter((review) => review.state === "APPROVED" && roleAtLeast(roleIn(pull.issue.repository, review.user), "write")).length;
  if (approvals < wanted) violations.push(`At least ${wanted} approving review${wanted === 1 ? " is" : "s are"} required by reviewers with write access.`);
  if (wanted > 0 && reviews.some((review) => review.state === "CHANGES_REQUESTED")) violations.push("Changes were requested by a reviewer.");
  return violations;
}
