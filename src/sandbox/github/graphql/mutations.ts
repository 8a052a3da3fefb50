// The mutations that our documents send: the merge queue and drafts here, others in files of their own. Each needs what its button needs on GitHub.
//
// Refusals of the world (not queued, closed, a rule violated) come back as GraphQL errors in the world's own words.

import { holdsPermission } from "../rest/caller.ts";
import type { Account } from "../state/account.ts";
import { disableAutoMerge, enableAutoMerge } from "../state/auto-merge.ts";
import type { Issue } from "../state/issue.ts";
import type { MergeMethod } from "../state/merge.ts";
import { enqueue, queueOf, removeFromQueue } from "../state/merge-queue.ts";
import { setDraft, type Pull } from "../state/pull.ts";
import { COMMENT_MUTATION_RESOLVERS, COMMENT_MUTATIONS } from "./comment-mutations.ts";
import { actorNode } from "./account-fields.ts";
import { forbidden, inputOf, payload, payloadFields, writerOf, type Payload } from "./mutation-input.ts";
import { pullById } from "./node-lookup.ts";
import { graphqlProblem } from "./problem.ts";
import { ISSUE_MUTATION_RESOLVERS, ISSUE_MUTATIONS } from "./issue-mutations.ts";
import { PROJECT_MUTATION_RESOLVERS, PROJECT_MUTATIONS } from "./project-mutations.ts";
import { pullOf } from "./pull-fields.ts";
import { PULL_MUTATION_RESOLVERS, PULL_MUTATIONS } from "./pull-mutations.ts";
import { queueEntryOf } from "./queue-fields.ts";
import { SUB_ISSUE_MUTATION_RESOLVERS, SUB_ISSUE_MUTATIONS } from "./sub-issue-mutations.ts";
import type { Arguments, GraphqlContext, ResolverMap, TypeResolvers } from "./resolver.ts";

const MUTATION: TypeResolvers<unknown> = {
  enqueuePullRequest(_, args, context) {
    const input = inputOf(args);
    const issue = pullById(context, String(input["pullRequestId"]));
    const actor = writer(context, issue);
    const pull = pullOf(issue);
    checkHead(pull, input["expectedHeadOid"]);
    const entry = enqueue(context.world, pull, actor);
    return payload(input, { mergeQueueEntry: queueEntryOf(pull) ?? { queue: queueOf(issue.repository, pull.baseRef), entry } });
  },
  dequeuePullRequest(_, args, context) {
    const input = inputOf(args);
    const issue = pullById(context, String(input["id"]));
    const actor = writer(context, issue);
    const mergeQueueEntry = queueEntryOf(pullOf(issue));
    if (mergeQueueEntry === null) throw graphqlProblem("UNPROCESSABLE", "Pull request is not in the merge queue.");
    removeFromQueue(context.world, pullOf(issue), "MANUAL", actor);
    return payload(input, { mergeQueueEntry });
  },
  enablePullRequestAutoMerge(_, args, context) {
    const input = inputOf(args);
    const issue = pullById(context, String(input["pullRequestId"]));
    const pull = pullOf(issue);
    const { caller, world } = context;
    const actor = writer(context, issue);
    // It merges later in the armer's name, so an app needs the right to merge too.
    if (caller.kind === "installation" && !holdsPermission(caller, "contents", "write")) throw forbidden();
    checkHead(pull, input["expectedHeadOid"]);
    const text = (name: string): string | null => (typeof input[name] === "string" ? input[name] : null);
    const method = (text("mergeMethod") ?? "MERGE").toLowerCase() as MergeMethod;
    enableAutoMerge(world, pull, { method, title: text("commitHeadline"), message: text("commitBody") }, actor);
    return payload(input, { actor: actorNode(actor), pullRequest: issue });
  },
  disablePullRequestAutoMerge(_, args, context) {
    const input = inputOf(args);
    const issue = pullById(context, String(input["pullRequestId"]));
    const actor = writer(context, issue);
    if (pullOf(issue).autoMerge === null) throw graphqlProblem("UNPROCESSABLE", "Can't disable auto-merge for this pull request.");
    disableAutoMerge(context.world, pullOf(issue), "Manually disabled by user", actor);
    return payload(input, { actor: actorNode(actor), pullRequest: issue });
  },
  convertPullRequestToDraft: (_, args, context) => changeDraft(args, context, true),
  markPullRequestReadyForReview: (_, args, context) => changeDraft(args, context, false),
};

function checkHead(pull: Pull, expected: unknown): void {
  if (typeof expected === "string" && expected !== pull.head.sha) throw graphqlProblem("UNPROCESSABLE", "Head branch was modified. Review and try the merge again.");
}

function changeDraft(args: Arguments, context: GraphqlContext, draft: boolean): Payload {
  const input = inputOf(args);
  const issue = pullById(context, String(input["pullRequestId"]));
  setDraft(context.world, pullOf(issue), draft, writer(context, issue));
  return payload(input, { pullRequest: issue });
}

/** The account that acts, if it may write to the pull. */
function writer(context: GraphqlContext, issue: Issue): Account {
  return writerOf(context, issue.repository, "pull_requests");
}

const QUEUE_PAYLOAD = payloadFields("mergeQueueEntry");
const PULL_PAYLOAD = payloadFields("pullRequest");

export const MUTATION_RESOLVERS: ResolverMap = {
  Mutation: { ...MUTATION, ...PULL_MUTATIONS, ...ISSUE_MUTATIONS, ...COMMENT_MUTATIONS, ...SUB_ISSUE_MUTATIONS, ...PROJECT_MUTATIONS },
  ...PULL_MUTATION_RESOLVERS,
  ...ISSUE_MUTATION_RESOLVERS,
  ...COMMENT_MUTATION_RESOLVERS,
  ...SUB_ISSUE_MUTATION_RESOLVERS,
  ...PROJECT_MUTATION_RESOLVERS,
  EnqueuePullRequestPayload: QUEUE_PAYLOAD,
  DequeuePullRequestPayload: QUEUE_PAYLOAD,
  EnablePullRequestAutoMergePayload: payloadFields("actor", "pullRequest"),
  DisablePullRequestAutoMergePayload: payloadFields("actor", "pullRequest"),
  ConvertPullRequestToDraftPayload: PULL_PAYLOAD,
  MarkPullRequestReadyForReviewPayload: PULL_PAYLOAD,
};
