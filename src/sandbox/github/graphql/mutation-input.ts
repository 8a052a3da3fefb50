// What all mutations share: their input, the shape of their answer, and who may write.

import { actorOf, holdsPermission } from "../rest/caller.ts";
import { roleAtLeast, type Account, type Role } from "../state/account.ts";
import type { Issue } from "../state/issue.ts";
import { roleIn, type Repository } from "../state/repository.ts";
import { nodeById, nodeNotFound } from "./node-lookup.ts";
import { graphqlProblem } from "./problem.ts";
import type { Arguments, GraphqlContext, TypeResolvers } from "./resolver.ts";

export interface Payload {
  readonly clientMutationId: string | null;
  readonly [field: string]: unknown;
}

export function inputOf(args: Arguments): Arguments {
  return args["input"] as Arguments;
}

export function payload(input: Arguments, fields: Readonly<Record<string, unknown>>): Payload {
  const { clientMutationId } = input;
  return { clientMutationId: typeof clientMutationId === "string" ? clientMutationId : null, ...fields };
}

/** Resolvers of a payload type that gives these fields. */
export function payloadFields(...names: readonly string[]): TypeResolvers<Payload> {
  return Object.fromEntries(["clientMutationId", ...names].map((name) => [name, (done: Payload) => done[name] ?? null]));
}

/** The account that acts, if it may write to the repository: an app by any one of the permissions, a person by the role write. */
export function writerOf(context: GraphqlContext, repository: Repository, ...permissions: readonly string[]): Account {
  return allowed(context, repository, permissions, "write");
}

/** The account that acts, if it may see the repository and open something there: an app needs the right to write. */
export function memberOf(context: GraphqlContext, repository: Repository, permission: string): Account {
  return allowed(context, repository, [permission], "read");
}

/** The account that acts on an issue or pull request: its author, or anybody who may triage; an app by any one of the rights. */
export function actingOn(context: GraphqlContext, issue: Issue, ...permissions: readonly string[]): Account {
  const isAuthor = actorOf(context.caller) === issue.user && context.caller.kind === "user";
  return allowed(context, issue.repository, permissions, isAuthor ? "read" : "triage");
}

function allowed(context: GraphqlContext, repository: Repository, permissions: readonly string[], role: Role): Account {
  const { caller } = context;
  const actor = actorOf(caller);
  const may = caller.kind === "installation" ? permissions.some((name) => holdsPermission(caller, name, "write")) : actor !== null && roleAtLeast(roleIn(repository, actor), role);
  if (!may || actor === null) throw forbidden();
  return actor;
}

export function repositoryById(context: GraphqlContext, id: unknown): Repository {
  const { type, value } = nodeById(context, String(id));
  if (type !== "Repository") throw nodeNotFound(String(id));
  return value as Repository;
}

/** A text of the input; undefined when it is not given. */
export function textIn(input: Arguments, name: string): string | undefined {
  const value = input[name];
  return typeof value === "string" ? value : undefined;
}

export function forbidden(): Error {
  return graphqlProblem("FORBIDDEN", "Resource not accessible by integration");
}
