/**
 * Open pull requests, a page of 25 at a time in the order of their creation.
 *
 * A listing reads less of each than `readPull`: the first fifty files, and no old names of renamed ones. Where that is not all,
 * `filesComplete` is false, which says here: read this one by itself before a rule by path is decided.
 */
import { z } from "zod";
import type { RepositoryRef } from "../domain/model/refs.ts";
import { repositoryName } from "../domain/model/refs.ts";
import type { Client } from "./app-client.ts";
import { hiddenPart } from "./explained-errors.ts";
import { openPullsDocument } from "./graphql/open-pulls.graphql.ts";
import { pullFacts } from "./pull-facts.ts";
import type { PullObservation } from "./read-pull.ts";
import { checksOnHead } from "./read-pull.ts";
import { WirePull } from "./wire/pull.ts";
import { sameRepositoryId } from "./wire/repository-envelope.ts";

const Answer = z.object({
  repository: z
    .object({
      databaseId: z.number().nullish(),
      pullRequests: z.object({ pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() }), nodes: z.array(WirePull.nullable()) }),
    })
    .nullish(),
});

export interface PullsPage {
  readonly pulls: readonly PullObservation[];
  /** cursor of the next page; null = this was the last */
  readonly next: string | null;
}

/** @param base only pull requests to this branch; null = to any */
export async function readOpenPulls(client: Client, repository: RepositoryRef, base: string | null, cursor: string | null): Promise<PullsPage> {
  const data = await client.graphql({
    what: `open pull requests of ${repositoryName(repository)}`,
    document: openPullsDocument,
    variables: { owner: repository.owner, name: repository.name, base, cursor, appId: client.appId },
    schema: Answer,
    explains: hiddenPart,
  });
  const { nodes, pageInfo } = sameRepositoryId(data.repository, repository).pullRequests;
  const pulls: PullObservation[] = [];
  for (const pull of nodes) {
    if (pull === null) continue;
    pulls.push({ facts: pullFacts(pull), checks: await checksOnHead(client, repository, pull) });
  }
  return { pulls, next: pageInfo.hasNextPage ? pageInfo.endCursor ?? null : null };
}
