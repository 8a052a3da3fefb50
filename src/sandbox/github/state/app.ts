/**
 * Apps, their installations and installation tokens.
 * Tokens expire one hour after their making by REAL time, as clients check that with their own clock; nothing else here uses it.
 */
import { createHash } from "node:crypto";
import { nodeId } from "../node-id.ts";
import type { World } from "../world.ts";
import type { Account } from "./account.ts";
import { createUser } from "./account.ts";

export type AccessLevel = "read" | "write" | "admin";
export type Permissions = Readonly<Record<string, AccessLevel>>;

export interface App {
  readonly id: number;
  readonly nodeId: string;
  readonly slug: string;
  readonly name: string;
  readonly owner: Account;
  readonly bot: Account;
  readonly clientId: string;
  /** PEM of the public key that its JWTs are checked against. */
  readonly publicKey: string;
  permissions: Permissions;
  events: readonly string[];
  webhook: { url: string; secret: string | null } | null;
  readonly createdAt: number;
}

export interface Installation {
  readonly id: number;
  readonly app: App;
  readonly account: Account;
  repositorySelection: "all" | "selected";
  readonly repositoryIds: Set<number>;
  permissions: Permissions;
  events: readonly string[];
  suspendedAt: number | null;
  readonly createdAt: number;
  updatedAt: number;
}

export interface InstallationToken {
  readonly token: string;
  readonly installation: Installation;
  readonly permissions: Permissions;
  /** Null: every repository of the installation. */
  readonly repositoryIds: ReadonlySet<number> | null;
  /** Real time, ms UTC. */
  readonly expiresAt: number;
}

const levelRank: Record<AccessLevel, number> = { read: 1, write: 2, admin: 3 };

export function levelCovers(held: AccessLevel | undefined, wanted: AccessLevel): boolean {
  return held !== undefined && levelRank[held] >= levelRank[wanted];
}

export interface AppInput {
  readonly slug: string;
  readonly name?: string;
  readonly owner: Account;
  readonly publicKey: string;
  readonly id?: number;
  readonly permissions: Permissions;
  readonly events: readonly string[];
  readonly webhook?: { url: string; secret: string | null } | null;
}

/** Registers an app and its bot user `<slug>[bot]`. Metadata read is always granted, as on GitHub. */
export function createApp(world: World, input: AppInput): App {
  const id = input.id ?? world.nextId("app");
  const app: App = {
    id,
    nodeId: nodeId("app", id),
    slug: input.slug,
    name: input.name ?? input.slug,
    owner: input.owner,
    bot: createUser(world, { login: `${input.slug}[bot]` }, "Bot"),
    clientId: `Iv1.${createHash("sha1").update(`client ${id}`).digest("hex").slice(0, 16)}`,
    publicKey: input.publicKey,
    permissions: { metadata: "read", ...input.permissions },
    events: [...input.events],
    webhook: input.webhook ?? null,
    createdAt: world.clock.now(),
  };
  world.apps.set(id, app);
  return app;
}

export interface InstallationInput {
  readonly account: Account;
  /** Repository ids, or "all". */
  readonly repositories: "all" | readonly number[];
  readonly id?: number;
  /** Defaults to what the app asks for. */
  readonly permissions?: Permissions;
  readonly sender?: Account;
}

/** Installs an app on an account and fires installation.created to that app alone. */
export function installApp(world: World, app: App, input: InstallationInput): Installation {
  const now = world.clock.now();
  const installation: Installation = {
    id: input.id ?? world.nextId("installation"),
    app,
    account: input.account,
    repositorySelection: input.repositories === "all" ? "all" : "selected",
    repositoryIds: new Set(input.repositories === "all" ? [] : input.repositories),
    permissions: { metadata: "read", ...(input.permissions ?? app.permissions) },
    events: app.events,
    suspendedAt: null,
    createdAt: now,
    updatedAt: now,
  };
  world.installations.set(installation.id, installation);
  world.emit({ event: "installation", action: "created", repository: null, sender: input.sender ?? input.account, onlyAppId: app.id }, () => ({
    repositories: installationRepositoryIds(world, installation).map((id) => repositoryStub(world, id)),
    requester: null,
  }));
  return installation;
}

/** Adds or removes a selected repository and fires installation_repositories. */
export function changeInstallationRepositories(world: World, installation: Installation, change: { added?: readonly number[]; removed?: readonly number[] }, sender: Account): void {
  for (const id of change.added ?? []) installation.repositoryIds.add(id);
  for (const id of change.removed ?? []) installation.repositoryIds.delete(id);
  installation.updatedAt = world.clock.now();
  for (const action of ["added", "removed"] as const) {
    const ids = change[action] ?? [];
    if (ids.length === 0) continue;
    world.emit({ event: "installation_repositories", action, repository: null, sender, onlyAppId: installation.app.id }, () => ({
      repository_selection: installation.repositorySelection,
      repositories_added: action === "added" ? ids.map((id) => repositoryStub(world, id)) : [],
      repositories_removed: action === "removed" ? ids.map((id) => repositoryStub(world, id)) : [],
      requester: null,
    }));
  }
}

function repositoryStub(world: World, id: number): Record<string, unknown> {
  const repository = world.repositories.get(id);
  if (repository === undefined) return { id };
  return { id, node_id: repository.nodeId, name: repository.name, full_name: `${repository.owner.login}/${repository.name}`, private: repository.private };
}

/** The app whose bot this account is. */
export function appBehind(world: World, account: Account): App | null {
  if (account.type !== "Bot") return null;
  return [...world.apps.values()].find((each) => each.bot === account) ?? null;
}

/** Whether the installation covers the repository (its account owns it and it is selected). */
export function installationSees(world: World, installation: Installation, repositoryId: number): boolean {
  if (installation.suspendedAt !== null) return false;
  const repository = world.repositories.get(repositoryId);
  if (repository === undefined || repository.owner.id !== installation.account.id) return false;
  return installation.repositorySelection === "all" || installation.repositoryIds.has(repositoryId);
}

export function installationRepositoryIds(world: World, installation: Installation): number[] {
  return [...world.repositories.keys()].filter((id) => installationSees(world, installation, id));
}

/** Makes a token that lives one hour of real time. The caller has checked that permissions and repositories are a subset. */
export function createInstallationToken(world: World, installation: Installation, scope: { permissions: Permissions; repositoryIds: ReadonlySet<number> | null }): InstallationToken {
  const serial = world.nextId("token");
  const token: InstallationToken = {
    token: `ghs_${createHash("sha256").update(`installation ${installation.id} ${serial}`).digest("hex").slice(0, 36)}`,
    installation,
    permissions: scope.permissions,
    repositoryIds: scope.repositoryIds,
    expiresAt: Date.now() + 3_600_000,
  };
  world.installationTokens.set(token.token, token);
  return token;
}

/** A personal access token (ghp_…) of a user; the same user always gets the same one. */
export function userToken(world: World, user: Account): string {
  const token = `ghp_${createHash("sha256").update(`user ${user.login.toLowerCase()}`).digest("hex").slice(0, 36)}`;
  world.userTokens.set(token, user);
  return token;
}
