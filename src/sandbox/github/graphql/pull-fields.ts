// Pull requests in GraphQL. The source of each is the issue that carries the pull.
//
// `files` has no previous path of a rename: that is GitHub's schema, and whoever needs it asks REST. Whatever a pull contains
// is computed by the same functions that REST uses, so both doors always agree.

import { githubInstant, githubInstantOrNull } from "../clock.ts";
import { nodeId } from "../node-id.ts";
import type { Account } from "../state/account.ts";
import type { AutoMerge } from "../state/auto-merge.ts";
import { closingIssues } from "../state/closing.ts";
import type { Issue } from "../state/issue.ts";
import { mergeableState } from "../state/merge.ts";
import { comparisonOf, filesOf, isMergeable, type Pull } from "../state/pull.ts";
import { associationOf, fullName } from "../state/repository.ts";
import { queueSettings } from "../state/merge-queue.ts";
import { decidingReviews, type Review } from "../state/review.ts";
import { activeRules } from "../state/rule.ts";
import type { FileChange } from "../git/diff.ts";
import { sizeOf } from "../git/diff.ts";
import { sees } from "./access.ts";
import { actorNode } from "./account-fields.ts";
import { refOf, type CommitSource } from "./commit-fields.ts";
import { CONNECTION, pageOf } from "./connection.ts";
import { SHARED_FIELDS } from "./issue-fields.ts";
import { reactionGroupsOf } from "./reaction-fields.ts";
import { queueEntryOf } from "./queue-fields.ts";
import type { Arguments, FieldResolver, ResolverMap, TypeResolvers } from "./resolver.ts";

/** GitHub lists at most this many commits of a pull. */
const MOST_COMMITS = 250;
const MOST_FILES = 3000;

const CHANGE_TYPES = { added: "ADDED", removed: "DELETED", modified: "MODIFIED", renamed: "RENAMED" } as const;

export function pullOf(issue: Issue): Pull {
  if (issue.pull === null) throw new Error(`Issue ${issue.number} is no pull request.`);
  return issue.pull;
}

/** A field of the pull behind the issue. */
function ofPull(resolve: (pull: Pull) => unknown): FieldResolver<Issue> {
  return (issue) => resolve(pullOf(issue));
}

const PULL: TypeResolvers<Issue> = {
  ...SHARED_FIELDS,
  id: ofPull((pull) => pull.nodeId),
  databaseId: ofPull((pull) => pull.id),
  fullDatabaseId: ofPull((pull) => String(pull.id)),
  state: (issue) => (pullOf(issue).mergedAt === null ? issue.state.toUpperCase() : "MERGED"),
  isDraft: ofPull((pull) => pull.draft),
  isCrossRepository: ofPull((pull) => pull.headRepository !== pull.issue.repository),
  headRefName: ofPull((pull) => pull.headRef),
  headRefOid: ofPull((pull) => pull.head.sha),
  headRef: ofPull((pull) => refOf(pull.headRepository, `refs/heads/${pull.headRef}`)),
  baseRefName: ofPull((pull) => pull.baseRef),
  baseRefOid: ofPull((pull) => pull.base.sha),
  baseRef: ofPull((pull) => refOf(pull.issue.repository, `refs/heads/${pull.baseRef}`)),
  headRepository: (issue, _, context) => (sees(context, pullOf(issue).headRepository) ? pullOf(issue).headRepository : null),
  headRepositoryOwner: ofPull((pull) => actorNode(pull.headRepository.owner)),
  merged: ofPull((pull) => pull.mergedAt !== null),
  mergedAt: ofPull((pull) => githubInstantOrNull(pull.mergedAt)),
  mergedBy: ofPull((pull) => actorNode(pull.mergedBy)),
  mergeable: ofPull((pull) => (pull.issue.state === "closed" ? "UNKNOWN" : isMergeable(pull) ? "MERGEABLE" : "CONFLICTING")),
  mergeStateStatus: (issue, _, { world }) => mergeableState(world, pullOf(issue)).toUpperCase(),
  mergeCommit: ofPull((pull) => (pull.mergeCommit === null ? null : { repository: pull.issue.repository, commit: pull.mergeCommit })),
  reviewDecision: ofPull(reviewDecisionOf),
  autoMergeRequest: ofPull((pull) => (pull.autoMerge === null ? null : pull)),
  mergeQueueEntry: ofPull(queueEntryOf),
  isMergeQueueEnabled: ofPull((pull) => queueSettings(pull.issue.repository, pull.baseRef) !== null),
  isInMergeQueue: ofPull((pull) => queueEntryOf(pull) !== null),
  changedFiles: ofPull((pull) => filesOf(pull).length),
  additions: ofPull((pull) => filesOf(pull).reduce((sum, file) => sum + sizeOf(file).additions, 0)),
  deletions: ofPull((pull) => filesOf(pull).reduce((sum, file) => sum + sizeOf(file).deletions, 0)),
  files: (issue, args) => pageOf(filesOf(pullOf(issue)).slice(0, MOST_FILES), args),
  commits: (issue, args) => pageOf(commitsOf(pullOf(issue)), args),
  closingIssuesReferences: (issue, args, context) => pageOf(closingIssues(context.world, pullOf(issue)).filter((each) => sees(context, each.repository)), args),
  reviews: (issue, args) => pageOf(reviewsOf(pullOf(issue), args), args),
  latestReviews: (issue, args) => pageOf(latestReviewsOf(pullOf(issue)), args),
  latestOpinionatedReviews: (issue, args) => pageOf(decidingReviews(pullOf(issue)), args),
  reviewRequests: (issue, args) => pageOf(pullOf(issue).requestedReviewers.map((reviewer) => ({ pull: issue, reviewer })), args),
  maintainerCanModify: ofPull((pull) => pull.maintainerCanModify),
  url: (issue, _, { world }) => `${world.htmlUrl}/${fullName(issue.repository)}/pull/${issue.number}`,
};

function commitsOf(pull: Pull): { pull: Pull; commit: CommitSource }[] {
  const { repository } = pull.issue;
  return comparisonOf(pull).ahead.slice(0, MOST_COMMITS).map((commit) => ({ pull, commit: { repository, commit } }));
}

function reviewsOf(pull: Pull, args: Arguments): Review[] {
  const { states, author } = args;
  return pull.reviews.filter((review) => (!Array.isArray(states) || states.includes(review.state)) && (typeof author !== "string" || review.user.login === author));
}

/** The newest submitted review of each person, whatever it says. */
function latestReviewsOf(pull: Pull): Review[] {
  const latest = new Map<number, Review>();
  for (const review of pull.reviews) if (review.state !== "PENDING") latest.set(review.user.id, review);
  return [...latest.values()];
}

/** Null where no review is required, as on GitHub. */
function reviewDecisionOf(pull: Pull): "APPROVED" | "CHANGES_REQUESTED" | "REVIEW_REQUIRED" | null {
  const wanted = requiredApprovals(pull);
  if (wanted === 0) return null;
  const reviews = decidingReviews(pull);
  if (reviews.some((review) => review.state === "CHANGES_REQUESTED")) return "CHANGES_REQUESTED";
  return reviews.filter((review) => review.state === "APPROVED").length >= wanted ? "APPROVED" : "REVIEW_REQUIRED";
}

function requiredApprovals(pull: Pull): number {
  const { repository } = pull.issue;
  const ruled = activeRules(repository, pull.baseRef).flatMap(({ rule }) => (rule.type === "pull_request" ? [Number(rule.parameters?.["required_approving_review_count"] ?? 0)] : []));
  return Math.max(0, repository.protections.get(pull.baseRef)?.requiredReviews ?? 0, ...ruled);
}

const AUTO_MERGE: TypeResolvers<Pull & { readonly autoMerge: AutoMerge }> = {
  enabledAt: ({ autoMerge }) => githubInstant(autoMerge.enabledAt),
  enabledBy: ({ autoMerge }) => actorNode(autoMerge.enabledBy),
  mergeMethod: ({ autoMerge }) => autoMerge.method.toUpperCase(),
  commitHeadline: ({ autoMerge }) => autoMerge.title,
  commitBody: ({ autoMerge }) => autoMerge.message,
  pullRequest: (pull) => pull.issue,
};

const FILE: TypeResolvers<FileChange> = {
  path: (file) => file.path,
  changeType: (file) => CHANGE_TYPES[file.status],
  additions: (file) => sizeOf(file).additions,
  deletions: (file) => sizeOf(file).deletions,
};

const REVIEW: TypeResolvers<Review> = {
  id: (review) => review.nodeId,
  databaseId: (review) => review.id,
  state: (review) => review.state,
  body: (review) => review.body,
  author: (review) => actorNode(review.user),
  // Nobody reacts to reviews here.
  reactionGroups: () => reactionGroupsOf({ reactions: [] }),
  authorAssociation: (review) => associationOf(review.pull.issue.repository, review.user),
  submittedAt: (review) => githubInstantOrNull(review.submittedAt),
  commit: ({ pull, commitSha }) => {
    const { repository } = pull.issue;
    const commit = repository.network.objects.commitBySha(commitSha);
    return commit === null ? null : { repository, commit };
  },
  pullRequest: (review) => review.pull.issue,
};

const PULL_COMMIT: TypeResolvers<{ pull: Pull; commit: CommitSource }> = {
  id: ({ pull, commit }) => nodeId("commit", `${pull.id}:${commit.commit.sha}`),
  commit: ({ commit }) => commit,
  pullRequest: ({ pull }) => pull.issue,
};

const REVIEW_REQUEST: TypeResolvers<{ pull: Issue; reviewer: Account }> = {
  id: ({ pull, reviewer }) => nodeId("event", `${pull.id}:${reviewer.id}`),
  requestedReviewer: ({ reviewer }) => actorNode(reviewer),
  pullRequest: ({ pull }) => pull,
};

export const PULL_RESOLVERS: ResolverMap = {
  PullRequest: PULL,
  AutoMergeRequest: AUTO_MERGE,
  PullRequestChangedFile: FILE,
  PullRequestReview: REVIEW,
  PullRequestCommit: PULL_COMMIT,
  ReviewRequest: REVIEW_REQUEST,
  ReviewRequestConnection: CONNECTION,
  PullRequestConnection: CONNECTION,
  PullRequestChangedFileConnection: CONNECTION,
  PullRequestCommitConnection: CONNECTION,
  PullRequestReviewConnection: CONNECTION,
};
