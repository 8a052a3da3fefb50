/**
 * Who asks: an app by its JWT, an installation by its token, a user by a personal token, or nobody.
 * JWTs are checked as GitHub does: RS256 against the app's public key, `exp` at most ten minutes ahead, by real time.
 */
import { createVerify } from "node:crypto";
import type { Account } from "../state/account.ts";
import type { AccessLevel, App, Installation, Permissions } from "../state/app.ts";
import { installationSees, levelCovers } from "../state/app.ts";
import type { World } from "../world.ts";
import { ApiProblem, badCredentials } from "../api-problem.ts";

export type Caller =
  | { readonly kind: "anonymous" }
  | { readonly kind: "user"; readonly user: Account }
  | { readonly kind: "app"; readonly app: App }
  | {
      readonly kind: "installation";
      readonly app: App;
      readonly installation: Installation;
      readonly permissions: Permissions;
      /** Null: every repository of the installation. */
      readonly repositoryIds: ReadonlySet<number> | null;
    };

/** Reads the Authorization header. Throws ApiProblem 401 for credentials that do not hold. */
export function resolveCaller(world: World, request: Request): Caller {
  const header = request.headers.get("authorization");
  if (header === null || header.trim() === "") return { kind: "anonymous" };
  const [scheme = "", credential = ""] = header.trim().split(/\s+/, 2);
  if (scheme.toLowerCase() === "basic") return resolveToken(world, passwordOf(credential));
  if (!["bearer", "token"].includes(scheme.toLowerCase())) throw badCredentials();
  if (credential.split(".").length === 3) return { kind: "app", app: verifyJwt(world, credential) };
  return resolveToken(world, credential);
}

function passwordOf(credential: string): string {
  const text = Buffer.from(credential, "base64").toString("utf8");
  return text.slice(text.indexOf(":") + 1);
}

function resolveToken(world: World, token: string): Caller {
  const user = world.userTokens.get(token);
  if (user !== undefined) return { kind: "user", user };
  const held = world.installationTokens.get(token);
  if (held === undefined || held.expiresAt <= Date.now() || !world.installations.has(held.installation.id)) throw badCredentials();
  if (held.installation.suspendedAt !== null) throw new ApiProblem(403, "This installation has been suspended");
  const { installation, permissions, repositoryIds } = held;
  return { kind: "installation", app: installation.app, installation, permissions, repositoryIds };
}

function verifyJwt(world: World, jwt: string): App {
  const [head = "", body = "", signature = ""] = jwt.split(".");
  const header = decodePart(head);
  const claims = decodePart(body);
  if (header === null || claims === null || header["alg"] !== "RS256") throw badCredentials("A JSON web token could not be decoded");
  const issuer = String(claims["iss"]);
  const app = [...world.apps.values()].find((each) => String(each.id) === issuer || each.clientId === issuer);
  if (app === undefined) throw new ApiProblem(404, "Integration not found");
  const genuine = createVerify("RSA-SHA256").update(`${head}.${body}`).verify(app.publicKey, signature, "base64url");
  if (!genuine) throw badCredentials("A JSON web token could not be decoded");
  const now = Math.floor(Date.now() / 1000);
  const expires = claims["exp"];
  const issued = claims["iat"];
  if (typeof expires !== "number" || expires <= now) throw badCredentials("'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires");
  if (expires > now + 660) throw badCredentials("'Expiration time' claim ('exp') is too far in the future");
  if (typeof issued !== "number" || issued > now + 60) throw badCredentials("'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued");
  return app;
}

function decodePart(part: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

/** The account in whose name the caller acts; null for nobody. An app acts as its bot. */
export function actorOf(caller: Caller): Account | null {
  if (caller.kind === "user") return caller.user;
  return caller.kind === "anonymous" ? null : caller.app.bot;
}

/** Whether an installation token covers the repository; null for callers that are no installation. */
export function installationReaches(world: World, caller: Caller, repositoryId: number): boolean | null {
  if (caller.kind !== "installation") return null;
  if (caller.repositoryIds !== null && !caller.repositoryIds.has(repositoryId)) return false;
  return installationSees(world, caller.installation, repositoryId);
}

/** Whether an installation token has at least this level of a permission. */
export function holdsPermission(caller: Caller, permission: string, level: AccessLevel): boolean {
  return caller.kind === "installation" && levelCovers(caller.permissions[permission], level);
}
