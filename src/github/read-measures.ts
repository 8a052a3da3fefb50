/**
 * Facts for key results: how many issues with a label are closed, which checks passed on the newest commit of a branch, and how long questions
 * waited for an answer. One call each, but for questions, of which at most `PAGES` pages are read in one look.
 * Sources: https://docs.github.com/graphql/reference/objects#repository (issues, ref), …/input-objects#issuefilters
 */
import { z } from "zod";
import type { Instant } from "../domain/model/instant.ts";
import type { AskedQuestion, CheckedBranch } from "../domain/model/measure.ts";
import type { RepositoryRef } from "../domain/model/refs.ts";
import { repositoryName } from "../domain/model/refs.ts";
import type { Client } from "./app-client.ts";
import { CLOSED_AUTHORS_DOCUMENT, FILE_TEXT_DOCUMENT, issueCountsDocument, QUESTIONS_DOCUMENT, TIP_CHECKS_DOCUMENT } from "./graphql/measures.graphql.ts";
import { sameRepositoryId } from "./wire/repository-envelope.ts";

const PAGES = 4;

const Count = z.object({ totalCount: z.int() });
const Counts = z.object({
  repository: z.looseObject({
    databaseId: z.number().nullish(), closed: Count,
    open: Count.extend({ nodes: z.array(z.object({ number: z.int(), author: z.object({ login: z.string() }).nullish() }).nullable()).nullish() }),
  }).nullish(),
});

/** Closed for whatever reason. `openNumbers` are the oldest open ones. */
export async function readIssueCounts(client: Client, repository: RepositoryRef, label: string, without: readonly string[]): Promise<{ readonly closed: number; readonly open: number; readonly openNumbers: readonly number[] }> {
  const people = Object.fromEntries(without.map((login, index) => [`w${index}`, login]));
  const data = await client.graphql({
    what: `issues of ${repositoryName(repository)}`, document: () => issueCountsDocument(without.length),
    variables: { owner: repository.owner, name: repository.name, labels: [label], ...people }, schema: Counts,
  });
  const found = sameRepositoryId(data.repository, repository);
  const left = (state: "closed" | "open"): number => without.reduce((sum, _, index) => sum + (Count.safeParse(found[`${state}${index}`]).data?.totalCount ?? 0), 0);
  const excluded = new Set(without.map((login) => login.toLowerCase()));
  const nodes = (found.open.nodes ?? []).filter((node) => node !== null).filter(({ author }) => author == null || !excluded.has(author.login.toLowerCase()));
  return { closed: found.closed.totalCount - left("closed"), open: found.open.totalCount - left("open"), openNumbers: nodes.map(({ number }) => number) };
}

const Authors = z.object({
  repository: z.object({
    databaseId: z.number().nullish(),
    issues: z.object({ pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() }), nodes: z.array(z.object({ author: z.object({ login: z.string() }).nullish() }).nullable()).nullish() }),
  }).nullish(),
});
const AUTHOR_PAGES = 10;

/** By login in lower case; accounts that are gone count as one. Of the first thousand issues: beyond them nobody is limited. */
export async function readClosedAuthors(client: Client, repository: RepositoryRef, label: string, without: readonly string[]): Promise<Readonly<Record<string, number>>> {
  const excluded = new Set(without.map((login) => login.toLowerCase()));
  const counts = new Map<string, number>();
  let cursor: string | null = null;
  for (let page = 0; page < AUTHOR_PAGES; page += 1) {
    const data: z.infer<typeof Authors> = await client.graphql({
      what: `authors of issues of ${repositoryName(repository)}`, document: () => CLOSED_AUTHORS_DOCUMENT,
      variables: { owner: repository.owner, name: repository.name, labels: [label], cursor }, schema: Authors,
    });
    const { issues } = sameRepositoryId(data.repository, repository);
    for (const node of issues.nodes ?? []) {
      const who = node?.author?.login.toLowerCase() ?? "ghost";
      if (node !== null && !excluded.has(who)) counts.set(who, (counts.get(who) ?? 0) + 1);
    }
    cursor = issues.pageInfo.endCursor ?? null;
    if (!issues.pageInfo.hasNextPage || cursor === null) break;
  }
  return Object.fromEntries(counts);
}

const FileText = z.object({ repository: z.object({ databaseId: z.number().nullish(), file: z.object({ byteSize: z.number().optional(), isTruncated: z.boolean().optional(), text: z.string().nullish() }).nullish() }).nullish() });

/** Null = there is no such file, or it is no text, or GitHub gives only a part of it. */
export async function readFileText(client: Client, repository: RepositoryRef, path: string): Promise<string | null> {
  const data = await client.graphql({
    what: `${path} of ${repositoryName(repository)}`, document: () => FILE_TEXT_DOCUMENT, variables: { owner: repository.owner, name: repository.name, file: `HEAD:${path}` }, schema: FileText,
  });
  const file = sameRepositoryId(data.repository, repository).file ?? null;
  return file === null || file.isTruncated === true ? null : file.text ?? null;
}

const Actor = z.object({ __typename: z.string(), login: z.string() }).nullish();
const Question = z.object({
  number: z.int(), createdAt: z.string(), updatedAt: z.string(), closedAt: z.string().nullish(), author: Actor,
  labelled: z.object({ nodes: z.array(z.object({ createdAt: z.string().optional(), label: z.object({ name: z.string() }).nullish() }).nullable()).nullish() }),
  comments: z.object({ nodes: z.array(z.object({ createdAt: z.string(), author: Actor }).nullable()).nullish() }),
});
const Questions = z.object({
  repository: z.object({
    databaseId: z.number().nullish(),
    issues: z.object({ pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() }), nodes: z.array(Question.nullable()).nullish() }),
  }).nullish(),
});

/**
 * Issues with the label that changed since then, oldest change first. `next` is where the next look goes on; `more` = at once, as this one could not
 * read them all. A question is asked when the label is put on it, or when it is opened with it; closing it ends the wait.
 */
export async function readQuestions(client: Client, repository: RepositoryRef, label: string, since: Instant): Promise<{ readonly asked: readonly AskedQuestion[]; readonly next: Instant; readonly more: boolean }> {
  const asked: AskedQuestion[] = [];
  let [cursor, next]: [string | null, Instant] = [null, since];
  for (let page = 0; page < PAGES; page += 1) {
    const data: z.infer<typeof Questions> = await client.graphql({
      what: `issues of ${repositoryName(repository)}`, document: () => QUESTIONS_DOCUMENT,
      variables: { owner: repository.owner, name: repository.name, labels: [label], since: new Date(since).toISOString(), cursor }, schema: Questions,
    });
    const { issues } = sameRepositoryId(data.repository, repository);
    const nodes = (issues.nodes ?? []).filter((node) => node !== null);
    asked.push(...nodes.map((node) => questionOf(node, label)));
    next = Math.max(next, ...nodes.map(({ updatedAt }) => Date.parse(updatedAt)));
    cursor = issues.pageInfo.endCursor ?? null;
    if (!issues.pageInfo.hasNextPage || cursor === null) return { asked, next, more: false };
  }
  return { asked, next, more: true };
}

function questionOf(issue: z.infer<typeof Question>, label: string): AskedQuestion {
  const labelled = (issue.labelled.nodes ?? []).filter((node) => node?.label?.name.toLowerCase() === label.toLowerCase()).map((node) => Date.parse(node?.createdAt ?? issue.createdAt));
  const askedAt = Math.min(...labelled, Infinity);
  const from = Number.isFinite(askedAt) ? askedAt : Date.parse(issue.createdAt);
  const answers = (issue.comments.nodes ?? []).filter((node) => node !== null)
    .filter(({ author }) => author != null && author.__typename !== "Bot" && author.login !== issue.author?.login).map(({ createdAt }) => Date.parse(createdAt));
  const ends = [...answers, ...(issue.closedAt == null ? [] : [Date.parse(issue.closedAt)])];
  return { number: issue.number, askedAt: from, answeredAt: ends.length === 0 ? null : Math.max(from, Math.min(...ends)) };
}

const Context = z.object({
  __typename: z.string(), name: z.string().optional(), status: z.string().optional(), conclusion: z.string().nullish(),
  checkSuite: z.object({ app: z.object({ databaseId: z.int().nullish() }).nullish() }).nullish(), context: z.string().optional(), state: z.string().optional(),
});
const TipChecks = z.object({
  repository: z.object({
    databaseId: z.number().nullish(),
    ref: z.object({ target: z.object({ oid: z.string(), statusCheckRollup: z.object({ contexts: z.object({ nodes: z.array(Context.nullable()).nullish() }) }).nullish() }).nullish() }).nullish(),
  }).nullish(),
});
const PASSED = ["SUCCESS", "NEUTRAL", "SKIPPED"];

/** Checks and statuses that have finished, without ours, at most a hundred; null = there is no such branch. */
export async function readTipChecks(client: Client, repository: RepositoryRef, branch: string): Promise<CheckedBranch | null> {
  const data = await client.graphql({
    what: `checks on ${branch} of ${repositoryName(repository)}`, document: () => TIP_CHECKS_DOCUMENT,
    variables: { owner: repository.owner, name: repository.name, ref: `refs/heads/${branch}` }, schema: TipChecks,
  });
  const target = sameRepositoryId(data.repository, repository).ref?.target ?? null;
  if (target === null) return null;
  const outcomes = new Map<string, boolean>();
  for (const one of target.statusCheckRollup?.contexts.nodes ?? []) {
    const outcome = one === null || one.checkSuite?.app?.databaseId === client.appId ? null : outcomeOf(one);
    // The same name twice: one that failed is not made good by another of that name.
    if (outcome !== null) outcomes.set(outcome.name, outcome.passed && outcomes.get(outcome.name) !== false);
  }
  const names = (passed: boolean): readonly string[] => [...outcomes].filter(([, one]) => one === passed).map(([name]) => name).toSorted();
  return { branch, sha: target.oid, passed: names(true), failed: names(false) };
}

/** Null = it still runs. */
function outcomeOf({ __typename, name, status, conclusion, context, state }: z.infer<typeof Context>): { readonly name: string; readonly passed: boolean } | null {
  if (__typename === "StatusContext") return context === undefined || state === "PENDING" || state === "EXPECTED" ? null : { name: context, passed: state === "SUCCESS" };
  return name === undefined || status !== "COMPLETED" ? null : { name, passed: PASSED.includes(conclusion ?? "") };
}
