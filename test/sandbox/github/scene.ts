/** A small world for these tests: an organisation with a repository, three people, an app that is installed, and a REST client. */
import { createSign } from "node:crypto";
import { WorldClock } from "../../../src/sandbox/github/clock.ts";
import { createGraphqlHandler } from "../../../src/sandbox/github/graphql/endpoint.ts";
import { createRestHandler } from "../../../src/sandbox/github/rest/router.ts";
import { seedApp, seedInstallation, seedOrganization, seedRepository, seedToken, seedUser } from "../../../src/sandbox/github/seed.ts";
import type { Account, Organization } from "../../../src/sandbox/github/state/account.ts";
import type { App, Installation, Permissions } from "../../../src/sandbox/github/state/app.ts";
import { userToken } from "../../../src/sandbox/github/state/app.ts";
import type { Repository } from "../../../src/sandbox/github/state/repository.ts";
import { setCollaborator } from "../../../src/sandbox/github/state/repository.ts";
import type { World, WorldEvent } from "../../../src/sandbox/github/world.ts";
import { createWorld } from "../../../src/sandbox/github/world.ts";

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, never> & Record<string, unknown>;
  readonly list: readonly Record<string, unknown>[];
  readonly text: string;
}

export interface Asked {
  readonly data: Record<string, never> & Record<string, unknown>;
  readonly errors: readonly { readonly type?: string; readonly message: string }[] | undefined;
}

export interface Scene {
  readonly world: World;
  readonly organization: Organization;
  readonly repository: Repository;
  readonly alice: Account;
  readonly bob: Account;
  readonly carol: Account;
  readonly app: App;
  readonly privateKey: string;
  readonly installation: Installation;
  readonly events: WorldEvent[];
  /** Calls the REST door with a token: a user, "app" (JWT), "installation", or a raw token. */
  readonly call: (as: Account | "app" | "installation" | { token: string }, method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>;
  /** Asks by GraphQL. */
  readonly ask: (as: Account | "installation" | { token: string }, query: string, variables?: Record<string, unknown>) => Promise<Asked>;
  /** Names of events since the last call, as event.action. */
  readonly heard: () => string[];
}

export const allPermissions: Permissions = { checks: "write", statuses: "write", contents: "write", issues: "write", pull_requests: "write", members: "read", merge_queues: "read" };

/** alice administers, bob writes, carol only reads. */
export function scene(options: { permissions?: Permissions; files?: Record<string, string> } = {}): Scene {
  const world = createWorld({ clock: new WorldClock(Date.UTC(2024, 0, 1)) });
  const [alice, bob, carol] = [seedUser(world, "alice"), seedUser(world, "bob"), seedUser(world, "carol")];
  const organization = seedOrganization(world, "acme", { admins: [alice], members: [bob] });
  const repository = seedRepository(world, { owner: organization, name: "site", by: alice, files: options.files ?? { "README.md": "# site\n", "src/a.ts": "one\ntwo\nthree\n", "src/b.ts": "b\n" } });
  setCollaborator(world, repository, bob, "write");
  const { app, privateKey } = seedApp(world, { slug: "warden", owner: organization, permissions: options.permissions ?? allPermissions, events: [] });
  const installation = seedInstallation(world, app, organization);
  const events: WorldEvent[] = [];
  world.events.on((event) => events.push(event));
  const handle = createRestHandler(world);
  const graphql = createGraphqlHandler(world);
  const tokenOf = (as: Account | "app" | "installation" | { token: string }): string => {
    if (as === "app") return jwt(app, privateKey ?? "");
    return as === "installation" ? seedToken(world, installation) : "token" in as ? as.token : userToken(world, as);
  };
  let read = 0;
  return {
    world, organization, repository, alice, bob, carol, app, privateKey: privateKey ?? "", installation, events,
    async call(as, method, path, body, headers = {}) {
      const init = body === undefined ? {} : { body: JSON.stringify(body) };
      const response = await handle(new Request(`https://api.github.test${path}`, { method, headers: { authorization: `Bearer ${tokenOf(as)}`, ...headers }, ...init }));
      const text = await response.text();
      const parsed: unknown = (response.headers.get("content-type") ?? "").includes("application/json") ? JSON.parse(text) : null;
      return { status: response.status, headers: response.headers, body: parsed as Answer["body"], list: parsed as Answer["list"], text };
    },
    async ask(as, query, variables = {}) {
      const response = await graphql(new Request("https://api.github.test/graphql", { method: "POST", headers: { authorization: `Bearer ${tokenOf(as)}` }, body: JSON.stringify({ query, variables }) }));
      return (await response.json()) as Asked;
    },
    heard() {
      const names = events.slice(read).map((event) => (event.action === null ? event.event : `${event.event}.${event.action}`));
      read = events.length;
      return names;
    },
  };
}

/** A JWT as an app signs it; `life` in seconds. */
export function jwt(app: App, privateKey: string, life = 540): string {
  const now = Math.floor(Date.now() / 1000);
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  const signed = `${part({ alg: "RS256", typ: "JWT" })}.${part({ iat: now - 60, exp: now + life, iss: app.id })}`;
  return `${signed}.${createSign("RSA-SHA256").update(signed).sign(privateKey, "base64url")}`;
}
