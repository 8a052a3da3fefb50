/**
 * What a route is, what its handler is given, and the few answers that all handlers share.
 */
import type { Account } from "../state/account.ts";
import type { Repository } from "../state/repository.ts";
import type { World } from "../world.ts";
import type { Caller } from "./caller.ts";
import { actorOf } from "./caller.ts";
import type { Allow } from "./access.ts";
import { ApiProblem, badCredentials, notFound } from "../api-problem.ts";

export interface RouteContext {
  readonly world: World;
  readonly request: Request;
  readonly url: URL;
  readonly caller: Caller;
  readonly params: Readonly<Record<string, string>>;
  /** The repository named in the path, already seen to be visible to the caller; null for paths without one. */
  readonly repositoryOrNull: Repository | null;
}

export interface Route {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Path with `{name}` for one segment and `{name*}` for the rest. */
  readonly path: string;
  readonly allow: Allow;
  readonly handle: (context: RouteContext) => Response | Promise<Response>;
}

export type Json = Record<string, unknown>;

/** The repository of the path. */
export function repositoryOf(context: RouteContext): Repository {
  if (context.repositoryOrNull === null) throw notFound();
  return context.repositoryOrNull;
}

/** The account that acts; 401 for nobody. */
export function actor(context: RouteContext): Account {
  const account = actorOf(context.caller);
  if (account === null) throw badCredentials("Requires authentication");
  return account;
}

/** A placeholder of the path as a positive number; 404 otherwise, as on GitHub. */
export function numberParam(context: RouteContext, name: string): number {
  const text = context.params[name] ?? "";
  if (!/^\d{1,15}$/.test(text)) throw notFound();
  return Number(text);
}

export function textParam(context: RouteContext, name: string): string {
  return context.params[name] ?? "";
}

/** The JSON body as an object; an empty body is an empty object, anything else is GitHub's 400. */
export async function jsonBody(context: RouteContext): Promise<Json> {
  const text = await context.request.text();
  if (text.trim() === "") return {};
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new ApiProblem(400, "Problems parsing JSON");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new ApiProblem(400, "Body should be a JSON object");
  return value as Json;
}

export function ok(body: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Response {
  return Response.json(body, { status, headers: { ...headers } });
}

export function created(body: unknown): Response {
  return ok(body, 201);
}

export function noContent(): Response {
  return new Response(null, { status: 204 });
}
