/** Releases in GitHub's shape. */
import type { components } from "@octokit/openapi-types";
import { createHash } from "node:crypto";
import { githubInstant, githubInstantOrNull } from "../clock.ts";
import type { Release } from "../state/release.ts";
import type { ReleaseAsset } from "../state/release-asset.ts";
import type { Repository } from "../state/repository.ts";
import type { World } from "../world.ts";
import { simpleUser } from "./account.ts";
import { repositoryApi, repositoryPage } from "./url.ts";

export function releasePayload(world: World, repository: Repository, release: Release): components["schemas"]["release"] {
  const api = repositoryApi(world, repository);
  const page = repositoryPage(world, repository);
  return {
    url: `${api}/releases/${release.id}`,
    assets_url: `${api}/releases/${release.id}/assets`,
    upload_url: `${api}/releases/${release.id}/assets{?name,label}`,
    html_url: `${page}/releases/tag/${release.draft ? `untagged-${release.nodeId.toLowerCase()}` : encodeURIComponent(release.tagName)}`,
    id: release.id,
    author: simpleUser(world, release.author),
    node_id: release.nodeId,
    tag_name: release.tagName,
    target_commitish: release.targetCommitish,
    name: release.name,
    draft: release.draft,
    prerelease: release.prerelease,
    created_at: githubInstant(release.createdAt),
    published_at: githubInstantOrNull(release.publishedAt),
    assets: release.assets.map((each) => assetPayload(world, repository, each)),
    tarball_url: `${api}/tarball/${release.tagName}`,
    zipball_url: `${api}/zipball/${release.tagName}`,
    body: release.body,
  };
}

export function assetPayload(world: World, repository: Repository, asset: ReleaseAsset): components["schemas"]["release-asset"] {
  const { release } = asset;
  return {
    url: `${repositoryApi(world, repository)}/releases/assets/${asset.id}`,
    browser_download_url: `${repositoryPage(world, repository)}/releases/download/${encodeURIComponent(release.tagName)}/${asset.name}`,
    id: asset.id,
    node_id: asset.nodeId,
    name: asset.name,
    label: asset.label,
    state: "uploaded",
    content_type: asset.contentType,
    size: asset.content.length,
    digest: `sha256:${createHash("sha256").update(asset.content).digest("hex")}`,
    download_count: asset.downloads,
    created_at: githubInstant(asset.createdAt),
    updated_at: githubInstant(asset.updatedAt),
    uploader: simpleUser(world, asset.uploader),
  };
}
