/** Issues (and pulls seen as issues) and their events in GitHub's shapes. */
import type { components } from "@octokit/openapi-types";
import { githubInstant, githubInstantOrNull } from "../clock.ts";
import { nodeId } from "../node-id.ts";
import { appBehind } from "../state/app.ts";
import type { Issue, TimelineEvent } from "../state/issue.ts";
import { dependencySummary } from "../state/issue-dependency.ts";
import { associationOf } from "../state/repository.ts";
import { subIssuesSummary } from "../state/sub-issue.ts";
import type { World } from "../world.ts";
import { issueTypePayload, simpleUser, simpleUserOrNull } from "./account.ts";
import { appPayload } from "./app.ts";
import { labelPayload } from "./label.ts";
import { milestonePayload } from "./milestone.ts";
import { reactionSums } from "./reaction.ts";
import { repositoryApi, repositoryPage } from "./url.ts";

export function issuePayload(world: World, issue: Issue): components["schemas"]["issue"] {
  const { repository, pull } = issue;
  const repositoryUrl = repositoryApi(world, repository);
  const api = `${repositoryUrl}/issues/${issue.number}`;
  const app = appBehind(world, issue.user);
  const page = `${repositoryPage(world, repository)}/${pull === null ? "issues" : "pull"}/${issue.number}`;
  return {
    url: api,
    repository_url: repositoryUrl,
    labels_url: `${api}/labels{/name}`,
    comments_url: `${api}/comments`,
    events_url: `${api}/events`,
    timeline_url: `${api}/timeline`,
    html_url: page,
    id: issue.id,
    node_id: pull?.nodeId ?? issue.nodeId,
    number: issue.number,
    title: issue.title,
    user: simpleUser(world, issue.user),
    labels: issue.labels.map((label) => labelPayload(world, repository, label)),
    state: issue.state,
    state_reason: issue.stateReason,
    locked: issue.locked,
    active_lock_reason: issue.lockReason,
    assignee: simpleUserOrNull(world, issue.assignees[0] ?? null),
    assignees: issue.assignees.map((account) => simpleUser(world, account)),
    milestone: issue.milestone === null ? null : milestonePayload(world, repository, issue.milestone),
    comments: issue.comments.length,
    created_at: githubInstant(issue.createdAt),
    updated_at: githubInstant(issue.updatedAt),
    closed_at: githubInstantOrNull(issue.closedAt),
    closed_by: simpleUserOrNull(world, issue.closedBy),
    author_association: associationOf(repository, issue.user),
    type: issue.type === null ? null : issueTypePayload(issue.type),
    body: issue.body,
    reactions: reactionSums(api, issue),
    ...(pull === null ? linkPayload(world, issue) : {}),
    performed_via_github_app: app === null ? null : appPayload(world, app),
    ...(pull === null
      ? {}
      : {
          draft: pull.draft,
          pull_request: {
            url: `${repositoryUrl}/pulls/${issue.number}`,
            html_url: page,
            diff_url: `${page}.diff`,
            patch_url: `${page}.patch`,
            merged_at: githubInstantOrNull(pull.mergedAt),
          },
        }),
  };
}

/** What ties an issue to others. Pulls have none of it. */
function linkPayload(world: World, issue: Issue): Pick<components["schemas"]["issue"], "parent_issue_url" | "sub_issues_summary" | "issue_dependencies_summary"> {
  const { parent } = issue;
  const { total, completed, percentCompleted } = subIssuesSummary(issue);
  return {
    ...(parent === null ? {} : { parent_issue_url: `${repositoryApi(world, parent.repository)}/issues/${parent.number}` }),
    sub_issues_summary: { total, completed, percent_completed: percentCompleted },
    issue_dependencies_summary: dependencySummary(issue),
  };
}

/** One entry of /issues/{n}/events and /timeline. */
export function timelinePayload(world: World, issue: Issue, event: TimelineEvent): Record<string, unknown> {
  return {
    id: event.id,
    node_id: nodeId("event", event.id),
    url: `${repositoryApi(world, issue.repository)}/issues/events/${event.id}`,
    actor: simpleUser(world, event.actor),
    event: event.event,
    commit_id: event.commitSha ?? null,
    commit_url: event.commitSha === undefined ? null : `${repositoryApi(world, issue.repository)}/commits/${event.commitSha}`,
    created_at: githubInstant(event.at),
    performed_via_github_app: null,
    ...(event.label === undefined ? {} : { label: { name: event.label.name, color: event.label.color } }),
    ...(event.milestoneTitle === undefined ? {} : { milestone: { title: event.milestoneTitle } }),
    ...(event.rename === undefined ? {} : { rename: event.rename }),
    ...(event.assignee === undefined ? {} : { assignee: simpleUser(world, event.assignee) }),
  };
}
