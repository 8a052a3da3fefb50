/** Commits, comparisons, and the pulls of a commit. */
import { ApiProblem, notFound } from "../api-problem.ts";
import { diffTrees } from "../git/diff.ts";
import { contains, diverge, log } from "../git/history.ts";
import type { Commit } from "../git/objects.ts";
import { accountBehind, changesOf, commitPayload, filePayload, totals } from "../payload/commit.ts";
import { pullSimplePayload } from "../payload/pull.ts";
import { repositoryApi, repositoryPage } from "../payload/url.ts";
import type { Pull } from "../state/pull.ts";
import { comparisonOf } from "../state/pull.ts";
import type { Repository } from "../state/repository.ts";
import { branchTip, findRepository, resolveCommit } from "../state/repository.ts";
import { reads } from "./access.ts";
import { instantFrom } from "./body.ts";
import { listPage, pageOf } from "./paging.ts";
import type { Route, RouteContext } from "./route.ts";
import { ok, repositoryOf, textParam } from "./route.ts";

const base = "/repos/{owner}/{repo}";

/** GitHub shows at most this many files of a comparison or commit. */
const comparedFiles = 300;

export const commitRoutes: readonly Route[] = [
  { method: "GET", path: `${base}/commits`, allow: reads("contents"), handle: list },
  { method: "GET", path: `${base}/commits/{ref*}`, allow: reads("contents"), handle: show },
  { method: "GET", path: `${base}/commits/{ref*}/pulls`, allow: reads("pull_requests"), handle: listPulls },
  { method: "GET", path: `${base}/compare/{basehead*}`, allow: reads("contents"), handle: compare },
];

function list(context: RouteContext): Response {
  const { world } = context;
  const repository = repositoryOf(context);
  const query = context.url.searchParams;
  const tip = resolveCommit(repository, query.get("sha") ?? repository.defaultBranch);
  if (tip === null) throw repository.refs.size === 0 ? new ApiProblem(409, "Git Repository is empty.") : notFound();
  const instant = (name: string): number | null => (query.get(name) === null ? null : instantFrom(query.get(name) ?? "", name));
  const author = query.get("author")?.toLowerCase() ?? null;
  const commits = [...log(tip, { path: query.get("path"), since: instant("since"), until: instant("until") })].filter((commit) => {
    if (author === null) return true;
    return commit.author.email.toLowerCase() === author || accountBehind(world, commit.author)?.login.toLowerCase() === author;
  });
  return listPage(context, commits, (commit) => commitPayload(world, repository, commit));
}

function commitOf(context: RouteContext): Commit {
  const name = textParam(context, "ref");
  const commit = resolveCommit(repositoryOf(context), name);
  if (commit === null) throw new ApiProblem(422, `No commit found for SHA: ${name}`);
  return commit;
}

function show(context: RouteContext): Response {
  const repository = repositoryOf(context);
  const commit = commitOf(context);
  if ((context.request.headers.get("accept") ?? "").includes(".sha")) return new Response(commit.sha, { headers: { "content-type": "application/vnd.github.sha; charset=utf-8" } });
  const changes = changesOf(repository, commit);
  const sums = totals(changes);
  const page = pageOf({ ...context, url: withDefaultSize(context.url, comparedFiles) }, changes);
  return ok({
    ...commitPayload(context.world, repository, commit),
    stats: { ...sums, total: sums.additions + sums.deletions },
    files: page.items.map((change) => filePayload(context.world, repository, change, commit.sha)),
  });
}

function withDefaultSize(url: URL, size: number): URL {
  const address = new URL(url);
  if (!address.searchParams.has("per_page")) address.searchParams.set("per_page", String(size));
  return address;
}

/** The merged pull that brought a commit of the default branch; else all pulls that contain it. */
function listPulls(context: RouteContext): Response {
  const repository = repositoryOf(context);
  const commit = commitOf(context);
  const pulls = [...(repository.pullsByCommit.get(commit.sha) ?? [])].flatMap((issue) => issue.pull ?? []).filter((pull) => brings(pull, commit));
  const main = branchTip(repository, repository.defaultBranch);
  const arrived = main !== null && contains(main, commit);
  const shown = arrived && pulls.some((pull) => pull.mergedAt !== null) ? pulls.filter((pull) => pull.mergedAt !== null) : pulls;
  return listPage(context, shown, (pull) => pullSimplePayload(context.world, pull));
}

/** The index never forgets; a forced push may have taken the commit out of the pull. */
function brings(pull: Pull, commit: Commit): boolean {
  return pull.mergeCommit === commit || pull.head === commit || comparisonOf(pull).ahead.includes(commit);
}

/** One side of base...head: branch, tag or SHA, with "owner:" in front for a fork. */
function sideOf(context: RouteContext, text: string): Commit {
  const repository = repositoryOf(context);
  const colon = text.indexOf(":");
  const owner = colon < 0 ? null : text.slice(0, colon).toLowerCase();
  const fork = owner === null ? repository : ([...repository.network.members].find((each) => each.owner.login.toLowerCase() === owner) ?? findRepository(context.world, `${owner}/${repository.name}`));
  const commit = fork === null || fork.network !== repository.network ? null : resolveCommit(fork, text.slice(colon + 1));
  if (commit === null) throw notFound();
  return commit;
}

function compare(context: RouteContext): Response {
  const { world } = context;
  const repository = repositoryOf(context);
  const [baseName, headName] = textParam(context, "basehead").split("...");
  if (baseName === undefined || headName === undefined) throw notFound();
  const from = sideOf(context, baseName);
  const head = sideOf(context, headName);
  const { mergeBase, ahead, behind } = diverge(from, head);
  if (mergeBase === null) throw new ApiProblem(404, `No common ancestor between ${baseName} and ${headName}.`);
  const api = `${repositoryApi(world, repository)}/compare/${baseName}...${headName}`;
  const page = `${repositoryPage(world, repository)}/compare/${baseName}...${headName}`;
  const commits = pageOf({ ...context, url: withDefaultSize(context.url, 250) }, ahead);
  // Files come with the first page only.
  const changes = (context.url.searchParams.get("page") ?? "1") === "1" ? diffTrees(mergeBase.tree, head.tree).slice(0, comparedFiles) : [];
  return ok(
    {
      url: api,
      html_url: page,
      permalink_url: page,
      diff_url: `${page}.diff`,
      patch_url: `${page}.patch`,
      base_commit: commitPayload(world, repository, from),
      merge_base_commit: commitPayload(world, repository, mergeBase),
      status: statusOf(ahead.length, behind.length),
      ahead_by: ahead.length,
      behind_by: behind.length,
      total_commits: ahead.length,
      commits: commits.items.map((commit) => commitPayload(world, repository, commit)),
      files: showFiles(context, repository, changes, head),
    },
    200,
    commits.headers,
  );
}

function showFiles(context: RouteContext, repository: Repository, changes: ReturnType<typeof diffTrees>, head: Commit): unknown[] {
  return changes.map((change) => filePayload(context.world, repository, change, head.sha));
}

function statusOf(ahead: number, behind: number): "identical" | "ahead" | "behind" | "diverged" {
  if (ahead > 0 && behind > 0) return "diverged";
  if (ahead > 0) return "ahead";
  return behind > 0 ? "behind" : "identical";
}
