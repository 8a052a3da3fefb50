/**
 * Commit statuses: the last one of each context counts, letter case ignored.
 */
import { invalid, unprocessable } from "../api-problem.ts";
import { nodeId } from "../node-id.ts";
import { statusEventPayload } from "../payload/status.ts";
import type { World } from "../world.ts";
import type { Account } from "./account.ts";
import type { App } from "./app.ts";
import { settleAutoMerges } from "./auto-merge.ts";
import { settleQueues } from "./merge-queue.ts";
import type { Repository } from "./repository.ts";

export type StatusState = "error" | "failure" | "pending" | "success";

export interface CommitStatus {
  readonly id: number;
  readonly nodeId: string;
  readonly sha: string;
  readonly state: StatusState;
  readonly context: string;
  readonly description: string | null;
  readonly targetUrl: string | null;
  readonly creator: Account;
  readonly app: App | null;
  readonly createdAt: number;
}

export interface StatusInput {
  readonly state: StatusState;
  readonly context?: string | undefined;
  readonly description?: string | null | undefined;
  readonly targetUrl?: string | null | undefined;
}

/** GitHub's limit of statuses for one commit and context. */
const statusLimit = 1_000;
const descriptionLimit = 140;

/** Reports a status and fires status. 422 for an unknown commit or state. */
export function createStatus(world: World, repository: Repository, sha: string, input: StatusInput, creator: Account): CommitStatus {
  const commit = repository.network.objects.commitBySha(sha);
  if (commit === null) throw unprocessable(`No commit found for SHA: ${sha}`);
  if (!["error", "failure", "pending", "success"].includes(input.state)) throw invalid({ resource: "Status", code: "custom", field: "state", message: "state is not included in the list" });
  const description = input.description ?? null;
  if (description !== null && description.length > descriptionLimit) throw invalid({ resource: "Status", code: "custom", field: "description", message: `description is too long (maximum is ${descriptionLimit} characters)` });
  const context = input.context ?? "default";
  const list = repository.statuses.get(sha) ?? [];
  if (list.filter((status) => status.context === context).length >= statusLimit) throw invalid({ resource: "Status", code: "custom", message: "This SHA and context has reached the maximum number of statuses." });
  const id = world.nextId("status");
  const app = [...world.apps.values()].find((each) => each.bot === creator) ?? null;
  const status: CommitStatus = { id, nodeId: nodeId("status", id), sha, state: input.state, context, description, targetUrl: input.targetUrl ?? null, creator, app, createdAt: world.clock.now() };
  list.push(status);
  repository.statuses.set(sha, list);
  world.emit({ event: "status", action: null, repository, sender: creator }, () => statusEventPayload(world, repository, commit, status));
  settleQueues(world, repository, sha);
  settleAutoMerges(world, repository, sha);
  return status;
}

/** The newest status of each context, in order of first appearance. */
export function latestStatuses(repository: Repository, sha: string): CommitStatus[] {
  const latest = new Map<string, CommitStatus>();
  for (const status of repository.statuses.get(sha) ?? []) latest.set(status.context.toLowerCase(), status);
  return [...latest.values()];
}

/** GitHub's combined state: failure over pending over success; pending when there is none. */
export function combinedState(statuses: readonly CommitStatus[]): "failure" | "pending" | "success" {
  if (statuses.some((status) => status.state === "failure" || status.state === "error")) return "failure";
  return statuses.length === 0 || statuses.some((status) => status.state === "pending") ? "pending" : "success";
}
