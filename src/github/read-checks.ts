/** Our checks on one commit, newest of each name. A commit that GitHub does not know has none. */
import { z } from "zod";
import type { ObservedCheck } from "../domain/model/check.ts";
import type { RepositoryRef } from "../domain/model/refs.ts";
import { repositoryName } from "../domain/model/refs.ts";
import type { Client } from "./app-client.ts";
import { absent } from "./explained-errors.ts";
import { CHECKS_DOCUMENT } from "./graphql/checks.graphql.ts";
import { checksOf, CommitChecks } from "./wire/our-checks.ts";
import { sameRepositoryId } from "./wire/repository-envelope.ts";

const Answer = z.object({ repository: z.object({ databaseId: z.number().nullish(), object: CommitChecks.nullish() }).nullish() });

export async function readChecks(client: Client, repository: RepositoryRef, sha: string): Promise<readonly ObservedCheck[]> {
  const data = await client.graphql({
    what: `checks on ${repositoryName(repository)}@${sha.slice(0, 12)}`,
    document: () => CHECKS_DOCUMENT,
    variables: { owner: repository.owner, name: repository.name, sha, appId: client.appId },
    schema: Answer,
    explains: (error) => absent(error, "object"),
  });
  const commit = sameRepositoryId(data.repository, repository).object;
  return commit === null || commit === undefined ? [] : checksOf(commit);
}
