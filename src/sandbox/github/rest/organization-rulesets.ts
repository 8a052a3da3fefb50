/** Rulesets of an organisation. Even reading needs the right to administer it. */
import { ApiProblem } from "../api-problem.ts";
import { rulesetPayload, rulesetSummary } from "../payload/ruleset.ts";
import type { Organization } from "../state/account.ts";
import { createRuleset, deleteRuleset, findRuleset, updateRuleset } from "../state/ruleset.ts";
import { writes } from "./access.ts";
import { organizationOf } from "./organization.ts";
import { listPage } from "./paging.ts";
import type { Route, RouteContext } from "./route.ts";
import { actor, created, jsonBody, noContent, numberParam, ok } from "./route.ts";
import { newRuleset, rulesetFields } from "./ruleset-body.ts";

const all = "/orgs/{org}/rulesets";
const one = `${all}/{ruleset_id}`;
const allow = writes("organization_administration", "admin");

export const organizationRulesetRoutes: readonly Route[] = [
  { method: "GET", path: all, allow, handle: (context) => listPage(context, [...governed(context).rulesets.values()], (each) => rulesetSummary(context.world, each)) },
  { method: "POST", path: all, allow, handle: create },
  { method: "GET", path: one, allow, handle: (context) => ok(rulesetPayload(context.world, findRuleset(governed(context), numberParam(context, "ruleset_id")))) },
  { method: "PUT", path: one, allow, handle: change },
  { method: "DELETE", path: one, allow, handle: remove },
];

/** The organisation, if the caller administers it. An app's permission is checked by the route. */
function governed(context: RouteContext): Organization {
  const organization = organizationOf(context);
  const { caller } = context;
  if (caller.kind === "installation") return organization;
  if (organization.members.get(actor(context).id)?.role !== "admin") throw new ApiProblem(403, "Must be an organization owner to access organization rulesets.");
  return organization;
}

async function create(context: RouteContext): Promise<Response> {
  return created(rulesetPayload(context.world, createRuleset(context.world, governed(context), newRuleset(await jsonBody(context)), actor(context))));
}

async function change(context: RouteContext): Promise<Response> {
  const organization = governed(context);
  const ruleset = findRuleset(organization, numberParam(context, "ruleset_id"));
  return ok(rulesetPayload(context.world, updateRuleset(context.world, organization, ruleset, rulesetFields(await jsonBody(context)), actor(context))));
}

function remove(context: RouteContext): Response {
  const organization = governed(context);
  deleteRuleset(context.world, organization, findRuleset(organization, numberParam(context, "ruleset_id")), actor(context));
  return noContent();
}
