/**
 * The people and repositories of a rehearsal, made from its plan and facts: each repository with the branches that the plan and the pull
 * requests name, each person with the role that what they did took.
 */
import type { ReleasePlan } from "../../domain/model/plan.ts";
import type { PullFacts } from "../../domain/model/pull.ts";
import { ROLES, sameRepository } from "../../domain/model/refs.ts";
import type { RepositoryName, Role } from "../../domain/model/refs.ts";
import { PLAN_FILE } from "../../domain/plan/plan-file.ts";
import { seedOrganization, seedRepository, seedUser } from "../github/seed.ts";
import type { Account, Organization } from "../github/state/account.ts";
import { createTeam, createUser, findOrganization } from "../github/state/account.ts";
import { updateRef } from "../github/state/ref.ts";
import type { Repository } from "../github/state/repository.ts";
import { branchTip, findRepository, setCollaborator } from "../github/state/repository.ts";
import type { World } from "../github/world.ts";

export interface Cast {
  /** where the plan stands */
  readonly home: Repository;
  readonly organizations: readonly Organization[];
  person(login: string): Account;
  repository(name: RepositoryName): Repository;
  /** who closes this milestone */
  managerOf(milestone: string): Account;
}

/** Who does what the facts name nobody for. */
export const SOMEBODY = "somebody";

export function castOf(world: World, plan: ReleasePlan, pulls: readonly PullFacts[]): Cast {
  const names = repositoryNames(plan, pulls);
  const owners = [...new Set(names.map(ownerOf))];
  const organizations = owners.map((owner) => seedOrganization(world, owner, { admins: [person(world, `${owner}-owner`)] }));
  const homeName = homeOf(plan, names);
  for (const name of new Set([...names, homeName])) stage(world, plan, name, homeName, pulls.filter((pull) => sameRepository(pull.repository, name)));
  const repository = (name: RepositoryName): Repository => known(findRepository(world, name), name);
  for (const team of teamsNamed(plan)) raiseTeam(world, team, plan);
  for (const [login, role] of rolesOf(plan, pulls)) {
    if (role === "none") continue;
    for (const name of new Set([...names, homeName])) setCollaborator(world, repository(name), person(world, login), role);
  }
  return {
    home: repository(homeName), organizations, repository,
    person: (login) => person(world, login),
    managerOf: (id) => {
      const named = plan.milestones.find((milestone) => milestone.id === id)?.manager ?? plan.release.manager ?? SOMEBODY;
      return person(world, named.includes("/") ? memberOf(named, plan) : named);
    },
  };
}

function person(world: World, login: string): Account {
  return login.endsWith("[bot]") ? createUser(world, { login }, "Bot") : seedUser(world, login);
}

function repositoryNames(plan: ReleasePlan, pulls: readonly PullFacts[]): readonly RepositoryName[] {
  const names = new Map<string, RepositoryName>();
  for (const name of [...plan.products.flatMap((product) => product.repositories), ...pulls.map((pull) => pull.repository)]) {
    if (!names.has(name.toLowerCase())) names.set(name.toLowerCase(), name);
  }
  return names.size === 0 ? ["acme/app"] : [...names.values()];
}

/** A plan that names every repository can stand beside them, in the owner's `.github`; one that means "this repository" stands in it. */
function homeOf(plan: ReleasePlan, names: readonly RepositoryName[]): RepositoryName {
  const meansItself = plan.products.length === 0 || plan.products.some((product) => product.repositories.length === 0);
  const [first = "acme/app"] = names;
  return meansItself ? first : `${ownerOf(first)}/.github`;
}

function ownerOf(name: RepositoryName): string {
  return name.split("/")[0] ?? name;
}

function stage(world: World, plan: ReleasePlan, name: RepositoryName, home: RepositoryName, pulls: readonly PullFacts[]): void {
  const owner = known(findOrganization(world, ownerOf(name)), name);
  const feeders = plan.products.filter((product) => product.repositories.some((one) => sameRepository(one, name)));
  const fed = [...feeders.flatMap((product) => product.fedBy)];
  const defaultBranch = pulls.find((pull) => pull.defaultBranch !== null)?.defaultBranch ?? feeders.find((product) => product.branch !== null)?.branch
    ?? mostFrequent(pulls.map((pull) => pull.base.ref).filter((ref) => !fed.includes(ref))) ?? "main";
  const repository = seedRepository(world, { owner, name: name.split("/")[1] ?? name, defaultBranch, files: firstFiles(name, home, pulls) });
  const tip = branchTip(repository, defaultBranch);
  const branches = [...fed, ...feeders.flatMap((product) => product.branch ?? []), ...pulls.map((pull) => pull.base.ref)];
  for (const branch of new Set(branches)) if (branchTip(repository, branch) === null) updateRef(world, repository, { ref: `refs/heads/${branch}`, to: tip, trusted: true }, owner);
}

/** What the pull requests rename must be there to be renamed; a repository beside the home says that it is governed. */
function firstFiles(name: RepositoryName, home: RepositoryName, pulls: readonly PullFacts[]): Record<string, string> {
  const renamed = pulls.flatMap((pull) => pull.files ?? []).flatMap((file) => file.previousPath ?? []);
  const consents = !sameRepository(name, home) && !home.endsWith("/.github") && ownerOf(name).toLowerCase() === ownerOf(home).toLowerCase();
  return {
    "README.md": `# ${name}\n`,
    ...Object.fromEntries(renamed.map((path) => [path, `what ${path} held\n`.repeat(5)])),
    ...(consents ? { [PLAN_FILE]: `governed_by: ${home}\n` } : {}),
  };
}

function mostFrequent(values: readonly string[]): string | null {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? null;
}

function rolesOf(plan: ReleasePlan, pulls: readonly PullFacts[]): ReadonlyMap<string, Role> {
  const roles = new Map<string, Role>();
  function give(login: string | null, role: Role | null): void {
    if (login === null || login.includes("/") || role === null) return;
    const before = roles.get(login);
    if (before === undefined || ROLES.indexOf(role) > ROLES.indexOf(before)) roles.set(login, role);
  }
  for (const pull of pulls) {
    give(pull.author?.login ?? null, pull.authorRole);
    give(pull.mergedBy ?? (pull.mergedAt === null ? null : SOMEBODY), "write");
    for (const label of pull.labels) give(label.addedBy?.login ?? null, label.addedByRole ?? "triage");
  }
  for (const managed of [...plan.products, ...plan.milestones]) give(managed.manager, "maintain");
  give(plan.release.manager ?? SOMEBODY, "admin");
  return roles;
}

function teamsNamed(plan: ReleasePlan): readonly string[] {
  const names = [plan.release.manager, ...plan.products.map((one) => one.manager), ...plan.milestones.map((one) => one.manager), ...plan.freezes.flatMap((one) => one.waivers.approvers)];
  return [...new Set(names.filter((name) => name?.includes("/") === true).map((name) => name ?? ""))];
}

function raiseTeam(world: World, team: string, plan: ReleasePlan): void {
  const organization = findOrganization(world, ownerOf(team));
  const slug = team.split("/")[1] ?? team;
  if (organization !== null && !organization.teams.has(slug)) createTeam(world, organization, { name: slug, slug, members: [person(world, memberOf(team, plan))] });
}

/** Somebody must be in the team: the manager of the release, where that is a person. */
function memberOf(team: string, plan: ReleasePlan): string {
  const { manager } = plan.release;
  return manager !== null && !manager.includes("/") ? manager : `member-of-${team.split("/")[1] ?? "team"}`;
}

function known<T>(found: T | null, name: string): T {
  if (found === null) throw new Error(`${name} was not staged.`);
  return found;
}
