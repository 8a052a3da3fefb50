// Repositories in GraphQL: the way in to pulls, issues, milestones, refs and git objects, with the permission each needs.

import { GraphQLError } from "graphql";
import { githubInstant } from "../clock.ts";
import type { Issue } from "../state/issue.ts";
import { queueOf, queueSettings, type MergeQueue } from "../state/merge-queue.ts";
import { fullName, roleIn, type Repository } from "../state/repository.ts";
import { needPermission } from "./access.ts";
import { actorNode } from "./account-fields.ts";
import { blobAt, commitNode, objectAt, refOf, refsUnder } from "./commit-fields.ts";
import { CONNECTION, pageOf } from "./connection.ts";
import { issueNode } from "./issue-fields.ts";
import { graphqlProblem } from "./problem.ts";
import type { Arguments, GraphqlContext, ResolverMap, TypeResolvers } from "./resolver.ts";

const REPOSITORY: TypeResolvers<Repository> = {
  id: (repository) => repository.nodeId,
  databaseId: (repository) => repository.id,
  name: (repository) => repository.name,
  nameWithOwner: fullName,
  description: (repository) => repository.description,
  owner: (repository) => actorNode(repository.owner),
  isPrivate: (repository) => repository.private,
  isArchived: (repository) => repository.archived,
  isFork: (repository) => repository.parent !== null,
  isEmpty: (repository) => repository.refs.size === 0,
  visibility: (repository) => (repository.private ? "PRIVATE" : "PUBLIC"),
  createdAt: (repository) => githubInstant(repository.createdAt),
  updatedAt: (repository) => githubInstant(repository.updatedAt),
  pushedAt: (repository) => githubInstant(repository.pushedAt),
  hasIssuesEnabled: () => true,
  hasWikiEnabled: () => false,
  hasDiscussionsEnabled: () => false,
  viewerPermission: (repository, _, { caller }) => (caller.kind === "user" ? roleIn(repository, caller.user)?.toUpperCase() ?? null : null),
  mergeCommitAllowed: ({ mergeMethods }) => mergeMethods.merge,
  squashMergeAllowed: ({ mergeMethods }) => mergeMethods.squash,
  rebaseMergeAllowed: ({ mergeMethods }) => mergeMethods.rebase,
  parent: ({ parent }) => parent,
  url: (repository, _, { world }) => `${world.htmlUrl}/${fullName(repository)}`,
  defaultBranchRef: (repository) => refOf(repository, `refs/heads/${repository.defaultBranch}`),
  ref: (repository, args, context) => read(context, ["contents"], () => refOf(repository, String(args["qualifiedName"]))),
  refs: (repository, args, context) => read(context, ["contents"], () => pageOf(refsUnder(repository, String(args["refPrefix"]), typeof args["query"] === "string" ? args["query"] : null), args)),
  object: (repository, args, context) => read(context, ["contents"], () => gitObject(repository, args)),
  pullRequest: (repository, args, context) => read(context, ["pull_requests"], () => numbered(repository, args, "PullRequest")),
  issue: (repository, args, context) => read(context, ["issues"], () => numbered(repository, args, "Issue")),
  issueOrPullRequest: (repository, args, context) => read(context, ["issues", "pull_requests"], () => issueNode(numbered(repository, args, "issue or pull request"))),
  pullRequests: (repository, args, context) => read(context, ["pull_requests"], () => pageOf(pullsOf(repository, args), args)),
  issues: (repository, args, context) => read(context, ["issues"], () => pageOf(issuesOf(repository, args), args)),
  mergeQueue: (repository, args, context) => read(context, ["merge_queues", "pull_requests"], () => queueAt(repository, args["branch"])),
  milestone: (repository, args, context) => read(context, ["issues", "pull_requests"], () => milestoneAt(repository, Number(args["number"]))),
  milestones: (repository, args, context) => read(context, ["issues", "pull_requests"], () => pageOf(milestonesOf(repository, args), args)),
  label: (repository, args) => repository.labels.get(String(args["name"]).toLowerCase()) ?? null,
  labels: (repository, args) => pageOf([...repository.labels.values()], args),
};

function read<T>(context: GraphqlContext, permissions: readonly string[], get: () => T): T {
  needPermission(context, ...permissions);
  return get();
}

function gitObject(repository: Repository, args: Arguments): unknown {
  const { expression, oid } = args;
  if (typeof expression === "string") return objectAt(repository, expression);
  const commit = repository.network.objects.commitBySha(String(oid));
  return commit === null ? blobAt(repository, String(oid)) : commitNode(repository, commit);
}

type Numbered = "PullRequest" | "Issue" | "issue or pull request";

function numbered(repository: Repository, args: Arguments, wanted: Numbered): Issue {
  const number = Number(args["number"]);
  const issue = repository.issues.get(number);
  const fits = issue !== undefined && (wanted === "issue or pull request" || (wanted === "PullRequest") === (issue.pull !== null));
  if (!fits) throw graphqlProblem("NOT_FOUND", `Could not resolve to ${wanted === "PullRequest" ? "a PullRequest" : `an ${wanted}`} with the number of ${number}.`);
  return issue;
}

/** The queue of a branch, the default one when none is named; null where no rule asks for a queue. */
function queueAt(repository: Repository, branch: unknown): MergeQueue | null {
  const name = typeof branch === "string" ? branch.replace(/^refs\/heads\//, "") : repository.defaultBranch;
  return queueSettings(repository, name) === null ? null : queueOf(repository, name);
}

function milestoneAt(repository: Repository, number: number): unknown {
  const milestone = repository.milestones.get(number);
  return milestone === undefined ? null : { repository, milestone };
}

function pullsOf(repository: Repository, args: Arguments): Issue[] {
  const { states, baseRefName, headRefName, labels } = args;
  const found = [...repository.issues.values()].filter(({ pull, state, labels: held }) => {
    if (pull === null) return false;
    const here = pull.mergedAt === null ? state.toUpperCase() : "MERGED";
    if (Array.isArray(states) && !states.includes(here)) return false;
    if (typeof baseRefName === "string" && pull.baseRef !== baseRefName) return false;
    if (typeof headRefName === "string" && pull.headRef !== headRefName) return false;
    return hasAnyLabel(held, labels);
  });
  return ordered(found, args["orderBy"]);
}

function issuesOf(repository: Repository, args: Arguments): Issue[] {
  const { states, labels, filterBy } = args;
  const found = [...repository.issues.values()].filter((issue) => issue.pull === null && (!Array.isArray(states) || states.includes(issue.state.toUpperCase())) && hasAnyLabel(issue.labels, labels));
  return ordered(found.filter((issue) => fits(issue, filterBy)), args["orderBy"]);
}

/** IssueFilters, as far as they are kept here; a filter that is not would let everything through, so it is refused. */
function fits(issue: Issue, filterBy: unknown): boolean {
  if (typeof filterBy !== "object" || filterBy === null) return true;
  const { createdBy, labels, states, since, ...others } = filterBy as Readonly<Record<string, unknown>>;
  // The schema gives `viewerSubscribed` a default of false, which asks for nothing.
  const foreign = Object.entries(others).filter(([, value]) => value != null && value !== false).map(([name]) => name);
  if (foreign.length > 0) throw new GraphQLError(`The local GitHub cannot filter issues by ${foreign.join(", ")}. Add it to src/sandbox/github/graphql/repository-fields.ts.`);
  return (typeof createdBy !== "string" || issue.user?.login.toLowerCase() === createdBy.toLowerCase()) && (!Array.isArray(states) || states.includes(issue.state.toUpperCase()))
    && hasAnyLabel(issue.labels, labels) && (typeof since !== "string" || issue.updatedAt >= Date.parse(since));
}

function hasAnyLabel(held: readonly { name: string }[], wanted: unknown): boolean {
  return !Array.isArray(wanted) || held.some((label) => wanted.includes(label.name));
}

/** By IssueOrder; ties, and everything unless asked otherwise, in order of creation. */
function ordered(issues: Issue[], orderBy: unknown): Issue[] {
  if (typeof orderBy !== "object" || orderBy === null) return issues;
  const { field, direction } = orderBy as { field: string; direction: string };
  const key = (issue: Issue): number => (field === "UPDATED_AT" ? issue.updatedAt : field === "COMMENTS" ? issue.comments.length : issue.createdAt);
  const sign = direction === "DESC" ? -1 : 1;
  return issues.sort((one, other) => sign * (key(one) - key(other) || one.id - other.id));
}

function milestonesOf(repository: Repository, args: Arguments): unknown[] {
  const { states } = args;
  const found = [...repository.milestones.values()].filter((milestone) => !Array.isArray(states) || states.includes(milestone.state.toUpperCase()));
  return found.map((milestone) => ({ repository, milestone }));
}

export const REPOSITORY_RESOLVERS: ResolverMap = { Repository: REPOSITORY, RepositoryConnection: CONNECTION };
