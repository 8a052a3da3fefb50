/** Deployments, their statuses, and the environments that they went to. */
import { ApiProblem } from "../api-problem.ts";
import { githubInstant } from "../clock.ts";
import { nodeId } from "../node-id.ts";
import { deploymentPayload, deploymentStatusPayload } from "../payload/deployment.ts";
import { repositoryApi, repositoryPage } from "../payload/url.ts";
import type { Deployment } from "../state/deployment.ts";
import { addDeploymentStatus, createDeployment, deploymentStates, findDeployment } from "../state/deployment.ts";
import { reads, writes } from "./access.ts";
import { oneOf, optionalText, requiredText, textOrNull } from "./body.ts";
import { countedPage, listPage } from "./paging.ts";
import type { Route, RouteContext } from "./route.ts";
import { actor, created, jsonBody, numberParam, ok, repositoryOf } from "./route.ts";

const base = "/repos/{owner}/{repo}/deployments";
const one = `${base}/{deployment_id}`;

export const deploymentRoutes: readonly Route[] = [
  { method: "GET", path: base, allow: reads("deployments"), handle: list },
  { method: "POST", path: base, allow: writes("deployments"), handle: create },
  { method: "GET", path: one, allow: reads("deployments"), handle: (context) => ok(deploymentPayload(context.world, deploymentOf(context))) },
  { method: "GET", path: `${one}/statuses`, allow: reads("deployments"), handle: listStatuses },
  { method: "POST", path: `${one}/statuses`, allow: writes("deployments"), handle: addStatus },
  { method: "GET", path: "/repos/{owner}/{repo}/environments", allow: reads("actions"), handle: listEnvironments },
];

function deploymentOf(context: RouteContext): Deployment {
  return findDeployment(repositoryOf(context), numberParam(context, "deployment_id"));
}

/** Newest first. */
function list(context: RouteContext): Response {
  const query = context.url.searchParams;
  const fits = (name: string, value: string): boolean => query.get(name) === null || query.get(name) === value;
  const found = [...repositoryOf(context).deployments.values()].filter((each) => fits("sha", each.commit.sha) && fits("ref", each.ref) && fits("task", each.task) && fits("environment", each.environment));
  return listPage(context, found.reverse(), (each) => deploymentPayload(context.world, each));
}

async function create(context: RouteContext): Promise<Response> {
  const body = await jsonBody(context);
  const input = { ref: requiredText(body, "ref"), task: optionalText(body, "task"), environment: optionalText(body, "environment"), description: textOrNull(body, "description") };
  return created(deploymentPayload(context.world, createDeployment(context.world, repositoryOf(context), input, actor(context))));
}

function listStatuses(context: RouteContext): Response {
  const deployment = deploymentOf(context);
  return listPage(context, [...deployment.statuses].reverse(), (each) => deploymentStatusPayload(context.world, deployment, each));
}

async function addStatus(context: RouteContext): Promise<Response> {
  const deployment = deploymentOf(context);
  const body = await jsonBody(context);
  const state = oneOf(body, "state", deploymentStates);
  if (state === undefined) throw new ApiProblem(422, 'Invalid request.\n\n"state" wasn\'t supplied.');
  const input = { state, description: optionalText(body, "description"), logUrl: optionalText(body, "log_url") ?? optionalText(body, "target_url"), environmentUrl: optionalText(body, "environment_url") };
  return created(deploymentStatusPayload(context.world, deployment, addDeploymentStatus(context.world, deployment, input, actor(context))));
}

/** An environment exists from its first deployment; none has protection rules here. */
function listEnvironments(context: RouteContext): Response {
  const { world } = context;
  const repository = repositoryOf(context);
  const first = new Map<string, Deployment>();
  for (const deployment of repository.deployments.values()) if (!first.has(deployment.environment)) first.set(deployment.environment, deployment);
  return countedPage(context, "environments", [...first.values()], ({ id, environment, createdAt }) => ({
    id,
    node_id: nodeId("deployment", `environment ${id}`),
    name: environment,
    url: `${repositoryApi(world, repository)}/environments/${encodeURIComponent(environment)}`,
    html_url: `${repositoryPage(world, repository)}/deployments/activity_log?environments_filter=${encodeURIComponent(environment)}`,
    created_at: githubInstant(createdAt),
    updated_at: githubInstant(createdAt),
    protection_rules: [],
    deployment_branch_policy: null,
  }));
}
