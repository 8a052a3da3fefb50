/** The tip of a branch; null when the branch does not exist, and a Fault when that cannot be told. */
import { z } from "zod";
import type { RepositoryRef } from "../domain/model/refs.ts";
import { repositoryName } from "../domain/model/refs.ts";
import type { Client } from "./app-client.ts";
import { BRANCH_DOCUMENT } from "./graphql/branch.graphql.ts";
import { sameRepositoryId } from "./wire/repository-envelope.ts";

const Answer = z.object({
  repository: z.object({ databaseId: z.number().nullish(), ref: z.object({ target: z.object({ oid: z.string() }).nullish() }).nullish() }).nullish(),
});

export async function readBranchTip(client: Client, repository: RepositoryRef, branch: string): Promise<string | null> {
  const data = await client.graphql({
    what: `branch ${branch} of ${repositoryName(repository)}`,
    document: () => BRANCH_DOCUMENT,
    variables: { owner: repository.owner, name: repository.name, ref: `refs/heads/${branch}` },
    schema: Answer,
  });
  return sameRepositoryId(data.repository, repository).ref?.target?.oid ?? null;
}
