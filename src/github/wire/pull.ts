/** One pull request, as the shared GraphQL fields send it. */
import { z } from "zod";
import { nodes } from "./connection.ts";
import { CommitChecks } from "./our-checks.ts";
import { Who } from "./who.ts";

const Labelled = z.object({ createdAt: z.string().nullish(), actor: Who.nullish(), label: z.object({ name: z.string() }).nullish() });
export type Labelled = z.infer<typeof Labelled>;

export const WireIssue = z.object({
  number: z.number().int(),
  title: z.string().nullish(),
  repository: z.object({ nameWithOwner: z.string() }),
  author: Who.nullish(),
  issueType: z.object({ name: z.string() }).nullish(),
  labels: nodes(z.object({ name: z.string() })),
  labelled: nodes(Labelled),
});
export type WireIssue = z.infer<typeof WireIssue>;

export const WirePull = z.object({
  number: z.number().int(),
  title: z.string(),
  body: z.string().nullish(),
  url: z.string().nullish(),
  isDraft: z.boolean(),
  state: z.enum(["OPEN", "CLOSED", "MERGED"]),
  createdAt: z.string().nullish(),
  updatedAt: z.string().nullish(),
  mergedAt: z.string().nullish(),
  author: Who.nullish(),
  mergedBy: Who.nullish(),
  mergeCommit: z.object({ oid: z.string() }).nullish(),
  baseRefName: z.string(),
  baseRefOid: z.string().nullish(),
  headRefName: z.string(),
  headRefOid: z.string(),
  headRepository: z.object({ nameWithOwner: z.string() }).nullish(),
  repository: z.object({ databaseId: z.number().nullish(), nameWithOwner: z.string(), defaultBranchRef: z.object({ name: z.string() }).nullish() }),
  autoMergeRequest: z.object({}).nullish(),
  isInMergeQueue: z.boolean().nullish(),
  labels: nodes(z.object({ name: z.string() })),
  labelled: nodes(Labelled),
  closingIssuesReferences: nodes(WireIssue),
  changedFiles: z.number().int(),
  files: z
    .object({ nodes: z.array(z.object({ path: z.string(), changeType: z.string() }).nullable()).nullish(), pageInfo: z.object({ hasNextPage: z.boolean() }) })
    .nullish(),
  latestOpinionatedReviews: nodes(z.object({ state: z.string(), submittedAt: z.string().nullish(), author: Who.nullish(), commit: z.object({ oid: z.string() }).nullish() })),
  commits: nodes(z.object({ commit: CommitChecks })),
});
export type WirePull = z.infer<typeof WirePull>;
