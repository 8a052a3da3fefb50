/**
 * What one move of a branch brought: the pull requests that it merged, and what came without any.
 *
 * Promises: a commit counts as brought by a pull request when GitHub says so, or when it stands behind the head of one that was merged with this
 * very move; a merge that GitHub itself made brought nothing else. What is left of a push is a direct push.
 * Sources: https://docs.github.com/rest/commits/commits#compare-two-commits (250 commits and 300 files at most without paging)
 */
import { z } from "zod";
import type { Landing } from "../domain/model/account.ts";
import type { FileFact, PullFacts } from "../domain/model/pull.ts";
import type { RepositoryRef } from "../domain/model/refs.ts";
import { repositoryName } from "../domain/model/refs.ts";
import type { Client } from "./app-client.ts";
import type { CommitPull } from "./read-commit-pulls.ts";
import { readCommitPulls } from "./read-commit-pulls.ts";
import { readPullsByNumber } from "./read-pulls-by-number.ts";
import { parseWire } from "./wire/parse-wire.ts";

const Commit = z.object({ sha: z.string(), parents: z.array(z.object({ sha: z.string() })), commit: z.object({ message: z.string() }), author: z.object({ login: z.string().optional() }).nullish() });
const File = z.object({ filename: z.string(), previous_filename: z.string().optional() });
const Comparison = z.object({ total_commits: z.int(), commits: z.array(Commit), files: z.array(File).optional() });
type Comparison = z.infer<typeof Comparison>;

/** GitHub lists no more files of a comparison than this. */
const FILES_LISTED = 300;
const NONE = /^0+$/;

export interface Landed {
  /** merged with this move, with the commit that brought each */
  readonly pulls: readonly { readonly facts: PullFacts; readonly sha: string }[];
  /** null = nothing came but by pull requests */
  readonly pushed: Pushed | null;
}

export interface Pushed {
  /** newest commit */
  readonly sha: string;
  readonly title: string;
  readonly author: string | null;
  readonly commits: number;
  readonly files: readonly FileFact[];
  readonly filesComplete: boolean;
}

export async function readLanded(client: Client, repository: RepositoryRef, branch: string, landing: Landing): Promise<Landed> {
  if (NONE.test(landing.after)) return { pulls: [], pushed: null };
  const compared = NONE.test(landing.before) ? null : await compareMove(client, repository, landing);
  const listed = compared?.commits ?? [];
  const brought = await readCommitPulls(client, repository, [...new Set([landing.after, ...listed.map((commit) => commit.sha)])]);
  const merged = mergedHere(brought, branch, new Set([landing.after, ...listed.map((commit) => commit.sha)]));
  const facts = await readPullsByNumber(client, repository, merged.map(({ pull }) => pull.number), { completeFiles: 5 });
  const pulls = merged.flatMap(({ pull, sha }) => {
    const found = facts.get(pull.number);
    return found === undefined ? [] : [{ facts: found.facts, sha }];
  });
  const rest = landing.how === "merge" && pulls.length > 0 ? [] : unexplained(listed, merged.map(({ pull }) => pull), brought, branch);
  return { pulls, pushed: rest.length === 0 ? null : pushedOf(rest, compared, listed.length === rest.length) };
}

/** Null when GitHub knows one of the two no more, after a forced push for one. */
async function compareMove(client: Client, repository: RepositoryRef, { before, after }: Landing): Promise<Comparison | null> {
  const what = `comparison ${before.slice(0, 12)}...${after.slice(0, 12)} in ${repositoryName(repository)}`;
  const answer = await client.rest({
    what, route: "GET /repos/{owner}/{repo}/compare/{basehead}", understands: [404],
    parameters: { owner: repository.owner, repo: repository.name, basehead: `${before}...${after}`, per_page: 100 },
  });
  return answer.status === 404 ? null : parseWire(Comparison, answer.body, what);
}

/** Merged into this branch by one of these commits; where GitHub names no merge commit, by the newest of its commits here. */
function mergedHere(brought: ReadonlyMap<string, readonly CommitPull[]>, branch: string, shas: ReadonlySet<string>): readonly { readonly pull: CommitPull; readonly sha: string }[] {
  const found = new Map<number, { readonly pull: CommitPull; readonly sha: string }>();
  for (const [sha, pulls] of brought) {
    for (const pull of pulls.filter((one) => one.state === "merged" && one.base === branch)) {
      if (pull.mergeCommit !== null && !shas.has(pull.mergeCommit)) continue;
      found.set(pull.number, { pull, sha: pull.mergeCommit ?? sha });
    }
  }
  return [...found.values()];
}

function unexplained(listed: Comparison["commits"], merged: readonly CommitPull[], brought: ReadonlyMap<string, readonly CommitPull[]>, branch: string): Comparison["commits"] {
  const bySha = new Map(listed.map((commit) => [commit.sha, commit]));
  const explained = new Set<string>();
  const walk = (from: readonly string[]): void => {
    const open = [...from];
    for (let sha = open.pop(); sha !== undefined; sha = open.pop()) {
      const commit = bySha.get(sha);
      if (commit === undefined || explained.has(sha)) continue;
      explained.add(sha);
      open.push(...commit.parents.map((parent) => parent.sha));
    }
  };
  walk(merged.map((pull) => pull.headSha));
  for (const { sha } of listed) if ((brought.get(sha) ?? []).some((pull) => pull.state === "merged" && pull.base === branch)) explained.add(sha);
  // A merge commit made by hand that only joins what pull requests brought.
  for (const { sha, parents } of listed) if (parents.length > 1 && parents.slice(1).every((parent) => explained.has(parent.sha))) explained.add(sha);
  return listed.filter(({ sha }) => !explained.has(sha));
}

/** Files are told of the whole move, so they speak for a push only where nothing else came with it. */
function pushedOf(rest: Comparison["commits"], compared: Comparison | null, alone: boolean): Pushed {
  const newest = rest.at(-1);
  const files = (compared?.files ?? []).map((file): FileFact => ({ path: file.filename, previousPath: file.previous_filename ?? null }));
  return {
    sha: newest?.sha ?? "", title: newest?.commit.message.split("\n", 1)[0] ?? "", author: newest?.author?.login ?? null,
    commits: rest.length, files, filesComplete: alone && compared?.files !== undefined && files.length < FILES_LISTED,
  };
}
