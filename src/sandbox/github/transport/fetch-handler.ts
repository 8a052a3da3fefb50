// The one shape everything at the door of the local GitHub has: a web-standard Request in, a Response out.
//
// The REST and GraphQL handlers have it, each layer (rate limits, ETags, faults, recorder) wraps it, and Octokit's
// `request.fetch` is an adapter over it, so that the same stack answers in-process and over a socket.

export type FetchHandler = (request: Request) => Promise<Response>;
export type Layer = (next: FetchHandler) => FetchHandler;

/** The injected, movable time of the world: integer milliseconds since the epoch, UTC. */
export interface WorldTime {
  now(): number;
}

/** Wraps `handler` so that the first layer is the outermost: the first to see the request, the last to see the answer. */
export function stack(layers: readonly Layer[], handler: FetchHandler): FetchHandler {
  return layers.reduceRight((next, layer) => layer(next), handler);
}

/** The path of a request without its query, as GitHub's documentation writes it: `/repos/o/r/pulls`. */
export function pathOf(request: Request): string {
  return new URL(request.url).pathname;
}

/** A JSON answer in GitHub's manner. */
export function json(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json; charset=utf-8", ...headers } });
}

/** The answer with further headers. `null` removes one. */
export function withHeaders(response: Response, changes: Readonly<Record<string, string | null>>): Response {
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) headers.delete(name);
    else headers.set(name, value);
  }
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}

/**
 * Octokit's `request.fetch` over a handler, without a socket. Octokit calls it with a URL and plain options; a request
 * whose signal is already aborted never reaches the world.
 */
export function asFetch(handler: FetchHandler): typeof fetch {
  return async function localFetch(input: string | URL | Request, init?: RequestInit): Promise<Response> {
    const request = new Request(input, init);
    request.signal.throwIfAborted();
    return follow(handler, request);
  };
}

const MOST_REDIRECTS = 20;

/** Follows redirects of reads as fetch does, without the credentials when they lead to another host. */
async function follow(handler: FetchHandler, first: Request): Promise<Response> {
  let request = first;
  for (let hop = 0; hop <= MOST_REDIRECTS; hop += 1) {
    const response = await handler(request);
    const location = response.headers.get("location");
    const leads = [301, 302, 303, 307, 308].includes(response.status) && location !== null;
    if (!leads || request.redirect !== "follow" || (request.method !== "GET" && request.method !== "HEAD")) return response;
    const target = new URL(location, request.url);
    const headers = new Headers(request.headers);
    if (target.origin !== new URL(request.url).origin) headers.delete("authorization");
    request = new Request(target, { method: request.method, headers, signal: request.signal });
  }
  throw new TypeError("redirect count exceeded");
}
