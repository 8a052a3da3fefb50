/** Comments on issues and pulls. */
import { ApiProblem } from "../api-problem.ts";
import { commentPayload } from "../payload/comment.ts";
import { roleAtLeast } from "../state/account.ts";
import type { IssueComment } from "../state/comment.ts";
import { createComment, deleteComment, editComment, findComment } from "../state/comment.ts";
import { findIssue } from "../state/issue.ts";
import { roleIn } from "../state/repository.ts";
import { reads, writes } from "./access.ts";
import { instantFrom, requiredText } from "./body.ts";
import { listPage } from "./paging.ts";
import type { Route, RouteContext } from "./route.ts";
import { actor, created, jsonBody, noContent, numberParam, ok, repositoryOf } from "./route.ts";

const either = ["issues", "pull_requests"];
const ofIssue = "/repos/{owner}/{repo}/issues/{number}/comments";
const one = "/repos/{owner}/{repo}/issues/comments/{comment_id}";

export const commentRoutes: readonly Route[] = [
  { method: "GET", path: "/repos/{owner}/{repo}/issues/comments", allow: reads(...either), handle: listAll },
  { method: "GET", path: ofIssue, allow: reads(...either), handle: listOfIssue },
  { method: "POST", path: ofIssue, allow: writes(either, "read"), handle: create },
  { method: "GET", path: one, allow: reads(...either), handle: (context) => ok(commentPayload(context.world, commentOf(context))) },
  { method: "PATCH", path: one, allow: writes(either, "read"), handle: edit },
  { method: "DELETE", path: one, allow: writes(either, "read"), handle: remove },
];

function commentOf(context: RouteContext): IssueComment {
  return findComment(repositoryOf(context), numberParam(context, "comment_id"));
}

function sinceFilter(context: RouteContext): (comment: IssueComment) => boolean {
  const since = context.url.searchParams.get("since");
  const from = since === null ? null : instantFrom(since, "since");
  return (comment) => from === null || Math.floor(comment.updatedAt / 1000) * 1000 >= from;
}

function listOfIssue(context: RouteContext): Response {
  const issue = findIssue(repositoryOf(context), numberParam(context, "number"));
  return listPage(context, issue.comments.filter(sinceFilter(context)), (comment) => commentPayload(context.world, comment));
}

function listAll(context: RouteContext): Response {
  const query = context.url.searchParams;
  const found = [...repositoryOf(context).comments.values()].filter(sinceFilter(context));
  const rank = (comment: IssueComment): number => (query.get("sort") === "updated" ? comment.updatedAt : comment.createdAt);
  // Without a sort the order is by id; direction only counts with a sort.
  const sign = query.get("sort") !== null && query.get("direction") !== "asc" ? -1 : 1;
  found.sort((a, b) => sign * (rank(a) - rank(b) || a.id - b.id));
  return listPage(context, found, (comment) => commentPayload(context.world, comment));
}

async function create(context: RouteContext): Promise<Response> {
  const issue = findIssue(repositoryOf(context), numberParam(context, "number"));
  const body = requiredText(await jsonBody(context), "body");
  return created(commentPayload(context.world, createComment(context.world, issue, body, actor(context))));
}

/** Authors change their own comments; others need write access. An app only ever changes what its permission covers. */
function requireAuthority(context: RouteContext, comment: IssueComment): void {
  const { caller } = context;
  if (caller.kind !== "user" || caller.user === comment.user || roleAtLeast(roleIn(repositoryOf(context), caller.user), "write")) return;
  throw new ApiProblem(403, "Must have admin rights to Repository.");
}

async function edit(context: RouteContext): Promise<Response> {
  const comment = commentOf(context);
  requireAuthority(context, comment);
  editComment(context.world, comment, requiredText(await jsonBody(context), "body"), actor(context));
  return ok(commentPayload(context.world, comment));
}

function remove(context: RouteContext): Response {
  const comment = commentOf(context);
  requireAuthority(context, comment);
  deleteComment(context.world, comment, actor(context));
  return noContent();
}
