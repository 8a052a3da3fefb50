/** Users, bots, organisations and teams in GitHub's shapes. */
import type { components } from "@octokit/openapi-types";
import type { Account, IssueType, Organization, Team } from "../state/account.ts";
import type { World } from "../world.ts";

export type SimpleUser = components["schemas"]["simple-user"];

export function simpleUser(world: World, account: Account): SimpleUser {
  const { login, id } = account;
  const api = `${world.apiUrl}/users/${encodeURIComponent(login)}`;
  const page = account.type === "Bot" ? `apps/${login.replace(/\[bot\]$/, "")}` : login;
  return {
    login,
    id,
    node_id: account.nodeId,
    avatar_url: `${world.htmlUrl}/avatars/u/${id}`,
    gravatar_id: "",
    url: api,
    html_url: `${world.htmlUrl}/${page}`,
    followers_url: `${api}/followers`,
    following_url: `${api}/following{/other_user}`,
    gists_url: `${api}/gists{/gist_id}`,
    starred_url: `${api}/starred{/owner}{/repo}`,
    subscriptions_url: `${api}/subscriptions`,
    organizations_url: `${api}/orgs`,
    repos_url: `${api}/repos`,
    events_url: `${api}/events{/privacy}`,
    received_events_url: `${api}/received_events`,
    type: account.type,
    site_admin: false,
  };
}

export function simpleUserOrNull(world: World, account: Account | null): SimpleUser | null {
  return account === null ? null : simpleUser(world, account);
}

export function organizationPayload(world: World, organization: Organization): components["schemas"]["organization-simple"] {
  const api = `${world.apiUrl}/orgs/${organization.login}`;
  return {
    login: organization.login,
    id: organization.id,
    node_id: organization.nodeId,
    url: api,
    repos_url: `${api}/repos`,
    events_url: `${api}/events`,
    hooks_url: `${api}/hooks`,
    issues_url: `${api}/issues`,
    members_url: `${api}/members{/member}`,
    public_members_url: `${api}/public_members{/member}`,
    avatar_url: `${world.htmlUrl}/avatars/u/${organization.id}`,
    description: null,
  };
}

export function teamPayload(world: World, team: Team): Record<string, unknown> {
  const api = `${world.apiUrl}/organizations/${team.organization.id}/team/${team.id}`;
  return {
    id: team.id,
    node_id: team.nodeId,
    name: team.name,
    slug: team.slug,
    description: team.description,
    privacy: "closed",
    notification_setting: "notifications_enabled",
    permission: "pull",
    url: api,
    html_url: `${world.htmlUrl}/orgs/${team.organization.login}/teams/${team.slug}`,
    members_url: `${api}/members{/member}`,
    repositories_url: `${api}/repos`,
    parent: team.parent === null ? null : teamPayload(world, team.parent),
  };
}

export function issueTypePayload(type: IssueType): NonNullable<components["schemas"]["issue-type"]> {
  return {
    id: type.id,
    node_id: type.nodeId,
    name: type.name,
    description: type.description,
    color: type.color as "red" | null,
    is_enabled: type.isEnabled,
  };
}
