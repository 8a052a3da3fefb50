/** Guards that the repository we were answered about is the one that was meant. */
import type { RepositoryRef } from "../../domain/model/refs.ts";
import { repositoryName } from "../../domain/model/refs.ts";
import { fault } from "../fault.ts";

/**
 * Names move: after a transfer another repository may bear the old one. What is read under a name must be of the id that the key carries.
 * Throws a Fault `not-found` where it is not, and where there is no repository at all.
 */
export function sameRepositoryId<T extends { readonly databaseId?: number | null | undefined }>(found: T | null | undefined, meant: RepositoryRef): T {
  if (found === null || found === undefined) throw fault("not-found", `repository ${repositoryName(meant)}: GitHub does not show it to this installation`);
  if (typeof found.databaseId === "number" && found.databaseId !== meant.id) {
    throw fault("not-found", `repository ${repositoryName(meant)} is now another one (id ${found.databaseId} instead of ${meant.id})`);
  }
  return found;
}
