/** Issue comments in GitHub's shape. */
import type { components } from "@octokit/openapi-types";
import { githubInstant } from "../clock.ts";
import type { IssueComment, MinimizeReason } from "../state/comment.ts";
import { associationOf } from "../state/repository.ts";
import type { World } from "../world.ts";
import { simpleUser } from "./account.ts";
import { appPayload } from "./app.ts";
import { reactionSums } from "./reaction.ts";
import { repositoryApi, repositoryPage } from "./url.ts";

export function commentPayload(world: World, comment: IssueComment): components["schemas"]["issue-comment"] {
  const { issue } = comment;
  const { repository } = issue;
  const api = repositoryApi(world, repository);
  return {
    id: comment.id,
    node_id: comment.nodeId,
    url: `${api}/issues/comments/${comment.id}`,
    html_url: commentPage(world, comment),
    issue_url: `${api}/issues/${issue.number}`,
    user: simpleUser(world, comment.user),
    created_at: githubInstant(comment.createdAt),
    updated_at: githubInstant(comment.updatedAt),
    author_association: associationOf(repository, comment.user),
    body: comment.body,
    reactions: reactionSums(`${api}/issues/comments/${comment.id}`, comment),
    minimized: comment.minimized === null ? null : { reason: minimizedReason(comment.minimized) },
    performed_via_github_app: comment.app === null ? null : appPayload(world, comment.app),
  };
}

export function commentPage(world: World, { id, issue }: IssueComment): string {
  return `${repositoryPage(world, issue.repository)}/${issue.pull === null ? "issues" : "pull"}/${issue.number}#issuecomment-${id}`;
}

/** GitHub tells the reason in other letters than it takes it: OFF_TOPIC is shown as off-topic. */
export function minimizedReason(reason: MinimizeReason): string {
  return reason.toLowerCase().replace("_", "-");
}
