/** Files of releases. They are uploaded as they are, not in JSON, and are as visible as their release. */
import { notFound, unprocessable } from "../api-problem.ts";
import { assetPayload } from "../payload/release.ts";
import { findRelease } from "../state/release.ts";
import type { ReleaseAsset } from "../state/release-asset.ts";
import { addAsset, deleteAsset, findAsset, renameAsset } from "../state/release-asset.ts";
import { reads, writes } from "./access.ts";
import { optionalText } from "./body.ts";
import { listPage } from "./paging.ts";
import { seesDrafts } from "./releases.ts";
import type { Route, RouteContext } from "./route.ts";
import { actor, created, jsonBody, noContent, numberParam, ok, repositoryOf } from "./route.ts";

const base = "/repos/{owner}/{repo}/releases";
const one = `${base}/assets/{asset_id}`;

export const releaseAssetRoutes: readonly Route[] = [
  { method: "GET", path: `${base}/{release_id}/assets`, allow: reads("contents"), handle: list },
  { method: "POST", path: `${base}/{release_id}/assets`, allow: writes("contents"), handle: upload },
  { method: "GET", path: one, allow: reads("contents"), handle: show },
  { method: "PATCH", path: one, allow: writes("contents"), handle: change },
  { method: "DELETE", path: one, allow: writes("contents"), handle: remove },
];

function assetOf(context: RouteContext): ReleaseAsset {
  const asset = findAsset(repositoryOf(context), numberParam(context, "asset_id"));
  if (asset.release.draft && !seesDrafts(context)) throw notFound();
  return asset;
}

function list(context: RouteContext): Response {
  const release = findRelease(repositoryOf(context), numberParam(context, "release_id"));
  if (release.draft && !seesDrafts(context)) throw notFound();
  return listPage(context, release.assets, (each) => assetPayload(context.world, repositoryOf(context), each));
}

async function upload(context: RouteContext): Promise<Response> {
  const release = findRelease(repositoryOf(context), numberParam(context, "release_id"));
  const query = context.url.searchParams;
  const content = Buffer.from(await context.request.arrayBuffer());
  if (content.length === 0) throw unprocessable("Bad Content-Length: 0");
  const contentType = context.request.headers.get("content-type") ?? "application/octet-stream";
  const asset = addAsset(context.world, release, { name: query.get("name") ?? "", label: query.get("label"), contentType, content }, actor(context));
  return created(assetPayload(context.world, repositoryOf(context), asset));
}

/** The description, or the file itself to whoever accepts bytes. */
function show(context: RouteContext): Response {
  const asset = assetOf(context);
  if (!(context.request.headers.get("accept") ?? "").includes("application/octet-stream")) return ok(assetPayload(context.world, repositoryOf(context), asset));
  asset.downloads += 1;
  return new Response(asset.content, { headers: { "content-type": asset.contentType, "content-disposition": `attachment; filename=${asset.name}` } });
}

async function change(context: RouteContext): Promise<Response> {
  const asset = assetOf(context);
  const body = await jsonBody(context);
  renameAsset(context.world, asset, { name: optionalText(body, "name"), label: optionalText(body, "label") });
  return ok(assetPayload(context.world, repositoryOf(context), asset));
}

function remove(context: RouteContext): Response {
  deleteAsset(assetOf(context));
  return noContent();
}
