/**
 * How a branch moved: who moved it when, and whether by a merge or a push.
 * Source: https://docs.github.com/rest/repos/repos#list-repository-activities (Contents: read; pages by a cursor in the Link header)
 */
import { z } from "zod";
import type { Landing } from "../domain/model/account.ts";
import type { Instant } from "../domain/model/instant.ts";
import type { RepositoryRef } from "../domain/model/refs.ts";
import { repositoryName } from "../domain/model/refs.ts";
import type { Client } from "./app-client.ts";
import { instantOf } from "./wire/instant.ts";
import { parseWire } from "./wire/parse-wire.ts";

const Activity = z.object({
  before: z.string(),
  after: z.string(),
  ref: z.string(),
  timestamp: z.string(),
  activity_type: z.string(),
  actor: z.object({ login: z.string() }).nullish(),
});

const MOST_PAGES = 10;

/** Moves since the instant, oldest first. Null = this host does not tell, or not to us. */
export async function readLandings(client: Client, repository: RepositoryRef, branch: string, since: Instant): Promise<readonly Landing[] | null> {
  const what = `activity of ${branch} in ${repositoryName(repository)}`;
  const found: Landing[] = [];
  let route: string | null = "GET /repos/{owner}/{repo}/activity";
  let parameters: Record<string, unknown> = { owner: repository.owner, repo: repository.name, ref: `refs/heads/${branch}`, per_page: 100 };
  for (let page = 0; page < MOST_PAGES && route !== null; page += 1) {
    const answer = await client.rest({ what, route, parameters, understands: [403, 404, 422] });
    if (answer.status >= 300) return null;
    const listed = parseWire(z.array(Activity), answer.body, what);
    const wanted = listed.filter((one) => (instantOf(one.timestamp) ?? 0) >= since);
    found.push(...wanted.filter((one) => one.ref === `refs/heads/${branch}`).map(landing));
    if (wanted.length < listed.length) break;
    route = nextPage(answer.headers["link"]);
    parameters = {};
  }
  return found.reverse();
}

function landing({ before, after, timestamp, activity_type: type, actor }: z.infer<typeof Activity>): Landing {
  const how = type === "pr_merge" || type === "merge_queue_merge" ? "merge" : "push";
  return { before, after, at: instantOf(timestamp) ?? 0, by: actor?.login ?? null, how };
}

function nextPage(link: string | undefined): string | null {
  const address = /<([^>]+)>;\s*rel="next"/.exec(link ?? "")?.[1];
  return address === undefined ? null : `GET ${address}`;
}
