/**
 * Features of a plan in one repository, open and closed: fifty to a read, with their sub-issues, so that a thousand of them cost twenty reads.
 * Those that are selected by type are listed by REST, a hundred to a read, since GraphQL does not filter by it everywhere; their sub-issues follow,
 * fifty features to a read.
 * Sources: https://docs.github.com/graphql/reference/objects#issue (subIssues, subIssuesSummary), #repository (issues)
 */
import { z } from "zod";
import type { RepositoryRef } from "../domain/model/refs.ts";
import { repositoryName } from "../domain/model/refs.ts";
import type { Client } from "./app-client.ts";
import { absent } from "./explained-errors.ts";
import { fault } from "./fault.ts";
import { blobTextsDocument, featureDocument, featuresByNumberDocument, featuresDocument, FEATURES_PAGE } from "./graphql/features.graphql.ts";
import type { IssueDetail } from "./read-issue.ts";
import { readIssues } from "./read-issue.ts";
import { instantOf } from "./wire/instant.ts";
import { parseWire } from "./wire/parse-wire.ts";
import { sameRepositoryId } from "./wire/repository-envelope.ts";

const Names = z.object({ nodes: z.array(z.object({ name: z.string() }).nullable()).nullish() }).nullish();
const WireFeature = z.object({
  number: z.int(), url: z.string(), title: z.string(), body: z.string(), state: z.string(), createdAt: z.string(),
  author: z.object({ login: z.string() }).nullish(),
  issueType: z.object({ name: z.string() }).nullish(),
  labels: Names,
  assignees: z.object({ nodes: z.array(z.object({ login: z.string() }).nullable()).nullish() }),
  milestone: z.object({ title: z.string() }).nullish(),
  subIssuesSummary: z.object({ total: z.int() }),
  subIssues: z.object({ nodes: z.array(z.object({ number: z.int(), issueType: z.object({ name: z.string() }).nullish(), repository: z.object({ nameWithOwner: z.string() }), labels: Names }).nullable()).nullish() }),
});
const Page = z.object({
  repository: z.object({ databaseId: z.number().nullish(), issues: z.object({ pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() }), nodes: z.array(WireFeature.nullable()).nullish() }) }).nullish(),
});
const One = z.object({ repository: z.object({ databaseId: z.number().nullish(), issue: WireFeature.nullish() }).nullish() });
const ByName = z.object({ repository: z.looseObject({ databaseId: z.number().nullish() }).nullish() });

/** So many pages of each label, and no more than issues are read elsewhere. */
const MOST_PAGES = 100;

export async function readFeatures(client: Client, repository: RepositoryRef, select: { readonly labels: readonly string[]; readonly issueTypes: readonly string[] }): Promise<readonly IssueDetail[]> {
  const found = new Map<number, IssueDetail>();
  // `labels` of one call may mean any of them or all of them, so each is asked for alone.
  for (const label of select.labels) for (const one of await readLabelled(client, repository, label)) found.set(one.number, one);
  if (select.issueTypes.length === 0) return [...found.values()];
  const typed = (await readIssues(client, repository, { labels: [], issueTypes: select.issueTypes }, "all")).filter(({ number }) => !found.has(number));
  const nested = await readByNumber(client, repository, typed.filter(({ subIssues }) => subIssues > 0).map(({ number }) => number));
  for (const one of typed) found.set(one.number, nested.get(one.number) ?? { ...one, ...(one.subIssues === 0 ? { children: [] } : {}) });
  return [...found.values()];
}

async function readLabelled(client: Client, repository: RepositoryRef, label: string): Promise<readonly IssueDetail[]> {
  const what = `features of ${repositoryName(repository)}`;
  const found: IssueDetail[] = [];
  let cursor: string | null = null;
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const data: z.infer<typeof Page> = await client.graphql({ what, document: featuresDocument, variables: { owner: repository.owner, name: repository.name, labels: [label], cursor }, schema: Page, explains: hiddenChild });
    const { nodes, pageInfo } = sameRepositoryId(data.repository, repository).issues;
    for (const node of nodes ?? []) if (node !== null) found.push(detailOf(node, repository));
    if (!pageInfo.hasNextPage) return found;
    cursor = pageInfo.endCursor ?? null;
  }
  throw fault("invalid", `${what}: more than ${MOST_PAGES * FEATURES_PAGE} have one label, which is more than can be read`);
}

/** One of them, in one read. Null where it is gone, out of sight, or a pull request. */
export async function readFeature(client: Client, repository: RepositoryRef, number: number): Promise<IssueDetail | null> {
  const data = await client.graphql({
    what: `issue ${repositoryName(repository)}#${number}`, document: featureDocument, variables: { owner: repository.owner, name: repository.name, number }, schema: One,
    explains: (error) => hiddenChild(error) || absent(error, "issue"),
  });
  const { issue } = sameRepositoryId(data.repository, repository);
  return issue == null ? null : detailOf(issue, repository);
}

async function readByNumber(client: Client, repository: RepositoryRef, numbers: readonly number[]): Promise<ReadonlyMap<number, IssueDetail>> {
  const what = `features of ${repositoryName(repository)}`;
  const found = new Map<number, IssueDetail>();
  for (let from = 0; from < numbers.length; from += FEATURES_PAGE) {
    const some = numbers.slice(from, from + FEATURES_PAGE);
    const data = await client.graphql({
      what, document: (issueTypes) => featuresByNumberDocument(some, issueTypes), variables: { owner: repository.owner, name: repository.name }, schema: ByName,
      explains: (error) => hiddenChild(error) || (error.type === "NOT_FOUND" && /^f\d+$/.test(String(error.path.at(-1)))),
    });
    const answer: Readonly<Record<string, unknown>> = sameRepositoryId(data.repository, repository);
    for (const index of some.keys()) {
      const one = parseWire(WireFeature.nullish(), answer[`f${index}`], what);
      if (one != null) found.set(one.number, detailOf(one, repository));
    }
  }
  return found;
}

/** A sub-issue in a repository that is not ours to see is no test that we could look at. */
function hiddenChild(error: { readonly type: string | null; readonly path: readonly (string | number)[] }): boolean {
  return (error.type === "FORBIDDEN" || error.type === "NOT_FOUND") && error.path.includes("subIssues");
}

function detailOf(wire: z.infer<typeof WireFeature>, repository: RepositoryRef): IssueDetail {
  const children = (wire.subIssues.nodes ?? []).flatMap((child) => (child === null ? [] : [{ repository: child.repository.nameWithOwner, number: child.number, labels: namesOf(child.labels), issueType: child.issueType?.name ?? null }]));
  return {
    repository: repositoryName(repository), number: wire.number, title: wire.title, body: wire.body, open: wire.state === "OPEN", labels: namesOf(wire.labels), issueType: wire.issueType?.name ?? null,
    assignees: (wire.assignees.nodes ?? []).flatMap((one) => (one === null ? [] : [one.login])), createdAt: instantOf(wire.createdAt), url: wire.url, isPull: false,
    milestone: wire.milestone?.title ?? null, subIssues: wire.subIssuesSummary.total, author: wire.author?.login ?? null,
    ...(wire.subIssuesSummary.total <= (wire.subIssues.nodes ?? []).length ? { children } : {}),
  };
}

function namesOf(names: z.infer<typeof Names>): readonly string[] {
  return (names?.nodes ?? []).flatMap((one) => (one === null ? [] : [one.name]));
}

const WireBlob = z.object({ oid: z.string().optional(), text: z.string().nullish(), isBinary: z.boolean().nullish(), isTruncated: z.boolean().optional() }).nullish();
/** Of test files of usual length these are answered in one or two seconds. */
const BLOBS_PAGE = 50;

/** Texts by the names of their blobs. Left out: what is gone, binary, or longer than GitHub gives here. */
export async function readBlobTexts(client: Client, repository: RepositoryRef, shas: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const what = `files of ${repositoryName(repository)}`;
  const found = new Map<string, string>();
  const known = shas.filter((sha) => /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.test(sha));
  for (let from = 0; from < known.length; from += BLOBS_PAGE) {
    const some = known.slice(from, from + BLOBS_PAGE);
    const data = await client.graphql({ what, document: () => blobTextsDocument(some), variables: { owner: repository.owner, name: repository.name }, schema: ByName });
    const answer: Readonly<Record<string, unknown>> = sameRepositoryId(data.repository, repository);
    for (const index of some.keys()) {
      const blob = parseWire(WireBlob, answer[`b${index}`], what);
      if (blob?.oid !== undefined && blob.text != null && blob.isBinary !== true && blob.isTruncated !== true) found.set(blob.oid, blob.text);
    }
  }
  return found;
}
