/** What a person reads of an issue of ours, asked of the local GitHub over HTTP. */
import { carriesKey } from "../../domain/desired/fenced-section.ts";
import type { RepositoryName } from "../../domain/model/refs.ts";

export interface StandingIssue {
  readonly number: number;
  readonly title: string;
  readonly body: string;
}

type ListedIssue = Pick<StandingIssue, "number" | "title"> & { readonly body: string | null };

/** The one with that hidden key; null = there is none among the newest hundred. `token` is a person's. */
export async function readStandingIssue(apiUrl: string, token: string, repository: RepositoryName, key: string): Promise<StandingIssue | null> {
  const answer = await fetch(`${apiUrl}/repos/${repository}/issues?state=all&per_page=100`, { headers: { accept: "application/vnd.github+json", authorization: `token ${token}` } });
  if (!answer.ok) throw new Error(`The local GitHub answered ${answer.status} when asked for the issues of ${repository}.`);
  const found = (await answer.json() as readonly ListedIssue[]).find(({ body }) => carriesKey(body ?? "", key));
  return found === undefined ? null : { number: found.number, title: found.title, body: found.body ?? "" };
}
