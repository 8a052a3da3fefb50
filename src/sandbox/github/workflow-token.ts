/**
 * Tokens that GitHub Actions gives to jobs for third parties, and the keys by which these are checked (`/.well-known/jwks` under the issuer).
 * Source: https://docs.github.com/actions/reference/security/oidc
 */
import { createSign, generateKeyPairSync } from "node:crypto";
import type { KeyObject } from "node:crypto";
import type { Account } from "./state/account.ts";
import type { Repository } from "./state/repository.ts";
import { fullName } from "./state/repository.ts";
import type { World } from "./world.ts";

export interface WorkflowTokenInput {
  readonly audience: string;
  readonly actor: Account | string;
  readonly sha: string;
  /** "push" when not given */
  readonly event?: string;
  /** seconds; five minutes when not given */
  readonly lasts?: number;
}

const KEY_ID = "local-1";
let pair: { readonly publicKey: KeyObject; readonly privateKey: KeyObject } | null = null;

/** Made when first asked for: most scenes need none. */
function keys(): { readonly publicKey: KeyObject; readonly privateKey: KeyObject } {
  pair ??= generateKeyPairSync("rsa", { modulusLength: 2048 });
  return pair;
}

export function workflowKeys(): { readonly keys: readonly unknown[] } {
  return { keys: [{ ...keys().publicKey.export({ format: "jwk" }), kid: KEY_ID, alg: "RS256", use: "sig" }] };
}

export function workflowToken(world: World, repository: Repository, { audience, actor, sha, event = "push", lasts = 300 }: WorkflowTokenInput): string {
  const now = Math.floor(world.clock.now() / 1_000);
  const name = fullName(repository);
  const claims = {
    iss: issuerOf(world.apiUrl), aud: audience, sub: `repo:${name}:ref:refs/heads/${repository.defaultBranch}`, iat: now, nbf: now, exp: now + lasts, jti: `${now}`,
    repository: name, repository_id: String(repository.id), repository_owner: repository.owner.login, actor: typeof actor === "string" ? actor : actor.login, event_name: event, sha,
  };
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  const signed = `${part({ alg: "RS256", typ: "JWT", kid: KEY_ID })}.${part(claims)}`;
  return `${signed}.${createSign("RSA-SHA256").update(signed).sign(keys().privateKey).toString("base64url")}`;
}

/** Beside the API of GitHub.com and of data residency, and beneath the host of an Enterprise Server. */
function issuerOf(apiUrl: string): string {
  const { protocol, host } = new URL(apiUrl);
  return host.startsWith("api.") ? `${protocol}//token.actions.${host.slice("api.".length)}` : `${protocol}//${host}/_services/token`;
}
