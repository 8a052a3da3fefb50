/** An app of ours on a local GitHub, in this process: organisation acme with repository web, ann its admin and bob who may write. */
import type { GitHubApp, GitHubAppOptions, InstallationView } from "../../src/github/github.ts";
import { createGitHubApp } from "../../src/github/github.ts";
import type { RepositoryRef } from "../../src/domain/model/refs.ts";
import type { LocalGitHub } from "../../src/sandbox/github/local-github.ts";
import { createLocalGitHub } from "../../src/sandbox/github/local-github.ts";
import type { Acme } from "../sandbox/github/acme.ts";
import { KEYS, settle } from "../sandbox/github/acme.ts";
import type { Permissions } from "../../src/sandbox/github/state/app.ts";
import { PATIENCE_MS } from "../support/patience.ts";

export interface Place extends Acme {
  readonly local: LocalGitHub;
  readonly github: GitHubApp;
  readonly view: InstallationView;
  readonly web_: RepositoryRef;
}

export function place(options: { readonly permissions?: Permissions; readonly rateLimits?: "off"; readonly github?: Partial<GitHubAppOptions> } = {}): Place {
  const local = createLocalGitHub({ rateLimits: options.rateLimits ?? "off" });
  const acme = settle(local.world, options.permissions === undefined ? {} : { permissions: options.permissions });
  const github = createGitHubApp({
    appId: acme.app.id, privateKey: KEYS.privatePem, apiUrl: "http://local", fetch: local.fetch, timeout: PATIENCE_MS,
    now: () => local.world.clock.now(),
    wait: async (ms) => local.world.clock.advance(ms),
    ...options.github,
  });
  return { ...acme, local, github, view: github.installation(acme.installation.id), web_: { id: acme.web.id, owner: "acme", name: "web" } };
}
