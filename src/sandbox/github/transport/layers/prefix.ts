// Accepts the paths of GitHub Enterprise Server beside those of github.com.
//
// Enterprise serves REST under /api/v3 and GraphQL at /api/graphql; github.com serves both at the root. Clients built for
// either one work against the local GitHub without being told which it is.
// Source: https://docs.github.com/enterprise-server/rest/using-the-rest-api/getting-started-with-the-rest-api

import type { FetchHandler } from "../fetch-handler.ts";

/** Maps `/api/v3/…` to `/…` and `/api/graphql` to `/graphql`; every other path passes as it came. */
export function acceptEnterprisePaths(next: FetchHandler): FetchHandler {
  return function prefixed(request) {
    const url = new URL(request.url);
    const path = rootPath(url.pathname);
    if (path === url.pathname) return next(request);
    url.pathname = path;
    return next(new Request(url, request));
  };
}

function rootPath(path: string): string {
  if (path === "/api/graphql") return "/graphql";
  if (path === "/api/v3") return "/";
  return path.startsWith("/api/v3/") ? path.slice("/api/v3".length) : path;
}
