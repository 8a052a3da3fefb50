/**
 * What statuses and checks of these names, of others than this app, say of one commit. Letter case does not matter to GitHub
 * in names of statuses, and does in names of checks. Where one name is reported in both ways, the strictest counts; what GitHub does not let us see is not there.
 * Sources: https://docs.github.com/rest/commits/statuses#get-the-combined-status-for-a-specific-reference (the newest of each context),
 * https://docs.github.com/rest/checks/runs#list-check-runs-for-a-git-reference (`filter` latest unless given)
 */
import { z } from "zod";
import type { ReportedState } from "../domain/model/pull.ts";
import type { RepositoryRef } from "../domain/model/refs.ts";
import { repositoryName } from "../domain/model/refs.ts";
import { strictestState } from "../domain/policy/blocker.ts";
import type { Client } from "./app-client.ts";
import { parseWire } from "./wire/parse-wire.ts";

const Combined = z.object({ statuses: z.array(z.object({ context: z.string(), state: z.string() })) });
const Runs = z.object({ check_runs: z.array(z.object({ name: z.string(), status: z.string(), conclusion: z.string().nullish(), app: z.object({ id: z.int() }).nullish() })) });

const PER_PAGE = 100;
const MOST_PAGES = 5;
const PASSED = ["success", "neutral", "skipped"];

/** By name in lower case; every name that was asked for has an answer. */
export async function readReported(client: Client, repository: RepositoryRef, sha: string, names: readonly string[]): Promise<Readonly<Record<string, ReportedState>>> {
  const asked = [...new Set(names.map((name) => name.toLowerCase()))];
  const statuses = asked.length === 0 ? [] : await readStatuses(client, repository, sha);
  const reported: Record<string, ReportedState> = {};
  for (const name of asked) {
    const runs = await readRuns(client, repository, sha, names.find((one) => one.toLowerCase() === name) ?? name);
    reported[name] = strictestState([...statuses.filter(({ context }) => context.toLowerCase() === name).map(({ state }) => stateOf(state)), ...runs]);
  }
  return reported;
}

async function readStatuses(client: Client, repository: RepositoryRef, sha: string): Promise<z.infer<typeof Combined>["statuses"]> {
  const what = `statuses on ${repositoryName(repository)}@${sha.slice(0, 12)}`;
  const all: z.infer<typeof Combined>["statuses"] = [];
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const answer = await client.rest({
      what, route: "GET /repos/{owner}/{repo}/commits/{ref}/status", parameters: { owner: repository.owner, repo: repository.name, ref: sha, per_page: PER_PAGE, page }, understands: [403, 404, 422],
    });
    if (answer.status >= 300) break;
    const { statuses } = parseWire(Combined, answer.body, what);
    all.push(...statuses);
    if (statuses.length < PER_PAGE) break;
  }
  return all;
}

async function readRuns(client: Client, repository: RepositoryRef, sha: string, name: string): Promise<readonly ReportedState[]> {
  const what = `checks on ${repositoryName(repository)}@${sha.slice(0, 12)}`;
  const parameters = { owner: repository.owner, repo: repository.name, ref: sha, check_name: name, per_page: PER_PAGE };
  const answer = await client.rest({ what, route: "GET /repos/{owner}/{repo}/commits/{ref}/check-runs", parameters, understands: [403, 404, 422] });
  if (answer.status >= 300) return [];
  return parseWire(Runs, answer.body, what).check_runs.filter((run) => run.name.toLowerCase() === name.toLowerCase() && run.app?.id !== client.appId)
    .map(({ status, conclusion }) => (status !== "completed" ? "pending" : PASSED.includes(conclusion ?? "") ? "success" : "failure"));
}

function stateOf(state: string): ReportedState {
  return state === "success" || state === "pending" ? state : "failure";
}
