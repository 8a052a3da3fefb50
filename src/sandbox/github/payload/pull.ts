/** Pulls in GitHub's shapes: simple (lists, reviews) and full (one pull, webhooks). merge_commit_sha is not given: newer API versions drop it. */
import type { components } from "@octokit/openapi-types";
import { githubInstant, githubInstantOrNull } from "../clock.ts";
import type { Commit } from "../git/objects.ts";
import { mergeableState } from "../state/merge.ts";
import type { Pull } from "../state/pull.ts";
import { comparisonOf, filesOf, isMergeable } from "../state/pull.ts";
import type { Repository } from "../state/repository.ts";
import { associationOf } from "../state/repository.ts";
import type { World } from "../world.ts";
import { simpleUser, simpleUserOrNull } from "./account.ts";
import { totals } from "./commit.ts";
import { labelPayload } from "./label.ts";
import { milestonePayload } from "./milestone.ts";
import { repositoryPayload } from "./repository.ts";
import { repositoryApi, repositoryPage } from "./url.ts";

type PullSimple = Omit<components["schemas"]["pull-request-simple"], "merge_commit_sha" | "labels"> & { labels: components["schemas"]["label"][] };
type PullFull = PullSimple & Pick<components["schemas"]["pull-request"], "merged" | "mergeable" | "rebaseable" | "mergeable_state" | "merged_by" | "comments" | "review_comments" | "maintainer_can_modify" | "commits" | "additions" | "deletions" | "changed_files">;

/** A pull as lists show it. */
export function pullSimplePayload(world: World, pull: Pull): PullSimple {
  const { issue } = pull;
  const { repository } = issue;
  const repositoryUrl = repositoryApi(world, repository);
  const api = `${repositoryUrl}/pulls/${issue.number}`;
  const issueUrl = `${repositoryUrl}/issues/${issue.number}`;
  const page = `${repositoryPage(world, repository)}/pull/${issue.number}`;
  const statusesUrl = `${repositoryUrl}/statuses/${pull.head.sha}`;
  return {
    url: api,
    id: pull.id,
    node_id: pull.nodeId,
    html_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    issue_url: issueUrl,
    number: issue.number,
    state: issue.state,
    locked: issue.locked,
    title: issue.title,
    user: simpleUser(world, issue.user),
    body: issue.body,
    created_at: githubInstant(issue.createdAt),
    updated_at: githubInstant(issue.updatedAt),
    closed_at: githubInstantOrNull(issue.closedAt),
    merged_at: githubInstantOrNull(pull.mergedAt),
    assignee: simpleUserOrNull(world, issue.assignees[0] ?? null),
    assignees: issue.assignees.map((account) => simpleUser(world, account)),
    requested_reviewers: pull.requestedReviewers.map((account) => simpleUser(world, account)),
    requested_teams: [],
    labels: issue.labels.map((label) => labelPayload(world, repository, label)),
    milestone: issue.milestone === null ? null : milestonePayload(world, repository, issue.milestone),
    draft: pull.draft,
    commits_url: `${api}/commits`,
    review_comments_url: `${api}/comments`,
    review_comment_url: `${repositoryUrl}/pulls/comments{/number}`,
    comments_url: `${issueUrl}/comments`,
    statuses_url: statusesUrl,
    head: sidePayload(world, pull.headRepository, pull.headRef, pull.head),
    base: sidePayload(world, repository, pull.baseRef, pull.base),
    _links: {
      self: { href: api },
      html: { href: page },
      issue: { href: issueUrl },
      comments: { href: `${issueUrl}/comments` },
      review_comments: { href: `${api}/comments` },
      review_comment: { href: `${repositoryUrl}/pulls/comments{/number}` },
      commits: { href: `${api}/commits` },
      statuses: { href: statusesUrl },
    },
    author_association: associationOf(repository, issue.user),
    auto_merge: autoMergePayload(world, pull),
    active_lock_reason: null,
  };
}

function autoMergePayload(world: World, { autoMerge, issue }: Pull): PullSimple["auto_merge"] {
  if (autoMerge === null) return null;
  return { enabled_by: simpleUser(world, autoMerge.enabledBy), merge_method: autoMerge.method, commit_title: autoMerge.title ?? `${issue.title} (#${issue.number})`, commit_message: autoMerge.message ?? "" };
}

function sidePayload(world: World, repository: Repository, ref: string, commit: Commit): PullSimple["head"] {
  return {
    label: `${repository.owner.login}:${ref}`,
    ref,
    sha: commit.sha,
    user: simpleUser(world, repository.owner),
    repo: repositoryPayload(world, repository),
  };
}

/** A pull as GET and webhooks show it. */
export function pullPayload(world: World, pull: Pull): PullFull {
  const files = filesOf(pull);
  const open = pull.issue.state === "open";
  const mergeable = open ? isMergeable(pull) : null;
  return {
    ...pullSimplePayload(world, pull),
    merged: pull.mergedAt !== null,
    mergeable,
    rebaseable: mergeable,
    mergeable_state: mergeableState(world, pull),
    merged_by: simpleUserOrNull(world, pull.mergedBy),
    comments: pull.issue.comments.length,
    review_comments: 0,
    maintainer_can_modify: pull.maintainerCanModify,
    commits: comparisonOf(pull).ahead.length,
    ...totals(files),
    changed_files: files.length,
  };
}
