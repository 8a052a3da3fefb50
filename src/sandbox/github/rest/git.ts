/** Refs and raw git objects. */
import { ApiProblem, invalid, notFound, unprocessable } from "../api-problem.ts";
import type { Commit, Signature } from "../git/objects.ts";
import { files } from "../git/merge.ts";
import { nodeId } from "../node-id.ts";
import { signaturePayload } from "../payload/commit.ts";
import { repositoryApi } from "../payload/url.ts";
import { signatureOf, updateRef } from "../state/ref.ts";
import type { Repository } from "../state/repository.ts";
import { resolveCommit } from "../state/repository.ts";
import type { TagObject } from "../state/tag.ts";
import { createTagObject, findTagObject, tagObjectAt } from "../state/tag.ts";
import { reads, writes } from "./access.ts";
import { instantFrom, optionalFlag, requiredText } from "./body.ts";
import { listPage } from "./paging.ts";
import type { Json, Route, RouteContext } from "./route.ts";
import { actor, created, jsonBody, noContent, ok, repositoryOf, textParam } from "./route.ts";

const base = "/repos/{owner}/{repo}/git";

export const gitRoutes: readonly Route[] = [
  { method: "GET", path: `${base}/ref/{ref*}`, allow: reads("contents"), handle: showRef },
  { method: "GET", path: `${base}/matching-refs/{ref*}`, allow: reads("contents"), handle: matchingRefs },
  { method: "POST", path: `${base}/refs`, allow: writes("contents"), handle: createRef },
  { method: "PATCH", path: `${base}/refs/{ref*}`, allow: writes("contents"), handle: moveRef },
  { method: "DELETE", path: `${base}/refs/{ref*}`, allow: writes("contents"), handle: deleteRef },
  { method: "GET", path: `${base}/commits/{sha}`, allow: reads("contents"), handle: showCommit },
  { method: "POST", path: `${base}/commits`, allow: writes("contents"), handle: createCommit },
  { method: "GET", path: `${base}/tags/{sha}`, allow: reads("contents"), handle: (context) => ok(tagPayload(context, findTagObject(repositoryOf(context), textParam(context, "sha")))) },
  { method: "POST", path: `${base}/tags`, allow: writes("contents"), handle: createTag },
  { method: "GET", path: `${base}/trees/{sha*}`, allow: reads("contents"), handle: showTree },
  { method: "GET", path: `${base}/blobs/{sha}`, allow: reads("contents"), handle: showBlob },
];

function refPayload(context: RouteContext, ref: string, commit: Commit): Record<string, unknown> {
  const api = repositoryApi(context.world, repositoryOf(context));
  const tag = tagObjectAt(repositoryOf(context), ref);
  if (tag !== null) return { ref, node_id: nodeId("ref", `${repositoryOf(context).id}/${ref}`), url: `${api}/git/${ref}`, object: { type: "tag", sha: tag.sha, url: `${api}/git/tags/${tag.sha}` } };
  return { ref, node_id: nodeId("ref", `${repositoryOf(context).id}/${ref}`), url: `${api}/git/${ref}`, object: { type: "commit", sha: commit.sha, url: `${api}/git/commits/${commit.sha}` } };
}

function showRef(context: RouteContext): Response {
  const ref = `refs/${textParam(context, "ref")}`;
  const commit = repositoryOf(context).refs.get(ref);
  if (commit === undefined) throw notFound();
  return ok(refPayload(context, ref, commit));
}

function matchingRefs(context: RouteContext): Response {
  const prefix = `refs/${textParam(context, "ref")}`;
  const found = [...repositoryOf(context).refs].filter(([ref]) => ref.startsWith(prefix)).sort(([a], [b]) => (a < b ? -1 : 1));
  return listPage(context, found, ([ref, commit]) => refPayload(context, ref, commit));
}

function commitNamed(repository: Repository, sha: string): Commit {
  const commit = repository.network.objects.commitBySha(sha);
  if (commit === null) throw unprocessable("Object does not exist");
  return commit;
}

async function createRef(context: RouteContext): Promise<Response> {
  const body = await jsonBody(context);
  const repository = repositoryOf(context);
  const ref = requiredText(body, "ref");
  if (!/^refs\/(heads|tags)\/[^\s~^:?*[\\]+$/.test(ref)) throw unprocessable("Reference name is invalid");
  if (repository.refs.has(ref)) throw unprocessable("Reference already exists");
  const sha = requiredText(body, "sha");
  const tagObject = repository.tagObjects.get(sha);
  const to = tagObject?.commit ?? commitNamed(repository, sha);
  updateRef(context.world, repository, { ref, to, ...(tagObject === undefined ? {} : { tagObject }) }, actor(context));
  return created(refPayload(context, ref, to));
}

async function moveRef(context: RouteContext): Promise<Response> {
  const body = await jsonBody(context);
  const repository = repositoryOf(context);
  const ref = `refs/${textParam(context, "ref")}`;
  if (!repository.refs.has(ref)) throw unprocessable("Reference does not exist");
  const to = commitNamed(repository, requiredText(body, "sha"));
  updateRef(context.world, repository, { ref, to, force: optionalFlag(body, "force") ?? false }, actor(context));
  return ok(refPayload(context, ref, to));
}

function deleteRef(context: RouteContext): Response {
  const repository = repositoryOf(context);
  const ref = `refs/${textParam(context, "ref")}`;
  if (!repository.refs.has(ref)) throw unprocessable("Reference does not exist");
  if (ref === `refs/heads/${repository.defaultBranch}`) throw unprocessable("Cannot delete the default branch");
  updateRef(context.world, repository, { ref, to: null }, actor(context));
  return noContent();
}

function gitCommitPayload(context: RouteContext, commit: Commit): Record<string, unknown> {
  const api = repositoryApi(context.world, repositoryOf(context));
  return {
    sha: commit.sha,
    node_id: nodeId("commit", commit.sha),
    url: `${api}/git/commits/${commit.sha}`,
    author: signaturePayload(commit.author),
    committer: signaturePayload(commit.committer),
    message: commit.message,
    tree: { sha: commit.tree.sha, url: `${api}/git/trees/${commit.tree.sha}` },
    parents: commit.parents.map((parent) => ({ sha: parent.sha, url: `${api}/git/commits/${parent.sha}` })),
    verification: { verified: false, reason: "unsigned", signature: null, payload: null },
  };
}

function showCommit(context: RouteContext): Response {
  const commit = repositoryOf(context).network.objects.commitBySha(textParam(context, "sha"));
  if (commit === null) throw notFound();
  return ok(gitCommitPayload(context, commit));
}

async function createCommit(context: RouteContext): Promise<Response> {
  const body = await jsonBody(context);
  const { objects } = repositoryOf(context).network;
  const tree = objects.treeBySha(requiredText(body, "tree"));
  if (tree === null) throw invalid("Tree SHA does not exist");
  const parents = ((body["parents"] ?? []) as string[]).map((sha) => commitNamed(repositoryOf(context), sha));
  const author = signatureFrom(body["author"] as Json | undefined) ?? signatureOf(context.world, actor(context));
  return created(gitCommitPayload(context, objects.commit({ tree, parents, author, message: requiredText(body, "message") })));
}

/** The object alone; a ref to it is made in a second step, as with git itself. */
async function createTag(context: RouteContext): Promise<Response> {
  const body = await jsonBody(context);
  const repository = repositoryOf(context);
  const type = requiredText(body, "type");
  if (type !== "commit") throw unprocessable("The local GitHub has tags of commits only.");
  const tagger = signatureFrom(body["tagger"] as Json | undefined) ?? signatureOf(context.world, actor(context));
  const commit = commitNamed(repository, requiredText(body, "object"));
  return created(tagPayload(context, createTagObject(repository, { tag: requiredText(body, "tag"), message: requiredText(body, "message"), tagger, commit })));
}

function tagPayload(context: RouteContext, tag: TagObject): Record<string, unknown> {
  const api = `${repositoryApi(context.world, repositoryOf(context))}/git`;
  return {
    node_id: nodeId("tag", `${repositoryOf(context).id}:${tag.sha}`),
    tag: tag.tag,
    sha: tag.sha,
    url: `${api}/tags/${tag.sha}`,
    message: tag.message,
    tagger: signaturePayload(tag.tagger),
    object: { sha: tag.commit.sha, type: "commit", url: `${api}/commits/${tag.commit.sha}` },
    verification: { verified: false, reason: "unsigned", signature: null, payload: null, verified_at: null },
  };
}

function signatureFrom(given: Json | undefined): Signature | null {
  if (given === undefined || typeof given["date"] !== "string") return null;
  return { name: requiredText(given, "name"), email: requiredText(given, "email"), date: instantFrom(given["date"], "author/date") };
}

/** A tree by its own SHA, a commit or a branch; with recursive all files below. */
function showTree(context: RouteContext): Response {
  const repository = repositoryOf(context);
  const name = textParam(context, "sha");
  const tree = repository.network.objects.treeBySha(name) ?? resolveCommit(repository, name)?.tree ?? null;
  if (tree === null) throw notFound();
  const api = `${repositoryApi(context.world, repository)}/git`;
  const recursive = context.url.searchParams.get("recursive") !== null;
  const entries = recursive
    ? [...files(tree, "")].map(([path, blob]) => ({ path, mode: "100644", type: "blob", sha: blob.sha, size: Buffer.byteLength(blob.text), url: `${api}/blobs/${blob.sha}` }))
    : [...tree.entries].map(([path, entry]) => ({ path, mode: entry.kind === "tree" ? "040000" : "100644", type: entry.kind, sha: entry.sha, url: `${api}/${entry.kind}s/${entry.sha}` }));
  return ok({ sha: tree.sha, url: `${api}/trees/${tree.sha}`, tree: entries, truncated: false });
}

function showBlob(context: RouteContext): Response {
  const blob = repositoryOf(context).network.objects.blobBySha(textParam(context, "sha"));
  if (blob === null) throw new ApiProblem(404, "Not Found");
  const bytes = Buffer.from(blob.text, "utf8");
  return ok({ sha: blob.sha, node_id: nodeId("commit", blob.sha), size: bytes.length, url: `${repositoryApi(context.world, repositoryOf(context))}/git/blobs/${blob.sha}`, content: bytes.toString("base64"), encoding: "base64" });
}
