/**
 * Ties two issues together: one below the other, or one before the other. False where GitHub does not take it: a limit of a hundred children or fifty
 * dependencies, another owner, a circle, a right that is missing, a host that has no such thing. Nobody's work may wait for it.
 * Sources: https://docs.github.com/rest/issues/sub-issues#add-sub-issue, https://docs.github.com/rest/issues/issue-dependencies
 */
import { z } from "zod";
import type { IssueTie } from "../domain/model/own-issue.ts";
import type { RepositoryRef } from "../domain/model/refs.ts";
import { repositoryName } from "../domain/model/refs.ts";
import type { Client } from "./app-client.ts";
import { parseWire } from "./wire/parse-wire.ts";

const Listed = z.array(z.object({ id: z.int() }));
const REFUSED = [403, 404, 410, 422];
const ROUTES = { child: "sub_issues", blocker: "dependencies/blocked_by" } as const;

/** `other` is GitHub's id of the issue, not its number. What is tied already is left. */
export async function ensureIssueLink(client: Client, repository: RepositoryRef, number: number, tie: IssueTie, other: number): Promise<boolean> {
  const what = `${tie === "child" ? "sub-issues" : "dependencies"} of ${repositoryName(repository)}#${number}`;
  const parameters = { owner: repository.owner, repo: repository.name, issue_number: number };
  const route = `/repos/{owner}/{repo}/issues/{issue_number}/${ROUTES[tie]}` as const;
  const before = await client.rest({ what, route: `GET ${route}`, parameters: { ...parameters, per_page: 100 }, understands: REFUSED });
  if (before.status >= 300) return false;
  if (parseWire(Listed, before.body, what).some(({ id }) => id === other)) return true;
  const answer = await client.rest({ what, route: `POST ${route}`, parameters: { ...parameters, [tie === "child" ? "sub_issue_id" : "issue_id"]: other }, understands: REFUSED });
  return answer.status < 300;
}
