/**
 * Tags of a repository with the commits they stand on, and whether a branch holds a commit.
 * Sources: https://docs.github.com/rest/repos/repos#list-repository-tags, https://docs.github.com/rest/commits/commits#compare-two-commits
 */
import { z } from "zod";
import type { RepositoryRef } from "../domain/model/refs.ts";
import { repositoryName } from "../domain/model/refs.ts";
import type { Client } from "./app-client.ts";
import { allPages } from "./pages.ts";
import { parseWire } from "./wire/parse-wire.ts";

const Tag = z.object({ name: z.string(), commit: z.object({ sha: z.string() }) });
const Comparison = z.object({ status: z.string() });
const MOST_PAGES = 50;

/** In no particular order; annotated tags give the commit that they are of. */
export async function readTags(client: Client, repository: RepositoryRef): Promise<readonly { readonly name: string; readonly sha: string }[]> {
  const tags = await allPages(client, {
    what: `tags of ${repositoryName(repository)}`, route: "GET /repos/{owner}/{repo}/tags", parameters: { owner: repository.owner, repo: repository.name },
    item: Tag, field: null, mostPages: MOST_PAGES,
  });
  return tags.map((tag) => ({ name: tag.name, sha: tag.commit.sha }));
}

/** Null where one of the two is not known to GitHub. */
export async function readBranchHolds(client: Client, repository: RepositoryRef, branch: string, sha: string): Promise<boolean | null> {
  const what = `whether ${branch} holds ${sha.slice(0, 12)} in ${repositoryName(repository)}`;
  const answer = await client.rest({
    what, route: "GET /repos/{owner}/{repo}/compare/{basehead}", understands: [404],
    parameters: { owner: repository.owner, repo: repository.name, basehead: `${sha}...${branch}`, per_page: 1 },
  });
  if (answer.status === 404) return null;
  const { status } = parseWire(Comparison, answer.body, what);
  return status === "ahead" || status === "identical";
}
