/**
 * A person's role in a repository, and membership of a team. Null = cannot be told, which never counts as a right.
 *
 * One call a person, so roles are not part of reading a pull request: the caller decides first without them, and asks for the few on which the
 * decision depends. Answers are remembered for ten minutes of world time for each (repository, login). Accepted: within that time a role that
 * was taken away still counts as evidence; whoever acts upon a command asks with `fresh`.
 * Sources: https://docs.github.com/rest/collaborators/collaborators#get-repository-permissions-for-a-user,
 * https://docs.github.com/rest/teams/members#get-team-membership-for-a-user
 */
import { z } from "zod";
import type { Instant } from "../domain/model/instant.ts";
import type { RepositoryRef, Role } from "../domain/model/refs.ts";
import { repositoryName, ROLES } from "../domain/model/refs.ts";
import type { Client } from "./app-client.ts";
import { parseWire } from "./wire/parse-wire.ts";

const Permission = z.object({
  permission: z.string(),
  role_name: z.string().nullish(),
  user: z
    .object({
      permissions: z
        .object({ admin: z.boolean().optional(), maintain: z.boolean().optional(), push: z.boolean().optional(), triage: z.boolean().optional(), pull: z.boolean().optional() })
        .nullish(),
    })
    .nullish(),
});
const Membership = z.object({ state: z.string() });

const KEPT = 10 * 60_000;
const MOST_KEPT = 10_000;

export class RoleMemory {
  readonly #roles = new Map<string, { readonly role: Role | null; readonly until: Instant }>();

  get(key: string, now: Instant): { readonly role: Role | null } | null {
    const kept = this.#roles.get(key);
    // World time may be moved back in a rehearsal; then what was learned "later" is not known yet.
    return kept === undefined || kept.until <= now || kept.until > now + KEPT ? null : kept;
  }

  keep(key: string, role: Role | null, now: Instant): void {
    const [oldest] = this.#roles.keys();
    if (this.#roles.size >= MOST_KEPT && oldest !== undefined) this.#roles.delete(oldest);
    this.#roles.set(key, { role, until: now + KEPT });
  }
}

export interface RoleOptions {
  /** ask GitHub now, whatever is remembered */
  readonly fresh?: boolean;
}

export async function readRole(client: Client, memory: RoleMemory, repository: RepositoryRef, login: string, options: RoleOptions = {}): Promise<Role | null> {
  const key = `${repository.id}/${login.toLowerCase()}`;
  const kept = options.fresh === true ? null : memory.get(key, client.now());
  if (kept !== null) return kept.role;
  const role = await askRole(client, repository, login);
  memory.keep(key, role, client.now());
  return role;
}

async function askRole(client: Client, repository: RepositoryRef, login: string): Promise<Role | null> {
  const what = `role of ${login} in ${repositoryName(repository)}`;
  const answer = await client.rest({
    what,
    route: "GET /repos/{owner}/{repo}/collaborators/{username}/permission",
    parameters: { owner: repository.owner, repo: repository.name, username: login },
    understands: [403, 404],
  });
  if (answer.status !== 200) return null;
  return roleOf(parseWire(Permission, answer.body, what));
}

/** `permission` knows neither triage nor maintain, and `role_name` may be an organisation's own; then the single rights tell. */
function roleOf(wire: z.infer<typeof Permission>): Role | null {
  const named = ROLES.find((role) => role === wire.role_name);
  if (named !== undefined) return named;
  const rights = wire.user?.permissions;
  if (rights !== null && rights !== undefined) {
    if (rights.admin === true) return "admin";
    if (rights.maintain === true) return "maintain";
    if (rights.push === true) return "write";
    if (rights.triage === true) return "triage";
    return rights.pull === true ? "read" : "none";
  }
  return ROLES.find((role) => role === wire.permission) ?? null;
}

/** @param team `org/slug` */
export async function readTeamMember(client: Client, team: string, login: string): Promise<boolean | null> {
  const [org, slug, ...more] = team.split("/");
  if (org === undefined || slug === undefined || org === "" || slug === "" || more.length > 0) return null;
  const what = `membership of ${login} in ${team}`;
  const answer = await client.rest({ what, route: "GET /orgs/{org}/teams/{team_slug}/memberships/{username}", parameters: { org, team_slug: slug, username: login }, understands: [403, 404] });
  if (answer.status === 200) return parseWire(Membership, answer.body, what).state === "active";
  if (answer.status === 403) return null;
  // 404 says "no member" and also "no such team for you to see": only a team that we do see has no such member.
  const seen = await client.rest({ what: `team ${team}`, route: "GET /orgs/{org}/teams/{team_slug}", parameters: { org, team_slug: slug }, understands: [403, 404] });
  return seen.status === 200 ? false : null;
}
