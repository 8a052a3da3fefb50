/**
 * Who may use a route. Each route declares what an installation token must hold and what role a user must have in the repository.
 */
import type { Role } from "../state/account.ts";
import { isOrganization, roleAtLeast } from "../state/account.ts";
import type { AccessLevel } from "../state/app.ts";
import type { Repository } from "../state/repository.ts";
import { findRepository, roleIn } from "../state/repository.ts";
import type { World } from "../world.ts";
import type { Caller } from "./caller.ts";
import { holdsPermission, installationReaches } from "./caller.ts";
import { ApiProblem, badCredentials, notAccessible, notFound } from "../api-problem.ts";
import type { Route } from "./route.ts";

/** One permission an installation token may hold, such as "checks: write". */
export type Permission = `${string}: ${AccessLevel}`;

export interface Needs {
  /** Any one of these suffices. */
  readonly permissions: readonly Permission[];
  /** The role that a user needs in the repository. */
  readonly role: Role;
  /** Only apps may call it (checks). */
  readonly appsOnly?: boolean;
}

export type Allow = "anyone" | "app" | "installation" | "signed-in" | Needs;

/** Reading: the permission (any of several) or the user role read. */
export function reads(...names: string[]): Needs {
  return { permissions: names.map((name): Permission => `${name}: read`), role: "read" };
}

/** Writing: the permission (any of several), and for users a role, "write" when not given. */
export function writes(names: string | readonly string[], role: Role = "write"): Needs {
  const list = typeof names === "string" ? [names] : names;
  return { permissions: list.map((name): Permission => `${name}: write`), role };
}

/** Throws unless the caller may use the route; returns the repository named in the path. */
export function guard(world: World, route: Route, caller: Caller, params: Readonly<Record<string, string>>): Repository | null {
  checkKind(route.allow, caller);
  const repository = namedRepository(world, route, params);
  if (repository === null) {
    if (typeof route.allow === "object") checkPermission(route.allow, caller);
    return null;
  }
  checkVisible(world, caller, repository);
  if (typeof route.allow === "object") checkRepositoryAccess(route.allow, caller, repository);
  if (repository.archived && route.method !== "GET" && !isUnarchive(route)) throw new ApiProblem(403, "Repository was archived so is read-only.");
  return repository;
}

function isUnarchive(route: Route): boolean {
  return route.method === "PATCH" && route.path === "/repos/{owner}/{repo}";
}

function namedRepository(world: World, route: Route, params: Readonly<Record<string, string>>): Repository | null {
  if (route.path.startsWith("/repos/{owner}/{repo}")) return found(findRepository(world, `${params["owner"]}/${params["repo"]}`));
  if (route.path.startsWith("/repositories/{repository_id}")) return found(world.repositories.get(Number(params["repository_id"])) ?? null);
  return null;
}

function found(repository: Repository | null): Repository {
  if (repository === null) throw notFound();
  return repository;
}

function checkKind(allow: Allow, caller: Caller): void {
  if (allow === "app" && caller.kind !== "app") throw badCredentials("A JSON web token could not be decoded");
  if (allow === "installation" && caller.kind !== "installation") throw new ApiProblem(403, "You must authenticate with an installation access token in order to list repositories for an installation.");
  if (allow === "signed-in" && caller.kind === "anonymous") throw badCredentials("Requires authentication");
}

function checkVisible(world: World, caller: Caller, repository: Repository): void {
  if (caller.kind === "app") return;
  if (caller.kind === "installation") {
    if (installationReaches(world, caller, repository.id) !== true) throw notFound();
    return;
  }
  if (!repository.private) return;
  if (caller.kind === "anonymous" || roleIn(repository, caller.user) === null) throw notFound();
}

function checkPermission(needs: Needs, caller: Caller): void {
  if (caller.kind === "app") throw badCredentials("A JSON web token could not be decoded");
  if (caller.kind !== "installation") return;
  const held = needs.permissions.some((permission) => {
    const [name = "", level = "read"] = permission.split(": ");
    return holdsPermission(caller, name, level as AccessLevel);
  });
  if (!held) throw notAccessible(acceptedHeader(needs));
}

function acceptedHeader(needs: Needs): string {
  return needs.permissions.map((permission) => permission.replace(": ", "=")).join("; ");
}

function checkRepositoryAccess(needs: Needs, caller: Caller, repository: Repository): void {
  checkPermission(needs, caller);
  const isRead = needs.permissions.every((permission) => permission.endsWith(": read"));
  if (caller.kind === "anonymous") {
    if (!isRead) throw badCredentials("Requires authentication");
    return;
  }
  if (caller.kind !== "user") return;
  if (needs.appsOnly === true) throw new ApiProblem(403, "You must authenticate via a GitHub App.");
  if (roleAtLeast(roleIn(repository, caller.user), needs.role)) return;
  if (needs.role === "admin") throw new ApiProblem(403, "Must have admin rights to Repository.");
  throw new ApiProblem(403, `Must have ${needs.role} access to ${isOrganization(repository.owner) ? "the repository" : "Repository"}.`);
}
