/**
 * The REST door of the local GitHub: finds the route, says who asks, checks what they may, and turns refusals into GitHub's answers.
 * It works on web-standard Request and Response without sockets, so an Octokit's `fetch` can be bound straight to it.
 * A repository that the caller may not see is 404, as on GitHub; a permission that is missing is 403 with X-Accepted-GitHub-Permissions.
 */
import type { World } from "../world.ts";
import type { Caller } from "./caller.ts";
import { resolveCaller } from "./caller.ts";
import { ApiProblem, notFound } from "../api-problem.ts";
import type { Route } from "./route.ts";
import { guard } from "./access.ts";
import { routes } from "./routes.ts";

export type Handler = (request: Request, caller: Caller) => Promise<Response>;

/** A route that lives outside this folder. It does its own access checks beyond `allow`. */
export interface ExtraRoute {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Path with `{name}` placeholders. */
  readonly path: string;
  readonly handler: Handler;
}

export interface RestOptions {
  /** Tried before our own routes. */
  readonly extraRoutes?: readonly ExtraRoute[];
}

/** The handler of all REST requests; any host, and an optional `/api/v3` in front as on GitHub Enterprise Server. */
export function createRestHandler(world: World, options: RestOptions = {}): (request: Request) => Promise<Response> {
  const table = new RouteTable();
  for (const extra of options.extraRoutes ?? []) {
    table.add({ method: extra.method, path: extra.path, allow: "anyone", handle: (context) => extra.handler(context.request, context.caller) });
  }
  for (const route of routes) table.add(route);
  return async (request) => {
    try {
      return withAddress(await answer(world, table, request), request.url);
    } catch (error) {
      if (error instanceof ApiProblem) return withAddress(error.toResponse(), request.url);
      throw error;
    }
  };
}

/** A Response that was not fetched has no address, but Octokit's pagination reads it to go on. */
function withAddress(response: Response, url: string): Response {
  return Object.defineProperty(response, "url", { value: url, configurable: true });
}

async function answer(world: World, table: RouteTable, request: Request): Promise<Response> {
  const url = new URL(request.url);
  const path = url.pathname.replace(/^\/api\/v3(?=\/)/, "").replace(/(?<=.)\/+$/, "");
  const caller = resolveCaller(world, request);
  const found = table.find(request.method === "HEAD" ? "GET" : request.method, path);
  if (found === null) throw notFound();
  const { route, params } = found;
  const repository = guard(world, route, caller, params);
  const response = await route.handle({ world, request, url, caller, params, repositoryOrNull: repository });
  return request.method === "HEAD" ? new Response(null, { status: response.status, headers: response.headers }) : response;
}

/** Routes by method and first segments; within one list the pattern with the fewest placeholders is tried first. */
class RouteTable {
  readonly #routes = new Map<string, { route: Route; pattern: RegExp; names: string[] }[]>();

  add(route: Route): void {
    const names: string[] = [];
    const source = route.path.replace(/\{([a-z_]+)(\*?)\}/g, (_, name: string, rest: string) => {
      names.push(name);
      return rest === "" ? "([^/]+)" : "(.*)";
    });
    const key = bucket(route.method, route.path);
    const list = this.#routes.get(key) ?? [];
    list.push({ route, pattern: new RegExp(`^${source}$`), names });
    // Fewer placeholders first, then the longer path: /commits/{ref*} must not swallow /commits/{ref*}/status. Stable, so extra routes stay in front.
    list.sort((a, b) => a.names.length - b.names.length || b.route.path.length - a.route.path.length);
    this.#routes.set(key, list);
  }

  find(method: string, path: string): { route: Route; params: Record<string, string> } | null {
    for (const { route, pattern, names } of this.#routes.get(bucket(method, path)) ?? []) {
      const match = pattern.exec(path);
      if (match === null) continue;
      const params = Object.fromEntries(names.map((name, index) => [name, decodeSegment(match[index + 1] ?? "")]));
      return { route, params };
    }
    return null;
  }
}

/** Method, first segment and (for repositories) the fourth: enough to keep each list short. */
function bucket(method: string, path: string): string {
  const parts = path.split("/");
  return parts[1] === "repos" ? `${method} repos ${parts[4] ?? ""}` : `${method} ${parts[1] ?? ""}`;
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw notFound();
  }
}
