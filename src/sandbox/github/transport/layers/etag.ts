// ETags on successful GETs, and 304 for a client that already has the answer.
//
// GitHub's ETags depend on the token: an installation token lives an hour at most, so each refresh makes a client's whole
// cache worthless. The layer keeps that property, or a cache that cannot work on GitHub would look good here.
// A 304 costs nothing of the primary limit; that is the rate limit's part, which sits outside this layer.
// Source: https://docs.github.com/rest/using-the-rest-api/best-practices-for-using-the-rest-api#use-conditional-requests

import { createHash } from "node:crypto";
import type { FetchHandler } from "../fetch-handler.ts";

const KEPT_ON_304 = ["cache-control", "etag", "last-modified", "link", "vary", "x-github-request-id", "x-github-api-version-selected"];

export function answerConditionalRequests(next: FetchHandler): FetchHandler {
  return async function conditional(request) {
    const response = await next(request);
    if (request.method !== "GET" || response.status !== 200) return response;
    const body = new Uint8Array(await response.arrayBuffer());
    const headers = new Headers(response.headers);
    headers.set("etag", etagOf(request, body));
    headers.set("cache-control", "private, max-age=60, s-maxage=60");
    headers.set("vary", "Accept, Authorization, Cookie, X-GitHub-OTP");
    if (!matches(request.headers.get("if-none-match"), headers.get("etag") ?? "")) return new Response(body, { status: 200, headers });
    const kept = new Headers();
    for (const name of KEPT_ON_304) {
      const value = headers.get(name);
      if (value !== null) kept.set(name, value);
    }
    return new Response(null, { status: 304, headers: kept });
  };
}

function etagOf(request: Request, body: Uint8Array): string {
  const hash = createHash("sha256").update(request.headers.get("authorization") ?? "").update("\n");
  hash.update(request.headers.get("accept") ?? "").update("\n").update(body);
  return `W/"${hash.digest("hex")}"`;
}

/** Weak comparison, as RFC 9110 §13.1.2 asks for If-None-Match. */
function matches(ifNoneMatch: string | null, etag: string): boolean {
  if (ifNoneMatch === null) return false;
  if (ifNoneMatch.trim() === "*") return true;
  return ifNoneMatch.split(",").some((candidate) => opaque(candidate) === opaque(etag));
}

function opaque(etag: string): string {
  return etag.trim().replace(/^W\//, "");
}
