/**
 * Runs of workflows, and the artifacts that they leave. Nothing is executed: a scene says what ran and how it ended.
 * Fires workflow_run.requested, in_progress and completed.
 */
import { notFound, unprocessable } from "../api-problem.ts";
import type { Commit } from "../git/objects.ts";
import { nodeId } from "../node-id.ts";
import { workflowPayload, workflowRunPayload } from "../payload/workflow-run.ts";
import type { World } from "../world.ts";
import { zip } from "../zip.ts";
import type { Account } from "./account.ts";
import type { Conclusion } from "./check.ts";
import type { Repository } from "./repository.ts";

export interface Workflow {
  readonly id: number;
  readonly nodeId: string;
  readonly name: string;
  /** Such as .github/workflows/test.yml. */
  readonly path: string;
  readonly createdAt: number;
  runs: number;
}

export interface Artifact {
  readonly id: number;
  readonly nodeId: string;
  readonly run: WorkflowRun;
  readonly name: string;
  readonly archive: Buffer<ArrayBuffer>;
  readonly createdAt: number;
  readonly expiresAt: number;
}

export interface WorkflowRun {
  readonly id: number;
  readonly nodeId: string;
  readonly repository: Repository;
  readonly workflow: Workflow;
  readonly runNumber: number;
  attempt: number;
  readonly event: string;
  readonly commit: Commit;
  readonly headBranch: string | null;
  readonly actor: Account;
  status: "queued" | "in_progress" | "completed";
  conclusion: Conclusion | null;
  readonly createdAt: number;
  startedAt: number;
  updatedAt: number;
  readonly artifacts: Artifact[];
}

export interface WorkflowRunInput {
  readonly workflow: string;
  /** Made from the name when not given. */
  readonly path?: string;
  readonly headSha: string;
  readonly headBranch?: string | null;
  /** What set it off; "push" when not given. */
  readonly event?: string;
}

/** Starts a run for a commit. */
export function startWorkflowRun(world: World, repository: Repository, input: WorkflowRunInput, actor: Account): WorkflowRun {
  const commit = repository.network.objects.commitBySha(input.headSha);
  if (commit === null) throw unprocessable(`No commit found for SHA: ${input.headSha}`);
  const workflow = ensureWorkflow(world, repository, input.workflow, input.path);
  workflow.runs += 1;
  const id = world.nextId("workflowRun");
  const now = world.clock.now();
  const run: WorkflowRun = {
    id,
    nodeId: nodeId("workflowRun", id),
    repository,
    workflow,
    runNumber: workflow.runs,
    attempt: 1,
    event: input.event ?? "push",
    commit,
    headBranch: input.headBranch ?? null,
    actor,
    status: "queued",
    conclusion: null,
    createdAt: now,
    startedAt: now,
    updatedAt: now,
    artifacts: [],
  };
  repository.workflowRuns.set(id, run);
  emitRun(world, run, "requested", actor);
  run.status = "in_progress";
  emitRun(world, run, "in_progress", actor);
  return run;
}

function ensureWorkflow(world: World, repository: Repository, name: string, path = `.github/workflows/${name.toLowerCase().replace(/[^a-z0-9]+/g, "-")}.yml`): Workflow {
  const present = repository.workflows.get(path);
  if (present !== undefined) return present;
  const id = world.nextId("workflow");
  const workflow: Workflow = { id, nodeId: nodeId("workflow", id), name, path, createdAt: world.clock.now(), runs: 0 };
  repository.workflows.set(path, workflow);
  return workflow;
}

export function completeWorkflowRun(world: World, run: WorkflowRun, conclusion: Conclusion): void {
  run.status = "completed";
  run.conclusion = conclusion;
  run.updatedAt = world.clock.now();
  emitRun(world, run, "completed", run.actor);
}

/** Somebody runs it again: the same run, its next attempt. */
export function rerunWorkflow(world: World, run: WorkflowRun, actor: Account): void {
  run.attempt += 1;
  run.status = "in_progress";
  run.conclusion = null;
  run.startedAt = run.updatedAt = world.clock.now();
  emitRun(world, run, "requested", actor);
  emitRun(world, run, "in_progress", actor);
}

/** GitHub keeps artifacts for ninety days unless told otherwise. */
const keptDays = 90;

/** Leaves files as one artifact; text is UTF-8. */
export function addArtifact(world: World, run: WorkflowRun, input: { readonly name: string; readonly files: Readonly<Record<string, string | Uint8Array>>; readonly days?: number }): Artifact {
  const id = world.nextId("artifact");
  const now = world.clock.now();
  const files = new Map(Object.entries(input.files).map(([path, content]) => [path, typeof content === "string" ? Buffer.from(content, "utf8") : content]));
  const artifact: Artifact = { id, nodeId: nodeId("artifact", id), run, name: input.name, archive: zip(files), createdAt: now, expiresAt: now + (input.days ?? keptDays) * 86_400_000 };
  run.artifacts.push(artifact);
  run.repository.artifacts.set(id, artifact);
  return artifact;
}

export function hasExpired(world: World, artifact: Artifact): boolean {
  return world.clock.now() >= artifact.expiresAt;
}

export function findWorkflowRun(repository: Repository, id: number): WorkflowRun {
  const run = repository.workflowRuns.get(id);
  if (run === undefined) throw notFound();
  return run;
}

export function findArtifact(repository: Repository, id: number): Artifact {
  const artifact = repository.artifacts.get(id);
  if (artifact === undefined) throw notFound();
  return artifact;
}

function emitRun(world: World, run: WorkflowRun, action: "requested" | "in_progress" | "completed", sender: Account): void {
  const { repository } = run;
  world.emit({ event: "workflow_run", action, repository, sender }, () => ({ workflow_run: workflowRunPayload(world, run), workflow: workflowPayload(world, repository, run.workflow) }));
}
