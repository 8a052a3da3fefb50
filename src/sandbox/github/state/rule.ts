/**
 * What rules ask of a branch or tag right now, and how required checks stand. Rulesets of every level and branch protection add up; the strictest wins.
 * A required check passes with success, neutral or skipped. One that nobody reported is "expected" and blocks.
 */
import { isOrganization } from "./account.ts";
import { latestRuns } from "./check.ts";
import type { Repository } from "./repository.ts";
import type { Rule, Ruleset } from "./ruleset.ts";
import { latestStatuses } from "./status.ts";

export interface ActiveRule {
  readonly ruleset: Ruleset;
  readonly rule: Rule;
}

/** The rules that hold for a branch now, of every level. */
export function activeRules(repository: Repository, branch: string): ActiveRule[] {
  return rulesOfRef(repository, `refs/heads/${branch}`).filter(({ ruleset }) => ruleset.enforcement === "active");
}

/** The rules of all rulesets that are active or on trial for a ref, given by its full name. */
export function rulesOfRef(repository: Repository, ref: string): ActiveRule[] {
  const found: ActiveRule[] = [];
  for (const ruleset of rulesetsOver(repository)) {
    if (ruleset.enforcement === "disabled" || !includesRef(repository, ruleset, ref)) continue;
    for (const rule of ruleset.rules) found.push({ ruleset, rule });
  }
  return found;
}

/** The repository's own rulesets, then those of its organisation that govern it, whatever their enforcement. */
export function rulesetsOver(repository: Repository): Ruleset[] {
  const { owner } = repository;
  const above = isOrganization(owner) ? [...owner.rulesets.values()].filter((ruleset) => governs(ruleset, repository)) : [];
  return [...repository.rulesets.values(), ...above];
}

/** Whether an organisation's ruleset governs the repository. One that names none governs none. */
export function governs({ repositories }: Ruleset, repository: Repository): boolean {
  if (repositories == null) return false;
  if ("ids" in repositories) return repositories.ids.includes(repository.id);
  const matches = (pattern: string): boolean => pattern === "~ALL" || namePattern(pattern).test(repository.name);
  return repositories.include.some(matches) && !repositories.exclude.some(matches);
}

const prefixOfTarget = { branch: "refs/heads/", tag: "refs/tags/", push: "refs/" } as const;

function includesRef(repository: Repository, ruleset: Ruleset, ref: string): boolean {
  // Rulesets of target "push" look at files and not at refs; none of their rules is enforced here.
  if (ruleset.target === "push" || !ref.startsWith(prefixOfTarget[ruleset.target])) return false;
  const matches = (pattern: string): boolean => {
    if (pattern === "~ALL") return true;
    if (pattern === "~DEFAULT_BRANCH") return ref === `refs/heads/${repository.defaultBranch}`;
    return namePattern(pattern).test(ref);
  };
  return ruleset.include.some(matches) && !ruleset.exclude.some(matches);
}

/** fnmatch with path names: * and ? stop at a slash, ** does not. */
function namePattern(pattern: string): RegExp {
  const source = pattern.replace(/[.+^${}()|\\]/g, "\\$&").replace(/\*\*\/?|\*|\?/g, (glob) => (glob === "*" ? "[^/]*" : glob === "?" ? "[^/]" : ".*"));
  return new RegExp(`^${source}$`);
}

export interface RequiredCheck {
  readonly context: string;
  /** The one app that may report it; null for any source. */
  readonly appId: number | null;
}

/** Every check that somebody without bypass must see passing on the branch. */
export function requiredChecks(repository: Repository, branch: string): RequiredCheck[] {
  const fromRules = activeRules(repository, branch).flatMap(({ rule }) => checksOfRule(rule));
  return distinct([...fromRules, ...(repository.protections.get(branch)?.requiredStatusChecks?.checks ?? [])]);
}

export function checksOfRule(rule: Rule): RequiredCheck[] {
  if (rule.type !== "required_status_checks") return [];
  const list = (rule.parameters?.["required_status_checks"] ?? []) as { context: string; integration_id?: number }[];
  return list.map(({ context, integration_id }) => ({ context, appId: integration_id ?? null }));
}

function distinct(checks: readonly RequiredCheck[]): RequiredCheck[] {
  const seen = new Map(checks.map((check) => [`${check.appId ?? "any"} ${check.context}`, check]));
  return [...seen.values()];
}

export type CheckStanding = "passing" | "failing" | "pending" | "missing" | "foreign";

/** How a required check stands on a commit. A check run and a status of the same name must both pass. */
export function standingOf(repository: Repository, sha: string, required: RequiredCheck): CheckStanding {
  const runs = latestRuns(repository, sha).filter((run) => run.name === required.context);
  const statuses = latestStatuses(repository, sha).filter((status) => status.context.toLowerCase() === required.context.toLowerCase());
  const ownRuns = runs.filter((run) => required.appId === null || run.suite.app.id === required.appId);
  const ownStatuses = statuses.filter((status) => required.appId === null || status.app?.id === required.appId);
  const newestRun = ownRuns.at(-1);
  const results: CheckStanding[] = [];
  if (newestRun !== undefined) results.push(newestRun.status !== "completed" ? "pending" : isPassing(newestRun.conclusion) ? "passing" : "failing");
  for (const status of ownStatuses) results.push(status.state === "success" ? "passing" : status.state === "pending" ? "pending" : "failing");
  if (results.length === 0) return runs.length + statuses.length > 0 ? "foreign" : "missing";
  if (results.includes("failing")) return "failing";
  return results.includes("pending") ? "pending" : "passing";
}

export function isPassing(conclusion: string | null): boolean {
  return conclusion === "success" || conclusion === "neutral" || conclusion === "skipped";
}

/** One sentence for each check that does not pass, in GitHub's words. */
export function checkViolations(repository: Repository, sha: string, checks: readonly RequiredCheck[]): string[] {
  return checks.flatMap((check) => {
    const name = `Required status check "${check.context}"`;
    switch (standingOf(repository, sha, check)) {
      case "passing":
        return [];
      case "failing":
        return [`${name} is failing.`];
      case "pending":
        return [`${name} is in progress.`];
      case "foreign":
        return [`${name} was not set by the expected GitHub App.`];
      case "missing":
        return [`${name} is expected.`];
    }
  });
}
