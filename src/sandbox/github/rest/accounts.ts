/** Users, organisations, members and teams. */
import { ApiProblem, notFound } from "../api-problem.ts";
import { githubInstant } from "../clock.ts";
import { organizationPayload, simpleUser, teamPayload } from "../payload/account.ts";
import type { Account, Team } from "../state/account.ts";
import { findAccount, inviteToTeam, isTeamMember, removeTeamMember } from "../state/account.ts";
import { reads, writes } from "./access.ts";
import { oneOf } from "./body.ts";
import { organizationOf } from "./organization.ts";
import { listPage } from "./paging.ts";
import type { Route, RouteContext } from "./route.ts";
import { actor, jsonBody, noContent, ok, textParam } from "./route.ts";

export const accountRoutes: readonly Route[] = [
  { method: "GET", path: "/user", allow: "signed-in", handle: (context) => ok(userBody(context, actor(context))) },
  { method: "GET", path: "/users/{login}", allow: "anyone", handle: (context) => ok(userBody(context, namedAccount(context, "login"))) },
  { method: "GET", path: "/orgs/{org}", allow: "anyone", handle: (context) => ok(organizationPayload(context.world, organizationOf(context))) },
  { method: "GET", path: "/orgs/{org}/members", allow: reads("members"), handle: listMembers },
  { method: "GET", path: "/orgs/{org}/members/{login}", allow: reads("members"), handle: checkMember },
  { method: "GET", path: "/orgs/{org}/memberships/{login}", allow: reads("members"), handle: organizationMembership },
  { method: "GET", path: "/orgs/{org}/teams", allow: reads("members"), handle: (context) => listPage(context, [...organizationOf(context).teams.values()], (each) => teamPayload(context.world, each)) },
  { method: "GET", path: "/orgs/{org}/teams/{slug}", allow: reads("members"), handle: (context) => ok({ ...teamPayload(context.world, team(context)), members_count: team(context).members.size, repos_count: team(context).repositories.size }) },
  { method: "GET", path: "/orgs/{org}/teams/{slug}/members", allow: reads("members"), handle: listTeamMembers },
  { method: "GET", path: "/orgs/{org}/teams/{slug}/memberships/{login}", allow: reads("members"), handle: teamMembership },
  { method: "PUT", path: "/orgs/{org}/teams/{slug}/memberships/{login}", allow: writes("members", "admin"), handle: setTeamMembership },
  { method: "DELETE", path: "/orgs/{org}/teams/{slug}/memberships/{login}", allow: writes("members", "admin"), handle: removeTeamMembership },
  { method: "GET", path: "/repos/{owner}/{repo}/teams", allow: reads("metadata"), handle: listRepositoryTeams },
];

function userBody(context: RouteContext, account: Account): Record<string, unknown> {
  return { ...simpleUser(context.world, account), name: account.name, email: account.email, company: null, bio: null, created_at: githubInstant(account.createdAt), updated_at: githubInstant(account.createdAt) };
}

function namedAccount(context: RouteContext, name: string): Account {
  const account = findAccount(context.world, textParam(context, name));
  if (account === null) throw notFound();
  return account;
}

function team(context: RouteContext): Team {
  const found = organizationOf(context).teams.get(textParam(context, "slug"));
  if (found === undefined) throw notFound();
  return found;
}

function listMembers(context: RouteContext): Response {
  const role = context.url.searchParams.get("role") ?? "all";
  const members = [...organizationOf(context).members.values()].filter((member) => role === "all" || member.role === role);
  return listPage(context, members, (member) => simpleUser(context.world, member.user));
}

function checkMember(context: RouteContext): Response {
  if (!organizationOf(context).members.has(namedAccount(context, "login").id)) throw notFound();
  return noContent();
}

function organizationMembership(context: RouteContext): Response {
  const found = organizationOf(context);
  const member = found.members.get(namedAccount(context, "login").id);
  if (member === undefined) throw notFound();
  return ok({ url: `${context.world.apiUrl}/orgs/${found.login}/memberships/${member.user.login}`, state: "active", role: member.role, organization: organizationPayload(context.world, found), user: simpleUser(context.world, member.user) });
}

function listTeamMembers(context: RouteContext): Response {
  const found = team(context);
  const members = [...found.organization.members.values()].filter((member) => isTeamMember(found, member.user));
  return listPage(context, members, (member) => simpleUser(context.world, member.user));
}

/** Members of teams below count as members, as on GitHub; those who have not accepted yet are pending. */
function teamMembership(context: RouteContext): Response {
  const found = team(context);
  const user = namedAccount(context, "login");
  if (!isTeamMember(found, user) && !found.invited.has(user.id)) throw notFound();
  return ok(membershipBody(context, found, user));
}

function membershipBody(context: RouteContext, found: Team, user: Account): Record<string, unknown> {
  const own = found.members.get(user.id) ?? found.invited.get(user.id);
  const url = `${context.world.apiUrl}/organizations/${found.organization.id}/team/${found.id}/memberships/${user.login}`;
  return { url, role: own?.role ?? "member", state: isTeamMember(found, user) ? "active" : "pending" };
}

/** The team, if a person who asks may change it; an app's permission is checked by the route. */
function managedTeam(context: RouteContext): Team {
  const found = team(context);
  const { caller } = context;
  if (caller.kind === "installation") return found;
  const person = actor(context).id;
  const may = found.organization.members.get(person)?.role === "admin" || found.members.get(person)?.role === "maintainer";
  if (!may) throw new ApiProblem(403, "Must be a team maintainer or an organization owner.");
  return found;
}

async function setTeamMembership(context: RouteContext): Promise<Response> {
  const found = managedTeam(context);
  const user = namedAccount(context, "login");
  inviteToTeam(found, user, oneOf(await jsonBody(context), "role", ["member", "maintainer"]) ?? "member");
  return ok(membershipBody(context, found, user));
}

function removeTeamMembership(context: RouteContext): Response {
  if (!removeTeamMember(managedTeam(context), namedAccount(context, "login"))) throw notFound();
  return noContent();
}

const teamPermissions = { read: "pull", triage: "triage", write: "push", maintain: "maintain", admin: "admin" } as const;

function listRepositoryTeams(context: RouteContext): Response {
  const teams = [...(context.repositoryOrNull?.teams.values() ?? [])];
  return listPage(context, teams, (each) => ({ ...teamPayload(context.world, each.team), permission: teamPermissions[each.role] }));
}

