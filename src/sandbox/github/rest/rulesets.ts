/** Repository rulesets, also those of the organisation as a repository sees them, and the rules that hold for a branch. */
import { notFound } from "../api-problem.ts";
import { activeRulePayload, rulesetPayload, rulesetSummary } from "../payload/ruleset.ts";
import { isOrganization, roleAtLeast } from "../state/account.ts";
import { levelCovers } from "../state/app.ts";
import { roleIn } from "../state/repository.ts";
import { activeRules, rulesetsOver } from "../state/rule.ts";
import { bypassMode } from "../state/rule-verdict.ts";
import type { Ruleset } from "../state/ruleset.ts";
import { createRuleset, deleteRuleset, findRuleset, isOfOrganization, updateRuleset } from "../state/ruleset.ts";
import { reads, writes } from "./access.ts";
import { actorOf } from "./caller.ts";
import { listPage } from "./paging.ts";
import type { Route, RouteContext } from "./route.ts";
import { actor, created, jsonBody, noContent, numberParam, ok, repositoryOf, textParam } from "./route.ts";
import { newRuleset, rulesetFields } from "./ruleset-body.ts";

const base = "/repos/{owner}/{repo}";

export const rulesetRoutes: readonly Route[] = [
  { method: "GET", path: `${base}/rulesets`, allow: reads("metadata"), handle: list },
  { method: "POST", path: `${base}/rulesets`, allow: writes("administration", "admin"), handle: create },
  { method: "GET", path: `${base}/rulesets/{ruleset_id}`, allow: reads("metadata"), handle: show },
  { method: "PUT", path: `${base}/rulesets/{ruleset_id}`, allow: writes("administration", "admin"), handle: change },
  { method: "DELETE", path: `${base}/rulesets/{ruleset_id}`, allow: writes("administration", "admin"), handle: remove },
  { method: "GET", path: `${base}/rules/branches/{branch*}`, allow: reads("metadata"), handle: rulesOfBranch },
];

/** The rulesets that the request asks for: with those of the organisation unless includes_parents is false. */
function rulesetsAsked(context: RouteContext): Ruleset[] {
  const withParents = context.url.searchParams.get("includes_parents") !== "false";
  return rulesetsOver(repositoryOf(context)).filter(({ source }) => withParents || !isOfOrganization(source));
}

function list(context: RouteContext): Response {
  const targets = context.url.searchParams.get("targets")?.split(",") ?? null;
  return listPage(context, rulesetsAsked(context).filter(({ target }) => targets === null || targets.includes(target)), (each) => rulesetSummary(context.world, each));
}

/** bypass_actors are shown only to those who may change the ruleset. */
function mayWrite(context: RouteContext, { source }: Ruleset): boolean {
  const { caller } = context;
  const repository = repositoryOf(context);
  if (caller.kind === "installation") return levelCovers(caller.permissions[isOfOrganization(source) ? "organization_administration" : "administration"], "write");
  if (caller.kind !== "user") return false;
  if (isOfOrganization(source)) return isOrganization(repository.owner) && repository.owner.members.get(caller.user.id)?.role === "admin";
  return roleAtLeast(roleIn(repository, caller.user), "admin");
}

function show(context: RouteContext): Response {
  const id = numberParam(context, "ruleset_id");
  const ruleset = rulesetsAsked(context).find((each) => each.id === id);
  if (ruleset === undefined) throw notFound();
  return ok({ ...rulesetPayload(context.world, ruleset, mayWrite(context, ruleset)), ...ownBypass(context, ruleset) });
}

const bypassWords = { always: "always", pull_request: "pull_requests_only", exempt: "exempt" } as const;

function ownBypass(context: RouteContext, ruleset: Ruleset): Record<string, string> {
  const account = actorOf(context.caller);
  const mode = account === null ? null : bypassMode(context.world, repositoryOf(context), ruleset, account);
  return { current_user_can_bypass: mode === null ? "never" : bypassWords[mode] };
}

async function create(context: RouteContext): Promise<Response> {
  const ruleset = createRuleset(context.world, repositoryOf(context), newRuleset(await jsonBody(context)), actor(context));
  return created(rulesetPayload(context.world, ruleset));
}

async function change(context: RouteContext): Promise<Response> {
  const repository = repositoryOf(context);
  const ruleset = findRuleset(repository, numberParam(context, "ruleset_id"));
  return ok(rulesetPayload(context.world, updateRuleset(context.world, repository, ruleset, rulesetFields(await jsonBody(context)), actor(context))));
}

function remove(context: RouteContext): Response {
  const repository = repositoryOf(context);
  deleteRuleset(context.world, repository, findRuleset(repository, numberParam(context, "ruleset_id")), actor(context));
  return noContent();
}

function rulesOfBranch(context: RouteContext): Response {
  return listPage(context, activeRules(repositoryOf(context), textParam(context, "branch")), activeRulePayload);
}
