/** Workflows, their runs and artifacts in GitHub's shapes. A run names no pull of a fork, as on GitHub. */
import type { components } from "@octokit/openapi-types";
import { createHash } from "node:crypto";
import { githubInstant } from "../clock.ts";
import { nodeId } from "../node-id.ts";
import type { Repository } from "../state/repository.ts";
import type { Artifact, Workflow, WorkflowRun } from "../state/workflow-run.ts";
import { hasExpired } from "../state/workflow-run.ts";
import type { World } from "../world.ts";
import { simpleUser } from "./account.ts";
import { pullsAt } from "./check.ts";
import { repositoryPayload } from "./repository.ts";
import { repositoryApi, repositoryPage } from "./url.ts";

export function workflowRunPayload(world: World, run: WorkflowRun): components["schemas"]["workflow-run"] {
  const { repository, workflow, commit } = run;
  const repositoryUrl = repositoryApi(world, repository);
  const api = `${repositoryUrl}/actions/runs/${run.id}`;
  const person = (signature: typeof commit.author): { name: string; email: string } => ({ name: signature.name, email: signature.email });
  return {
    id: run.id,
    name: workflow.name,
    node_id: run.nodeId,
    check_suite_id: run.id,
    check_suite_node_id: nodeId("checkSuite", run.id),
    head_branch: run.headBranch,
    head_sha: commit.sha,
    path: workflow.path,
    display_title: commit.message.split("\n", 1)[0] ?? "",
    run_number: run.runNumber,
    run_attempt: run.attempt,
    event: run.event,
    status: run.status,
    conclusion: run.conclusion,
    workflow_id: workflow.id,
    url: api,
    html_url: `${repositoryPage(world, repository)}/actions/runs/${run.id}`,
    pull_requests: pullsAt(world, { repository, commit }),
    created_at: githubInstant(run.createdAt),
    updated_at: githubInstant(run.updatedAt),
    actor: simpleUser(world, run.actor),
    triggering_actor: simpleUser(world, run.actor),
    run_started_at: githubInstant(run.startedAt),
    jobs_url: `${api}/jobs`,
    logs_url: `${api}/logs`,
    check_suite_url: `${repositoryUrl}/check-suites/${run.id}`,
    artifacts_url: `${api}/artifacts`,
    cancel_url: `${api}/cancel`,
    rerun_url: `${api}/rerun`,
    previous_attempt_url: run.attempt === 1 ? null : `${api}/attempts/${run.attempt - 1}`,
    workflow_url: `${repositoryUrl}/actions/workflows/${workflow.id}`,
    head_commit: { id: commit.sha, tree_id: commit.tree.sha, message: commit.message, timestamp: githubInstant(commit.committer.date), author: person(commit.author), committer: person(commit.committer) },
    repository: repositoryPayload(world, repository) as components["schemas"]["minimal-repository"],
    head_repository: repositoryPayload(world, repository) as components["schemas"]["minimal-repository"],
  };
}

export function workflowPayload(world: World, repository: Repository, workflow: Workflow): components["schemas"]["workflow"] {
  const file = workflow.path.split("/").at(-1) ?? "";
  return {
    id: workflow.id,
    node_id: workflow.nodeId,
    name: workflow.name,
    path: workflow.path,
    state: "active",
    created_at: githubInstant(workflow.createdAt),
    updated_at: githubInstant(workflow.createdAt),
    url: `${repositoryApi(world, repository)}/actions/workflows/${workflow.id}`,
    html_url: `${repositoryPage(world, repository)}/blob/${repository.defaultBranch}/${workflow.path}`,
    badge_url: `${repositoryPage(world, repository)}/actions/workflows/${file}/badge.svg`,
  };
}

export function artifactPayload(world: World, artifact: Artifact): components["schemas"]["artifact"] {
  const { run } = artifact;
  const api = `${repositoryApi(world, run.repository)}/actions/artifacts/${artifact.id}`;
  return {
    id: artifact.id,
    node_id: artifact.nodeId,
    name: artifact.name,
    size_in_bytes: artifact.archive.length,
    url: api,
    archive_download_url: `${api}/zip`,
    expired: hasExpired(world, artifact),
    digest: `sha256:${createHash("sha256").update(artifact.archive).digest("hex")}`,
    created_at: githubInstant(artifact.createdAt),
    updated_at: githubInstant(artifact.createdAt),
    expires_at: githubInstant(artifact.expiresAt),
    workflow_run: { id: run.id, repository_id: run.repository.id, head_repository_id: run.repository.id, ...(run.headBranch === null ? {} : { head_branch: run.headBranch }), head_sha: run.commit.sha },
  };
}
