/**
 * Puts a reaction of ours on a comment. GitHub keeps one of a kind for each account, so doing it again changes nothing. False where it cannot be:
 * the comment is gone or locked, or the app lacks the right.
 * Source: https://docs.github.com/rest/reactions/reactions#create-reaction-for-an-issue-comment
 */
import type { RepositoryRef } from "../domain/model/refs.ts";
import { repositoryName } from "../domain/model/refs.ts";
import type { Client } from "./app-client.ts";

export type Reaction = "eyes" | "+1" | "-1" | "confused";

export async function ensureReaction(client: Client, repository: RepositoryRef, comment: number, content: Reaction): Promise<boolean> {
  const answer = await client.rest({
    what: `reaction to comment ${comment} in ${repositoryName(repository)}`,
    route: "POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions",
    parameters: { owner: repository.owner, repo: repository.name, comment_id: comment, content },
    understands: [403, 404, 410, 422],
  });
  return answer.status < 300;
}
