/** Milestones. */
import { milestonePayload } from "../payload/milestone.ts";
import type { Milestone, MilestoneInput } from "../state/milestone.ts";
import { createMilestone, deleteMilestone, findMilestone, updateMilestone } from "../state/milestone.ts";
import { reads, writes } from "./access.ts";
import { instantFrom, oneOf, optionalText, requiredText, textOrNull } from "./body.ts";
import { listPage } from "./paging.ts";
import type { Json, Route, RouteContext } from "./route.ts";
import { actor, created, jsonBody, noContent, numberParam, ok, repositoryOf } from "./route.ts";

const either = ["issues", "pull_requests"];
const one = "/repos/{owner}/{repo}/milestones/{milestone}";

export const milestoneRoutes: readonly Route[] = [
  { method: "GET", path: "/repos/{owner}/{repo}/milestones", allow: reads(...either), handle: list },
  { method: "POST", path: "/repos/{owner}/{repo}/milestones", allow: writes(either), handle: create },
  { method: "GET", path: one, allow: reads(...either), handle: (context) => answer(context, milestoneOf(context)) },
  { method: "PATCH", path: one, allow: writes(either), handle: change },
  { method: "DELETE", path: one, allow: writes(either), handle: remove },
];

function milestoneOf(context: RouteContext): Milestone {
  return findMilestone(repositoryOf(context), numberParam(context, "milestone"));
}

function answer(context: RouteContext, milestone: Milestone): Response {
  return ok(milestonePayload(context.world, repositoryOf(context), milestone));
}

function list(context: RouteContext): Response {
  const query = context.url.searchParams;
  const state = query.get("state") ?? "open";
  const descending = query.get("direction") === "desc";
  const byCompleteness = query.get("sort") === "completeness";
  const order = (milestone: Milestone): number => {
    if (!byCompleteness) return milestone.dueOn ?? Number.MAX_SAFE_INTEGER;
    const all = milestone.openIssues + milestone.closedIssues;
    return all === 0 ? 0 : milestone.closedIssues / all;
  };
  const found = [...repositoryOf(context).milestones.values()].filter((milestone) => state === "all" || milestone.state === state);
  found.sort((a, b) => (order(a) - order(b) || a.number - b.number) * (descending ? -1 : 1));
  return listPage(context, found, (milestone) => milestonePayload(context.world, repositoryOf(context), milestone));
}

function fields(body: Json): Partial<MilestoneInput> {
  const due = textOrNull(body, "due_on");
  const given = {
    title: optionalText(body, "title"),
    description: textOrNull(body, "description"),
    dueOn: due == null ? due : instantFrom(due, "due_on"),
    state: oneOf(body, "state", ["open", "closed"]),
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

async function create(context: RouteContext): Promise<Response> {
  const body = await jsonBody(context);
  const repository = repositoryOf(context);
  const milestone = createMilestone(context.world, repository, { ...fields(body), title: requiredText(body, "title") }, actor(context));
  return created(milestonePayload(context.world, repository, milestone));
}

async function change(context: RouteContext): Promise<Response> {
  const milestone = milestoneOf(context);
  updateMilestone(context.world, repositoryOf(context), milestone, fields(await jsonBody(context)), actor(context));
  return answer(context, milestone);
}

function remove(context: RouteContext): Response {
  deleteMilestone(context.world, repositoryOf(context), milestoneOf(context), actor(context));
  return noContent();
}
