/** Files: reading (JSON or raw), folders, writing and deleting by commits. */
import { ApiProblem, RuleViolation, notFound } from "../api-problem.ts";
import type { Blob, Commit } from "../git/objects.ts";
import { entryAt } from "../git/objects.ts";
import { repositoryApi, repositoryPage } from "../payload/url.ts";
import { commitPayload } from "../payload/commit.ts";
import { pushToBranch } from "../state/ref.ts";
import type { Repository } from "../state/repository.ts";
import { branchTip, resolveCommit } from "../state/repository.ts";
import { reads, writes } from "./access.ts";
import { optionalText, requiredText } from "./body.ts";
import type { Json, Route, RouteContext } from "./route.ts";
import { actor, jsonBody, ok, repositoryOf, textParam } from "./route.ts";

/** Above this GitHub gives no content in JSON. */
const jsonLimit = 1_048_576;

export const contentRoutes: readonly Route[] = [
  { method: "GET", path: "/repos/{owner}/{repo}/contents", allow: reads("contents"), handle: show },
  { method: "GET", path: "/repos/{owner}/{repo}/contents/{path*}", allow: reads("contents"), handle: show },
  { method: "PUT", path: "/repos/{owner}/{repo}/contents/{path*}", allow: writes("contents"), handle: write },
  { method: "DELETE", path: "/repos/{owner}/{repo}/contents/{path*}", allow: writes("contents"), handle: remove },
];

function pathOf(context: RouteContext): string {
  return textParam(context, "path").replace(/^\/+|\/+$/g, "");
}

function show(context: RouteContext): Response {
  const repository = repositoryOf(context);
  const ref = context.url.searchParams.get("ref") ?? repository.defaultBranch;
  const commit = resolveCommit(repository, ref);
  if (commit === null) throw repository.refs.size === 0 ? new ApiProblem(404, "This repository is empty.") : new ApiProblem(404, `No commit found for the ref ${ref}`);
  const path = pathOf(context);
  const entry = entryAt(commit.tree, path);
  if (entry === null) throw notFound();
  const accept = context.request.headers.get("accept") ?? "";
  if (entry.kind === "tree") {
    const list = [...entry.entries].map(([name, child]) => entrySummary(context, path === "" ? name : `${path}/${name}`, child, ref));
    return ok(accept.includes(".object") ? { ...entrySummary(context, path, entry, ref), entries: list } : list);
  }
  if (accept.includes(".raw")) return new Response(entry.text, { headers: { "content-type": "application/vnd.github.raw+json; charset=utf-8" } });
  return ok(filePayload(context, path, entry, ref));
}

function entrySummary(context: RouteContext, path: string, entry: Blob | { kind: "tree"; sha: string }, ref: string): Record<string, unknown> {
  const { world } = context;
  const repository = repositoryOf(context);
  const api = repositoryApi(world, repository);
  const page = repositoryPage(world, repository);
  const encoded = path.split("/").map(encodeURIComponent).join("/");
  const isFile = entry.kind === "blob";
  const self = `${api}/contents/${encoded}?ref=${encodeURIComponent(ref)}`;
  const git = `${api}/git/${isFile ? "blobs" : "trees"}/${entry.sha}`;
  const html = `${page}/${isFile ? "blob" : "tree"}/${ref}/${encoded}`;
  return {
    type: isFile ? "file" : "dir",
    name: path.split("/").at(-1) ?? "",
    path,
    sha: entry.sha,
    size: isFile ? Buffer.byteLength(entry.text) : 0,
    url: self,
    git_url: git,
    html_url: html,
    download_url: isFile ? `${page}/raw/${ref}/${encoded}` : null,
    _links: { self, git, html },
  };
}

function filePayload(context: RouteContext, path: string, blob: Blob, ref: string): Record<string, unknown> {
  const bytes = Buffer.from(blob.text, "utf8");
  const tooLarge = bytes.length > jsonLimit;
  return {
    ...entrySummary(context, path, blob, ref),
    encoding: tooLarge ? "none" : "base64",
    // GitHub breaks lines of base64 after 60 characters.
    content: tooLarge ? "" : bytes.toString("base64").replace(/.{60}/g, "$&\n"),
  };
}

interface Edit {
  readonly branch: string;
  readonly present: Blob | null;
  readonly message: string;
}

/** Reads what PUT and DELETE share; 409 when the given blob is not the one that is there. */
function editFrom(context: RouteContext, body: Json): Edit {
  const repository = repositoryOf(context);
  const branch = optionalText(body, "branch") ?? repository.defaultBranch;
  const tip = branchTip(repository, branch);
  if (tip === null && repository.refs.size > 0) throw new ApiProblem(404, `Branch ${branch} not found`);
  const entry = tip === null ? null : entryAt(tip.tree, pathOf(context));
  if (entry?.kind === "tree") throw new ApiProblem(422, "path is a directory");
  const sha = optionalText(body, "sha");
  if (entry !== null && sha === undefined) throw new ApiProblem(422, 'Invalid request.\n\n"sha" wasn\'t supplied.');
  if (entry !== null && sha !== entry.sha) throw new ApiProblem(409, `${pathOf(context)} does not match ${sha ?? ""}`);
  return { branch, present: entry, message: requiredText(body, "message") };
}

async function write(context: RouteContext): Promise<Response> {
  const body = await jsonBody(context);
  const text = Buffer.from(requiredText(body, "content"), "base64").toString("utf8");
  const edit = editFrom(context, body);
  const commit = push(context, edit, text);
  const blob = entryAt(commit.tree, pathOf(context));
  const content = blob === null ? null : entrySummary(context, pathOf(context), blob, edit.branch);
  return ok({ content, commit: commitSummary(context, repositoryOf(context), commit) }, edit.present === null ? 201 : 200);
}

async function remove(context: RouteContext): Promise<Response> {
  const edit = editFrom(context, await jsonBody(context));
  if (edit.present === null) throw notFound();
  return ok({ content: null, commit: commitSummary(context, repositoryOf(context), push(context, edit, null)) });
}

function push(context: RouteContext, edit: Edit, text: string | null): Commit {
  try {
    return pushToBranch(context.world, repositoryOf(context), edit.branch, [{ message: edit.message, files: { [pathOf(context)]: text } }], actor(context));
  } catch (problem) {
    throw problem instanceof RuleViolation ? new RuleViolation(problem.violations, 409) : problem;
  }
}

function commitSummary(context: RouteContext, repository: Repository, commit: Commit): Record<string, unknown> {
  const { sha, node_id, html_url, parents, commit: inner } = commitPayload(context.world, repository, commit);
  return { sha, node_id, html_url, url: inner.url, author: inner.author, committer: inner.committer, message: inner.message, tree: inner.tree, parents, verification: inner.verification };
}
