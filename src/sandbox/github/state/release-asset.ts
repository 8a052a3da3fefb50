/** Files that belong to a release. */
import { invalid, notFound } from "../api-problem.ts";
import { nodeId } from "../node-id.ts";
import type { World } from "../world.ts";
import type { Account } from "./account.ts";
import type { Release } from "./release.ts";
import type { Repository } from "./repository.ts";

export interface ReleaseAsset {
  readonly id: number;
  readonly nodeId: string;
  readonly release: Release;
  name: string;
  label: string | null;
  readonly contentType: string;
  readonly content: Buffer<ArrayBuffer>;
  readonly uploader: Account;
  downloads: number;
  readonly createdAt: number;
  updatedAt: number;
}

export interface AssetInput {
  readonly name: string;
  readonly label: string | null;
  readonly contentType: string;
  readonly content: Buffer<ArrayBuffer>;
}

/** Adds a file; GitHub writes other characters than letters, digits, dots, dashes and underscores as dots. */
export function addAsset(world: World, release: Release, input: AssetInput, uploader: Account): ReleaseAsset {
  const name = assetName(input.name);
  checkName(release, name);
  const now = world.clock.now();
  const id = world.nextId("releaseAsset");
  const asset: ReleaseAsset = { ...input, id, nodeId: nodeId("releaseAsset", id), release, name, uploader, downloads: 0, createdAt: now, updatedAt: now };
  release.assets.push(asset);
  return asset;
}

function assetName(name: string): string {
  return name.replace(/[^\w.-]+/g, ".");
}

function checkName(release: Release, name: string): void {
  if (name === "") throw invalid({ resource: "ReleaseAsset", code: "missing_field", field: "name" });
  if (release.assets.some((each) => each.name === name)) throw invalid({ resource: "ReleaseAsset", code: "already_exists", field: "name" });
}

export function renameAsset(world: World, asset: ReleaseAsset, change: { readonly name?: string | undefined; readonly label?: string | undefined }): void {
  if (change.name !== undefined && assetName(change.name) !== asset.name) {
    checkName(asset.release, assetName(change.name));
    asset.name = assetName(change.name);
  }
  if (change.label !== undefined) asset.label = change.label;
  asset.updatedAt = world.clock.now();
}

export function deleteAsset(asset: ReleaseAsset): void {
  asset.release.assets.splice(asset.release.assets.indexOf(asset), 1);
}

export function findAsset(repository: Repository, id: number): ReleaseAsset {
  for (const release of repository.releases.values()) for (const asset of release.assets) if (asset.id === id) return asset;
  throw notFound();
}
