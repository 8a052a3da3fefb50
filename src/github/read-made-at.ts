/**
 * The issue or pull request in which a part of a milestone is made: is it ready, since when, and who approved it. And whether one that a plan names
 * is there at all.
 * Sources: https://docs.github.com/graphql/reference/objects#repository (issueOrPullRequest), …#readyforreviewevent;
 * https://docs.github.com/rest/issues/issues#get-an-issue (a moved issue answers 301, a deleted one 410)
 */
import { z } from "zod";
import type { MadeAt } from "../domain/model/part.ts";
import { FaultError } from "../domain/model/problem.ts";
import type { RepositoryRef } from "../domain/model/refs.ts";
import { repositoryName } from "../domain/model/refs.ts";
import type { Client } from "./app-client.ts";
import { absent } from "./explained-errors.ts";
import { MADE_AT_DOCUMENT } from "./graphql/part.graphql.ts";
import { instantOf } from "./wire/instant.ts";
import { sameRepositoryId } from "./wire/repository-envelope.ts";
import { personOf, Who } from "./wire/who.ts";

const Issue = z.object({ __typename: z.literal("Issue"), issueState: z.string(), closedAt: z.string().nullish() });
const Review = z.object({ state: z.string(), submittedAt: z.string().nullish(), author: Who.nullish() });
const Pull = z.object({
  __typename: z.literal("PullRequest"), pullState: z.string(), isDraft: z.boolean(), createdAt: z.string(),
  latestOpinionatedReviews: z.object({ nodes: z.array(Review.nullable()).nullish() }).nullish(),
  readied: z.object({ nodes: z.array(z.object({ createdAt: z.string().optional() }).nullable()).nullish() }).nullish(),
});
const Answer = z.object({ repository: z.object({ databaseId: z.number().nullish(), issueOrPullRequest: z.discriminatedUnion("__typename", [Issue, Pull]).nullish() }).nullish() });

export async function readMadeAt(client: Client, repository: RepositoryRef, number: number): Promise<MadeAt | null> {
  const data = await client.graphql({
    what: `${repositoryName(repository)}#${number}`, document: () => MADE_AT_DOCUMENT, schema: Answer,
    variables: { owner: repository.owner, name: repository.name, number }, explains: (error) => absent(error, "issueOrPullRequest"),
  });
  const made = sameRepositoryId(data.repository, repository).issueOrPullRequest ?? null;
  if (made === null) return null;
  if (made.__typename === "Issue") return { isPull: false, readyAt: made.issueState === "CLOSED" ? instantOf(made.closedAt ?? null) ?? 0 : null, approvals: [] };
  return { isPull: true, readyAt: readySince(made), approvals: approvalsOf(made) };
}

/** One that was closed without being merged is given up, and not ready. */
function readySince({ pullState, isDraft, createdAt, readied }: z.infer<typeof Pull>): number | null {
  if (pullState === "CLOSED" || (isDraft && pullState !== "MERGED")) return null;
  return instantOf(readied?.nodes?.at(-1)?.createdAt ?? null) ?? instantOf(createdAt);
}

function approvalsOf({ latestOpinionatedReviews }: z.infer<typeof Pull>): MadeAt["approvals"] {
  return (latestOpinionatedReviews?.nodes ?? []).flatMap((review) => {
    const by = personOf(review?.author ?? null);
    return review?.state !== "APPROVED" || by === null ? [] : [{ by: by.login, at: instantOf(review.submittedAt ?? null) }];
  });
}

/** Null where GitHub will not say. */
export async function readIsThere(client: Client, repository: RepositoryRef, number: number): Promise<boolean | null> {
  try {
    const answer = await client.rest({
      what: `${repositoryName(repository)}#${number}`, route: "GET /repos/{owner}/{repo}/issues/{issue_number}", understands: [301, 404, 410],
      parameters: { owner: repository.owner, repo: repository.name, issue_number: number },
    });
    return answer.status < 400;
  } catch (error) {
    if (error instanceof FaultError && error.fault.kind === "forbidden") return null;
    throw error;
  }
}
