/**
 * Takes one pull request out of the merge queue or disarms its auto-merge, where it still is in it or armed. The reverse is the author's: queue
 * it or arm it again. GitHub asks for pull_requests: write, which the app's own manifest does not.
 * Sources: https://docs.github.com/graphql/reference/mutations#dequeuepullrequest, …#disablepullrequestautomerge
 */
import { z } from "zod";
import { FaultError } from "../domain/model/problem.ts";
import type { RepositoryRef } from "../domain/model/refs.ts";
import { repositoryName } from "../domain/model/refs.ts";
import type { Client } from "./app-client.ts";
import { DEQUEUE_DOCUMENT, DISARM_DOCUMENT, PULL_ID_DOCUMENT } from "./graphql/queue.graphql.ts";
import { sameRepositoryId } from "./wire/repository-envelope.ts";

const Pull = z.object({ id: z.string(), isInMergeQueue: z.boolean().nullish(), autoMergeRequest: z.object({}).nullish() });
const Answer = z.object({ repository: z.object({ databaseId: z.number().nullish(), pullRequest: Pull.nullish() }).nullish() });
const Done = z.looseObject({});

export interface StoodDown {
  readonly dequeued: boolean;
  readonly disarmed: boolean;
}

/** Null = the right is missing, and nothing was done. */
export async function standDown(client: Client, repository: RepositoryRef, number: number): Promise<StoodDown | null> {
  const what = `pull request ${repositoryName(repository)}#${number}`;
  const data = await client.graphql({
    what, document: () => PULL_ID_DOCUMENT, variables: { owner: repository.owner, name: repository.name, number }, schema: Answer,
  });
  const pull = sameRepositoryId(data.repository, repository).pullRequest;
  if (pull === null || pull === undefined) return { dequeued: false, disarmed: false };
  try {
    const dequeued = pull.isInMergeQueue === true && await done(client, `${what} out of the merge queue`, DEQUEUE_DOCUMENT, pull.id);
    const disarmed = pull.autoMergeRequest != null && await done(client, `auto-merge of ${what}`, DISARM_DOCUMENT, pull.id);
    return { dequeued, disarmed };
  } catch (error) {
    if (error instanceof FaultError && error.fault.kind === "forbidden") return null;
    throw error;
  }
}

/** False when somebody was faster: it is not queued or armed any more. */
async function done(client: Client, what: string, document: string, id: string): Promise<boolean> {
  try {
    await client.graphql({ what, document: () => document, variables: { id }, schema: Done });
    return true;
  } catch (error) {
    if (error instanceof FaultError && error.fault.kind === "invalid") return false;
    throw error;
  }
}
