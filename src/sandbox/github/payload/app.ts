/** Apps and installations in GitHub's shapes. */
import type { components } from "@octokit/openapi-types";
import { githubInstant, githubInstantOrNull } from "../clock.ts";
import type { App, Installation } from "../state/app.ts";
import type { World } from "../world.ts";
import { simpleUser } from "./account.ts";

type Integration = NonNullable<components["schemas"]["integration"]>;

export function appPayload(world: World, app: App): Integration {
  return {
    id: app.id,
    slug: app.slug,
    node_id: app.nodeId,
    client_id: app.clientId,
    owner: simpleUser(world, app.owner),
    name: app.name,
    description: null,
    external_url: `${world.htmlUrl}/apps/${app.slug}`,
    html_url: `${world.htmlUrl}/apps/${app.slug}`,
    created_at: githubInstant(app.createdAt),
    updated_at: githubInstant(app.createdAt),
    permissions: { ...app.permissions },
    events: [...app.events],
  };
}

export function installationPayload(world: World, installation: Installation): components["schemas"]["installation"] {
  const { app, account } = installation;
  const api = `${world.apiUrl}/app/installations/${installation.id}`;
  return {
    id: installation.id,
    client_id: app.clientId,
    account: simpleUser(world, account),
    repository_selection: installation.repositorySelection,
    access_tokens_url: `${api}/access_tokens`,
    repositories_url: `${world.apiUrl}/installation/repositories`,
    html_url: `${world.htmlUrl}/${account.type === "Organization" ? `organizations/${account.login}/` : ""}settings/installations/${installation.id}`,
    app_id: app.id,
    app_slug: app.slug,
    target_id: account.id,
    target_type: account.type,
    permissions: { ...installation.permissions },
    events: [...installation.events],
    created_at: githubInstant(installation.createdAt),
    updated_at: githubInstant(installation.updatedAt),
    single_file_name: null,
    has_multiple_single_files: false,
    single_file_paths: [],
    suspended_by: null,
    suspended_at: githubInstantOrNull(installation.suspendedAt),
  };
}
