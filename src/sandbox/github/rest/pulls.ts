/** Pull requests. */
import { ApiProblem, invalid } from "../api-problem.ts";
import { commitPayload, filePayload } from "../payload/commit.ts";
import { pullPayload, pullSimplePayload } from "../payload/pull.ts";
import { roleAtLeast } from "../state/account.ts";
import { editIssue } from "../state/issue.ts";
import { mergePullRequest } from "../state/merge.ts";
import type { Pull } from "../state/pull.ts";
import { closePull, comparisonOf, filesOf, findPull, openPullRequest, reopenPull, retarget } from "../state/pull.ts";
import { updateRef } from "../state/ref.ts";
import { unifiedDiff } from "../git/diff.ts";
import { mergedTree } from "../git/merge.ts";
import { branchTip, findRepository, roleIn } from "../state/repository.ts";
import { signatureOf } from "../state/ref.ts";
import type { Repository } from "../state/repository.ts";
import { reads, writes } from "./access.ts";
import { oneOf, optionalFlag, optionalText, requiredText, textOrNull } from "./body.ts";
import { listPage } from "./paging.ts";
import type { Json, Route, RouteContext } from "./route.ts";
import { actor, created, jsonBody, noContent, numberParam, ok, repositoryOf } from "./route.ts";

const one = "/repos/{owner}/{repo}/pulls/{number}";

/** GitHub shows at most 3,000 files and 250 commits of a pull. */
const fileLimit = 3_000;
const commitLimit = 250;

export const pullRoutes: readonly Route[] = [
  { method: "GET", path: "/repos/{owner}/{repo}/pulls", allow: reads("pull_requests"), handle: list },
  { method: "POST", path: "/repos/{owner}/{repo}/pulls", allow: writes("pull_requests", "read"), handle: create },
  { method: "GET", path: one, allow: reads("pull_requests"), handle: show },
  { method: "PATCH", path: one, allow: writes("pull_requests", "read"), handle: change },
  { method: "GET", path: `${one}/files`, allow: reads("pull_requests"), handle: listFiles },
  { method: "GET", path: `${one}/commits`, allow: reads("pull_requests"), handle: listCommits },
  { method: "GET", path: `${one}/merge`, allow: reads("contents", "pull_requests"), handle: isMerged },
  { method: "PUT", path: `${one}/merge`, allow: writes("contents"), handle: merge },
  { method: "PUT", path: `${one}/update-branch`, allow: writes("pull_requests"), handle: updateBranch },
];

function pullOf(context: RouteContext): Pull {
  return findPull(repositoryOf(context), numberParam(context, "number"));
}

/** JSON, or the changes as `git diff` prints them where a client accepts that. */
function show(context: RouteContext): Response {
  const pull = pullOf(context);
  const form = /^application\/vnd\.github\.(?:v3\.)?(diff|patch)\b/.exec(context.request.headers.get("accept") ?? "")?.[1];
  if (form === "patch") throw new ApiProblem(406, "The local GitHub gives no patches for mail; ask for the diff.");
  if (form === "diff") return new Response(unifiedDiff(filesOf(pull)), { headers: { "content-type": "application/vnd.github.v3.diff; charset=utf-8" } });
  return ok(pullPayload(context.world, pull));
}

function list(context: RouteContext): Response {
  const query = context.url.searchParams;
  const state = query.get("state") ?? "open";
  const base = query.get("base");
  const head = query.get("head")?.toLowerCase() ?? null;
  const sort = query.get("sort") ?? "created";
  const sign = (query.get("direction") ?? (sort === "created" ? "desc" : "asc")) === "asc" ? 1 : -1;
  const found: Pull[] = [];
  for (const { pull, state: held } of repositoryOf(context).issues.values()) {
    if (pull === null || (state !== "all" && held !== state) || (base !== null && pull.baseRef !== base)) continue;
    if (head !== null && `${pull.headRepository.owner.login}:${pull.headRef}`.toLowerCase() !== head) continue;
    found.push(pull);
  }
  const rank = (pull: Pull): number => (sort === "updated" ? pull.issue.updatedAt : pull.issue.createdAt);
  found.sort((a, b) => sign * (rank(a) - rank(b) || a.issue.number - b.issue.number));
  return listPage(context, found, (pull) => pullSimplePayload(context.world, pull));
}

/** "branch", or "owner:branch" for a fork (or the repository itself). */
function headOf(context: RouteContext, body: Json): { headRepository: Repository; headRef: string } {
  const repository = repositoryOf(context);
  const text = requiredText(body, "head");
  const colon = text.indexOf(":");
  const headRef = text.slice(colon + 1);
  if (colon < 0) return { headRepository: repository, headRef };
  const owner = text.slice(0, colon).toLowerCase();
  const named = optionalText(body, "head_repo");
  const inNetwork = [...repository.network.members].find((each) => each.owner.login.toLowerCase() === owner && (named === undefined || each.name === named));
  const headRepository = inNetwork ?? findRepository(context.world, `${owner}/${named ?? repository.name}`);
  if (headRepository === null) throw invalid({ resource: "PullRequest", field: "head", code: "invalid" });
  return { headRepository, headRef };
}

async function create(context: RouteContext): Promise<Response> {
  const body = await jsonBody(context);
  const title = requiredText(body, "title");
  const input = { title, body: textOrNull(body, "body") ?? null, ...headOf(context, body), baseRef: requiredText(body, "base"), draft: optionalFlag(body, "draft") ?? false };
  const pull = openPullRequest(context.world, repositoryOf(context), input, actor(context));
  return created(pullPayload(context.world, pull));
}

async function change(context: RouteContext): Promise<Response> {
  const { world, caller } = context;
  const pull = pullOf(context);
  const sender = actor(context);
  if (caller.kind === "user" && caller.user !== pull.issue.user && !roleAtLeast(roleIn(repositoryOf(context), caller.user), "triage")) {
    throw new ApiProblem(403, "You must be the author or have triage access to change it.");
  }
  const body = await jsonBody(context);
  editIssue(world, pull.issue, { title: optionalText(body, "title"), body: textOrNull(body, "body") }, sender);
  const base = optionalText(body, "base");
  if (base !== undefined) retarget(world, pull, base, sender);
  const state = oneOf(body, "state", ["open", "closed"]);
  if (state === "closed") closePull(world, pull, sender);
  if (state === "open") reopenPull(world, pull, sender);
  return ok(pullPayload(world, pull));
}

function listFiles(context: RouteContext): Response {
  const pull = pullOf(context);
  return listPage(context, filesOf(pull), (file) => filePayload(context.world, repositoryOf(context), file, pull.head.sha), fileLimit);
}

function listCommits(context: RouteContext): Response {
  return listPage(context, comparisonOf(pullOf(context)).ahead, (commit) => commitPayload(context.world, repositoryOf(context), commit), commitLimit);
}

function isMerged(context: RouteContext): Response {
  if (pullOf(context).mergedAt === null) throw new ApiProblem(404, "Not Found");
  return noContent();
}

async function merge(context: RouteContext): Promise<Response> {
  const body = await jsonBody(context);
  const input = {
    method: oneOf(body, "merge_method", ["merge", "squash", "rebase"]) ?? "merge",
    sha: optionalText(body, "sha"),
    title: optionalText(body, "commit_title"),
    message: optionalText(body, "commit_message"),
  };
  const commit = mergePullRequest(context.world, pullOf(context), input, actor(context));
  return ok({ sha: commit.sha, merged: true, message: "Pull Request successfully merged" });
}

/** Merges the base into the head branch. */
async function updateBranch(context: RouteContext): Promise<Response> {
  const { world } = context;
  const pull = pullOf(context);
  const body = await jsonBody(context);
  const expected = optionalText(body, "expected_head_sha");
  if (expected !== undefined && expected !== pull.head.sha) throw new ApiProblem(422, "expected head sha didn't match current head ref.");
  const base = branchTip(repositoryOf(context), pull.baseRef);
  const { objects } = repositoryOf(context).network;
  const tree = base === null ? null : mergedTree(objects, pull.head, base);
  if (base === null || tree === null) throw new ApiProblem(422, "merge conflict between base and head");
  const sender = actor(context);
  const message = `Merge branch '${pull.baseRef}' into ${pull.headRef}`;
  const to = objects.commit({ tree, parents: [pull.head, base], author: signatureOf(world, sender), message });
  updateRef(world, pull.headRepository, { ref: `refs/heads/${pull.headRef}`, to }, sender);
  return ok({ message: "Updating pull request branch.", url: `${world.htmlUrl}/${repositoryOf(context).owner.login}/${repositoryOf(context).name}/pull/${pull.issue.number}` }, 202);
}
