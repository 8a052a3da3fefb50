/**
 * Accounts of the local GitHub: users, organisations with members and teams, and the bot user of each app.
 */
import { invalid } from "../api-problem.ts";
import type { World } from "../world.ts";
import { nodeId } from "../node-id.ts";
import type { Ruleset } from "./ruleset.ts";

export type Role = "read" | "triage" | "write" | "maintain" | "admin";

export interface Account {
  readonly id: number;
  readonly nodeId: string;
  login: string;
  readonly type: "User" | "Organization" | "Bot";
  name: string | null;
  email: string | null;
  readonly createdAt: number;
}

export interface Team {
  readonly id: number;
  readonly nodeId: string;
  readonly slug: string;
  name: string;
  description: string | null;
  readonly organization: Organization;
  readonly parent: Team | null;
  readonly members: Map<number, { user: Account; role: "member" | "maintainer" }>;
  /** Asked in, but not members of the organisation yet: they count for nothing until they accept. */
  readonly invited: Map<number, { user: Account; role: "member" | "maintainer" }>;
  readonly repositories: Map<number, Role>;
}

export interface IssueType {
  readonly id: number;
  readonly nodeId: string;
  name: string;
  description: string | null;
  color: string | null;
  isEnabled: boolean;
}

export interface Organization extends Account {
  readonly type: "Organization";
  readonly members: Map<number, { user: Account; role: "admin" | "member" }>;
  readonly teams: Map<string, Team>;
  readonly issueTypes: Map<string, IssueType>;
  readonly rulesets: Map<number, Ruleset>;
}

const roleRank: Record<Role, number> = { read: 1, triage: 2, write: 3, maintain: 4, admin: 5 };

export function roleAtLeast(role: Role | null, wanted: Role): boolean {
  return role !== null && roleRank[role] >= roleRank[wanted];
}

export function higherRole(a: Role | null, b: Role | null): Role | null {
  if (a === null) return b;
  if (b === null) return a;
  return roleRank[a] >= roleRank[b] ? a : b;
}

/** Finds a user, bot or organisation by login, letter case ignored. */
export function findAccount(world: World, login: string): Account | null {
  return world.accounts.get(login.toLowerCase()) ?? null;
}

export function findOrganization(world: World, login: string): Organization | null {
  const account = findAccount(world, login);
  return account !== null && isOrganization(account) ? account : null;
}

export function isOrganization(account: Account): account is Organization {
  return account.type === "Organization";
}

export interface AccountInput {
  readonly login: string;
  readonly name?: string | null;
  readonly email?: string | null;
  readonly id?: number;
}

/** Creates a user; returns the one that is there when the login is taken by a user. */
export function createUser(world: World, input: AccountInput, type: "User" | "Bot" = "User"): Account {
  const present = findAccount(world, input.login);
  if (present !== null) {
    if (present.type !== type) throw new Error(`The login ${input.login} belongs to an account of type ${present.type}.`);
    return present;
  }
  const id = input.id ?? world.nextId("account");
  const account: Account = {
    id,
    nodeId: nodeId(type === "Bot" ? "bot" : "user", id),
    login: input.login,
    type,
    name: input.name ?? null,
    email: input.email ?? null,
    createdAt: world.clock.now(),
  };
  world.addAccount(account);
  return account;
}

const defaultIssueTypes = [
  ["Task", "A specific piece of work", "yellow"],
  ["Bug", "An unexpected problem or behavior", "red"],
  ["Feature", "A request, idea, or new functionality", "blue"],
] as const;

/** Creates an organisation with GitHub's three default issue types (Task, Bug, Feature). */
export function createOrganization(world: World, input: AccountInput): Organization {
  const present = findAccount(world, input.login);
  if (present !== null) {
    if (!isOrganization(present)) throw new Error(`The login ${input.login} belongs to an account of type ${present.type}.`);
    return present;
  }
  const id = input.id ?? world.nextId("account");
  const organization: Organization = {
    id,
    nodeId: nodeId("organization", id),
    login: input.login,
    type: "Organization",
    name: input.name ?? null,
    email: input.email ?? null,
    createdAt: world.clock.now(),
    members: new Map(),
    teams: new Map(),
    issueTypes: new Map(),
    rulesets: new Map(),
  };
  for (const [name, description, color] of defaultIssueTypes) {
    const typeId = world.nextId("issueType");
    organization.issueTypes.set(name.toLowerCase(), { id: typeId, nodeId: nodeId("issueType", typeId), name, description, color, isEnabled: true });
  }
  world.addAccount(organization);
  return organization;
}

export interface IssueTypeInput {
  readonly name: string;
  readonly description?: string | null;
  readonly color?: string | null;
  readonly isEnabled: boolean;
}

/** GitHub's limit for one organisation. */
const issueTypeLimit = 25;

/** Adds an issue type, or changes the one that is given. Issues keep their type by its identity, so a new name shows on them at once. */
export function saveIssueType(world: World, organization: Organization, input: IssueTypeInput, present: IssueType | null = null): IssueType {
  const key = input.name.trim().toLowerCase();
  const holder = organization.issueTypes.get(key);
  if (key === "" || (holder !== undefined && holder !== present)) throw invalid({ resource: "IssueType", code: key === "" ? "missing_field" : "already_exists", field: "name" });
  if (present === null && organization.issueTypes.size >= issueTypeLimit) throw invalid({ resource: "IssueType", code: "custom", message: `An organization has at most ${issueTypeLimit} issue types` });
  const id = present?.id ?? world.nextId("issueType");
  const type: IssueType = present ?? { id, nodeId: nodeId("issueType", id), name: input.name, description: null, color: null, isEnabled: true };
  if (present !== null) organization.issueTypes.delete(present.name.toLowerCase());
  Object.assign(type, { name: input.name, description: input.description ?? null, color: input.color ?? null, isEnabled: input.isEnabled });
  organization.issueTypes.set(key, type);
  return type;
}

export function setMember(organization: Organization, user: Account, role: "admin" | "member"): void {
  organization.members.set(user.id, { user, role });
}

export interface TeamInput {
  readonly name: string;
  readonly slug?: string;
  readonly description?: string | null;
  readonly parent?: Team | null;
  readonly members?: readonly Account[];
}

/** Creates a team; its members become members of the organisation. The slug follows the name as on GitHub. */
export function createTeam(world: World, organization: Organization, input: TeamInput): Team {
  const id = world.nextId("team");
  const slug = input.slug ?? input.name.toLowerCase().replace(/[^a-z0-9_-]+/g, "-").replace(/^-+|-+$/g, "");
  const team: Team = {
    id,
    nodeId: nodeId("team", id),
    slug,
    name: input.name,
    description: input.description ?? null,
    organization,
    parent: input.parent ?? null,
    members: new Map(),
    invited: new Map(),
    repositories: new Map(),
  };
  organization.teams.set(slug, team);
  for (const user of input.members ?? []) addTeamMember(team, user, "member");
  return team;
}

export function addTeamMember(team: Team, user: Account, role: "member" | "maintainer"): void {
  team.members.set(user.id, { user, role });
  if (!team.organization.members.has(user.id)) setMember(team.organization, user, "member");
}

/** Asks somebody into a team. Members of the organisation are in at once; others are pending until they accept. */
export function inviteToTeam(team: Team, user: Account, role: "member" | "maintainer"): "active" | "pending" {
  if (team.organization.members.has(user.id)) {
    addTeamMember(team, user, role);
    return "active";
  }
  team.invited.set(user.id, { user, role });
  return "pending";
}

/** The invited person accepts: they join the organisation and every team that waits for them. */
export function acceptInvitation(organization: Organization, user: Account): void {
  for (const team of organization.teams.values()) {
    const waiting = team.invited.get(user.id);
    if (waiting === undefined) continue;
    team.invited.delete(user.id);
    addTeamMember(team, user, waiting.role);
  }
}

export function removeTeamMember(team: Team, user: Account): boolean {
  const wasInvited = team.invited.delete(user.id);
  return team.members.delete(user.id) || wasInvited;
}

/** Whether the user is in the team or in a team below it, as GitHub counts membership. */
export function isTeamMember(team: Team, user: Account): boolean {
  if (team.members.has(user.id)) return true;
  return [...team.organization.teams.values()].some((child) => child.parent === team && isTeamMember(child, user));
}
