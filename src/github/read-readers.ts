/**
 * Who can read a repository, and who is in a team. What GitHub does not show to the app is told as such: it is not the same as nobody.
 * Sources: https://docs.github.com/rest/collaborators/collaborators#list-repository-collaborators (outside collaborators, members with access through
 * teams or the organization's base permission, and its owners), https://docs.github.com/rest/repos/repos#get-a-repository,
 * https://docs.github.com/rest/teams/members#list-team-members (members of child teams included)
 */
import { z } from "zod";
import type { Readership } from "../domain/model/log-access.ts";
import { FaultError } from "../domain/model/problem.ts";
import type { RepositoryName } from "../domain/model/refs.ts";
import type { Client } from "./app-client.ts";
import { allPages } from "./pages.ts";
import { parseWire } from "./wire/parse-wire.ts";

const Repository = z.object({ private: z.boolean(), visibility: z.string().nullish() });
const Account = z.object({ login: z.string() });
const MOST_PAGES = 50;

export async function readReadership(client: Client, repository: RepositoryName): Promise<Readership> {
  const [owner = "", repo = ""] = repository.split("/");
  const what = `repository ${repository}`;
  const seen = await client.rest({ what, route: "GET /repos/{owner}/{repo}", parameters: { owner, repo }, understands: [301, 403, 404] });
  if (seen.status >= 300) return { kind: "unseen" };
  const { private: closed, visibility } = parseWire(Repository, seen.body, what);
  if (!closed || visibility === "public") return { kind: "open", to: "everybody" };
  if (visibility === "internal") return { kind: "open", to: "enterprise" };
  const logins = await loginsOf(client, `readers of ${repository}`, "GET /repos/{owner}/{repo}/collaborators", { owner, repo, affiliation: "all", permission: "pull" });
  return logins === null ? { kind: "untold" } : { kind: "listed", logins };
}

/** @param team `org/slug`; null = GitHub does not tell */
export async function readTeamMembers(client: Client, team: string): Promise<readonly string[] | null> {
  const [org = "", slug = "", ...more] = team.split("/");
  if (org === "" || slug === "" || more.length > 0) return null;
  return loginsOf(client, `members of ${team}`, "GET /orgs/{org}/teams/{team_slug}/members", { org, team_slug: slug });
}

async function loginsOf(client: Client, what: string, route: string, parameters: Readonly<Record<string, string>>): Promise<readonly string[] | null> {
  try {
    return (await allPages(client, { what, route, parameters, item: Account, field: null, mostPages: MOST_PAGES })).map(({ login }) => login);
  } catch (error) {
    if (!(error instanceof FaultError) || !["forbidden", "not-found", "invalid"].includes(error.fault.kind)) throw error;
    return null;
  }
}
