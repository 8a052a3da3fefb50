/** Commits and changed files in GitHub's shapes. */
import type { components } from "@octokit/openapi-types";
import { githubInstant } from "../clock.ts";
import type { FileChange } from "../git/diff.ts";
import { diffTrees, sizeOf } from "../git/diff.ts";
import type { Commit, Signature } from "../git/objects.ts";
import { nodeId } from "../node-id.ts";
import type { Account } from "../state/account.ts";
import type { Repository } from "../state/repository.ts";
import type { World } from "../world.ts";
import { simpleUserOrNull } from "./account.ts";
import { repositoryApi, repositoryPage } from "./url.ts";

export function signaturePayload(signature: Signature): { name: string; email: string; date: string } {
  return { name: signature.name, email: signature.email, date: githubInstant(signature.date) };
}

/** The account behind a commit's author, by GitHub's no-reply address or the account's own e-mail. */
export function accountBehind(world: World, signature: Signature): Account | null {
  const noreply = /^(\d+)\+[^@]+@users\.noreply\.github\.com$/.exec(signature.email);
  if (noreply !== null) return world.accountById(Number(noreply[1]));
  return world.accountByEmail(signature.email);
}

/** A commit as lists and pulls show it. */
export function commitPayload(world: World, repository: Repository, commit: Commit): components["schemas"]["commit"] {
  const api = repositoryApi(world, repository);
  const page = repositoryPage(world, repository);
  return {
    sha: commit.sha,
    node_id: nodeId("commit", commit.sha),
    commit: {
      author: signaturePayload(commit.author),
      committer: signaturePayload(commit.committer),
      message: commit.message,
      tree: { sha: commit.tree.sha, url: `${api}/git/trees/${commit.tree.sha}` },
      url: `${api}/git/commits/${commit.sha}`,
      comment_count: 0,
      verification: { verified: false, reason: "unsigned", signature: null, payload: null, verified_at: null },
    },
    url: `${api}/commits/${commit.sha}`,
    html_url: `${page}/commit/${commit.sha}`,
    comments_url: `${api}/commits/${commit.sha}/comments`,
    author: simpleUserOrNull(world, accountBehind(world, commit.author)),
    committer: simpleUserOrNull(world, accountBehind(world, commit.committer)),
    parents: commit.parents.map((parent) => ({ sha: parent.sha, url: `${api}/commits/${parent.sha}`, html_url: `${page}/commit/${parent.sha}` })),
  };
}

/** What a commit changed against its first parent. */
export function changesOf(repository: Repository, commit: Commit): readonly FileChange[] {
  return diffTrees(commit.parents[0]?.tree ?? repository.network.objects.emptyTree, commit.tree);
}

export function filePayload(world: World, repository: Repository, change: FileChange, sha: string): components["schemas"]["diff-entry"] {
  const size = sizeOf(change);
  const api = repositoryApi(world, repository);
  const page = repositoryPage(world, repository);
  const path = change.path.split("/").map(encodeURIComponent).join("/");
  return {
    sha: (change.after ?? change.before)?.sha ?? null,
    filename: change.path,
    status: change.status,
    additions: size.additions,
    deletions: size.deletions,
    changes: size.additions + size.deletions,
    blob_url: `${page}/blob/${sha}/${path}`,
    raw_url: `${page}/raw/${sha}/${path}`,
    contents_url: `${api}/contents/${path}?ref=${sha}`,
    ...(size.patch === null ? {} : { patch: size.patch }),
    ...(change.previousPath === null ? {} : { previous_filename: change.previousPath }),
  };
}

/** Sums of additions and deletions. */
export function totals(changes: readonly FileChange[]): { additions: number; deletions: number } {
  let additions = 0;
  let deletions = 0;
  for (const change of changes) {
    const size = sizeOf(change);
    additions += size.additions;
    deletions += size.deletions;
  }
  return { additions, deletions };
}
