/** Rulesets, active rules and branch protection in GitHub's shapes. */
import { githubInstant } from "../clock.ts";
import type { BranchProtection } from "../state/protection.ts";
import type { Repository } from "../state/repository.ts";
import { fullName } from "../state/repository.ts";
import type { ActiveRule } from "../state/rule.ts";
import type { RuleSuite } from "../state/rule-suite.ts";
import type { RuleVerdict } from "../state/rule-verdict.ts";
import type { Ruleset } from "../state/ruleset.ts";
import { isOfOrganization } from "../state/ruleset.ts";
import type { World } from "../world.ts";
import { repositoryApi, repositoryPage } from "./url.ts";

/** "Repository" with owner/name, or "Organization" with its login. */
function sourceNames({ source }: Ruleset): { type: "Repository" | "Organization"; name: string } {
  return isOfOrganization(source) ? { type: "Organization", name: source.login } : { type: "Repository", name: fullName(source) };
}

/** A ruleset as lists show it. */
export function rulesetSummary(world: World, ruleset: Ruleset): Record<string, unknown> {
  const { source } = ruleset;
  const names = sourceNames(ruleset);
  const api = isOfOrganization(source) ? `${world.apiUrl}/orgs/${source.login}` : repositoryApi(world, source);
  const page = isOfOrganization(source) ? `${world.htmlUrl}/organizations/${source.login}/settings` : repositoryPage(world, source);
  return {
    id: ruleset.id,
    node_id: ruleset.nodeId,
    name: ruleset.name,
    target: ruleset.target,
    source_type: names.type,
    source: names.name,
    enforcement: ruleset.enforcement,
    _links: { self: { href: `${api}/rulesets/${ruleset.id}` }, html: { href: `${page}/rules/${ruleset.id}` } },
    created_at: githubInstant(ruleset.createdAt),
    updated_at: githubInstant(ruleset.updatedAt),
  };
}

/** A whole ruleset. `bypass_actors` is left out for callers without write access to it. */
export function rulesetPayload(world: World, ruleset: Ruleset, showBypass = true): Record<string, unknown> {
  return {
    ...rulesetSummary(world, ruleset),
    ...(showBypass ? { bypass_actors: ruleset.bypassActors } : {}),
    conditions: { ref_name: { include: ruleset.include, exclude: ruleset.exclude }, ...repositoryCondition(ruleset) },
    rules: ruleset.rules,
  };
}

function repositoryCondition({ repositories }: Ruleset): Record<string, unknown> {
  if (repositories == null) return {};
  return "ids" in repositories ? { repository_id: { repository_ids: repositories.ids } } : { repository_name: { ...repositories, protected: false } };
}

/** One entry of GET /rules/branches/{branch}. */
export function activeRulePayload({ ruleset, rule }: ActiveRule): Record<string, unknown> {
  const { type, name } = sourceNames(ruleset);
  return { ...rule, ruleset_source_type: type, ruleset_source: name, ruleset_id: ruleset.id };
}

/** A judged push or merge; `evaluations` only where one is shown alone. */
export function ruleSuitePayload(repository: Repository, suite: RuleSuite, whole = false): Record<string, unknown> {
  return {
    id: suite.id,
    actor_id: suite.actor.id,
    actor_name: suite.actor.login,
    before_sha: suite.beforeSha,
    after_sha: suite.afterSha,
    ref: suite.ref,
    repository_id: repository.id,
    repository_name: repository.name,
    pushed_at: githubInstant(suite.at),
    result: suite.result,
    evaluation_result: suite.evaluationResult,
    ...(whole ? { rule_evaluations: suite.verdicts.map(evaluationPayload) } : {}),
  };
}

function evaluationPayload({ ruleset, rule, problems }: RuleVerdict): Record<string, unknown> {
  return {
    rule_source: { type: "ruleset", id: ruleset.id, name: ruleset.name },
    enforcement: ruleset.enforcement,
    result: problems.length === 0 ? "pass" : "fail",
    rule_type: rule.type,
    details: problems.length === 0 ? null : problems.join(" "),
  };
}

export function protectionPayload(world: World, repository: Repository, protection: BranchProtection): Record<string, unknown> {
  const url = `${repositoryApi(world, repository)}/branches/${encodeURIComponent(protection.branch)}/protection`;
  const required = protection.requiredStatusChecks;
  return {
    url,
    ...(required === null
      ? {}
      : {
          required_status_checks: {
            url: `${url}/required_status_checks`,
            strict: required.strict,
            contexts: required.checks.map((check) => check.context),
            contexts_url: `${url}/required_status_checks/contexts`,
            checks: required.checks.map((check) => ({ context: check.context, app_id: check.appId })),
          },
        }),
    ...(protection.requiredReviews === null
      ? {}
      : { required_pull_request_reviews: { url: `${url}/required_pull_request_reviews`, dismiss_stale_reviews: false, require_code_owner_reviews: false, required_approving_review_count: protection.requiredReviews } }),
    enforce_admins: { url: `${url}/enforce_admins`, enabled: protection.enforceAdmins },
    required_linear_history: { enabled: false },
    allow_force_pushes: { enabled: protection.allowForcePushes },
    allow_deletions: { enabled: protection.allowDeletions },
    lock_branch: { enabled: protection.lockBranch },
  };
}
