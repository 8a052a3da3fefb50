// A small world for tests of the local GitHub: the organisation acme, its repository web with one commit, the app warden
// installed on all of acme, and the people ann (admin of acme) and bob (who may write).

import { generateKeyPairSync, sign } from "node:crypto";
import { createOrganization, createUser, setMember, type Account, type Organization } from "../../../src/sandbox/github/state/account.ts";
import { createApp, createInstallationToken, installApp, userToken, type App, type Installation, type Permissions } from "../../../src/sandbox/github/state/app.ts";
import { openPullRequest, type Pull, type PullInput } from "../../../src/sandbox/github/state/pull.ts";
import { pushToBranch } from "../../../src/sandbox/github/state/ref.ts";
import { createRepository, setCollaborator, type Repository } from "../../../src/sandbox/github/state/repository.ts";
import type { World } from "../../../src/sandbox/github/world.ts";

const PAIR = generateKeyPairSync("rsa", { modulusLength: 2048 });

/** The key pair of every app in these tests. */
export const KEYS = {
  publicPem: PAIR.publicKey.export({ type: "spki", format: "pem" }).toString(),
  privatePem: PAIR.privateKey.export({ type: "pkcs1", format: "pem" }).toString(),
};

export const APP_PERMISSIONS: Permissions = { checks: "write", statuses: "write", contents: "read", issues: "write", pull_requests: "write", merge_queues: "read" };
export const WEBHOOK_SECRET = "it is a secret";

export interface Acme {
  readonly world: World;
  readonly acme: Organization;
  readonly ann: Account;
  readonly bob: Account;
  readonly web: Repository;
  readonly app: App;
  readonly installation: Installation;
  readonly tokens: { readonly ann: string; readonly bob: string; readonly app: string };
  readonly jwt: () => string;
  readonly openPull: (branch: string, files: Readonly<Record<string, string | null>>, more?: Partial<PullInput>) => Pull;
}

export function settle(world: World, app: { permissions?: Permissions; events?: readonly string[]; url?: string } = {}): Acme {
  const acme = createOrganization(world, { login: "acme" });
  const ann = createUser(world, { login: "ann" });
  const bob = createUser(world, { login: "bob" });
  setMember(acme, ann, "admin");
  const web = createRepository(world, { owner: acme, name: "web" }, ann);
  setCollaborator(world, web, bob, "write", ann);
  pushToBranch(world, web, "main", [{ message: "Begin", files: { "README.md": "# Web\n", "src/a.ts": "export const a = 1;\n" } }], ann);
  const permissions = app.permissions ?? APP_PERMISSIONS;
  const warden = createApp(world, {
    slug: "warden",
    owner: acme,
    publicKey: KEYS.publicPem,
    permissions,
    events: app.events ?? ["pull_request", "issues", "issue_comment", "push", "milestone", "merge_group"],
    webhook: { url: app.url ?? "http://127.0.0.1:9/hooks", secret: WEBHOOK_SECRET },
  });
  const installation = installApp(world, warden, { account: acme, repositories: "all", sender: ann });
  const held = createInstallationToken(world, installation, { permissions: installation.permissions, repositoryIds: null });
  return {
    world,
    acme,
    ann,
    bob,
    web,
    app: warden,
    installation,
    tokens: { ann: userToken(world, ann), bob: userToken(world, bob), app: held.token },
    jwt: () => signJwt(warden.id),
    openPull(branch, files, more = {}) {
      pushToBranch(world, web, branch, [{ message: `Work on ${branch}`, files }], bob);
      return openPullRequest(world, web, { title: `Work on ${branch}`, headRepository: web, headRef: branch, baseRef: "main", ...more }, bob);
    },
  };
}

/** A JWT of the app, good for five minutes. */
export function signJwt(appId: number): string {
  const now = Math.floor(Date.now() / 1000);
  const parts = [
    { alg: "RS256", typ: "JWT" },
    { iat: now - 30, exp: now + 300, iss: String(appId) },
  ].map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"));
  const signature = sign("RSA-SHA256", Buffer.from(parts.join(".")), PAIR.privateKey).toString("base64url");
  return [...parts, signature].join(".");
}
