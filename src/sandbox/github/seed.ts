/**
 * Staging of scenes: everything a person or an app can do, as plain synchronous functions on the world.
 * Each takes `at`, the world instant at which it happens (the clock is moved there first), and fires the same webhooks as the REST door.
 */
import { generateKeyPairSync } from "node:crypto";
import type { Commit, FileChanges } from "./git/objects.ts";
import type { Account, Organization } from "./state/account.ts";
import { createOrganization, createUser, setMember } from "./state/account.ts";
import type { App, AppInput, Installation } from "./state/app.ts";
import { createApp, createInstallationToken, installApp } from "./state/app.ts";
import { markMerged, announceMerge, mergePullRequest, mergeSpec } from "./state/merge.ts";
import type { MergeMethod } from "./state/merge.ts";
import { mergeCommit } from "./git/merge.ts";
import { removeFromQueue } from "./state/merge-queue.ts";
import type { Milestone } from "./state/milestone.ts";
import type { Pull } from "./state/pull.ts";
import { openPullRequest } from "./state/pull.ts";
import type { CommitSpec } from "./state/ref.ts";
import { buildCommits, pushToBranch, updateRef } from "./state/ref.ts";
import type { Repository, RepositoryInput } from "./state/repository.ts";
import { branchTip, createRepository } from "./state/repository.ts";
import type { World } from "./world.ts";

interface Timed {
  /** World instant, ms UTC; the present one when not given. */
  readonly at?: number;
}

function moveTo(world: World, at: number | undefined): void {
  if (at !== undefined) world.clock.set(at);
}

export function seedUser(world: World, login: string, more: { name?: string; email?: string } = {}): Account {
  return createUser(world, { login, ...more });
}

export function seedOrganization(world: World, login: string, people: { admins?: readonly Account[]; members?: readonly Account[] } = {}): Organization {
  const organization = createOrganization(world, { login });
  for (const user of people.members ?? []) setMember(organization, user, "member");
  for (const user of people.admins ?? []) setMember(organization, user, "admin");
  return organization;
}

/** A repository with a first commit on its default branch. */
export function seedRepository(world: World, input: RepositoryInput & Timed & { readonly files?: FileChanges; readonly by?: Account }): Repository {
  moveTo(world, input.at);
  const by = input.by ?? input.owner;
  const repository = createRepository(world, input, by);
  const files = input.files ?? { "README.md": `# ${input.name}\n` };
  pushToBranch(world, repository, repository.defaultBranch, [{ message: "Initial commit", files }], by, { trusted: true });
  return repository;
}

export interface SeededApp {
  readonly app: App;
  /** PEM; null when a public key was given from outside. */
  readonly privateKey: string | null;
}

/** An app; without a public key a pair is made and the private half returned. */
export function seedApp(world: World, input: Omit<AppInput, "publicKey"> & { readonly publicKey?: string }): SeededApp {
  if (input.publicKey !== undefined) return { app: createApp(world, { ...input, publicKey: input.publicKey }), privateKey: null };
  const pair = generateKeyPairSync("rsa", { modulusLength: 2048, publicKeyEncoding: { type: "spki", format: "pem" }, privateKeyEncoding: { type: "pkcs8", format: "pem" } });
  return { app: createApp(world, { ...input, publicKey: pair.publicKey }), privateKey: pair.privateKey };
}

/** Installs an app on all repositories of an account, or on some. */
export function seedInstallation(world: World, app: App, account: Account, repositories: "all" | readonly Repository[] = "all"): Installation {
  return installApp(world, app, { account, repositories: repositories === "all" ? "all" : repositories.map((repository) => repository.id) });
}

/** A token of the installation with all its rights. */
export function seedToken(world: World, installation: Installation): string {
  return createInstallationToken(world, installation, { permissions: installation.permissions, repositoryIds: null }).token;
}

export interface PushScene extends Timed {
  readonly branch: string;
  readonly by: Account;
  readonly commits: readonly CommitSpec[];
  /** Builds upon this commit and not upon the branch (a forced push when the branch is elsewhere). */
  readonly from?: Commit;
  readonly force?: boolean;
  /** Passes the rules, as a person with bypass does. */
  readonly bypassRules?: boolean;
}

/** Commits upon a branch and pushes. Returns the new tip. */
export function pushCommits(world: World, repository: Repository, scene: PushScene): Commit {
  moveTo(world, scene.at);
  return pushToBranch(world, repository, scene.branch, scene.commits, scene.by, {
    ...(scene.from === undefined ? {} : { from: scene.from }),
    force: scene.force ?? false,
    trusted: scene.bypassRules ?? false,
  });
}

export interface PullScene extends Timed {
  readonly by: Account;
  readonly title: string;
  readonly body?: string | null;
  readonly number?: number;
  /** Head branch; made from the base when it is not there. */
  readonly head: string;
  /** Base branch; the default branch when not given. */
  readonly base?: string;
  /** The fork that holds the head; the repository itself when not given. */
  readonly fork?: Repository;
  /** Commits to push to the head first. */
  readonly commits?: readonly CommitSpec[];
  /** Short for one commit with these files, titled as the pull. */
  readonly files?: FileChanges;
  readonly draft?: boolean;
  readonly labels?: readonly string[];
  readonly milestone?: Milestone | null;
  readonly assignees?: readonly Account[];
}

/** Pushes the head branch and opens the pull. */
export function openPull(world: World, repository: Repository, scene: PullScene): Pull {
  moveTo(world, scene.at);
  const baseRef = scene.base ?? repository.defaultBranch;
  const headRepository = scene.fork ?? repository;
  const commits = [...(scene.commits ?? []), ...(scene.files === undefined ? [] : [{ message: scene.title, files: scene.files }])];
  if (commits.length > 0) {
    const parent = branchTip(headRepository, scene.head) ?? branchTip(repository, baseRef);
    const to = buildCommits(world, headRepository, parent, commits, scene.by);
    updateRef(world, headRepository, { ref: `refs/heads/${scene.head}`, to, force: true, trusted: true }, scene.by);
  }
  const { number, draft, labels, milestone, assignees } = scene;
  const dress = { number, draft, labels, milestone, assignees };
  const given = Object.fromEntries(Object.entries(dress).filter(([, value]) => value !== undefined));
  return openPullRequest(world, repository, { title: scene.title, body: scene.body ?? null, headRepository, headRef: scene.head, baseRef, ...given }, scene.by);
}

export interface MergeScene extends Timed {
  readonly by: Account;
  readonly method?: MergeMethod;
  /** Merges although rules forbid it, as history shows that people did. */
  readonly bypassRules?: boolean;
}

/** Merges by the button; throws ApiProblem 405 when rules forbid it. */
export function mergePull(world: World, pull: Pull, scene: MergeScene): Commit {
  moveTo(world, scene.at);
  if (scene.bypassRules !== true) return mergePullRequest(world, pull, { method: scene.method ?? "merge" }, scene.by);
  const { repository } = pull.issue;
  const base = branchTip(repository, pull.baseRef);
  const commit = base === null ? null : mergeCommit(repository.network.objects, base, pull.head, mergeSpec(world, pull, { method: scene.method ?? "merge" }, scene.by));
  if (base === null || commit === null) throw new Error(`Pull request ${pull.issue.number} has conflicts with ${pull.baseRef}.`);
  removeFromQueue(world, pull, "MERGE", scene.by);
  markMerged(world, pull, base, commit, scene.by);
  updateRef(world, repository, { ref: `refs/heads/${pull.baseRef}`, to: commit, trusted: true, by: "pr_merge" }, scene.by);
  announceMerge(world, pull, scene.by);
  return commit;
}

/** Files with distinct content, for pulls of which only the number of files is known. */
export function manyFiles(count: number, folder: string, text = "one line"): FileChanges {
  const files: Record<string, string> = {};
  for (let index = 1; index <= count; index += 1) files[`${folder}/file-${String(index).padStart(4, "0")}.txt`] = `${text} ${index}\n`;
  return files;
}
