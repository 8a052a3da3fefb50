/**
 * One comment of an issue or pull request, as it is now; null when it is gone.
 * Source: https://docs.github.com/rest/issues/comments#get-an-issue-comment
 */
import { z } from "zod";
import type { Instant } from "../domain/model/instant.ts";
import type { Person, RepositoryRef } from "../domain/model/refs.ts";
import { repositoryName } from "../domain/model/refs.ts";
import type { Client } from "./app-client.ts";
import { instantOf } from "./wire/instant.ts";
import { parseWire } from "./wire/parse-wire.ts";

export interface CommentFact {
  readonly id: number;
  /** of the issue or pull request that it stands under */
  readonly number: number;
  readonly body: string;
  /** null = the account is gone */
  readonly author: Person | null;
  /** written by this app */
  readonly ours: boolean;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}

export const WireComment = z.object({
  id: z.number().int(),
  body: z.string().nullish(),
  issue_url: z.string(),
  created_at: z.string(),
  updated_at: z.string(),
  user: z.object({ login: z.string(), type: z.string().nullish() }).nullish(),
  performed_via_github_app: z.object({ id: z.number().int() }).nullish(),
});

export async function readComment(client: Client, repository: RepositoryRef, id: number): Promise<CommentFact | null> {
  const what = `comment ${id} in ${repositoryName(repository)}`;
  const answer = await client.rest({
    what,
    route: "GET /repos/{owner}/{repo}/issues/comments/{comment_id}",
    parameters: { owner: repository.owner, repo: repository.name, comment_id: id },
    understands: [404, 410],
  });
  return answer.status === 200 ? commentFact(parseWire(WireComment, answer.body, what), client.appId) : null;
}

export function commentFact(wire: z.infer<typeof WireComment>, appId: number): CommentFact {
  const { user } = wire;
  return {
    id: wire.id,
    number: Number(/\/(\d+)$/.exec(wire.issue_url)?.[1] ?? 0),
    body: wire.body ?? "",
    author: user === null || user === undefined ? null : { login: user.login, bot: user.type === "Bot" },
    ours: wire.performed_via_github_app?.id === appId,
    createdAt: instantOf(wire.created_at) ?? 0,
    updatedAt: instantOf(wire.updated_at) ?? 0,
  };
}
