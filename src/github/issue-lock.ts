/**
 * The lock of a conversation. While it is on, only owners, collaborators and people who may write can comment, and nobody can react. An app is none of
 * them: GitHub answers it "Unable to create comment because issue is locked" whatever rights it holds, and yet lets it lock and unlock. So whoever
 * speaks under a locked issue unlocks it first.
 * Sources: https://docs.github.com/rest/issues/issues#lock-an-issue, …#unlock-an-issue (issues: write; without a reason none is shown),
 * https://docs.github.com/communities/moderating-comments-and-conversations/locking-conversations, https://docs.github.com/graphql/reference/objects#lockedevent
 */
import { z } from "zod";
import type { RepositoryRef } from "../domain/model/refs.ts";
import { repositoryName } from "../domain/model/refs.ts";
import type { Client } from "./app-client.ts";
import type { Author } from "./ensure-issue.ts";
import { absent } from "./explained-errors.ts";
import { ISSUE_LOCK_DOCUMENT } from "./graphql/issue-lock.graphql.ts";
import { instantOf } from "./wire/instant.ts";
import { sameRepositoryId } from "./wire/repository-envelope.ts";

const Event = z.object({ __typename: z.string(), createdAt: z.string().optional(), actor: z.object({ __typename: z.string(), login: z.string() }).nullish() });
const Answer = z.object({
  repository: z.object({
    databaseId: z.number().nullish(),
    issueOrPullRequest: z.object({ locked: z.boolean().optional(), url: z.string().optional(), timelineItems: z.object({ nodes: z.array(Event.nullable()).nullish() }).optional() }).nullish(),
  }).nullish(),
});

export interface IssueLock {
  readonly locked: boolean;
  /** as people open it */
  readonly url: string;
  /** who locked or unlocked it last: us, somebody else, or nobody yet */
  readonly changed: { readonly ours: boolean; /** null = GitHub does not say */ readonly by: string | null; readonly at: number | null } | null;
}

/** Null = there is no such issue in our sight. */
export async function readIssueLock(client: Client, { botLogin }: Author, repository: RepositoryRef, number: number): Promise<IssueLock | null> {
  const data = await client.graphql({
    what: `lock of ${repositoryName(repository)}#${number}`, document: () => ISSUE_LOCK_DOCUMENT, variables: { owner: repository.owner, name: repository.name, number }, schema: Answer,
    explains: (error) => absent(error, "issueOrPullRequest"),
  });
  const issue = sameRepositoryId(data.repository, repository).issueOrPullRequest ?? null;
  if (issue?.locked === undefined) return null;
  const event = issue.timelineItems?.nodes?.at(-1) ?? null;
  const login = event?.actor == null ? null : event.actor.__typename === "Bot" ? `${event.actor.login.replace(/\[bot\]$/, "")}[bot]` : event.actor.login;
  return { locked: issue.locked, url: issue.url ?? "", changed: event === null ? null : { ours: login?.toLowerCase() === botLogin.toLowerCase(), by: login, at: instantOf(event.createdAt ?? null) } };
}

/** False where GitHub does not let us: it is gone, or the app lacks the right. To be asked only where it differs from what stands there. */
export async function ensureIssueLock(client: Client, repository: RepositoryRef, number: number, locked: boolean): Promise<boolean> {
  const parameters = { owner: repository.owner, repo: repository.name, issue_number: number };
  const answer = await client.rest({
    what: `lock of ${repositoryName(repository)}#${number}`, understands: [403, 404, 410, 422], parameters,
    route: locked ? "PUT /repos/{owner}/{repo}/issues/{issue_number}/lock" : "DELETE /repos/{owner}/{repo}/issues/{issue_number}/lock",
  });
  return answer.status < 300;
}
