/** Workflow runs and their artifacts. Archives are fetched in two steps: the API answers with an address that is good for a minute and needs no token. */
import { createHash } from "node:crypto";
import { ApiProblem, notFound } from "../api-problem.ts";
import { artifactPayload, workflowPayload, workflowRunPayload } from "../payload/workflow-run.ts";
import type { Artifact, WorkflowRun } from "../state/workflow-run.ts";
import { findArtifact, findWorkflowRun, hasExpired, rerunWorkflow } from "../state/workflow-run.ts";
import { reads, writes } from "./access.ts";
import { countedPage } from "./paging.ts";
import type { Route, RouteContext } from "./route.ts";
import { actor, created, numberParam, ok, repositoryOf, textParam } from "./route.ts";

const base = "/repos/{owner}/{repo}/actions";
const read = reads("actions");

export const workflowRunRoutes: readonly Route[] = [
  { method: "GET", path: `${base}/workflows`, allow: read, handle: (context) => countedPage(context, "workflows", [...repositoryOf(context).workflows.values()], (each) => workflowPayload(context.world, repositoryOf(context), each)) },
  { method: "GET", path: `${base}/workflows/{workflow_id}/runs`, allow: read, handle: (context) => answerRuns(context, ofWorkflow(context)) },
  { method: "GET", path: `${base}/runs`, allow: read, handle: (context) => answerRuns(context, [...repositoryOf(context).workflowRuns.values()]) },
  { method: "GET", path: `${base}/runs/{run_id}`, allow: read, handle: (context) => ok(workflowRunPayload(context.world, runOf(context))) },
  { method: "POST", path: `${base}/runs/{run_id}/rerun`, allow: writes("actions"), handle: rerun },
  { method: "GET", path: `${base}/runs/{run_id}/artifacts`, allow: read, handle: (context) => answerArtifacts(context, runOf(context).artifacts) },
  { method: "GET", path: `${base}/artifacts`, allow: read, handle: (context) => answerArtifacts(context, [...repositoryOf(context).artifacts.values()]) },
  { method: "GET", path: `${base}/artifacts/{artifact_id}`, allow: read, handle: (context) => ok(artifactPayload(context.world, artifactOf(context))) },
  { method: "GET", path: `${base}/artifacts/{artifact_id}/{archive_format}`, allow: read, handle: download },
  { method: "GET", path: "/_artifacts/{repository_id}/{artifact_id}/{expires}/{signature}", allow: "anyone", handle: serve },
];

function runOf(context: RouteContext): WorkflowRun {
  return findWorkflowRun(repositoryOf(context), numberParam(context, "run_id"));
}

function artifactOf(context: RouteContext): Artifact {
  return findArtifact(repositoryOf(context), numberParam(context, "artifact_id"));
}

/** A workflow is named by its number or its file. */
function ofWorkflow(context: RouteContext): WorkflowRun[] {
  const name = textParam(context, "workflow_id");
  const workflow = [...repositoryOf(context).workflows.values()].find((each) => String(each.id) === name || each.path.endsWith(`/${name}`));
  if (workflow === undefined) throw notFound();
  return [...repositoryOf(context).workflowRuns.values()].filter((run) => run.workflow === workflow);
}

/** Newest first. */
function answerRuns(context: RouteContext, runs: readonly WorkflowRun[]): Response {
  const query = context.url.searchParams;
  const fits = (name: string, value: string | null): boolean => query.get(name) === null || query.get(name) === value;
  const status = query.get("status");
  const found = runs.filter((run) => {
    if (status !== null && run.status !== status && run.conclusion !== status) return false;
    return fits("head_sha", run.commit.sha) && fits("branch", run.headBranch) && fits("event", run.event) && fits("actor", run.actor.login);
  });
  return countedPage(context, "workflow_runs", found.reverse(), (run) => workflowRunPayload(context.world, run));
}

function rerun(context: RouteContext): Response {
  rerunWorkflow(context.world, runOf(context), actor(context));
  return created({});
}

function answerArtifacts(context: RouteContext, artifacts: readonly Artifact[]): Response {
  const name = context.url.searchParams.get("name");
  const found = artifacts.filter((each) => name === null || each.name === name);
  return countedPage(context, "artifacts", found.reverse(), (each) => artifactPayload(context.world, each));
}

const addressLife = 60_000;

function download(context: RouteContext): Response {
  const artifact = artifactOf(context);
  if (textParam(context, "archive_format") !== "zip") throw notFound();
  if (hasExpired(context.world, artifact)) throw new ApiProblem(410, "Artifact has expired");
  const expires = context.world.clock.now() + addressLife;
  const location = `${context.world.apiUrl}/_artifacts/${artifact.run.repository.id}/${artifact.id}/${expires}/${signature(artifact, expires)}`;
  return new Response(null, { status: 302, headers: { location } });
}

/** Not a secret worth the name: it only has to fail when the address is altered. */
function signature({ id, nodeId: node }: Artifact, expires: number): string {
  return createHash("sha256").update(`artifact ${id} ${node} ${expires}`).digest("hex");
}

/** The storage behind: whoever has the address gets the archive until it expires. */
function serve(context: RouteContext): Response {
  const repository = context.world.repositories.get(numberParam(context, "repository_id"));
  if (repository === undefined) throw notFound();
  const artifact = findArtifact(repository, numberParam(context, "artifact_id"));
  const expires = numberParam(context, "expires");
  if (textParam(context, "signature") !== signature(artifact, expires) || context.world.clock.now() > expires) throw new ApiProblem(403, "Server failed to authenticate the request.");
  return new Response(artifact.archive, { headers: { "content-type": "application/zip", "content-disposition": `attachment; filename="${artifact.name.replace(/[^\w.-]/g, "_")}.zip"` } });
}
