/** Releases. */
import { notFound } from "../api-problem.ts";
import { releasePayload } from "../payload/release.ts";
import { roleAtLeast } from "../state/account.ts";
import { levelCovers } from "../state/app.ts";
import type { Release, ReleaseInput } from "../state/release.ts";
import { createRelease, deleteRelease, findRelease, findReleaseByTag, latestRelease, updateRelease } from "../state/release.ts";
import { roleIn } from "../state/repository.ts";
import { reads, writes } from "./access.ts";
import { oneOf, optionalFlag, optionalText, requiredText, textOrNull } from "./body.ts";
import { listPage } from "./paging.ts";
import type { Json, Route, RouteContext } from "./route.ts";
import { actor, created, jsonBody, noContent, numberParam, ok, repositoryOf, textParam } from "./route.ts";

const base = "/repos/{owner}/{repo}/releases";

export const releaseRoutes: readonly Route[] = [
  { method: "GET", path: base, allow: reads("contents"), handle: (context) => listPage(context, newestFirst(context), (each) => releasePayload(context.world, repositoryOf(context), each)) },
  { method: "POST", path: base, allow: writes("contents"), handle: create },
  { method: "GET", path: `${base}/latest`, allow: reads("contents"), handle: (context) => answer(context, latestRelease(repositoryOf(context))) },
  { method: "GET", path: `${base}/tags/{tag*}`, allow: reads("contents"), handle: byTag },
  { method: "GET", path: `${base}/{release_id}`, allow: reads("contents"), handle: (context) => answer(context, named(context)) },
  { method: "PATCH", path: `${base}/{release_id}`, allow: writes("contents"), handle: change },
  { method: "DELETE", path: `${base}/{release_id}`, allow: writes("contents"), handle: remove },
];

/** Drafts are for those who may write them. */
export function seesDrafts(context: RouteContext): boolean {
  const { caller } = context;
  if (caller.kind === "installation") return levelCovers(caller.permissions["contents"], "write");
  return caller.kind === "user" && roleAtLeast(roleIn(repositoryOf(context), caller.user), "write");
}

function newestFirst(context: RouteContext): Release[] {
  const withDrafts = seesDrafts(context);
  return [...repositoryOf(context).releases.values()].filter((release) => withDrafts || !release.draft).reverse();
}

function named(context: RouteContext): Release {
  const release = findRelease(repositoryOf(context), numberParam(context, "release_id"));
  if (release.draft && !seesDrafts(context)) throw notFound();
  return release;
}

function answer(context: RouteContext, release: Release | null | undefined): Response {
  if (release == null) throw notFound();
  return ok(releasePayload(context.world, repositoryOf(context), release));
}

function byTag(context: RouteContext): Response {
  const release = findReleaseByTag(repositoryOf(context), textParam(context, "tag"));
  return answer(context, release?.draft === true ? null : release);
}

function fields(body: Json): Omit<ReleaseInput, "tagName"> {
  return {
    targetCommitish: optionalText(body, "target_commitish"),
    name: textOrNull(body, "name"),
    body: textOrNull(body, "body"),
    draft: optionalFlag(body, "draft"),
    prerelease: optionalFlag(body, "prerelease"),
    makeLatest: oneOf(body, "make_latest", ["true", "false", "legacy"]),
  };
}

async function create(context: RouteContext): Promise<Response> {
  const body = await jsonBody(context);
  const release = createRelease(context.world, repositoryOf(context), { ...fields(body), tagName: requiredText(body, "tag_name") }, actor(context));
  return created(releasePayload(context.world, repositoryOf(context), release));
}

async function change(context: RouteContext): Promise<Response> {
  const release = findRelease(repositoryOf(context), numberParam(context, "release_id"));
  const body = await jsonBody(context);
  const tagName = optionalText(body, "tag_name");
  updateRelease(context.world, repositoryOf(context), release, { ...fields(body), ...(tagName === undefined ? {} : { tagName }) }, actor(context));
  return answer(context, release);
}

function remove(context: RouteContext): Response {
  deleteRelease(context.world, repositoryOf(context), findRelease(repositoryOf(context), numberParam(context, "release_id")), actor(context));
  return noContent();
}
