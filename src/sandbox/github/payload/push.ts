/** The push event. */
import { githubInstant } from "../clock.ts";
import { diverge } from "../git/history.ts";
import type { Commit } from "../git/objects.ts";
import type { Account } from "../state/account.ts";
import type { Repository } from "../state/repository.ts";
import type { World } from "../world.ts";
import { accountBehind, changesOf } from "./commit.ts";
import { repositoryPage } from "./url.ts";

export const noCommit = "0".repeat(40);

/** GitHub names at most this many commits in one push. */
const commitLimit = 2_048;

export interface Push {
  readonly ref: string;
  readonly before: Commit | null;
  readonly after: Commit | null;
  readonly forced: boolean;
  readonly pusher: Account;
}

export function pushPayload(world: World, repository: Repository, push: Push): Record<string, unknown> {
  const { ref, before, after, pusher } = push;
  const page = repositoryPage(world, repository);
  const commits = newCommits(repository, push).slice(-commitLimit);
  return {
    ref,
    before: before?.sha ?? noCommit,
    after: after?.sha ?? noCommit,
    created: before === null,
    deleted: after === null,
    forced: push.forced,
    base_ref: null,
    compare: `${page}/compare/${(before?.sha ?? noCommit).slice(0, 12)}...${(after?.sha ?? noCommit).slice(0, 12)}`,
    commits: commits.map((commit) => pushedCommit(world, repository, commit)),
    head_commit: after === null ? null : pushedCommit(world, repository, after),
    pusher: { name: pusher.login, email: pusher.email },
  };
}

function newCommits(repository: Repository, push: Push): readonly Commit[] {
  if (push.after === null) return [];
  const from = push.before ?? repository.refs.get(`refs/heads/${repository.defaultBranch}`) ?? null;
  if (from === null || from === push.after) return push.before === null && from === push.after && push.after.parents.length === 0 ? [push.after] : [];
  return diverge(from, push.after).ahead;
}

function pushedCommit(world: World, repository: Repository, commit: Commit): Record<string, unknown> {
  const changes = changesOf(repository, commit);
  const paths = (statuses: readonly string[]): string[] => changes.filter((change) => statuses.includes(change.status)).map((change) => change.path);
  return {
    id: commit.sha,
    tree_id: commit.tree.sha,
    distinct: true,
    message: commit.message,
    timestamp: githubInstant(commit.committer.date),
    url: `${repositoryPage(world, repository)}/commit/${commit.sha}`,
    author: personPayload(world, commit.author),
    committer: personPayload(world, commit.committer),
    added: paths(["added", "renamed"]),
    removed: [...paths(["removed"]), ...changes.flatMap((change) => change.previousPath ?? [])],
    modified: paths(["modified"]),
  };
}

function personPayload(world: World, signature: Commit["author"]): Record<string, unknown> {
  const username = accountBehind(world, signature)?.login;
  return { name: signature.name, email: signature.email, ...(username === undefined ? {} : { username }) };
}
