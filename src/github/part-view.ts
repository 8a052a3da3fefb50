/** What reconcilers ask of GitHub about the parts of milestones. Each read and write is described in its own file. */
import type { RepositoryRef } from "../domain/model/refs.ts";
import type { Client } from "./app-client.ts";
import { ensureReviewAsked } from "./ensure-review-asked.ts";
import { readIsThere, readMadeAt } from "./read-made-at.ts";

export function partView(client: Client) {
  return {
    readMadeAt: (repository: RepositoryRef, number: number) => readMadeAt(client, repository, number),
    readIsThere: (repository: RepositoryRef, number: number) => readIsThere(client, repository, number),
    ensureReviewAsked: (repository: RepositoryRef, number: number, who: readonly string[]) => ensureReviewAsked(client, repository, number, who),
  };
}
