/** For each commit the pull requests that GitHub associates with it. Source: https://docs.github.com/graphql/reference/objects#commit */
import { z } from "zod";
import type { Instant } from "../domain/model/instant.ts";
import type { RepositoryRef } from "../domain/model/refs.ts";
import { repositoryName } from "../domain/model/refs.ts";
import type { Client } from "./app-client.ts";
import { COMMITS_PER_QUERY, commitPullsDocument } from "./graphql/commit-pulls.graphql.ts";
import { nodes } from "./wire/connection.ts";
import { instantOf } from "./wire/instant.ts";
import { parseWire } from "./wire/parse-wire.ts";
import { sameRepositoryId } from "./wire/repository-envelope.ts";

const Commit = z
  .object({
    associatedPullRequests: nodes(
      z.object({
        number: z.number().int(),
        state: z.string(),
        mergedAt: z.string().nullish(),
        baseRefName: z.string(),
        headRefName: z.string(),
        headRefOid: z.string(),
        mergeCommit: z.object({ oid: z.string() }).nullish(),
        repository: z.object({ databaseId: z.number().nullish() }),
      }),
    ),
  })
  .nullish();
const Answer = z.object({ repository: z.looseObject({ databaseId: z.number().nullish() }).nullish() });

export interface CommitPull {
  readonly number: number;
  readonly state: "open" | "closed" | "merged";
  readonly mergedAt: Instant | null;
  readonly base: string;
  readonly head: string;
  readonly headSha: string;
  readonly mergeCommit: string | null;
}

/** @param shas full hexadecimal names */
export async function readCommitPulls(client: Client, repository: RepositoryRef, shas: readonly string[]): Promise<ReadonlyMap<string, readonly CommitPull[]>> {
  const found = new Map<string, readonly CommitPull[]>();
  const checked = shas.filter((sha) => /^[0-9a-f]{40,64}$/.test(sha));
  for (let at = 0; at < checked.length; at += COMMITS_PER_QUERY) {
    const batch = checked.slice(at, at + COMMITS_PER_QUERY);
    const what = `pull requests behind ${batch.length} commits of ${repositoryName(repository)}`;
    const data = await client.graphql({
      what,
      document: () => commitPullsDocument(batch),
      variables: { owner: repository.owner, name: repository.name },
      schema: Answer,
    });
    const answer = sameRepositoryId(data.repository, repository) as Record<string, unknown>;
    for (const [index, sha] of batch.entries()) found.set(sha, pullsOf(parseWire(Commit, answer[`c${index}`], what), repository));
  }
  return found;
}

function pullsOf(commit: z.infer<typeof Commit>, repository: RepositoryRef): readonly CommitPull[] {
  // A commit may also be known from a pull request in a fork, whose numbers are not ours.
  return (commit?.associatedPullRequests ?? []).filter((pull) => (pull.repository.databaseId ?? repository.id) === repository.id).map((pull) => ({
    number: pull.number,
    state: pull.state === "MERGED" ? "merged" : pull.state === "OPEN" ? "open" : "closed",
    mergedAt: instantOf(pull.mergedAt),
    base: pull.baseRefName,
    head: pull.headRefName,
    headSha: pull.headRefOid,
    mergeCommit: pull.mergeCommit?.oid ?? null,
  }));
}
