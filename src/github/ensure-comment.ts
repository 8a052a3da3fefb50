/**
 * Makes one comment of ours under an issue or pull request say what it must. It is known by its id, else found by its hidden marker among our own
 * comments: anybody can copy a marker, nobody can write as this app. So a run that broke off between writing and remembering leaves one comment.
 *
 * Null where GitHub takes no comment there (locked, 2,500 reached, gone, or the app lacks the right): nobody's work may wait for an answer.
 * Sources: https://docs.github.com/rest/issues/comments#create-an-issue-comment, #update-an-issue-comment
 */
import type { Instant } from "../domain/model/instant.ts";
import type { RepositoryRef } from "../domain/model/refs.ts";
import { repositoryName } from "../domain/model/refs.ts";
import type { Client } from "./app-client.ts";
import { commentFact, WireComment } from "./read-comment.ts";
import type { CommentFact } from "./read-comment.ts";
import { readCommentsOf } from "./read-comments.ts";
import { parseWire } from "./wire/parse-wire.ts";

export interface DesiredComment {
  readonly number: number;
  /** first line, an HTML comment */
  readonly marker: string;
  readonly body: string;
  /** it cannot be older than this */
  readonly since: Instant;
  /** one that stands there already stays as it is: it says what was known then; absent = it is brought up to date */
  readonly asTold?: boolean;
}

const REFUSED = [403, 404, 410, 422];

/** `known` = the id that was remembered. Returns the id of what stands now. */
export async function ensureComment(client: Client, repository: RepositoryRef, desired: DesiredComment, known: number | null): Promise<number | null> {
  const text = `${desired.marker}\n${desired.body}`;
  if (known !== null && await edit(client, repository, known, text)) return known;
  const found = await findOurs(client, repository, desired);
  if (found === null) return create(client, repository, desired.number, text);
  return desired.asTold === true || found.body === text || await edit(client, repository, found.id, text) ? found.id : null;
}

async function findOurs(client: Client, repository: RepositoryRef, { number, marker, since }: DesiredComment): Promise<CommentFact | null> {
  const comments = await readCommentsOf(client, repository, number, since);
  return comments.find((comment) => comment.ours && comment.body.startsWith(marker)) ?? null;
}

async function create(client: Client, repository: RepositoryRef, number: number, body: string): Promise<number | null> {
  const what = `comment under ${repositoryName(repository)}#${number}`;
  const answer = await client.rest({
    what,
    route: "POST /repos/{owner}/{repo}/issues/{issue_number}/comments",
    parameters: { owner: repository.owner, repo: repository.name, issue_number: number, body },
    understands: REFUSED,
  });
  return answer.status === 201 ? commentFact(parseWire(WireComment, answer.body, what), client.appId).id : null;
}

/** False when it is gone. */
async function edit(client: Client, repository: RepositoryRef, id: number, body: string): Promise<boolean> {
  const answer = await client.rest({
    what: `comment ${id} in ${repositoryName(repository)}`,
    route: "PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}",
    parameters: { owner: repository.owner, repo: repository.name, comment_id: id, body },
    understands: REFUSED,
  });
  return answer.status === 200;
}
