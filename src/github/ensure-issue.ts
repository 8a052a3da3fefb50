/**
 * Issues of ours: found, made once, and kept.
 *
 * Promises: an issue with a key is made at most once, whatever happened to the answer of its creation or to the run after it, because before each
 * creation all issues that our app wrote are looked through for the key, open or closed. An issue that somebody else wrote is never taken for ours,
 * whatever key stands in it. A change that changes nothing is not written.
 * Sources: https://docs.github.com/rest/issues/issues#list-repository-issues (`creator` takes an app's login), …#create-an-issue, …#update-an-issue
 */
import { z } from "zod";
import { carriesKey, carriesKeyPrefix } from "../domain/desired/fenced-section.ts";
import type { DesiredIssue, IssueChange, OwnIssue } from "../domain/model/own-issue.ts";
import type { RepositoryRef } from "../domain/model/refs.ts";
import { repositoryName } from "../domain/model/refs.ts";
import type { Client } from "./app-client.ts";
import { parseWire } from "./wire/parse-wire.ts";

const Issue = z.object({
  id: z.int(),
  number: z.int(),
  html_url: z.string(),
  repository_url: z.string(),
  title: z.string(),
  body: z.string().nullish(),
  state: z.string(),
  labels: z.array(z.union([z.string(), z.object({ name: z.string().nullish() })])).nullish(),
  comments: z.int().nullish(),
  user: z.object({ login: z.string() }).nullish(),
  performed_via_github_app: z.object({ id: z.int() }).nullish(),
  pull_request: z.unknown().optional(),
});
type Issue = z.infer<typeof Issue>;

const PER_PAGE = 100;
/** An app that has written more issues in one repository than this has gone wrong elsewhere. */
const MOST_PAGES = 20;

/** What is ours: the app's own login, `release-warden[bot]`. */
export interface Author {
  readonly botLogin: string;
}

/** `known` is where it was last seen: one call when it is still there. Null = there is none. */
export async function readOwnIssue(client: Client, author: Author, repository: RepositoryRef, key: string, known: number | null): Promise<OwnIssue | null> {
  const remembered = known === null ? null : await readKnown(client, author, repository, known);
  return remembered ?? findByKey(client, author, repository, key);
}

/** All of ours whose key begins so, open or closed, oldest first. */
export async function readOwnIssues(client: Client, author: Author, repository: RepositoryRef, prefix: string): Promise<readonly OwnIssue[]> {
  const found: OwnIssue[] = [];
  for await (const issues of ownPages(client, author, repository)) found.push(...issues.filter((issue) => carriesKeyPrefix(issue.body ?? "", prefix)).map(ownIssue));
  return found;
}

/** Answers with the one that is there, as it stands, or with a new one. */
export async function ensureIssue(client: Client, author: Author, repository: RepositoryRef, desired: DesiredIssue): Promise<OwnIssue> {
  return await findByKey(client, author, repository, desired.key) ?? create(client, repository, desired);
}

/** Null when the issue is gone. */
export async function ensureIssueContent(client: Client, repository: RepositoryRef, observed: OwnIssue, change: IssueChange): Promise<OwnIssue | null> {
  const { title, body, open } = change;
  const body_ = { ...(title === undefined || title === observed.title ? {} : { title }), ...(body === undefined || body === observed.body ? {} : { body }),
    ...(open === undefined || open === observed.open ? {} : open ? { state: "open" } : { state: "closed", state_reason: "completed" }) };
  if (Object.keys(body_).length === 0) return observed;
  const what = `issue ${repositoryName(repository)}#${observed.number}`;
  const answer = await client.rest({
    what, route: "PATCH /repos/{owner}/{repo}/issues/{issue_number}", understands: [404, 410],
    parameters: { owner: repository.owner, repo: repository.name, issue_number: observed.number, ...body_ },
  });
  return answer.status >= 300 ? null : ownIssue(parseWire(Issue, answer.body, what));
}

/** An issue of anybody's, as completed; false where it is gone or we may not. */
export async function ensureIssueClosed(client: Client, repository: RepositoryRef, number: number): Promise<boolean> {
  const answer = await client.rest({
    what: `issue ${repositoryName(repository)}#${number}`, route: "PATCH /repos/{owner}/{repo}/issues/{issue_number}", understands: [403, 404, 410],
    parameters: { owner: repository.owner, repo: repository.name, issue_number: number, state: "closed", state_reason: "completed" },
  });
  return answer.status === 200;
}

async function readKnown(client: Client, author: Author, repository: RepositoryRef, number: number): Promise<OwnIssue | null> {
  const what = `issue ${repositoryName(repository)}#${number}`;
  const answer = await client.rest({
    what, route: "GET /repos/{owner}/{repo}/issues/{issue_number}", understands: [301, 404, 410],
    parameters: { owner: repository.owner, repo: repository.name, issue_number: number },
  });
  if (answer.status >= 300) return null;
  const issue = parseWire(Issue, answer.body, what);
  // A moved issue answers from where it went, under another number or repository.
  const here = issue.number === number && issue.repository_url.toLowerCase().endsWith(`/${repositoryName(repository).toLowerCase()}`);
  return here && isOurs(client, author, issue) ? ownIssue(issue) : null;
}

async function findByKey(client: Client, author: Author, repository: RepositoryRef, key: string): Promise<OwnIssue | null> {
  for await (const issues of ownPages(client, author, repository)) {
    const found = issues.find((issue) => carriesKey(issue.body ?? "", key));
    if (found !== undefined) return ownIssue(found);
  }
  return null;
}

async function* ownPages(client: Client, author: Author, repository: RepositoryRef): AsyncGenerator<readonly Issue[]> {
  const what = `issues of ours in ${repositoryName(repository)}`;
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const answer = await client.rest({
      what, route: "GET /repos/{owner}/{repo}/issues",
      parameters: { owner: repository.owner, repo: repository.name, creator: author.botLogin, state: "all", sort: "created", direction: "asc", per_page: PER_PAGE, page },
    });
    const issues = parseWire(z.array(Issue), answer.body, what);
    yield issues.filter((issue) => isOurs(client, author, issue));
    if (issues.length < PER_PAGE) return;
  }
}

function isOurs(client: Client, author: Author, issue: Issue): boolean {
  if (issue.pull_request !== undefined) return false;
  if (issue.user?.login.toLowerCase() !== author.botLogin.toLowerCase()) return false;
  return issue.performed_via_github_app == null || issue.performed_via_github_app.id === client.appId;
}

async function create(client: Client, repository: RepositoryRef, desired: DesiredIssue): Promise<OwnIssue> {
  const what = `a new issue in ${repositoryName(repository)}`;
  const { title, body, labels, assignees = [] } = desired;
  const post = (more: object, understands: readonly number[]) => client.rest({
    what, route: "POST /repos/{owner}/{repo}/issues", understands,
    parameters: { owner: repository.owner, repo: repository.name, title, body, ...(labels.length === 0 ? {} : { labels }), ...more },
  });
  // A plan may name people whom GitHub does not know.
  const asked = assignees.length === 0 ? null : await post({ assignees }, [422]);
  const answer = asked === null || asked.status === 422 ? await post({}, []) : asked;
  return ownIssue(parseWire(Issue, answer.body, what));
}

function ownIssue(issue: Issue): OwnIssue {
  return { id: issue.id, number: issue.number, url: issue.html_url, title: issue.title, body: issue.body ?? "", open: issue.state === "open", labels: (issue.labels ?? []).flatMap((label) => (typeof label === "string" ? label : label.name) ?? []), comments: issue.comments ?? 0 };
}
