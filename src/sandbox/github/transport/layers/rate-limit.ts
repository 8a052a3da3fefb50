// GitHub's primary and secondary rate limits.
//
// Promises: every answer carries the x-ratelimit headers of the bucket it spent from; GET /rate_limit is free; a 304 is
// given back; an exhausted bucket answers 403 (GraphQL: 200 with an error of type RATE_LIMITED, as GitHub does); a
// secondary limit answers 403 or 429 with retry-after in seconds of world time. Switched off, it behaves as an Enterprise
// Server without limits: no headers, and 404 for /rate_limit.
// Not modelled: CPU seconds, and the limits that GitHub keeps to itself. Check runs and statuses are not counted as created
// content, because GitHub's own description does not mark them as notifying; `createsContent` can say otherwise.

import { json, pathOf, withHeaders, type FetchHandler, type Layer, type WorldTime } from "../fetch-handler.ts";
import {
  GITHUB_PRIMARY_LIMITS,
  GITHUB_SECONDARY_LIMITS,
  PrimaryBudget,
  SecondaryBudget,
  type PrimaryLimits,
  type RateResource,
  type RateState,
  type RequestWeight,
  type SecondaryLimits,
} from "../rate-budget.ts";
import { secondaryLimit } from "./faults.ts";

/** Set by the GraphQL endpoint for this layer: the points a query cost. Never leaves the local GitHub. */
export const GRAPHQL_COST_HEADER = "x-local-graphql-cost";

export interface RateLimitSettings {
  readonly primary?: Partial<PrimaryLimits> | "off";
  readonly secondary?: Partial<SecondaryLimits> | "off";
  readonly createsContent?: (method: string, path: string) => boolean;
}

/** Whose budget a request spends: a stable key, and the words of GitHub's refusal ("installation ID 7"). */
export interface Spender {
  readonly key: string;
  readonly words: string;
}

export interface RateLimits {
  readonly layer: Layer;
  /** The bucket of the request's caller, or null when primary limits are off. */
  state(request: Request, resource: RateResource): RateState | null;
}

export function createRateLimits(time: WorldTime, identify: (request: Request) => Spender, settings: RateLimitSettings = {}): RateLimits {
  const primaryLimits = settings.primary === "off" ? null : { ...GITHUB_PRIMARY_LIMITS, ...settings.primary };
  const secondaryLimits = settings.secondary === "off" ? null : { ...GITHUB_SECONDARY_LIMITS, ...settings.secondary };
  const primaries = new Map<string, PrimaryBudget>();
  const secondaries = new Map<string, SecondaryBudget>();
  function primaryOf(spender: Spender): PrimaryBudget | null {
    return primaryLimits === null ? null : remembered(primaries, spender.key, () => new PrimaryBudget(time, primaryLimits));
  }
  function secondaryOf(spender: Spender): SecondaryBudget | null {
    return secondaryLimits === null ? null : remembered(secondaries, spender.key, () => new SecondaryBudget(time, secondaryLimits));
  }
  const weigh = weigher(settings.createsContent ?? createsContent);

  return {
    state: (request, resource) => primaryOf(identify(request))?.state(resource) ?? null,
    layer: (next) => async (request) => {
      // Archives lie on a storage host of their own, which counts nothing.
      if (pathOf(request).startsWith("/_artifacts/")) return next(request);
      const spender = identify(request);
      const primary = primaryOf(spender);
      if (pathOf(request) === "/rate_limit" && request.method === "GET") return rateLimitOverview(primary);
      const secondary = secondaryOf(spender);
      const wait = secondary === null ? null : secondary.admit(await weigh(request));
      if (wait !== null) {
        const refused = secondaryLimit(secondaryLimits?.status ?? 403, String(Math.ceil(wait / 1000)));
        return primary === null ? refused : withHeaders(refused, rateHeaders(primary.state(resourceOf(request))));
      }
      try {
        return primary === null ? withHeaders(await next(request), { [GRAPHQL_COST_HEADER]: null }) : await spend(primary, spender, request, next);
      } finally {
        secondary?.release();
      }
    },
  };
}

async function spend(budget: PrimaryBudget, spender: Spender, request: Request, next: FetchHandler): Promise<Response> {
  const resource = resourceOf(request);
  const before = budget.state(resource);
  if (before.remaining === 0) return withHeaders(exhausted(resource, spender), rateHeaders(before));
  if (resource !== "graphql") budget.spend(resource, 1);
  const response = await next(request);
  if (resource === "graphql") budget.spend(resource, Number(response.headers.get(GRAPHQL_COST_HEADER) ?? 1));
  else if (response.status === 304) budget.spend(resource, -1);
  return withHeaders(response, { ...rateHeaders(budget.state(resource)), [GRAPHQL_COST_HEADER]: null });
}

function exhausted(resource: RateResource, spender: Spender): Response {
  const message = `API rate limit exceeded for ${spender.words}.`;
  if (resource === "graphql") return json(200, { errors: [{ type: "RATE_LIMITED", message }] });
  return json(403, {
    message,
    documentation_url: "https://docs.github.com/rest/overview/rate-limits-for-the-rest-api",
  });
}

function rateHeaders(state: RateState): Record<string, string> {
  return {
    "x-ratelimit-limit": String(state.limit),
    "x-ratelimit-remaining": String(state.remaining),
    "x-ratelimit-used": String(state.used),
    "x-ratelimit-reset": String(state.reset),
    "x-ratelimit-resource": state.resource,
  };
}

function rateLimitOverview(budget: PrimaryBudget | null): Response {
  if (budget === null) return json(404, { message: "Rate limiting is not enabled.", documentation_url: "https://docs.github.com/rest/rate-limit/rate-limit" });
  const [core, graphql, search] = [bucket(budget, "core"), bucket(budget, "graphql"), bucket(budget, "search")];
  return json(200, { resources: { core, graphql, search }, rate: core }, rateHeaders(budget.state("core")));
}

function bucket(budget: PrimaryBudget, resource: RateResource): Omit<RateState, "resource"> {
  const { limit, used, remaining, reset } = budget.state(resource);
  return { limit, used, remaining, reset };
}

function resourceOf(request: Request): RateResource {
  const path = pathOf(request);
  if (path === "/graphql") return "graphql";
  return path.startsWith("/search/") ? "search" : "core";
}

function weigher(isContent: (method: string, path: string) => boolean): (request: Request) => Promise<RequestWeight> {
  return async function weigh(request) {
    const path = pathOf(request);
    if (path === "/graphql") return { api: "graphql", points: (await hasMutation(request)) ? 5 : 1, createsContent: false };
    const reads = request.method === "GET" || request.method === "HEAD" || request.method === "OPTIONS";
    return { api: "rest", points: reads ? 1 : 5, createsContent: !reads && isContent(request.method, path) };
  };
}

async function hasMutation(request: Request): Promise<boolean> {
  const body = await request.clone().text();
  return /(?:"query"\s*:\s*"|\\n|[\s}])(?:\s|\\n)*mutation\b/.test(body);
}

/** The writes that GitHub's OpenAPI description marks as notifying people. */
function createsContent(method: string, path: string): boolean {
  if (method === "PUT") return /^\/repos\/[^/]+\/[^/]+\/pulls\/\d+\/merge$/.test(path);
  return method === "POST" && /^\/repos\/[^/]+\/[^/]+\/(?:issues|pulls|releases|issues\/\d+\/(?:comments|sub_issues)|pulls\/\d+\/(?:comments|reviews|requested_reviewers)|commits\/[^/]+\/comments)$/.test(path);
}

function remembered<T>(known: Map<string, T>, key: string, create: () => T): T {
  const found = known.get(key) ?? create();
  known.set(key, found);
  return found;
}
