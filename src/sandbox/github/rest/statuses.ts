/** Commit statuses. */
import { ApiProblem, notFound } from "../api-problem.ts";
import { combinedStatusPayload, statusPayload } from "../payload/status.ts";
import { resolveCommit } from "../state/repository.ts";
import type { StatusState } from "../state/status.ts";
import { createStatus, latestStatuses } from "../state/status.ts";
import { reads, writes } from "./access.ts";
import { optionalText, requiredText, textOrNull } from "./body.ts";
import { listPage, pageOf } from "./paging.ts";
import type { Route, RouteContext } from "./route.ts";
import { actor, created, jsonBody, ok, repositoryOf, textParam } from "./route.ts";

const base = "/repos/{owner}/{repo}";

export const statusRoutes: readonly Route[] = [
  { method: "POST", path: `${base}/statuses/{sha}`, allow: writes("statuses"), handle: create },
  { method: "GET", path: `${base}/commits/{ref*}/statuses`, allow: reads("statuses"), handle: list },
  { method: "GET", path: `${base}/commits/{ref*}/status`, allow: reads("statuses"), handle: combined },
];

async function create(context: RouteContext): Promise<Response> {
  const body = await jsonBody(context);
  const input = { state: requiredText(body, "state") as StatusState, context: optionalText(body, "context"), description: textOrNull(body, "description"), targetUrl: textOrNull(body, "target_url") };
  const repository = repositoryOf(context);
  return created(statusPayload(context.world, repository, createStatus(context.world, repository, textParam(context, "sha"), input, actor(context))));
}

function shaOf(context: RouteContext): string {
  const name = textParam(context, "ref");
  const commit = resolveCommit(repositoryOf(context), name);
  if (commit !== null) return commit.sha;
  throw /^[0-9a-f]{40}$/.test(name) ? new ApiProblem(422, `No commit found for SHA: ${name}`) : notFound();
}

function list(context: RouteContext): Response {
  const repository = repositoryOf(context);
  const statuses = [...(repository.statuses.get(shaOf(context)) ?? [])].reverse();
  return listPage(context, statuses, (status) => statusPayload(context.world, repository, status));
}

function combined(context: RouteContext): Response {
  const repository = repositoryOf(context);
  const sha = shaOf(context);
  const page = pageOf(context, latestStatuses(repository, sha));
  return ok(combinedStatusPayload(context.world, repository, sha, page.items), 200, page.headers);
}
