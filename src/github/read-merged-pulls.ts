/** What was merged into a branch since an instant, with the facts that a listing gives: see `read-open-pulls.ts`. */
import { z } from "zod";
import type { Instant } from "../domain/model/instant.ts";
import type { PullFacts } from "../domain/model/pull.ts";
import type { RepositoryRef } from "../domain/model/refs.ts";
import { repositoryName } from "../domain/model/refs.ts";
import type { Client } from "./app-client.ts";
import { hiddenPart } from "./explained-errors.ts";
import { mergedPullsDocument } from "./graphql/merged-pulls.graphql.ts";
import { pullFacts } from "./pull-facts.ts";
import { WirePull } from "./wire/pull.ts";
import { sameRepositoryId } from "./wire/repository-envelope.ts";

const Answer = z.object({
  repository: z.object({
    databaseId: z.number().nullish(),
    pullRequests: z.object({ pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() }), nodes: z.array(WirePull.nullable()) }),
  }).nullish(),
});

const MOST_PAGES = 20;

/** Newest change first. `complete` false = there are more than are read. */
export async function readMergedPulls(client: Client, repository: RepositoryRef, base: string, since: Instant): Promise<{ readonly pulls: readonly PullFacts[]; readonly complete: boolean }> {
  const pulls: PullFacts[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const data: z.infer<typeof Answer> = await client.graphql({
      what: `pull requests merged into ${base} of ${repositoryName(repository)}`, document: mergedPullsDocument, schema: Answer, explains: hiddenPart,
      variables: { owner: repository.owner, name: repository.name, base, cursor, appId: client.appId },
    });
    const { nodes, pageInfo } = sameRepositoryId(data.repository, repository).pullRequests;
    const facts = nodes.flatMap((pull) => (pull === null ? [] : [pullFacts(pull)]));
    pulls.push(...facts.filter((pull) => pull.mergedAt !== null && pull.mergedAt >= since));
    // A merge never comes after the last change, so what changed last before that instant was merged before it.
    const older = facts.some((pull) => pull.updatedAt !== null && pull.updatedAt < since);
    if (older || !pageInfo.hasNextPage || pageInfo.endCursor == null) return { pulls, complete: true };
    cursor = pageInfo.endCursor;
  }
  return { pulls, complete: false };
}
