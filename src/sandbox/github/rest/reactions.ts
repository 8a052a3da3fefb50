/** Reactions on issues, pulls (by their number as issues) and comments. Whoever may read may react. */
import { ApiProblem } from "../api-problem.ts";
import { reactionPayload } from "../payload/reaction.ts";
import { findComment } from "../state/comment.ts";
import { findIssue } from "../state/issue.ts";
import type { Reactable } from "../state/reaction.ts";
import { react, reactionContents, takeBackReaction } from "../state/reaction.ts";
import { reads, writes } from "./access.ts";
import { oneOf } from "./body.ts";
import { listPage } from "./paging.ts";
import type { Route, RouteContext } from "./route.ts";
import { actor, created, jsonBody, noContent, numberParam, ok, repositoryOf } from "./route.ts";

const either = ["issues", "pull_requests"];
const ofIssue = "/repos/{owner}/{repo}/issues/{number}/reactions";
const ofComment = "/repos/{owner}/{repo}/issues/comments/{comment_id}/reactions";

export const reactionRoutes: readonly Route[] = [ofIssue, ofComment].flatMap((path): Route[] => [
  { method: "GET", path, allow: reads(...either), handle: list },
  { method: "POST", path, allow: writes(either, "read"), handle: create },
  { method: "DELETE", path: `${path}/{reaction_id}`, allow: writes(either, "read"), handle: remove },
]);

function subjectOf(context: RouteContext): Reactable {
  if (context.params["comment_id"] !== undefined) return findComment(repositoryOf(context), numberParam(context, "comment_id"));
  return findIssue(repositoryOf(context), numberParam(context, "number"));
}

function list(context: RouteContext): Response {
  const wanted = context.url.searchParams.get("content");
  const found = subjectOf(context).reactions.filter((each) => wanted === null || each.content === wanted);
  return listPage(context, found, (each) => reactionPayload(context.world, each));
}

/** 201 for a new reaction, 200 for one that was there. */
async function create(context: RouteContext): Promise<Response> {
  const subject = subjectOf(context);
  refuseWhileLocked(context);
  const content = oneOf(await jsonBody(context), "content", reactionContents);
  if (content === undefined) throw new ApiProblem(422, `Invalid request.\n\n"content" wasn't supplied.`);
  const { reaction, isNew } = react(context.world, subject, content, actor(context));
  const body = reactionPayload(context.world, reaction);
  return isNew ? created(body) : ok(body);
}

/** Whoever it is: https://docs.github.com/communities/moderating-comments-and-conversations/locking-conversations */
function refuseWhileLocked(context: RouteContext): void {
  const repository = repositoryOf(context);
  const { locked } = context.params["comment_id"] !== undefined ? findComment(repository, numberParam(context, "comment_id")).issue : findIssue(repository, numberParam(context, "number"));
  if (locked) throw new ApiProblem(403, "Unable to create reaction because issue is locked.");
}

function remove(context: RouteContext): Response {
  takeBackReaction(subjectOf(context), numberParam(context, "reaction_id"), actor(context));
  return noContent();
}
