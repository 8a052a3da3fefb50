/** Issue types of an organisation, and what its repositories see of them. */
import { ApiProblem, notFound } from "../api-problem.ts";
import { issueTypePayload } from "../payload/account.ts";
import type { IssueType, Organization } from "../state/account.ts";
import { isOrganization, saveIssueType } from "../state/account.ts";
import { reads, writes } from "./access.ts";
import { optionalFlag, requiredText, textOrNull } from "./body.ts";
import { organizationOf } from "./organization.ts";
import type { Route, RouteContext } from "./route.ts";
import { actor, jsonBody, noContent, numberParam, ok, repositoryOf } from "./route.ts";

const all = "/orgs/{org}/issue-types";
const one = `${all}/{issue_type_id}`;
const allow = writes("issue_types", "admin");

export const issueTypeRoutes: readonly Route[] = [
  { method: "GET", path: all, allow: reads("issue_types", "issues", "metadata"), handle: (context) => ok(typesOf(organizationOf(context))) },
  { method: "POST", path: all, allow, handle: create },
  { method: "PUT", path: one, allow, handle: change },
  { method: "DELETE", path: one, allow, handle: remove },
  { method: "GET", path: "/repos/{owner}/{repo}/issue-types", allow: reads("metadata"), handle: listOfRepository },
];

function typesOf(organization: Organization): unknown[] {
  return [...organization.issueTypes.values()].map(issueTypePayload);
}

function listOfRepository(context: RouteContext): Response {
  const { owner } = repositoryOf(context);
  return ok(isOrganization(owner) ? typesOf(owner) : []);
}

/** The organisation, if the caller administers it; an app's permission is checked by the route. */
function governed(context: RouteContext): Organization {
  const organization = organizationOf(context);
  if (context.caller.kind !== "installation" && organization.members.get(actor(context).id)?.role !== "admin") throw new ApiProblem(403, "Must be an organization owner to change issue types.");
  return organization;
}

function typeOf(context: RouteContext): IssueType {
  const id = numberParam(context, "issue_type_id");
  const found = [...organizationOf(context).issueTypes.values()].find((each) => each.id === id);
  if (found === undefined) throw notFound();
  return found;
}

async function save(context: RouteContext, present: IssueType | null): Promise<Response> {
  const organization = governed(context);
  const body = await jsonBody(context);
  const input = { name: requiredText(body, "name"), description: textOrNull(body, "description") ?? null, color: textOrNull(body, "color") ?? null, isEnabled: optionalFlag(body, "is_enabled") ?? true };
  return ok(issueTypePayload(saveIssueType(context.world, organization, input, present)));
}

function create(context: RouteContext): Promise<Response> {
  return save(context, null);
}

function change(context: RouteContext): Promise<Response> {
  return save(context, typeOf(context));
}

function remove(context: RouteContext): Response {
  const type = typeOf(context);
  governed(context).issueTypes.delete(type.name.toLowerCase());
  for (const repository of context.world.repositories.values()) {
    for (const issue of repository.issues.values()) if (issue.type === type) issue.type = null;
  }
  return noContent();
}
