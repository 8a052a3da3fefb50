/**
 * One issue as people wrote it. Null where it is gone, moved or out of sight.
 * Source: https://docs.github.com/rest/issues/issues#get-an-issue (a moved issue answers 301, a deleted one 410)
 */
import { z } from "zod";
import type { FeatureFact } from "../domain/model/feature.ts";
import type { RepositoryRef } from "../domain/model/refs.ts";
import { repositoryName } from "../domain/model/refs.ts";
import type { Client } from "./app-client.ts";
import { allPages } from "./pages.ts";
import { instantOf } from "./wire/instant.ts";
import { parseWire } from "./wire/parse-wire.ts";

const Issue = z.object({
  number: z.int(),
  html_url: z.string(),
  title: z.string(),
  body: z.string().nullish(),
  state: z.string(),
  created_at: z.string(),
  user: z.object({ login: z.string() }).nullish(),
  labels: z.array(z.union([z.string(), z.object({ name: z.string().nullish() })])),
  type: z.object({ name: z.string() }).nullish(),
  assignees: z.array(z.object({ login: z.string() })).nullish(),
  sub_issues_summary: z.object({ total: z.int() }).nullish(),
  milestone: z.object({ title: z.string() }).nullish(),
  pull_request: z.unknown().optional(),
});

export interface IssueDetail extends FeatureFact {
  /** as people open it */
  readonly url: string;
  readonly isPull: boolean;
  /** title of the milestone that it stands in; null = in none */
  readonly milestone: string | null;
  /** how many sub-issues it has */
  readonly subIssues: number;
  /** null = the account is gone */
  readonly author: string | null;
  /** its sub-issues, where they were read with it; absent = they were not */
  readonly children?: readonly ChildIssue[];
}

/** What of a sub-issue tells whether it is a test. */
export interface ChildIssue {
  readonly repository: string;
  readonly number: number;
  readonly labels: readonly string[];
  readonly issueType: string | null;
}

export async function readIssue(client: Client, repository: RepositoryRef, number: number): Promise<IssueDetail | null> {
  const what = `issue ${repositoryName(repository)}#${number}`;
  const answer = await client.rest({
    what, route: "GET /repos/{owner}/{repo}/issues/{issue_number}", understands: [301, 404, 410],
    parameters: { owner: repository.owner, repo: repository.name, issue_number: number },
  });
  if (answer.status >= 300) return null;
  return detailOf(parseWire(Issue, answer.body, what), repository);
}

function detailOf(issue: z.infer<typeof Issue>, repository: RepositoryRef): IssueDetail {
  return {
    repository: repositoryName(repository), number: issue.number, title: issue.title, body: issue.body ?? "", open: issue.state === "open",
    labels: issue.labels.flatMap((label) => (typeof label === "string" ? [label] : label.name == null ? [] : [label.name])),
    issueType: issue.type?.name ?? null, assignees: (issue.assignees ?? []).map((one) => one.login), createdAt: instantOf(issue.created_at),
    url: issue.html_url, isPull: issue.pull_request !== undefined, milestone: issue.milestone?.title ?? null, subIssues: issue.sub_issues_summary?.total ?? 0,
    author: issue.user?.login ?? null,
  };
}

/** Source: https://docs.github.com/rest/issues/sub-issues#list-sub-issues (GitHub takes a hundred of one issue) */
export async function readSubIssues(client: Client, repository: RepositoryRef, number: number): Promise<readonly IssueDetail[]> {
  const what = `sub-issues of ${repositoryName(repository)}#${number}`;
  const answer = await client.rest({
    what, route: "GET /repos/{owner}/{repo}/issues/{issue_number}/sub_issues", understands: [301, 404, 410],
    parameters: { owner: repository.owner, repo: repository.name, issue_number: number, per_page: 100 },
  });
  if (answer.status >= 300) return [];
  // One may stand in another repository.
  return parseWire(z.array(Issue.extend({ repository_url: z.string() })), answer.body, what).map((issue) => {
    const [owner = "", name = ""] = issue.repository_url.split("/").slice(-2);
    return detailOf(issue, { ...repository, owner, name });
  });
}

const MOST_PAGES = 50;

/**
 * Issues with one of these labels or types, each once. A type that the host does not know selects nothing.
 * Source: https://docs.github.com/rest/issues/issues#list-repository-issues (`labels` of one call are all required, so each is asked for alone)
 */
export async function readIssues(client: Client, repository: RepositoryRef, select: { readonly labels: readonly string[]; readonly issueTypes: readonly string[] }, state: "open" | "all"): Promise<readonly IssueDetail[]> {
  const filters = [...select.labels.map((labels) => ({ labels })), ...select.issueTypes.map((type) => ({ type }))];
  const found = new Map<number, IssueDetail>();
  for (const filter of filters) {
    const listed = await allPages(client, {
      what: `issues of ${repositoryName(repository)}`, route: "GET /repos/{owner}/{repo}/issues", item: Issue, field: null, mostPages: MOST_PAGES,
      parameters: { owner: repository.owner, repo: repository.name, state, ...filter },
    });
    for (const issue of listed) if (issue.pull_request === undefined) found.set(issue.number, detailOf(issue, repository));
  }
  return [...found.values()];
}
