/**
 * One pull request, whole: one GraphQL read for an ordinary one. More only for what it does not hold: files beyond the first hundred, the old
 * names of renamed files, and issues that its text names where GitHub makes no link.
 *
 * Accepted: our checks on it are of its head as GraphQL lists it; where that list lags behind the head, the checks are read by commit.
 */
import { z } from "zod";
import type { ObservedCheck } from "../domain/model/check.ts";
import type { PullFacts } from "../domain/model/pull.ts";
import type { RepositoryRef } from "../domain/model/refs.ts";
import { repositoryName } from "../domain/model/refs.ts";
import type { Client } from "./app-client.ts";
import { absent, hiddenPart } from "./explained-errors.ts";
import { pullDocument } from "./graphql/pull.graphql.ts";
import { pullFacts } from "./pull-facts.ts";
import { readChecks } from "./read-checks.ts";
import { withAllFiles } from "./read-files.ts";
import { withIssuesNamedInBody } from "./read-named-issues.ts";
import { checksOf } from "./wire/our-checks.ts";
import type { WirePull as WirePullType } from "./wire/pull.ts";
import { WirePull } from "./wire/pull.ts";
import { sameRepositoryId } from "./wire/repository-envelope.ts";

export interface PullObservation {
  readonly facts: PullFacts;
  /** our checks on its head, by name */
  readonly checks: readonly ObservedCheck[];
}

const Answer = z.object({ repository: z.object({ databaseId: z.number().nullish(), pullRequest: WirePull.nullish() }).nullish() });

/** Null where the number is no pull request. Throws a Fault for everything else that goes wrong, also for a repository out of our sight. */
export async function readPull(client: Client, repository: RepositoryRef, number: number): Promise<PullObservation | null> {
  const data = await client.graphql({
    what: `pull request ${repositoryName(repository)}#${number}`,
    document: pullDocument,
    variables: { owner: repository.owner, name: repository.name, number, appId: client.appId },
    schema: Answer,
    explains: (error) => absent(error, "pullRequest") || hiddenPart(error),
  });
  const pull = sameRepositoryId(data.repository, repository).pullRequest;
  if (pull === null || pull === undefined) return null;
  const facts = await withIssuesNamedInBody(client, await withAllFiles(client, repository, pull, pullFacts(pull)));
  return { facts, checks: await checksOnHead(client, repository, pull) };
}

/** Our checks on the head. Where the commit that GraphQL lists last is not the head they are asked for by commit; nobody acts on those of a closed one. */
export async function checksOnHead(client: Client, repository: RepositoryRef, pull: WirePullType): Promise<readonly ObservedCheck[]> {
  const last = pull.commits[0]?.commit;
  if (last !== undefined && last.oid === pull.headRefOid) return checksOf(last);
  return pull.state === "OPEN" ? readChecks(client, repository, pull.headRefOid) : [];
}
