/**
 * Git's name of what stands in a file at the newest commit of the default branch; the content itself is not fetched.
 * Source: https://docs.github.com/graphql/reference/objects#repository (`object`), …#blob
 */
import { z } from "zod";
import type { RepositoryRef } from "../domain/model/refs.ts";
import { repositoryName } from "../domain/model/refs.ts";
import type { Client } from "./app-client.ts";
import { fault } from "./fault.ts";
import { FILE_VERSION_DOCUMENT } from "./graphql/file-version.graphql.ts";
import { sameRepositoryId } from "./wire/repository-envelope.ts";

const Answer = z.object({
  repository: z.object({ databaseId: z.number().nullish(), commit: z.object({ oid: z.string() }).nullish(), file: z.object({ __typename: z.string(), oid: z.string() }).nullish() }).nullish(),
});

export interface FileVersion {
  /** null = there is no such file */
  readonly blob: string | null;
  /** the commit at which it was looked at */
  readonly commit: string;
}

/** A repository whose contents we may not see is a fault, since a file that cannot be read must never pass for one that is gone. */
export async function readFileVersion(client: Client, repository: RepositoryRef, path: string): Promise<FileVersion> {
  const what = `${path} of ${repositoryName(repository)}`;
  const data = await client.graphql({ what, document: () => FILE_VERSION_DOCUMENT, variables: { owner: repository.owner, name: repository.name, file: `HEAD:${path}` }, schema: Answer });
  const { commit, file } = sameRepositoryId(data.repository, repository);
  if (commit == null) throw fault("forbidden", `${what}: GitHub does not show the contents (needs contents=read), or there is no commit yet`);
  return { blob: file?.__typename === "Blob" ? file.oid : null, commit: commit.oid };
}
