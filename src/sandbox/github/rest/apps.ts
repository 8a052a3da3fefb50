/** Apps, installations and their tokens. Delivery logs are not here: they belong to the sender of webhooks. */
import { ApiProblem, notFound, unprocessable } from "../api-problem.ts";
import { appPayload, installationPayload } from "../payload/app.ts";
import { repositoryPayload } from "../payload/repository.ts";
import type { AccessLevel, Installation, Permissions } from "../state/app.ts";
import { createInstallationToken, installationRepositoryIds, installationSees, levelCovers } from "../state/app.ts";
import { findRepository } from "../state/repository.ts";
import { countedPage, listPage } from "./paging.ts";
import type { Json, Route, RouteContext } from "./route.ts";
import { created, jsonBody, noContent, numberParam, ok, repositoryOf, textParam } from "./route.ts";

export const appRoutes: readonly Route[] = [
  { method: "GET", path: "/app", allow: "app", handle: (context) => ok({ ...appPayload(context.world, callingApp(context)), installations_count: installationsOf(context).length }) },
  { method: "GET", path: "/app/installations", allow: "app", handle: (context) => listPage(context, installationsOf(context), (each) => installationPayload(context.world, each)) },
  { method: "GET", path: "/app/installations/{installation_id}", allow: "app", handle: (context) => ok(installationPayload(context.world, namedInstallation(context))) },
  { method: "POST", path: "/app/installations/{installation_id}/access_tokens", allow: "app", handle: createToken },
  { method: "GET", path: "/repos/{owner}/{repo}/installation", allow: "app", handle: repositoryInstallation },
  { method: "GET", path: "/orgs/{login}/installation", allow: "app", handle: accountInstallation },
  { method: "GET", path: "/users/{login}/installation", allow: "app", handle: accountInstallation },
  { method: "GET", path: "/apps/{slug}", allow: "anyone", handle: publicApp },
  { method: "GET", path: "/installation/repositories", allow: "installation", handle: listRepositories },
  { method: "DELETE", path: "/installation/token", allow: "installation", handle: revokeToken },
];

function callingApp(context: RouteContext): Installation["app"] {
  if (context.caller.kind !== "app") throw notFound();
  return context.caller.app;
}

function installationsOf(context: RouteContext): Installation[] {
  const app = callingApp(context);
  return [...context.world.installations.values()].filter((installation) => installation.app === app);
}

function namedInstallation(context: RouteContext): Installation {
  const id = numberParam(context, "installation_id");
  const found = installationsOf(context).find((installation) => installation.id === id);
  if (found === undefined) throw notFound();
  return found;
}

function repositoryInstallation(context: RouteContext): Response {
  const repository = repositoryOf(context);
  const found = installationsOf(context).find((installation) => installationSees(context.world, installation, repository.id));
  if (found === undefined) throw notFound();
  return ok(installationPayload(context.world, found));
}

function accountInstallation(context: RouteContext): Response {
  const login = textParam(context, "login").toLowerCase();
  const found = installationsOf(context).find((installation) => installation.account.login.toLowerCase() === login);
  if (found === undefined) throw notFound();
  return ok(installationPayload(context.world, found));
}

function publicApp(context: RouteContext): Response {
  const found = [...context.world.apps.values()].find((app) => app.slug === textParam(context, "slug"));
  if (found === undefined) throw notFound();
  return ok(appPayload(context.world, found));
}

/** Makes a token with no more than the installation has: fewer permissions, fewer repositories. */
async function createToken(context: RouteContext): Promise<Response> {
  const { world } = context;
  const installation = namedInstallation(context);
  if (installation.suspendedAt !== null) throw new ApiProblem(403, "This installation has been suspended");
  const body = await jsonBody(context);
  const permissions = scopedPermissions(installation, body["permissions"]);
  const repositoryIds = scopedRepositories(context, installation, body);
  const token = createInstallationToken(world, installation, { permissions, repositoryIds });
  const repositories = [...(repositoryIds ?? [])].flatMap((id) => world.repositories.get(id) ?? []);
  return created({
    token: token.token,
    expires_at: new Date(token.expiresAt).toISOString().replace(/\.\d{3}Z$/, "Z"),
    permissions,
    repository_selection: repositoryIds === null ? installation.repositorySelection : "selected",
    ...(repositoryIds === null ? {} : { repositories: repositories.map((repository) => repositoryPayload(world, repository)) }),
  });
}

function scopedPermissions(installation: Installation, wanted: unknown): Permissions {
  if (wanted === undefined || wanted === null) return installation.permissions;
  const scoped: Record<string, AccessLevel> = { metadata: "read" };
  for (const [name, level] of Object.entries(wanted as Record<string, AccessLevel>)) {
    if (!levelCovers(installation.permissions[name], level)) throw unprocessable("The permissions requested are not granted to this installation.");
    scoped[name] = level;
  }
  return scoped;
}

function scopedRepositories(context: RouteContext, installation: Installation, body: Json): ReadonlySet<number> | null {
  const { world } = context;
  const ids = body["repository_ids"];
  const names = body["repositories"];
  if (!Array.isArray(ids) && !Array.isArray(names)) return null;
  const wanted = [
    ...((ids ?? []) as number[]),
    ...((names ?? []) as string[]).map((name) => findRepository(world, `${installation.account.login}/${name}`)?.id ?? 0),
  ];
  if (wanted.some((id) => !installationSees(world, installation, id))) {
    throw unprocessable("There is at least one repository that does not exist or is not accessible to the parent installation.");
  }
  return new Set(wanted);
}

function listRepositories(context: RouteContext): Response {
  const { world, caller } = context;
  if (caller.kind !== "installation") throw notFound();
  const ids = installationRepositoryIds(world, caller.installation).filter((id) => caller.repositoryIds === null || caller.repositoryIds.has(id));
  const repositories = ids.flatMap((id) => world.repositories.get(id) ?? []);
  return countedPage(context, "repositories", repositories, (repository) => repositoryPayload(world, repository));
}

function revokeToken(context: RouteContext): Response {
  const token = (context.request.headers.get("authorization") ?? "").split(/\s+/)[1] ?? "";
  context.world.installationTokens.delete(token);
  return noContent();
}
