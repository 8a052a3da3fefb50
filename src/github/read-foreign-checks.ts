/**
 * A passing check or status of one of our names that somebody else set on a commit: where the name is required and not tied to our app, it would
 * let a pull request in that we did not.
 * Sources: https://docs.github.com/rest/checks/runs#list-check-runs-for-a-git-reference, https://docs.github.com/rest/commits/statuses#list-commit-statuses-for-a-reference
 */
import { z } from "zod";
import type { RepositoryRef } from "../domain/model/refs.ts";
import { repositoryName } from "../domain/model/refs.ts";
import type { Client } from "./app-client.ts";
import { parseWire } from "./wire/parse-wire.ts";

const Runs = z.object({ check_runs: z.array(z.object({ name: z.string(), conclusion: z.string().nullish(), app: z.object({ id: z.int(), slug: z.string().nullish() }).nullish() })) });
const Statuses = z.array(z.object({ context: z.string(), state: z.string(), creator: z.object({ login: z.string() }).nullish() }));

/** Login of who set it, or the app's name; null = nobody did. */
export async function readForeignCheck(client: Client, repository: RepositoryRef, sha: string, names: readonly string[]): Promise<string | null> {
  const what = `checks on ${repositoryName(repository)}@${sha.slice(0, 12)}`;
  const target = { owner: repository.owner, repo: repository.name, ref: sha, per_page: 100 };
  for (const name of names) {
    const answer = await client.rest({ what, route: "GET /repos/{owner}/{repo}/commits/{ref}/check-runs", parameters: { ...target, check_name: name }, understands: [404, 422] });
    if (answer.status >= 300) continue;
    const passing = ["success", "neutral", "skipped"];
    const run = parseWire(Runs, answer.body, what).check_runs.find((one) => one.name === name && passing.includes(one.conclusion ?? "") && one.app != null && one.app.id !== client.appId);
    if (run !== undefined) return run.app?.slug ?? "another app";
  }
  const answer = await client.rest({ what, route: "GET /repos/{owner}/{repo}/commits/{ref}/statuses", parameters: target, understands: [403, 404, 422] });
  if (answer.status >= 300) return null;
  const status = parseWire(Statuses, answer.body, what).find((one) => names.some((name) => name.toLowerCase() === one.context.toLowerCase()) && one.state === "success");
  return status === undefined ? null : status.creator?.login ?? "somebody";
}
