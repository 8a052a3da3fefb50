/** Milestones in GitHub's shape. */
import type { components } from "@octokit/openapi-types";
import { githubInstant, githubInstantOrNull } from "../clock.ts";
import type { Milestone } from "../state/milestone.ts";
import type { Repository } from "../state/repository.ts";
import type { World } from "../world.ts";
import { simpleUser } from "./account.ts";
import { repositoryApi, repositoryPage } from "./url.ts";

export function milestonePayload(world: World, repository: Repository, milestone: Milestone): components["schemas"]["milestone"] {
  const api = `${repositoryApi(world, repository)}/milestones/${milestone.number}`;
  return {
    url: api,
    html_url: `${repositoryPage(world, repository)}/milestone/${milestone.number}`,
    labels_url: `${api}/labels`,
    id: milestone.id,
    node_id: milestone.nodeId,
    number: milestone.number,
    title: milestone.title,
    description: milestone.description,
    creator: simpleUser(world, milestone.creator),
    open_issues: milestone.openIssues,
    closed_issues: milestone.closedIssues,
    state: milestone.state,
    created_at: githubInstant(milestone.createdAt),
    updated_at: githubInstant(milestone.updatedAt),
    due_on: githubInstantOrNull(milestone.dueOn),
    closed_at: githubInstantOrNull(milestone.closedAt),
  };
}
