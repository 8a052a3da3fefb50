/**
 * What one commit carries that another lacks, oldest first.
 * Source: https://docs.github.com/rest/commits/commits#compare-two-commits
 */
import { z } from "zod";
import type { RepositoryRef } from "../domain/model/refs.ts";
import { repositoryName } from "../domain/model/refs.ts";
import type { Client } from "./app-client.ts";
import { parseWire } from "./wire/parse-wire.ts";

const Comparison = z.object({
  total_commits: z.number().int(),
  commits: z.array(
    z.object({
      sha: z.string().regex(/^[0-9a-f]{40,64}$/),
      parents: z.array(z.object({ sha: z.string() })),
      commit: z.object({ message: z.string(), author: z.object({ name: z.string().nullish() }).nullish() }),
      author: z.object({ login: z.string().optional() }).nullish(),
    }),
  ),
});

export interface ComparedCommit {
  readonly sha: string;
  readonly parents: readonly string[];
  /** first line of the message */
  readonly title: string;
  /** login; null = GitHub knows no account for it */
  readonly author: string | null;
}

export interface Compared {
  readonly commits: readonly ComparedCommit[];
  /** false when there are more than were listed */
  readonly complete: boolean;
}

/** More commits than anyone judges one by one; beyond them the answer is "not everything could be listed". */
const MOST_COMMITS = 2_000;
const PER_PAGE = 100;

/** Null when GitHub knows one of the two no more. `base` and `head` are branches or commits. */
export async function compare(client: Client, repository: RepositoryRef, base: string, head: string): Promise<Compared | null> {
  const what = `comparison ${base}...${head} in ${repositoryName(repository)}`;
  const commits: ComparedCommit[] = [];
  let total = 0;
  for (let page = 1; page === 1 || (commits.length < Math.min(total, MOST_COMMITS)); page += 1) {
    const answer = await client.rest({
      what,
      route: "GET /repos/{owner}/{repo}/compare/{basehead}",
      parameters: { owner: repository.owner, repo: repository.name, basehead: `${base}...${head}`, per_page: PER_PAGE, page },
      understands: [404],
    });
    if (answer.status === 404) return null;
    const compared = parseWire(Comparison, answer.body, what);
    total = compared.total_commits;
    commits.push(...compared.commits.map((one) => ({
      sha: one.sha,
      parents: one.parents.map((parent) => parent.sha),
      title: one.commit.message.split("\n", 1)[0] ?? "",
      author: one.author?.login ?? null,
    })));
    if (compared.commits.length === 0) break;
  }
  return { commits, complete: commits.length >= total };
}
