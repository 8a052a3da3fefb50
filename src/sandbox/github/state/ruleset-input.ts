/**
 * What GitHub accepts as a ruleset: known rules, complete required checks, bypass actors that belong to the owner, rules that fit the target.
 */
import { invalid } from "../api-problem.ts";
import type { World } from "../world.ts";
import type { Rule, RulesetBody, RulesetSource } from "./ruleset.ts";
import { isOfOrganization } from "./ruleset.ts";

const ruleTypes = new Set([
  "creation", "update", "deletion", "required_linear_history", "merge_queue", "required_deployments", "required_signatures", "pull_request",
  "required_status_checks", "non_fast_forward", "commit_message_pattern", "commit_author_email_pattern", "committer_email_pattern", "branch_name_pattern",
  "tag_name_pattern", "file_path_restriction", "max_file_path_length", "file_extension_restriction", "max_file_size", "workflows", "code_scanning",
]);

/** Rules that speak of pulls or checks, which tags do not have. */
const branchOnly = new Set(["merge_queue", "pull_request", "required_status_checks", "required_deployments", "branch_name_pattern", "workflows", "code_scanning"]);

export function checkRules(world: World, source: RulesetSource, body: RulesetBody): void {
  if (body.name.trim() === "") throw invalid("Name can't be blank");
  if (!["disabled", "active", "evaluate"].includes(body.enforcement)) throw invalid("Enforcement is not included in the list");
  for (const rule of body.rules) {
    if (!ruleTypes.has(rule.type) || (body.target === "tag" && branchOnly.has(rule.type))) throw invalid(`Invalid rule '${rule.type}'`);
    // A queue belongs to one branch of one repository.
    if (rule.type === "merge_queue" && isOfOrganization(source)) throw invalid("Invalid rule 'merge_queue'");
    if (rule.type === "required_status_checks") checkStatusRule(rule);
  }
  const owner = isOfOrganization(source) ? source : source.owner;
  for (const actor of body.bypassActors) {
    if (actor.actor_type !== "Integration") continue;
    const belongs = [...world.installations.values()].some((each) => each.app.id === actor.actor_id && each.account === owner) || world.apps.get(actor.actor_id ?? 0)?.owner === owner;
    if (!belongs) throw invalid("Actor GitHub App must be part of the ruleset source or owner organization");
  }
}

function checkStatusRule(rule: Rule): void {
  const checks = rule.parameters?.["required_status_checks"];
  if (!Array.isArray(checks)) throw invalid("Invalid rule 'required_status_checks': required_status_checks is missing");
  if (typeof rule.parameters?.["strict_required_status_checks_policy"] !== "boolean") throw invalid("Invalid rule 'required_status_checks': strict_required_status_checks_policy is missing");
  for (const check of checks as Record<string, unknown>[]) {
    if (typeof check["context"] !== "string" || check["context"] === "") throw invalid("Invalid rule 'required_status_checks': context is missing");
    // An explicit null is refused by GitHub; any source is said by leaving the field out.
    if ("integration_id" in check && !Number.isInteger(check["integration_id"])) throw invalid("Invalid rule 'required_status_checks': integration_id must be an integer");
  }
}
