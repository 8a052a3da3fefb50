/** Branches, tags and POST /merges. */
import { ApiProblem, RuleViolation, notFound } from "../api-problem.ts";
import type { Commit } from "../git/objects.ts";
import { nodeId } from "../node-id.ts";
import { commitPayload } from "../payload/commit.ts";
import { repositoryApi } from "../payload/url.ts";
import { mergeBranches } from "../state/merge.ts";
import type { Repository } from "../state/repository.ts";
import { branchTip, resolveCommit } from "../state/repository.ts";
import { activeRules } from "../state/rule.ts";
import { reads, writes } from "./access.ts";
import { optionalText, requiredText } from "./body.ts";
import { listPage } from "./paging.ts";
import type { Route, RouteContext } from "./route.ts";
import { actor, created, jsonBody, noContent, ok, repositoryOf, textParam } from "./route.ts";

const base = "/repos/{owner}/{repo}";

export const branchRoutes: readonly Route[] = [
  { method: "GET", path: `${base}/branches`, allow: reads("contents"), handle: list },
  { method: "GET", path: `${base}/branches/{branch*}`, allow: reads("contents"), handle: show },
  { method: "GET", path: `${base}/tags`, allow: reads("contents"), handle: listTags },
  { method: "POST", path: `${base}/merges`, allow: writes("contents"), handle: merge },
];

function namedRefs(repository: Repository, prefix: string): { name: string; commit: Commit }[] {
  const found = [...repository.refs].filter(([ref]) => ref.startsWith(prefix)).map(([ref, commit]) => ({ name: ref.slice(prefix.length), commit }));
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}

export function isProtected(repository: Repository, branch: string): boolean {
  return repository.protections.has(branch) || activeRules(repository, branch).length > 0;
}

function list(context: RouteContext): Response {
  const repository = repositoryOf(context);
  const wanted = context.url.searchParams.get("protected");
  const branches = namedRefs(repository, "refs/heads/").filter(({ name }) => wanted === null || String(isProtected(repository, name)) === wanted);
  return listPage(context, branches, ({ name, commit }) => ({
    name,
    commit: { sha: commit.sha, url: `${repositoryApi(context.world, repository)}/commits/${commit.sha}` },
    protected: isProtected(repository, name),
  }));
}

function show(context: RouteContext): Response {
  const repository = repositoryOf(context);
  const name = textParam(context, "branch");
  const tip = branchTip(repository, name);
  if (tip === null) throw new ApiProblem(404, "Branch not found");
  const api = `${repositoryApi(context.world, repository)}/branches/${name}`;
  const required = repository.protections.get(name)?.requiredStatusChecks ?? null;
  return ok({
    name,
    commit: commitPayload(context.world, repository, tip),
    _links: { self: api, html: `${context.world.htmlUrl}/${repository.owner.login}/${repository.name}/tree/${name}` },
    protected: isProtected(repository, name),
    protection: { enabled: repository.protections.has(name), required_status_checks: { enforcement_level: required === null ? "off" : "non_admins", contexts: required?.checks.map((check) => check.context) ?? [], checks: required?.checks.map((check) => ({ context: check.context, app_id: check.appId })) ?? [] } },
    protection_url: `${api}/protection`,
  });
}

function listTags(context: RouteContext): Response {
  const repository = repositoryOf(context);
  const api = repositoryApi(context.world, repository);
  return listPage(context, namedRefs(repository, "refs/tags/").reverse(), ({ name, commit }) => ({
    name,
    commit: { sha: commit.sha, url: `${api}/commits/${commit.sha}` },
    zipball_url: `${api}/zipball/refs/tags/${name}`,
    tarball_url: `${api}/tarball/refs/tags/${name}`,
    node_id: nodeId("ref", `${repository.id}/refs/tags/${name}`),
  }));
}

/** 201 with the merge commit, 204 when there is nothing to merge, 409 on a conflict or when rules forbid the push. */
async function merge(context: RouteContext): Promise<Response> {
  const body = await jsonBody(context);
  const repository = repositoryOf(context);
  const headName = requiredText(body, "head");
  const head = resolveCommit(repository, headName);
  if (head === null) throw new ApiProblem(404, "Head does not exist");
  try {
    const commit = mergeBranches(context.world, repository, { base: requiredText(body, "base"), head, headName, message: optionalText(body, "commit_message") }, actor(context));
    return commit === null ? noContent() : created(commitPayload(context.world, repository, commit));
  } catch (problem) {
    throw problem instanceof RuleViolation ? new RuleViolation(problem.violations, 409) : problem;
  }
}

/** The branch of the path; 404 when it is not there. */
export function existingBranch(context: RouteContext): string {
  const name = textParam(context, "branch");
  if (branchTip(repositoryOf(context), name) === null) throw notFound();
  return name;
}
