/** Several pull requests of one repository by their numbers, ten to a query. A number that is no pull request is left out of the answer. */
import { z } from "zod";
import type { RepositoryRef } from "../domain/model/refs.ts";
import { repositoryName } from "../domain/model/refs.ts";
import type { Client } from "./app-client.ts";
import { hiddenPart } from "./explained-errors.ts";
import { pullsByNumberDocument } from "./graphql/pull.graphql.ts";
import { pullFacts } from "./pull-facts.ts";
import { withAllFiles } from "./read-files.ts";
import { withIssuesNamedInBody } from "./read-named-issues.ts";
import type { PullObservation } from "./read-pull.ts";
import { checksOnHead } from "./read-pull.ts";
import { WirePull } from "./wire/pull.ts";
import { parseWire } from "./wire/parse-wire.ts";
import { sameRepositoryId } from "./wire/repository-envelope.ts";

const PER_QUERY = 10;

const Answer = z.object({ repository: z.looseObject({ databaseId: z.number().nullish() }).nullish() });

export interface ByNumberOptions {
  /** how many pull requests may have their files completed by further calls; beyond that `filesComplete` stays false */
  readonly completeFiles: number;
}

export async function readPullsByNumber(client: Client, repository: RepositoryRef, numbers: readonly number[], options: ByNumberOptions): Promise<ReadonlyMap<number, PullObservation>> {
  const found = new Map<number, PullObservation>();
  let completions = options.completeFiles;
  for (let at = 0; at < numbers.length; at += PER_QUERY) {
    for (const pull of await readBatch(client, repository, numbers.slice(at, at + PER_QUERY))) {
      let facts = pullFacts(pull);
      if (!facts.filesComplete && completions > 0) {
        completions -= 1;
        facts = await withAllFiles(client, repository, pull, facts);
      }
      facts = await withIssuesNamedInBody(client, facts);
      found.set(pull.number, { facts, checks: await checksOnHead(client, repository, pull) });
    }
  }
  return found;
}

async function readBatch(client: Client, repository: RepositoryRef, numbers: readonly number[]): Promise<readonly z.infer<typeof WirePull>[]> {
  const data = await client.graphql({
    what: `pull requests ${numbers.map((number) => `#${number}`).join(", ")} of ${repositoryName(repository)}`,
    document: (issueTypes) => pullsByNumberDocument(numbers, issueTypes),
    variables: { owner: repository.owner, name: repository.name, appId: client.appId },
    schema: Answer,
    explains: (error) => hiddenPart(error) || (error.type === "NOT_FOUND" && /^p\d+$/.test(String(error.path.at(-1)))),
  });
  const repositoryData = sameRepositoryId(data.repository, repository) as Record<string, unknown>;
  const Pull = WirePull.nullish();
  return numbers.flatMap((number, index) => {
    const pull = parseWire(Pull, repositoryData[`p${index}`], `pull request ${repositoryName(repository)}#${number}`);
    return pull === null || pull === undefined ? [] : [pull];
  });
}
