/** Commit statuses in GitHub's shapes. */
import type { components } from "@octokit/openapi-types";
import { githubInstant } from "../clock.ts";
import type { Commit } from "../git/objects.ts";
import type { Repository } from "../state/repository.ts";
import type { CommitStatus } from "../state/status.ts";
import { combinedState, latestStatuses } from "../state/status.ts";
import type { World } from "../world.ts";
import { simpleUser } from "./account.ts";
import { commitPayload } from "./commit.ts";
import { repositoryPayload } from "./repository.ts";
import { repositoryApi } from "./url.ts";

export function statusPayload(world: World, repository: Repository, status: CommitStatus): components["schemas"]["status"] {
  return {
    url: `${repositoryApi(world, repository)}/statuses/${status.sha}`,
    avatar_url: `${world.htmlUrl}/avatars/u/${status.creator.id}`,
    id: status.id,
    node_id: status.nodeId,
    state: status.state,
    description: status.description,
    target_url: status.targetUrl,
    context: status.context,
    created_at: githubInstant(status.createdAt),
    updated_at: githubInstant(status.createdAt),
    creator: simpleUser(world, status.creator),
  };
}

/** The answer of GET /commits/{ref}/status. */
export function combinedStatusPayload(world: World, repository: Repository, sha: string, page: readonly CommitStatus[]): Record<string, unknown> {
  const statuses = latestStatuses(repository, sha);
  const api = repositoryApi(world, repository);
  return {
    state: combinedState(statuses),
    statuses: page.map((status) => statusPayload(world, repository, status)),
    sha,
    total_count: statuses.length,
    repository: repositoryPayload(world, repository),
    commit_url: `${api}/commits/${sha}`,
    url: `${api}/commits/${sha}/status`,
  };
}

/** The body of the status event. */
export function statusEventPayload(world: World, repository: Repository, commit: Commit, status: CommitStatus): Record<string, unknown> {
  const branches = [...repository.refs].filter(([ref, tip]) => tip === commit && ref.startsWith("refs/heads/")).slice(0, 10);
  return {
    id: status.id,
    sha: status.sha,
    name: `${repository.owner.login}/${repository.name}`,
    target_url: status.targetUrl,
    avatar_url: `${world.htmlUrl}/avatars/u/${status.creator.id}`,
    context: status.context,
    description: status.description,
    state: status.state,
    commit: commitPayload(world, repository, commit),
    branches: branches.map(([ref]) => ({ name: ref.slice("refs/heads/".length), commit: { sha: commit.sha, url: `${repositoryApi(world, repository)}/commits/${commit.sha}` }, protected: false })),
    created_at: githubInstant(status.createdAt),
    updated_at: githubInstant(status.createdAt),
  };
}
