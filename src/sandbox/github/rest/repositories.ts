/** Repositories, forks and collaborators. */
import { notFound, unprocessable } from "../api-problem.ts";
import { simpleUser } from "../payload/account.ts";
import { fullRepositoryPayload, repositoryPayload } from "../payload/repository.ts";
import type { Account, Role } from "../state/account.ts";
import { findAccount, findOrganization, isOrganization, roleAtLeast } from "../state/account.ts";
import type { Repository, RepositoryUpdate } from "../state/repository.ts";
import { createRepository, forkRepository, roleIn, setCollaborator, updateRepository } from "../state/repository.ts";
import { pushToBranch } from "../state/ref.ts";
import { reads, writes } from "./access.ts";
import { optionalFlag, optionalText, requiredText, textOrNull } from "./body.ts";
import { listPage } from "./paging.ts";
import type { Route, RouteContext } from "./route.ts";
import { actor, created, jsonBody, noContent, ok, repositoryOf, textParam } from "./route.ts";

export const repositoryRoutes: readonly Route[] = [
  { method: "GET", path: "/repos/{owner}/{repo}", allow: reads("metadata"), handle: showRepository },
  { method: "GET", path: "/repositories/{repository_id}", allow: reads("metadata"), handle: showRepository },
  { method: "PATCH", path: "/repos/{owner}/{repo}", allow: writes("administration", "admin"), handle: changeRepository },
  { method: "POST", path: "/user/repos", allow: "signed-in", handle: createOwn },
  { method: "POST", path: "/orgs/{org}/repos", allow: "signed-in", handle: createForOrganization },
  { method: "GET", path: "/orgs/{org}/repos", allow: "signed-in", handle: listOwned },
  { method: "GET", path: "/users/{org}/repos", allow: "anyone", handle: listOwned },
  { method: "GET", path: "/repos/{owner}/{repo}/forks", allow: reads("metadata"), handle: (context) => listPage(context, [...repositoryOf(context).network.members].filter((each) => each.parent === repositoryOf(context)), (each) => repositoryPayload(context.world, each)) },
  { method: "POST", path: "/repos/{owner}/{repo}/forks", allow: "signed-in", handle: fork },
  { method: "GET", path: "/repos/{owner}/{repo}/collaborators", allow: { ...reads("metadata"), role: "write" }, handle: listCollaborators },
  { method: "GET", path: "/repos/{owner}/{repo}/collaborators/{login}", allow: reads("metadata"), handle: checkCollaborator },
  { method: "PUT", path: "/repos/{owner}/{repo}/collaborators/{login}", allow: writes("administration", "admin"), handle: addCollaborator },
  { method: "DELETE", path: "/repos/{owner}/{repo}/collaborators/{login}", allow: writes("administration", "admin"), handle: removeCollaborator },
  { method: "GET", path: "/repos/{owner}/{repo}/collaborators/{login}/permission", allow: reads("metadata"), handle: showPermission },
  { method: "GET", path: "/repos/{owner}/{repo}/assignees", allow: reads("metadata"), handle: listCollaborators },
];

function showRepository(context: RouteContext): Response {
  const repository = repositoryOf(context);
  const { caller } = context;
  const body = fullRepositoryPayload(context.world, repository);
  return ok(caller.kind === "user" ? { ...body, permissions: permissionFlags(roleIn(repository, caller.user)) } : body);
}

/** GitHub's five flags of a role. */
function permissionFlags(role: Role | null): Record<string, boolean> {
  const order = ["read", "triage", "write", "maintain", "admin"];
  const rank = role === null ? -1 : order.indexOf(role);
  return { admin: rank >= 4, maintain: rank >= 3, push: rank >= 2, triage: rank >= 1, pull: rank >= 0 };
}

async function changeRepository(context: RouteContext): Promise<Response> {
  const repository = repositoryOf(context);
  const body = await jsonBody(context);
  const methods = {
    merge: optionalFlag(body, "allow_merge_commit") ?? repository.mergeMethods.merge,
    squash: optionalFlag(body, "allow_squash_merge") ?? repository.mergeMethods.squash,
    rebase: optionalFlag(body, "allow_rebase_merge") ?? repository.mergeMethods.rebase,
  };
  const given = {
    name: optionalText(body, "name"),
    description: textOrNull(body, "description"),
    private: optionalFlag(body, "private"),
    archived: optionalFlag(body, "archived"),
    defaultBranch: optionalText(body, "default_branch"),
    deleteBranchOnMerge: optionalFlag(body, "delete_branch_on_merge"),
    allowAutoMerge: optionalFlag(body, "allow_auto_merge"),
  };
  const update = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as RepositoryUpdate;
  updateRepository(context.world, repository, { ...update, mergeMethods: methods }, actor(context));
  return ok(fullRepositoryPayload(context.world, repository));
}

async function createOwn(context: RouteContext): Promise<Response> {
  return createFor(context, actor(context));
}

async function createForOrganization(context: RouteContext): Promise<Response> {
  const organization = findOrganization(context.world, textParam(context, "org"));
  if (organization === null || !organization.members.has(actor(context).id)) throw notFound();
  return createFor(context, organization);
}

async function createFor(context: RouteContext, owner: Account): Promise<Response> {
  const { world } = context;
  const body = await jsonBody(context);
  const name = requiredText(body, "name");
  const repository = createRepository(world, { owner, name, description: textOrNull(body, "description") ?? null, private: optionalFlag(body, "private") ?? false }, actor(context));
  if (optionalFlag(body, "auto_init") === true) {
    pushToBranch(world, repository, repository.defaultBranch, [{ message: "Initial commit", files: { "README.md": `# ${name}\n` } }], actor(context));
  }
  return created(fullRepositoryPayload(world, repository));
}

function listOwned(context: RouteContext): Response {
  const owner = findAccount(context.world, textParam(context, "org"));
  if (owner === null) throw notFound();
  const { caller } = context;
  const seen = (repository: Repository): boolean => !repository.private || (caller.kind === "user" && roleIn(repository, caller.user) !== null);
  const list = [...context.world.repositories.values()].filter((repository) => repository.owner === owner && seen(repository));
  return listPage(context, list, (repository) => repositoryPayload(context.world, repository));
}

async function fork(context: RouteContext): Promise<Response> {
  const body = await jsonBody(context);
  const organization = optionalText(body, "organization");
  const owner = organization === undefined ? actor(context) : findOrganization(context.world, organization);
  if (owner === null) throw notFound();
  const source = repositoryOf(context);
  if (owner === source.owner) throw unprocessable("A repository cannot be forked to its own owner.");
  return ok(fullRepositoryPayload(context.world, forkRepository(context.world, source, owner, optionalText(body, "name") ?? source.name)), 202);
}

/** People with a role of their own here: the owner, members of the organisation with more than the public has, and collaborators. */
function peopleOf(repository: Repository): Account[] {
  const people = new Set<Account>([...repository.collaborators.values()].map((each) => each.user));
  if (isOrganization(repository.owner)) for (const { user } of repository.owner.members.values()) people.add(user);
  else people.add(repository.owner);
  return [...people];
}

const AFFILIATIONS = ["outside", "direct", "all"] as const;

/** `outside`: collaborators who are no members; `direct`: those with a role of their own here; a permission leaves out those who have less. */
function listCollaborators(context: RouteContext): Response {
  const repository = repositoryOf(context);
  const { searchParams } = context.url;
  const affiliation = AFFILIATIONS.find((one) => one === searchParams.get("affiliation")) ?? "all";
  const least = roleOfPermission[searchParams.get("permission") ?? "pull"] ?? "read";
  const isMember = (user: Account): boolean => isOrganization(repository.owner) && repository.owner.members.has(user.id);
  const listed = peopleOf(repository).filter((user) => (affiliation === "all" || (repository.collaborators.has(user.id) && (affiliation === "direct" || !isMember(user)))) && roleAtLeast(roleIn(repository, user), least));
  return listPage(context, listed, (user) => {
    const role = roleIn(repository, user);
    return { ...simpleUser(context.world, user), permissions: permissionFlags(role), role_name: role };
  });
}

function namedUser(context: RouteContext): Account {
  const user = findAccount(context.world, textParam(context, "login"));
  if (user === null) throw notFound();
  return user;
}

function checkCollaborator(context: RouteContext): Response {
  if (!peopleOf(repositoryOf(context)).includes(namedUser(context))) throw notFound();
  return noContent();
}

const roleOfPermission: Readonly<Record<string, Role>> = { pull: "read", read: "read", triage: "triage", push: "write", write: "write", maintain: "maintain", admin: "admin" };

async function addCollaborator(context: RouteContext): Promise<Response> {
  const permission = optionalText(await jsonBody(context), "permission") ?? "push";
  const role = roleOfPermission[permission];
  if (role === undefined) throw unprocessable(`${permission} is not a permission of this repository.`);
  setCollaborator(context.world, repositoryOf(context), namedUser(context), role, actor(context));
  return noContent();
}

function removeCollaborator(context: RouteContext): Response {
  setCollaborator(context.world, repositoryOf(context), namedUser(context), null, actor(context));
  return noContent();
}

/** The old field knows four words only: maintain shows as write and triage as read; role_name tells the truth. */
const legacyPermission = { read: "read", triage: "read", write: "write", maintain: "write", admin: "admin" } as const;

function showPermission(context: RouteContext): Response {
  const user = namedUser(context);
  const role = roleIn(repositoryOf(context), user);
  const permission = role === null ? "none" : legacyPermission[role];
  return ok({ permission, role_name: role ?? "none", user: { ...simpleUser(context.world, user), permissions: permissionFlags(role), role_name: role ?? "none" } });
}
