// Who may read what through GraphQL: the same callers and permissions as REST, refused in GraphQL's way.
//
// A repository that the caller may not see does not exist: null with NOT_FOUND. An object that the installation lacks the
// permission for is null with FORBIDDEN. The rest of the answer is given, as on GitHub.

import { holdsPermission, installationReaches } from "../rest/caller.ts";
import { fullName, roleIn, type Repository } from "../state/repository.ts";
import { graphqlProblem } from "./problem.ts";
import type { GraphqlContext } from "./resolver.ts";

export function sees(context: GraphqlContext, repository: Repository): boolean {
  const { caller, world } = context;
  if (caller.kind === "installation") return installationReaches(world, caller, repository.id) === true;
  return caller.kind === "user" && roleIn(repository, caller.user) !== null;
}

/** Throws unless the caller is a user or an installation with one of these permissions, at least read. */
export function needPermission(context: GraphqlContext, ...permissions: readonly string[]): void {
  const { caller } = context;
  if (caller.kind !== "installation" || permissions.some((name) => holdsPermission(caller, name, "read"))) return;
  throw graphqlProblem("FORBIDDEN", "Resource not accessible by integration");
}

/** Throws unless the caller is a user or an installation that may write by one of these permissions. */
export function needWrite(context: GraphqlContext, ...permissions: readonly string[]): void {
  const { caller } = context;
  if (caller.kind === "user" || permissions.some((name) => holdsPermission(caller, name, "write"))) return;
  throw graphqlProblem("FORBIDDEN", "Resource not accessible by integration");
}

export function repositoryNotFound(name: string): Error {
  return graphqlProblem("NOT_FOUND", `Could not resolve to a Repository with the name '${name}'.`);
}

/** The repository, or NOT_FOUND as if it were not there. */
export function visible(context: GraphqlContext, repository: Repository): Repository {
  if (!sees(context, repository)) throw repositoryNotFound(fullName(repository));
  return repository;
}
