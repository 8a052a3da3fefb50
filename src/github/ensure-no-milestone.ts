/**
 * Takes an issue out of the milestone that it stands in. False where it cannot be: it is gone, or the app lacks the right.
 * Source: https://docs.github.com/rest/issues/issues#update-an-issue (`milestone: null`)
 */
import type { RepositoryRef } from "../domain/model/refs.ts";
import { repositoryName } from "../domain/model/refs.ts";
import type { Client } from "./app-client.ts";

export async function ensureNoMilestone(client: Client, repository: RepositoryRef, number: number): Promise<boolean> {
  const answer = await client.rest({
    what: `milestone of ${repositoryName(repository)}#${number}`, route: "PATCH /repos/{owner}/{repo}/issues/{issue_number}", understands: [403, 404, 410, 422],
    parameters: { owner: repository.owner, repo: repository.name, issue_number: number, milestone: null },
  });
  return answer.status < 300;
}
