/**
 * Releases and their tags: drafts, which only writers see, pre-releases, and which one counts as the latest.
 */
import { invalid, notFound } from "../api-problem.ts";
import { nodeId } from "../node-id.ts";
import { releasePayload } from "../payload/release.ts";
import type { World } from "../world.ts";
import type { Account } from "./account.ts";
import { updateRef } from "./ref.ts";
import type { ReleaseAsset } from "./release-asset.ts";
import type { Repository } from "./repository.ts";
import { resolveCommit } from "./repository.ts";

export interface Release {
  readonly id: number;
  readonly nodeId: string;
  tagName: string;
  targetCommitish: string;
  name: string | null;
  body: string | null;
  draft: boolean;
  prerelease: boolean;
  readonly author: Account;
  readonly createdAt: number;
  publishedAt: number | null;
  readonly assets: ReleaseAsset[];
}

/** "legacy" lets GitHub choose by date; "true" is what it does with a new full release unasked. */
export type MakeLatest = "true" | "false" | "legacy";

export interface ReleaseInput {
  readonly tagName: string;
  readonly targetCommitish?: string | undefined;
  readonly name?: string | null | undefined;
  readonly body?: string | null | undefined;
  readonly draft?: boolean | undefined;
  readonly prerelease?: boolean | undefined;
  readonly makeLatest?: MakeLatest | undefined;
}

/** Creates a release; a published one makes its tag when that is missing. Fires release.created, published and released or prereleased. */
export function createRelease(world: World, repository: Repository, input: ReleaseInput, author: Account): Release {
  if (input.tagName === "") throw invalid({ resource: "Release", code: "missing_field", field: "tag_name" });
  checkTag(repository, input.tagName, null);
  checkLatest(input, input.draft === true, input.prerelease === true);
  checkReleaseBody(input.body);
  const id = world.nextId("release");
  const release: Release = {
    id,
    nodeId: nodeId("release", id),
    tagName: input.tagName,
    targetCommitish: input.targetCommitish ?? repository.defaultBranch,
    name: input.name ?? null,
    body: input.body ?? null,
    draft: true,
    prerelease: input.prerelease ?? false,
    author,
    createdAt: world.clock.now(),
    publishedAt: null,
    assets: [],
  };
  if (input.draft !== true) ensureTag(world, repository, release, author);
  repository.releases.set(id, release);
  emitRelease(world, repository, release, "created", author);
  if (input.draft !== true) publish(world, repository, release, input.makeLatest ?? "true", author);
  return release;
}

/** Several drafts may wait for one tag; a published release has its tag alone. */
function checkTag(repository: Repository, tag: string, self: Release | null): void {
  const holder = [...repository.releases.values()].find((each) => each !== self && each.tagName === tag && !each.draft);
  if (holder !== undefined) throw invalid({ resource: "Release", code: "already_exists", field: "tag_name" });
}

function checkLatest({ makeLatest }: Partial<ReleaseInput>, draft: boolean, prerelease: boolean): void {
  if (makeLatest === "true" && (draft || prerelease)) throw invalid("Latest release cannot be draft or prerelease.");
}

/** GitHub's limit in characters. */
const releaseBodyLimit = 125_000;

function checkReleaseBody(body: string | null | undefined): void {
  if (body != null && body.length > releaseBodyLimit) throw invalid({ resource: "Release", code: "custom", field: "body", message: `body is too long (maximum is ${releaseBodyLimit} characters)` });
}

function ensureTag(world: World, repository: Repository, release: Release, sender: Account): void {
  const ref = `refs/tags/${release.tagName}`;
  if (repository.refs.has(ref)) return;
  const commit = resolveCommit(repository, release.targetCommitish);
  if (commit === null) throw invalid({ resource: "Release", code: "invalid", field: "target_commitish" });
  updateRef(world, repository, { ref, to: commit }, sender);
}

function publish(world: World, repository: Repository, release: Release, latest: MakeLatest, sender: Account): void {
  ensureTag(world, repository, release, sender);
  release.draft = false;
  release.publishedAt = world.clock.now();
  settleLatest(repository, release, latest);
  emitRelease(world, repository, release, "published", sender);
  emitRelease(world, repository, release, release.prerelease ? "prereleased" : "released", sender);
}

function settleLatest(repository: Repository, release: Release, latest: MakeLatest | undefined): void {
  if (latest === "true" && !release.prerelease) repository.latestRelease = release;
  else if (latest === "false" && repository.latestRelease === release) repository.latestRelease = null;
  else if (latest === "legacy") repository.latestRelease = null;
}

/** The release that people see as the latest: the one that was said to be, otherwise the newest full one. */
export function latestRelease(repository: Repository): Release | null {
  const said = repository.latestRelease;
  if (said !== null && !said.draft && !said.prerelease && repository.releases.has(said.id)) return said;
  return [...repository.releases.values()].filter((each) => !each.draft && !each.prerelease).sort((a, b) => (b.publishedAt ?? 0) - (a.publishedAt ?? 0) || b.id - a.id)[0] ?? null;
}

/** Changes a release. Fires published (with released or prereleased), unpublished, released, or edited, as GitHub does. */
export function updateRelease(world: World, repository: Repository, release: Release, change: Partial<ReleaseInput>, sender: Account): void {
  const willBeDraft = change.draft ?? release.draft;
  checkLatest(change, willBeDraft, change.prerelease ?? release.prerelease);
  checkReleaseBody(change.body);
  if (!willBeDraft) checkTag(repository, change.tagName ?? release.tagName, release);
  const was = { draft: release.draft, prerelease: release.prerelease };
  const changes = applyWords(release, change);
  if (change.prerelease !== undefined) release.prerelease = change.prerelease;
  if (was.draft && !willBeDraft) return publish(world, repository, release, change.makeLatest ?? "true", sender);
  if (change.makeLatest !== undefined) settleLatest(repository, release, change.makeLatest);
  if (!was.draft && willBeDraft) {
    release.draft = true;
    release.publishedAt = null;
    return emitRelease(world, repository, release, "unpublished", sender);
  }
  emitRelease(world, repository, release, "edited", sender, { changes });
  if (!release.draft && was.prerelease !== release.prerelease) emitRelease(world, repository, release, release.prerelease ? "prereleased" : "released", sender);
}

/** Sets the words that are given, and tells what they were. */
function applyWords(release: Release, change: Partial<ReleaseInput>): Record<string, unknown> {
  const changes: Record<string, unknown> = {};
  if (change.tagName !== undefined && change.tagName !== release.tagName) {
    changes["tag_name"] = { from: release.tagName };
    release.tagName = change.tagName;
  }
  if (change.name !== undefined && change.name !== release.name) {
    changes["name"] = { from: release.name ?? "" };
    release.name = change.name;
  }
  if (change.body !== undefined && change.body !== release.body) {
    changes["body"] = { from: release.body ?? "" };
    release.body = change.body;
  }
  if (change.makeLatest !== undefined) changes["make_latest"] = { to: change.makeLatest === "true" };
  if (change.targetCommitish !== undefined) release.targetCommitish = change.targetCommitish;
  return changes;
}

export function deleteRelease(world: World, repository: Repository, release: Release, sender: Account): void {
  repository.releases.delete(release.id);
  emitRelease(world, repository, release, "deleted", sender);
}

export function findRelease(repository: Repository, id: number): Release {
  const release = repository.releases.get(id);
  if (release === undefined) throw notFound();
  return release;
}

export function findReleaseByTag(repository: Repository, tag: string): Release | null {
  const found = [...repository.releases.values()].filter((release) => release.tagName === tag);
  return found.find((release) => !release.draft) ?? found[0] ?? null;
}

function emitRelease(world: World, repository: Repository, release: Release, action: string, sender: Account, more: Record<string, unknown> = {}): void {
  world.emit({ event: "release", action, repository, sender }, () => ({ release: releasePayload(world, repository, release), ...more }));
}
