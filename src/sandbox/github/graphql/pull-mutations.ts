// Pull requests by mutation, as GitHub's command line opens, changes, reviews and merges them.

import { mergePullRequest, type MergeMethod } from "../state/merge.ts";
import { editIssue, setLabels } from "../state/issue.ts";
import { closePull, openPullRequest, reopenPull, retarget, type Pull } from "../state/pull.ts";
import { findRepository, fullName, type Repository } from "../state/repository.ts";
import { createReview } from "../state/review.ts";
import { actorNode } from "./account-fields.ts";
import { labelNames } from "./issue-mutations.ts";
import { actingOn, inputOf, memberOf, payload, payloadFields, repositoryById, textIn, writerOf } from "./mutation-input.ts";
import { pullById } from "./node-lookup.ts";
import { graphqlProblem } from "./problem.ts";
import { pullOf } from "./pull-fields.ts";
import type { Arguments, GraphqlContext, ResolverMap, TypeResolvers } from "./resolver.ts";

const REVIEW_EVENTS = ["APPROVE", "REQUEST_CHANGES", "COMMENT"] as const;

export const PULL_MUTATIONS: TypeResolvers<unknown> = {
  createPullRequest(_, args, context) {
    const input = inputOf(args);
    const repository = repositoryById(context, input["repositoryId"]);
    const actor = memberOf(context, repository, "pull_requests");
    const head = headOf(context, repository, input);
    const given = { title: textIn(input, "title") ?? "", body: textIn(input, "body") ?? null, baseRef: branchName(textIn(input, "baseRefName") ?? ""), draft: input["draft"] === true };
    return payload(input, { pullRequest: openPullRequest(context.world, repository, { ...given, ...head }, actor).issue });
  },
  updatePullRequest(_, args, context) {
    const input = inputOf(args);
    const issue = pullById(context, String(input["pullRequestId"]));
    const actor = actingOn(context, issue, "pull_requests");
    editIssue(context.world, issue, { title: textIn(input, "title"), body: textIn(input, "body") }, actor);
    if (Array.isArray(input["labelIds"])) setLabels(context.world, issue, labelNames(context, input["labelIds"]), actor);
    const base = textIn(input, "baseRefName");
    if (base !== undefined) retarget(context.world, pullOf(issue), branchName(base), actor);
    if (input["state"] === "CLOSED") closePull(context.world, pullOf(issue), actor);
    if (input["state"] === "OPEN") reopenPull(context.world, pullOf(issue), actor);
    return payload(input, { actor: actorNode(actor), pullRequest: issue });
  },
  closePullRequest: (_, args, context) => turn(context, args, closePull),
  reopenPullRequest: (_, args, context) => turn(context, args, reopenPull),
  mergePullRequest(_, args, context) {
    const input = inputOf(args);
    const issue = pullById(context, String(input["pullRequestId"]));
    const actor = writerOf(context, issue.repository, "contents");
    const method = (textIn(input, "mergeMethod") ?? "MERGE").toLowerCase() as MergeMethod;
    mergePullRequest(context.world, pullOf(issue), { method, sha: textIn(input, "expectedHeadOid"), title: textIn(input, "commitHeadline"), message: textIn(input, "commitBody") }, actor);
    return payload(input, { actor: actorNode(actor), pullRequest: issue });
  },
  addPullRequestReview(_, args, context) {
    const input = inputOf(args);
    const issue = pullById(context, String(input["pullRequestId"]));
    const actor = memberOf(context, issue.repository, "pull_requests");
    const event = REVIEW_EVENTS.find((each) => each === input["event"]) ?? null;
    const commitSha = textIn(input, "commitOID");
    const pullRequestReview = createReview(context.world, pullOf(issue), { event, body: textIn(input, "body") ?? "", ...(commitSha === undefined ? {} : { commitSha }) }, actor);
    return payload(input, { pullRequestReview });
  },
};

function turn(context: GraphqlContext, args: Arguments, change: (world: GraphqlContext["world"], pull: Pull, sender: ReturnType<typeof actingOn>) => void): unknown {
  const input = inputOf(args);
  const issue = pullById(context, String(input["pullRequestId"]));
  change(context.world, pullOf(issue), actingOn(context, issue, "pull_requests"));
  return payload(input, { pullRequest: issue });
}

/** "branch", or "owner:branch" of a fork of the same network. */
function headOf(context: GraphqlContext, repository: Repository, input: Arguments): { readonly headRepository: Repository; readonly headRef: string } {
  const named = textIn(input, "headRepositoryId");
  const [branch = "", owner] = (textIn(input, "headRefName") ?? "").split(":").reverse();
  const headRef = branchName(branch);
  if (named !== undefined) return { headRepository: repositoryById(context, named), headRef };
  if (owner === undefined) return { headRepository: repository, headRef };
  const inNetwork = [...repository.network.members].find((each) => each.owner.login.toLowerCase() === owner.toLowerCase());
  const headRepository = inNetwork ?? findRepository(context.world, `${owner}/${repository.name}`);
  if (headRepository === null) throw graphqlProblem("UNPROCESSABLE", `Head repository of ${owner} can't be found beside ${fullName(repository)}`);
  return { headRepository, headRef };
}

function branchName(text: string): string {
  return text.replace(/^refs\/heads\//, "");
}

export const PULL_MUTATION_RESOLVERS: ResolverMap = {
  CreatePullRequestPayload: payloadFields("pullRequest"),
  UpdatePullRequestPayload: payloadFields("actor", "pullRequest"),
  ClosePullRequestPayload: payloadFields("pullRequest"),
  ReopenPullRequestPayload: payloadFields("pullRequest"),
  MergePullRequestPayload: payloadFields("actor", "pullRequest"),
  AddPullRequestReviewPayload: payloadFields("pullRequestReview"),
};
