/**
 * Finished checks of others on a commit, the newest of each name.
 * Source: https://docs.github.com/rest/checks/runs#list-check-runs-for-a-git-reference (`filter=latest`)
 */
import { z } from "zod";
import type { RunFact } from "../domain/model/artifact.ts";
import type { RepositoryRef } from "../domain/model/refs.ts";
import { repositoryName } from "../domain/model/refs.ts";
import type { Client } from "./app-client.ts";
import { allPages } from "./pages.ts";

const Run = z.object({ id: z.int(), name: z.string(), status: z.string(), conclusion: z.string().nullish(), app: z.object({ id: z.int() }).nullish() });
const MOST_PAGES = 10;

export async function readRuns(client: Client, repository: RepositoryRef, sha: string): Promise<readonly RunFact[]> {
  const runs = await allPages(client, {
    what: `checks on ${repositoryName(repository)}@${sha.slice(0, 12)}`, route: "GET /repos/{owner}/{repo}/commits/{ref}/check-runs",
    parameters: { owner: repository.owner, repo: repository.name, ref: sha, filter: "latest" }, item: Run, field: "check_runs", mostPages: MOST_PAGES,
  });
  return runs.flatMap(({ id, name, status, conclusion, app }) => (status === "completed" && conclusion != null && app?.id !== client.appId ? [{ id, name, conclusion }] : []));
}
