/**
 * A repository with everything in it. The record is plain state; each kind of object in it is changed by the functions of its own file.
 */
import { invalid } from "../api-problem.ts";
import type { Commit } from "../git/objects.ts";
import { ObjectDatabase } from "../git/objects.ts";
import { nodeId } from "../node-id.ts";
import type { World } from "../world.ts";
import type { Account, Role, Team } from "./account.ts";
import { higherRole, isOrganization, isTeamMember } from "./account.ts";
import type { Activity } from "./activity.ts";
import type { CheckRun, CheckSuite } from "./check.ts";
import type { IssueComment } from "./comment.ts";
import type { Deployment } from "./deployment.ts";
import type { Issue } from "./issue.ts";
import type { Label } from "./label.ts";
import { createLabelSilently, defaultLabels } from "./label.ts";
import type { MergeQueue } from "./merge-queue.ts";
import type { Milestone } from "./milestone.ts";
import type { BranchProtection } from "./protection.ts";
import type { Pull } from "./pull.ts";
import type { Release } from "./release.ts";
import type { TagObject } from "./tag.ts";
import type { Ruleset } from "./ruleset.ts";
import type { RuleSuite } from "./rule-suite.ts";
import type { CommitStatus } from "./status.ts";
import type { Artifact, Workflow, WorkflowRun } from "./workflow-run.ts";

/** A repository and its forks: they share objects, as on GitHub. */
export interface Network {
  readonly objects: ObjectDatabase;
  readonly members: Set<Repository>;
}

export interface Repository {
  readonly id: number;
  readonly nodeId: string;
  owner: Account;
  name: string;
  description: string | null;
  private: boolean;
  archived: boolean;
  defaultBranch: string;
  readonly parent: Repository | null;
  readonly network: Network;
  readonly createdAt: number;
  updatedAt: number;
  pushedAt: number;
  mergeMethods: { merge: boolean; squash: boolean; rebase: boolean };
  deleteBranchOnMerge: boolean;
  allowAutoMerge: boolean;
  readonly collaborators: Map<number, { user: Account; role: Role }>;
  readonly teams: Map<number, { team: Team; role: Role }>;
  /** By full name, such as refs/heads/main. */
  readonly refs: Map<string, Commit>;
  /** By lower-case name, in order of creation. */
  readonly labels: Map<string, Label>;
  readonly milestones: Map<number, Milestone>;
  /** Issues and pulls by number, in order of creation. */
  readonly issues: Map<number, Issue>;
  openIssueCount: number;
  nextIssueNumber: number;
  nextMilestoneNumber: number;
  readonly comments: Map<number, IssueComment>;
  /** Open pulls of this repository by `<head repository id>:<branch>`. */
  readonly openPullsByHead: Map<string, Set<Issue>>;
  /** Every pull that ever had the commit between its base and head. */
  readonly pullsByCommit: Map<string, Set<Issue>>;
  readonly checkSuites: Map<string, CheckSuite[]>;
  readonly checkSuitesById: Map<number, CheckSuite>;
  readonly checkRunsById: Map<number, CheckRun>;
  readonly statuses: Map<string, CommitStatus[]>;
  readonly rulesets: Map<number, Ruleset>;
  readonly ruleSuites: Map<number, RuleSuite>;
  /** Oldest first. */
  readonly activities: Activity[];
  readonly protections: Map<string, BranchProtection>;
  readonly releases: Map<number, Release>;
  /** What people see as the latest one, when somebody said so. */
  latestRelease: Release | null;
  readonly tagObjects: Map<string, TagObject>;
  /** Tag objects by the ref that shows them. */
  readonly annotatedRefs: Map<string, TagObject>;
  readonly deployments: Map<number, Deployment>;
  /** By path. */
  readonly workflows: Map<string, Workflow>;
  readonly workflowRuns: Map<number, WorkflowRun>;
  readonly artifacts: Map<number, Artifact>;
  readonly queues: Map<string, MergeQueue>;
  /** Open pulls with auto-merge. */
  readonly armedPulls: Set<Pull>;
}

export function fullName(repository: Repository): string {
  return `${repository.owner.login}/${repository.name}`;
}

/** Finds by owner/name, letter case ignored; by a name that it had before as well, while no other has it, as GitHub's redirects do. */
export function findRepository(world: World, name: string): Repository | null {
  return world.repositoryNames.get(name.toLowerCase()) ?? null;
}

export interface RepositoryInput {
  readonly owner: Account;
  readonly name: string;
  readonly id?: number;
  readonly description?: string | null;
  readonly private?: boolean;
  readonly defaultBranch?: string;
  readonly parent?: Repository | null;
}

/** Creates an empty repository with GitHub's default labels (a fork gets its parent's refs). Fires repository.created. */
export function createRepository(world: World, input: RepositoryInput, sender: Account = input.owner): Repository {
  const named = findRepository(world, `${input.owner.login}/${input.name}`);
  if (named !== null && fullName(named).toLowerCase() === `${input.owner.login}/${input.name}`.toLowerCase()) {
    throw invalid({ resource: "Repository", code: "custom", field: "name", message: "name already exists on this account" });
  }
  const parent = input.parent ?? null;
  const repository = emptyRepository(world, input, parent);
  repository.network.members.add(repository);
  world.repositories.set(repository.id, repository);
  world.repositoryNames.set(fullName(repository).toLowerCase(), repository);
  for (const label of defaultLabels) createLabelSilently(world, repository, label);
  for (const [ref, commit] of parent?.refs ?? []) if (ref.startsWith("refs/heads/")) repository.refs.set(ref, commit);
  world.emit({ event: "repository", action: "created", repository, sender }, () => ({}));
  return repository;
}

function emptyRepository(world: World, input: RepositoryInput, parent: Repository | null): Repository {
  const now = world.clock.now();
  const id = input.id ?? world.nextId("repository");
  return {
    id,
    nodeId: nodeId("repository", id),
    owner: input.owner,
    name: input.name,
    description: input.description ?? null,
    private: input.private ?? parent?.private ?? false,
    archived: false,
    defaultBranch: input.defaultBranch ?? parent?.defaultBranch ?? "main",
    parent,
    network: parent?.network ?? { objects: new ObjectDatabase(), members: new Set() },
    createdAt: now,
    updatedAt: now,
    pushedAt: now,
    mergeMethods: { merge: true, squash: true, rebase: true },
    deleteBranchOnMerge: false,
    allowAutoMerge: false,
    collaborators: new Map(),
    teams: new Map(),
    refs: new Map(),
    labels: new Map(),
    milestones: new Map(),
    issues: new Map(),
    openIssueCount: 0,
    nextIssueNumber: 1,
    nextMilestoneNumber: 1,
    comments: new Map(),
    openPullsByHead: new Map(),
    pullsByCommit: new Map(),
    checkSuites: new Map(),
    checkSuitesById: new Map(),
    checkRunsById: new Map(),
    statuses: new Map(),
    rulesets: new Map(),
    ruleSuites: new Map(),
    activities: [],
    protections: new Map(),
    releases: new Map(),
    latestRelease: null,
    tagObjects: new Map(),
    annotatedRefs: new Map(),
    deployments: new Map(),
    workflows: new Map(),
    workflowRuns: new Map(),
    artifacts: new Map(),
    queues: new Map(),
    armedPulls: new Set(),
  };
}

export interface RepositoryUpdate {
  readonly name?: string;
  readonly description?: string | null;
  readonly private?: boolean;
  readonly archived?: boolean;
  readonly defaultBranch?: string;
  readonly deleteBranchOnMerge?: boolean;
  readonly allowAutoMerge?: boolean;
  readonly mergeMethods?: { merge: boolean; squash: boolean; rebase: boolean };
}

/** Changes settings; fires repository.renamed, archived, unarchived, privatized, publicized or edited, one each. */
export function updateRepository(world: World, repository: Repository, update: RepositoryUpdate, sender: Account): void {
  const emit = (action: string, body: Record<string, unknown> = {}): void => world.emit({ event: "repository", action, repository, sender }, () => body);
  repository.updatedAt = world.clock.now();
  if (update.deleteBranchOnMerge !== undefined) repository.deleteBranchOnMerge = update.deleteBranchOnMerge;
  if (update.allowAutoMerge !== undefined) repository.allowAutoMerge = update.allowAutoMerge;
  if (update.mergeMethods !== undefined) repository.mergeMethods = update.mergeMethods;
  if (update.name !== undefined && update.name !== repository.name) {
    const before = repository.name;
    repository.name = update.name;
    world.repositoryNames.set(fullName(repository).toLowerCase(), repository);
    emit("renamed", { changes: { repository: { name: { from: before } } } });
  }
  if (update.archived !== undefined && update.archived !== repository.archived) {
    repository.archived = update.archived;
    emit(update.archived ? "archived" : "unarchived");
  }
  if (update.private !== undefined && update.private !== repository.private) {
    repository.private = update.private;
    emit(update.private ? "privatized" : "publicized");
  }
  if (update.description !== undefined && update.description !== repository.description) {
    const before = repository.description;
    repository.description = update.description;
    emit("edited", { changes: { description: { from: before } } });
  }
  if (update.defaultBranch !== undefined && update.defaultBranch !== repository.defaultBranch) {
    if (!repository.refs.has(`refs/heads/${update.defaultBranch}`)) throw invalid({ resource: "Repository", code: "invalid", field: "default_branch", message: `The branch ${update.defaultBranch} was not found.` });
    const before = repository.defaultBranch;
    repository.defaultBranch = update.defaultBranch;
    emit("edited", { changes: { default_branch: { from: before } } });
  }
}

/** Moves to another account; fires repository.transferred, in the name of the new owner. */
export function transferRepository(world: World, repository: Repository, owner: Account, sender: Account): void {
  const before = repository.owner;
  repository.owner = owner;
  world.repositoryNames.set(fullName(repository).toLowerCase(), repository);
  const from = isOrganization(before) ? { organization: { login: before.login, id: before.id } } : { user: { login: before.login, id: before.id } };
  world.emit({ event: "repository", action: "transferred", repository, sender }, () => ({ changes: { owner: { from } } }));
}

/** Forks with all branches; returns the fork that is there when the owner has one. Fires fork. */
export function forkRepository(world: World, source: Repository, owner: Account, name = source.name): Repository {
  const present = [...source.network.members].find((member) => member.parent === source && member.owner === owner);
  if (present !== undefined) return present;
  const fork = createRepository(world, { owner, name, parent: source, description: source.description });
  world.emit({ event: "fork", action: null, repository: source, sender: owner }, () => ({ forkee: { id: fork.id, node_id: fork.nodeId, name: fork.name, full_name: fullName(fork) } }));
  return fork;
}

/** Gives a person a role, or takes it (null). Fires member.added, edited or removed. */
export function setCollaborator(world: World, repository: Repository, user: Account, role: Role | null, sender: Account = repository.owner): void {
  const before = repository.collaborators.get(user.id);
  if (role === null) repository.collaborators.delete(user.id);
  else repository.collaborators.set(user.id, { user, role });
  const action = role === null ? "removed" : before === undefined ? "added" : "edited";
  const member = { login: user.login, id: user.id, node_id: user.nodeId, type: user.type };
  world.emit({ event: "member", action, repository, sender }, () => ({ member, ...(role === null ? {} : { changes: { permission: { from: before?.role ?? null, to: role } } }) }));
}

/** Gives a team a role in the repository. */
export function setTeamRole(repository: Repository, team: Team, role: Role): void {
  repository.teams.set(team.id, { team, role });
  team.repositories.set(repository.id, role);
}

/** The highest role that a person has by any way; null when a private repository is closed to them. */
export function roleIn(repository: Repository, user: Account): Role | null {
  let role: Role | null = repository.private ? null : "read";
  if (repository.owner.id === user.id) return "admin";
  if (isOrganization(repository.owner)) {
    const member = repository.owner.members.get(user.id);
    if (member?.role === "admin") return "admin";
    if (member !== undefined) role = higherRole(role, "read");
    for (const { team, role: given } of repository.teams.values()) if (isTeamMember(team, user)) role = higherRole(role, given);
  }
  return higherRole(role, repository.collaborators.get(user.id)?.role ?? null);
}

/** GitHub's author_association of a person here. */
export function associationOf(repository: Repository, user: Account): "OWNER" | "MEMBER" | "COLLABORATOR" | "NONE" {
  if (repository.owner.id === user.id) return "OWNER";
  if (isOrganization(repository.owner) && repository.owner.members.has(user.id)) return "MEMBER";
  return repository.collaborators.has(user.id) ? "COLLABORATOR" : "NONE";
}

/** The tip of a branch by its short name. */
export function branchTip(repository: Repository, branch: string): Commit | null {
  return repository.refs.get(`refs/heads/${branch}`) ?? null;
}

/** A commit by branch, tag, full ref or SHA (also short). */
export function resolveCommit(repository: Repository, name: string): Commit | null {
  const { refs, network } = repository;
  const byRef = refs.get(`refs/heads/${name}`) ?? refs.get(`refs/tags/${name}`) ?? refs.get(name) ?? refs.get(`refs/${name}`);
  if (byRef !== undefined) return byRef;
  if (name === "HEAD") return branchTip(repository, repository.defaultBranch);
  return network.objects.commitByPrefix(name);
}
