/** Repositories in GitHub's shapes: minimal (lists), full (one), and as webhooks carry them. */
import type { components } from "@octokit/openapi-types";
import { githubInstant } from "../clock.ts";
import { isOrganization } from "../state/account.ts";
import type { Repository } from "../state/repository.ts";
import { fullName } from "../state/repository.ts";
import type { World } from "../world.ts";
import { organizationPayload, simpleUser } from "./account.ts";
import { repositoryApi, repositoryPage } from "./url.ts";

type RepositoryPayload = components["schemas"]["repository"];

/** What simple fields of the address kind are appended to the repository's own address. */
const addressSuffixes = {
  archive_url: "/{archive_format}{/ref}",
  assignees_url: "/assignees{/user}",
  blobs_url: "/git/blobs{/sha}",
  branches_url: "/branches{/branch}",
  collaborators_url: "/collaborators{/collaborator}",
  comments_url: "/comments{/number}",
  commits_url: "/commits{/sha}",
  compare_url: "/compare/{base}...{head}",
  contents_url: "/contents/{+path}",
  contributors_url: "/contributors",
  deployments_url: "/deployments",
  downloads_url: "/downloads",
  events_url: "/events",
  forks_url: "/forks",
  git_commits_url: "/git/commits{/sha}",
  git_refs_url: "/git/refs{/sha}",
  git_tags_url: "/git/tags{/sha}",
  hooks_url: "/hooks",
  issue_comment_url: "/issues/comments{/number}",
  issue_events_url: "/issues/events{/number}",
  issues_url: "/issues{/number}",
  keys_url: "/keys{/key_id}",
  labels_url: "/labels{/name}",
  languages_url: "/languages",
  merges_url: "/merges",
  milestones_url: "/milestones{/number}",
  notifications_url: "/notifications{?since,all,participating}",
  pulls_url: "/pulls{/number}",
  releases_url: "/releases{/id}",
  stargazers_url: "/stargazers",
  statuses_url: "/statuses/{sha}",
  subscribers_url: "/subscribers",
  subscription_url: "/subscription",
  tags_url: "/tags",
  teams_url: "/teams",
  trees_url: "/git/trees{/sha}",
} as const;

type Addresses = Record<keyof typeof addressSuffixes, string>;

/** Built once for each name of a repository: a page of a hundred pulls shows it two hundred times. */
const knownAddresses = new WeakMap<Repository, { api: string; built: Addresses }>();

function addresses(repository: Repository, api: string): Addresses {
  const known = knownAddresses.get(repository);
  if (known?.api === api) return known.built;
  const built = Object.fromEntries(Object.entries(addressSuffixes).map(([name, suffix]) => [name, `${api}${suffix}`])) as Addresses;
  knownAddresses.set(repository, { api, built });
  return built;
}

/** The shape of `head.repo` and `base.repo` in pulls, of lists, and the base of all others. */
export function repositoryPayload(world: World, repository: Repository): RepositoryPayload {
  const api = repositoryApi(world, repository);
  const page = repositoryPage(world, repository);
  const host = world.htmlUrl.replace(/^https?:\/\//, "");
  return {
    id: repository.id,
    node_id: repository.nodeId,
    name: repository.name,
    full_name: fullName(repository),
    private: repository.private,
    owner: simpleUser(world, repository.owner),
    html_url: page,
    description: repository.description,
    fork: repository.parent !== null,
    url: api,
    ...addresses(repository, api),
    created_at: githubInstant(repository.createdAt),
    updated_at: githubInstant(repository.updatedAt),
    pushed_at: githubInstant(repository.pushedAt),
    git_url: `git://${host}/${fullName(repository)}.git`,
    ssh_url: `git@${host}:${fullName(repository)}.git`,
    clone_url: `${page}.git`,
    svn_url: page,
    homepage: null,
    size: 0,
    stargazers_count: 0,
    watchers_count: 0,
    language: null,
    has_issues: true,
    has_projects: true,
    has_downloads: true,
    has_wiki: true,
    has_pages: false,
    has_discussions: false,
    forks_count: forksOf(repository),
    mirror_url: null,
    archived: repository.archived,
    disabled: false,
    open_issues_count: repository.openIssueCount,
    license: null,
    allow_forking: true,
    is_template: false,
    web_commit_signoff_required: false,
    topics: [],
    visibility: repository.private ? "private" : "public",
    forks: forksOf(repository),
    open_issues: repository.openIssueCount,
    watchers: 0,
    default_branch: repository.defaultBranch,
  };
}

function forksOf(repository: Repository): number {
  let count = 0;
  for (const member of repository.network.members) if (member.parent === repository) count += 1;
  return count;
}

/** The answer of GET /repos/{owner}/{repo}. */
export function fullRepositoryPayload(world: World, repository: Repository): Record<string, unknown> {
  const root = [...repository.network.members].find((member) => member.parent === null) ?? repository;
  return {
    ...repositoryPayload(world, repository),
    network_count: repository.network.members.size - 1,
    subscribers_count: 0,
    allow_merge_commit: repository.mergeMethods.merge,
    allow_squash_merge: repository.mergeMethods.squash,
    allow_rebase_merge: repository.mergeMethods.rebase,
    allow_auto_merge: repository.allowAutoMerge,
    delete_branch_on_merge: repository.deleteBranchOnMerge,
    ...(isOrganization(repository.owner) ? { organization: simpleUser(world, repository.owner) } : {}),
    ...(repository.parent === null ? {} : { parent: repositoryPayload(world, repository.parent), source: repositoryPayload(world, root) }),
  };
}

/** The `repository` of every webhook. */
export function webhookRepository(world: World, repository: Repository): Record<string, unknown> {
  return { ...repositoryPayload(world, repository), ...(isOrganization(repository.owner) ? { organization: organizationPayload(world, repository.owner).login } : {}) };
}
