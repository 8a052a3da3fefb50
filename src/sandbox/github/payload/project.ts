/** Projects and their items as webhooks carry them. */
import { githubInstant, githubInstantOrNull } from "../clock.ts";
import type { Project, ProjectItem } from "../state/project.ts";
import type { World } from "../world.ts";
import { simpleUser } from "./account.ts";

export function projectPayload(world: World, project: Project): Record<string, unknown> {
  return {
    id: project.id,
    node_id: project.nodeId,
    owner: simpleUser(world, project.owner),
    creator: simpleUser(world, project.creator),
    title: project.title,
    description: project.readme,
    public: project.public,
    closed_at: githubInstantOrNull(project.closedAt),
    created_at: githubInstant(project.createdAt),
    updated_at: githubInstant(project.updatedAt),
    number: project.number,
    short_description: project.shortDescription,
    state: project.closedAt === null ? "open" : "closed",
    deleted_at: null,
    deleted_by: null,
  };
}

export function projectItemPayload(world: World, item: ProjectItem): Record<string, unknown> {
  const { content } = item;
  return {
    id: item.id,
    node_id: item.nodeId,
    project_node_id: item.project.nodeId,
    content_node_id: content.kind === "draft" ? content.draft.nodeId : (content.issue.pull?.nodeId ?? content.issue.nodeId),
    content_type: content.kind === "draft" ? "DraftIssue" : content.issue.pull === null ? "Issue" : "PullRequest",
    creator: simpleUser(world, item.creator),
    created_at: githubInstant(item.createdAt),
    updated_at: githubInstant(item.updatedAt),
    archived_at: githubInstantOrNull(item.archivedAt),
  };
}

/** The page of a project. */
export function projectPage(world: World, { owner, number }: Project): string {
  return `${world.htmlUrl}/${owner.type === "Organization" ? "orgs" : "users"}/${owner.login}/projects/${number}`;
}
