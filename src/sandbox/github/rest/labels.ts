/** Labels of a repository and of its issues and pulls. */
import { labelPayload } from "../payload/label.ts";
import type { Issue } from "../state/issue.ts";
import { addLabels, findIssue, removeLabel, setLabels } from "../state/issue.ts";
import { createLabel, deleteLabel, findLabel, updateLabel } from "../state/label.ts";
import { notFound } from "../api-problem.ts";
import { reads, writes } from "./access.ts";
import { optionalNames, optionalText, requiredText, textOrNull } from "./body.ts";
import { listPage } from "./paging.ts";
import type { Json, Route, RouteContext } from "./route.ts";
import { actor, created, jsonBody, noContent, numberParam, ok, repositoryOf, textParam } from "./route.ts";

const either = ["issues", "pull_requests"];
const ofIssue = "/repos/{owner}/{repo}/issues/{number}/labels";

export const labelRoutes: readonly Route[] = [
  { method: "GET", path: "/repos/{owner}/{repo}/labels", allow: reads(...either), handle: (context) => listPage(context, [...repositoryOf(context).labels.values()], (label) => labelPayload(context.world, repositoryOf(context), label)) },
  { method: "POST", path: "/repos/{owner}/{repo}/labels", allow: writes(either), handle: create },
  { method: "GET", path: "/repos/{owner}/{repo}/labels/{name}", allow: reads(...either), handle: (context) => ok(labelPayload(context.world, repositoryOf(context), findLabel(repositoryOf(context), textParam(context, "name")))) },
  { method: "PATCH", path: "/repos/{owner}/{repo}/labels/{name}", allow: writes(either), handle: change },
  { method: "DELETE", path: "/repos/{owner}/{repo}/labels/{name}", allow: writes(either), handle: remove },
  { method: "GET", path: ofIssue, allow: reads(...either), handle: (context) => answer(context, issueOf(context)) },
  { method: "POST", path: ofIssue, allow: writes(either, "triage"), handle: add },
  { method: "PUT", path: ofIssue, allow: writes(either, "triage"), handle: replace },
  { method: "DELETE", path: ofIssue, allow: writes(either, "triage"), handle: clear },
  { method: "DELETE", path: `${ofIssue}/{name}`, allow: writes(either, "triage"), handle: takeOff },
];

async function create(context: RouteContext): Promise<Response> {
  const body = await jsonBody(context);
  const repository = repositoryOf(context);
  const input = { name: requiredText(body, "name"), color: optionalText(body, "color")?.replace(/^#/, ""), description: textOrNull(body, "description") };
  return created(labelPayload(context.world, repository, createLabel(context.world, repository, input, actor(context))));
}

async function change(context: RouteContext): Promise<Response> {
  const body = await jsonBody(context);
  const repository = repositoryOf(context);
  const label = findLabel(repository, textParam(context, "name"));
  const name = optionalText(body, "new_name") ?? optionalText(body, "name");
  updateLabel(context.world, repository, label, { name, color: optionalText(body, "color")?.replace(/^#/, ""), description: textOrNull(body, "description") }, actor(context));
  return ok(labelPayload(context.world, repository, label));
}

function remove(context: RouteContext): Response {
  const repository = repositoryOf(context);
  deleteLabel(context.world, repository, findLabel(repository, textParam(context, "name")), actor(context));
  return noContent();
}

function issueOf(context: RouteContext): Issue {
  return findIssue(repositoryOf(context), numberParam(context, "number"));
}

function answer(context: RouteContext, issue: Issue): Response {
  return listPage(context, issue.labels, (label) => labelPayload(context.world, issue.repository, label));
}

/** GitHub takes {labels: […]}, and a bare list too. */
async function labelNames(context: RouteContext): Promise<string[]> {
  const text = await context.request.clone().text();
  if (text.trimStart().startsWith("[")) return optionalNames({ labels: JSON.parse(text) as unknown }, "labels") ?? [];
  const body: Json = await jsonBody(context);
  return optionalNames(body, "labels") ?? [];
}

async function add(context: RouteContext): Promise<Response> {
  const issue = issueOf(context);
  addLabels(context.world, issue, await labelNames(context), actor(context));
  return answer(context, issue);
}

async function replace(context: RouteContext): Promise<Response> {
  const issue = issueOf(context);
  setLabels(context.world, issue, await labelNames(context), actor(context));
  return answer(context, issue);
}

function clear(context: RouteContext): Response {
  setLabels(context.world, issueOf(context), [], actor(context));
  return noContent();
}

function takeOff(context: RouteContext): Response {
  const issue = issueOf(context);
  const name = textParam(context, "name").toLowerCase();
  const label = issue.labels.find((each) => each.name.toLowerCase() === name);
  if (label === undefined) throw notFound();
  removeLabel(context.world, issue, label, actor(context));
  return answer(context, issue);
}
