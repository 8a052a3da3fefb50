// The local GitHub as a whole: one world behind REST, GraphQL and webhooks, in this process or on a socket.
//
// Promises: `fetch` and `listen` answer alike and share all state, budgets and faults; in-process nothing waits for real
// time and no socket is opened unless a delivery goes to an app's webhook address. The order of the layers, outermost
// first: record, Enterprise paths, faults, rate limits, ETags. A fault therefore costs no budget, and a 304 gives its point back.

import { WorldClock } from "./clock.ts";
import { createGraphqlHandler } from "./graphql/endpoint.ts";
import { resolveCaller, type Caller } from "./rest/caller.ts";
import { createRestHandler } from "./rest/router.ts";
import { deliveryRoutes } from "./transport/delivery-routes.ts";
import { asFetch, json, pathOf, stack, type FetchHandler } from "./transport/fetch-handler.ts";
import { workflowKeys } from "./workflow-token.ts";
import { answerConditionalRequests } from "./transport/layers/etag.ts";
import { createFaultBox, type Fault, type FaultBox } from "./transport/layers/faults.ts";
import { acceptEnterprisePaths } from "./transport/layers/prefix.ts";
import { createRateLimits, type RateLimitSettings, type Spender } from "./transport/layers/rate-limit.ts";
import { createRecorder } from "./transport/layers/recorder.ts";
import { localRoutes } from "./transport/local-routes.ts";
import { startServer, type RunningServer } from "./transport/server.ts";
import { createWebhooks, type WebhookOptions, type Webhooks } from "./transport/webhooks.ts";
import { createWorld, type World } from "./world.ts";

export interface LocalGitHubOptions {
  readonly clock?: WorldClock;
  readonly faults?: readonly Fault[];
  /** GitHub's limits unless told otherwise. */
  readonly rateLimits?: RateLimitSettings | "off";
  /** How deliveries reach the app, and how they go wrong. */
  readonly webhooks?: Omit<WebhookOptions, "attempted">;
  /** Gets one JSON line, without its line end, for each request, response and delivery. */
  readonly record?: (line: string) => void;
  readonly apiUrl?: string;
  readonly htmlUrl?: string;
}

export interface LocalGitHub {
  readonly world: World;
  /** For Octokit's `request.fetch`; takes a URL and options, or a Request. */
  readonly fetch: typeof fetch;
  readonly handle: FetchHandler;
  readonly deliveries: Webhooks;
  readonly faults: FaultBox;
  /** Opens a socket on the loopback address (port 0: any free one); addresses in answers then begin with its URL. */
  readonly listen: (options?: { readonly host?: string; readonly port?: number; readonly failed?: (error: unknown) => void }) => Promise<RunningServer>;
  /** Closes every socket, and forgets deliveries that wait. */
  readonly close: () => Promise<void>;
}

const NO_LIMITS: RateLimitSettings = { primary: "off", secondary: "off" };

export function createLocalGitHub(options: LocalGitHubOptions = {}): LocalGitHub {
  const clock = options.clock ?? new WorldClock();
  const world = createWorld({ clock, ...(options.apiUrl === undefined ? {} : { apiUrl: options.apiUrl }), ...(options.htmlUrl === undefined ? {} : { htmlUrl: options.htmlUrl }) });
  const recorder = options.record === undefined ? null : createRecorder(clock, options.record);
  const deliveries = createWebhooks(world, { ...options.webhooks, ...(recorder === null ? {} : { attempted: (attempt) => recorder.delivery(attempt) }) });
  const faults = createFaultBox();
  for (const fault of options.faults ?? []) faults.add(fault);
  const limits = createRateLimits(clock, (request) => spenderOf(world, request), options.rateLimits === "off" ? NO_LIMITS : options.rateLimits);
  const rest = createRestHandler(world, { extraRoutes: deliveryRoutes(deliveries) });
  const graphql = createGraphqlHandler(world, { rate: (request) => limits.state(request, "graphql") });
  const servers: RunningServer[] = [];

  function assemble(wait?: (ms: number) => Promise<void>): FetchHandler {
    const layers = [acceptEnterprisePaths, faults.layer(wait), limits.layer, answerConditionalRequests];
    const all = recorder === null ? layers : [recorder.layer, ...layers];
    return stack(all, (request) => (pathOf(request) === "/graphql" ? graphql(request) : pathOf(request).endsWith("/.well-known/jwks") ? Promise.resolve(json(200, workflowKeys())) : rest(request)));
  }
  const handle = assemble();

  return {
    world,
    fetch: asFetch(handle),
    handle,
    deliveries,
    faults,
    async listen(where = {}) {
      const local = localRoutes({ clock, faults, webhooks: deliveries });
      const server = await startServer({ github: assemble(realTime), local, ...where });
      servers.push(server);
      if (options.apiUrl === undefined) world.apiUrl = server.url;
      return server;
    },
    async close() {
      deliveries.close();
      await Promise.all(servers.splice(0).map((server) => server.close()));
    },
  };
}

/** GitHub counts per installation, per user, and per address for those who do not sign in. */
function spenderOf(world: World, request: Request): Spender {
  const caller = callerOrNobody(world, request);
  switch (caller.kind) {
    case "installation":
      return { key: `installation ${caller.installation.id}`, words: `installation ID ${caller.installation.id}` };
    case "user":
      return { key: `user ${caller.user.id}`, words: `user ID ${caller.user.id}` };
    case "app":
      return { key: `app ${caller.app.id}`, words: `app ID ${caller.app.id}` };
    case "anonymous":
      return { key: "anonymous", words: "127.0.0.1" };
  }
}

function callerOrNobody(world: World, request: Request): Caller {
  try {
    return resolveCaller(world, request);
  } catch {
    // Credentials that do not hold are refused by the endpoint itself.
    return { kind: "anonymous" };
  }
}

function realTime(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
