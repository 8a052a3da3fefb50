/** Deployments and their statuses in GitHub's shapes. */
import type { components } from "@octokit/openapi-types";
import { githubInstant } from "../clock.ts";
import { appBehind } from "../state/app.ts";
import type { Deployment, DeploymentStatus } from "../state/deployment.ts";
import type { World } from "../world.ts";
import { simpleUser } from "./account.ts";
import { appPayload } from "./app.ts";
import { repositoryApi } from "./url.ts";

export function deploymentPayload(world: World, deployment: Deployment): components["schemas"]["deployment"] {
  const repositoryUrl = repositoryApi(world, deployment.repository);
  const api = `${repositoryUrl}/deployments/${deployment.id}`;
  const app = appBehind(world, deployment.creator);
  return {
    url: api,
    id: deployment.id,
    node_id: deployment.nodeId,
    sha: deployment.commit.sha,
    ref: deployment.ref,
    task: deployment.task,
    payload: {},
    original_environment: deployment.environment,
    environment: deployment.environment,
    description: deployment.description,
    creator: simpleUser(world, deployment.creator),
    created_at: githubInstant(deployment.createdAt),
    updated_at: githubInstant(deployment.updatedAt),
    statuses_url: `${api}/statuses`,
    repository_url: repositoryUrl,
    transient_environment: false,
    production_environment: deployment.environment === "production",
    performed_via_github_app: app === null ? null : appPayload(world, app),
  };
}

export function deploymentStatusPayload(world: World, deployment: Deployment, status: DeploymentStatus): components["schemas"]["deployment-status"] {
  const repositoryUrl = repositoryApi(world, deployment.repository);
  const api = `${repositoryUrl}/deployments/${deployment.id}`;
  const app = appBehind(world, status.creator);
  return {
    url: `${api}/statuses/${status.id}`,
    id: status.id,
    node_id: status.nodeId,
    state: status.state,
    creator: simpleUser(world, status.creator),
    description: status.description,
    environment: deployment.environment,
    target_url: status.logUrl,
    created_at: githubInstant(status.createdAt),
    updated_at: githubInstant(status.createdAt),
    deployment_url: api,
    repository_url: repositoryUrl,
    environment_url: status.environmentUrl,
    log_url: status.logUrl,
    performed_via_github_app: app === null ? null : appPayload(world, app),
  };
}
