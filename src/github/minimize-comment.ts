/**
 * Folds a comment of ours that a newer one has replaced. False where it cannot be: it is gone, or the app lacks the right.
 * Source: https://docs.github.com/graphql/reference/mutations#minimizecomment
 */
import { z } from "zod";
import { FaultError } from "../domain/model/problem.ts";
import type { RepositoryRef } from "../domain/model/refs.ts";
import { repositoryName } from "../domain/model/refs.ts";
import type { Client } from "./app-client.ts";
import { MINIMIZE_COMMENT_DOCUMENT } from "./graphql/minimize.graphql.ts";
import { parseWire } from "./wire/parse-wire.ts";

const Comment = z.object({ node_id: z.string() });
const Done = z.looseObject({});

export async function minimizeComment(client: Client, repository: RepositoryRef, id: number): Promise<boolean> {
  const what = `comment ${id} in ${repositoryName(repository)}`;
  const answer = await client.rest({ what, route: "GET /repos/{owner}/{repo}/issues/comments/{comment_id}", parameters: { owner: repository.owner, repo: repository.name, comment_id: id }, understands: [403, 404, 410] });
  if (answer.status >= 300) return false;
  try {
    await client.graphql({ what, document: () => MINIMIZE_COMMENT_DOCUMENT, variables: { id: parseWire(Comment, answer.body, what).node_id }, schema: Done });
    return true;
  } catch (error) {
    if (error instanceof FaultError && ["forbidden", "invalid", "not-found"].includes(error.fault.kind)) return false;
    throw error;
  }
}
