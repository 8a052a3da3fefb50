/**
 * Comments that were written or changed since an instant: under one issue or pull request, or in a whole repository, oldest change first.
 * Sources: https://docs.github.com/rest/issues/comments#list-issue-comments, #list-issue-comments-for-a-repository
 */
import type { Instant } from "../domain/model/instant.ts";
import type { RepositoryRef } from "../domain/model/refs.ts";
import { repositoryName } from "../domain/model/refs.ts";
import type { Client } from "./app-client.ts";
import { allPages } from "./pages.ts";
import type { CommentFact } from "./read-comment.ts";
import { commentFact, WireComment } from "./read-comment.ts";
import { parseWire } from "./wire/parse-wire.ts";
import { z } from "zod";

/** GitHub takes at most 2,500 comments under one issue. */
const MOST_PAGES = 26;
const PER_PAGE = 100;

export async function readCommentsOf(client: Client, repository: RepositoryRef, number: number, since: Instant): Promise<readonly CommentFact[]> {
  const found = await allPages(client, {
    what: `comments under ${repositoryName(repository)}#${number}`,
    route: "GET /repos/{owner}/{repo}/issues/{issue_number}/comments",
    parameters: { owner: repository.owner, repo: repository.name, issue_number: number, since: isoSecond(since) },
    item: WireComment, field: null, mostPages: MOST_PAGES,
  });
  return found.map((wire) => commentFact(wire, client.appId));
}

/** The first hundred in the whole repository; whoever wants more asks again from the last one's instant. */
export async function readCommentsSince(client: Client, repository: RepositoryRef, since: Instant): Promise<readonly CommentFact[]> {
  const what = `comments in ${repositoryName(repository)}`;
  const answer = await client.rest({
    what,
    route: "GET /repos/{owner}/{repo}/issues/comments",
    parameters: { owner: repository.owner, repo: repository.name, since: isoSecond(since), sort: "updated", direction: "asc", per_page: PER_PAGE },
  });
  return parseWire(z.array(WireComment), answer.body, what).map((wire) => commentFact(wire, client.appId));
}

/** GitHub counts comments in whole seconds; rounding down finds one too many rather than one too few. */
function isoSecond(at: Instant): string {
  return `${new Date(Math.floor(at / 1_000) * 1_000).toISOString().slice(0, 19)}Z`;
}
