/**
 * Deployments to named environments, and what became of them: the newest status counts. A success elsewhere does not end an older one here.
 * Fires deployment.created and deployment_status.created.
 */
import { invalid, notFound, unprocessable } from "../api-problem.ts";
import type { Commit } from "../git/objects.ts";
import { nodeId } from "../node-id.ts";
import { deploymentPayload, deploymentStatusPayload } from "../payload/deployment.ts";
import type { World } from "../world.ts";
import type { Account } from "./account.ts";
import type { Repository } from "./repository.ts";
import { resolveCommit } from "./repository.ts";

export const deploymentStates = ["error", "failure", "inactive", "in_progress", "queued", "pending", "success"] as const;
export type DeploymentState = (typeof deploymentStates)[number];

export interface DeploymentStatus {
  readonly id: number;
  readonly nodeId: string;
  readonly state: DeploymentState;
  readonly description: string;
  readonly logUrl: string;
  readonly environmentUrl: string;
  readonly creator: Account;
  readonly createdAt: number;
}

export interface Deployment {
  readonly id: number;
  readonly nodeId: string;
  readonly repository: Repository;
  readonly commit: Commit;
  /** As it was asked for: a branch, a tag or a SHA. */
  readonly ref: string;
  readonly task: string;
  readonly environment: string;
  readonly description: string | null;
  readonly creator: Account;
  readonly createdAt: number;
  updatedAt: number;
  /** Oldest first. */
  readonly statuses: DeploymentStatus[];
}

export interface DeploymentInput {
  readonly ref: string;
  readonly task?: string | undefined;
  /** "production" when not given. */
  readonly environment?: string | undefined;
  readonly description?: string | null | undefined;
}

export function createDeployment(world: World, repository: Repository, input: DeploymentInput, creator: Account): Deployment {
  const commit = resolveCommit(repository, input.ref);
  if (commit === null) throw unprocessable(`No ref found for: ${input.ref}`);
  const now = world.clock.now();
  const id = world.nextId("deployment");
  const deployment: Deployment = {
    id,
    nodeId: nodeId("deployment", id),
    repository,
    commit,
    ref: input.ref,
    task: input.task ?? "deploy",
    environment: input.environment ?? "production",
    description: input.description ?? null,
    creator,
    createdAt: now,
    updatedAt: now,
    statuses: [],
  };
  repository.deployments.set(id, deployment);
  world.emit({ event: "deployment", action: "created", repository, sender: creator }, () => ({ deployment: deploymentPayload(world, deployment) }));
  return deployment;
}

export interface DeploymentStatusInput {
  readonly state: DeploymentState;
  readonly description?: string | undefined;
  readonly logUrl?: string | undefined;
  readonly environmentUrl?: string | undefined;
}

/** GitHub's limit in characters. */
const descriptionLimit = 140;

export function addDeploymentStatus(world: World, deployment: Deployment, input: DeploymentStatusInput, creator: Account): DeploymentStatus {
  const { description = "", logUrl = "", environmentUrl = "" } = input;
  if (description.length > descriptionLimit) throw invalid({ resource: "DeploymentStatus", code: "custom", field: "description", message: `description is too long (maximum is ${descriptionLimit} characters)` });
  const id = world.nextId("deploymentStatus");
  const status: DeploymentStatus = { id, nodeId: nodeId("deploymentStatus", id), state: input.state, description, logUrl, environmentUrl, creator, createdAt: world.clock.now() };
  deployment.statuses.push(status);
  deployment.updatedAt = status.createdAt;
  world.emit({ event: "deployment_status", action: "created", repository: deployment.repository, sender: creator }, () => ({
    deployment_status: deploymentStatusPayload(world, deployment, status),
    deployment: deploymentPayload(world, deployment),
  }));
  return status;
}

export function findDeployment(repository: Repository, id: number): Deployment {
  const deployment = repository.deployments.get(id);
  if (deployment === undefined) throw notFound();
  return deployment;
}
