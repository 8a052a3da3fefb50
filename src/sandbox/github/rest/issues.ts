/** Issues, and pulls seen as issues. */
import { invalid } from "../api-problem.ts";
import { issuePayload, timelinePayload } from "../payload/issue.ts";
import { roleAtLeast } from "../state/account.ts";
import type { Issue, StateReason } from "../state/issue.ts";
import { closeIssue, createIssue, editIssue, findIssue, reopenIssue, setAssignees, setLabels, setMilestone, setType } from "../state/issue.ts";
import { lockReasons, setLock } from "../state/issue-lock.ts";
import type { Milestone } from "../state/milestone.ts";
import { closePull, reopenPull } from "../state/pull.ts";
import { roleIn } from "../state/repository.ts";
import { reads, writes } from "./access.ts";
import { accountsNamed, instantFrom, oneOf, optionalNames, optionalNumber, optionalText, requiredText, textOrNull } from "./body.ts";
import { listPage } from "./paging.ts";
import type { Json, Route, RouteContext } from "./route.ts";
import { actor, created, jsonBody, noContent, numberParam, ok, repositoryOf } from "./route.ts";

const either = ["issues", "pull_requests"];
const one = "/repos/{owner}/{repo}/issues/{number}";

export const issueRoutes: readonly Route[] = [
  { method: "GET", path: "/repos/{owner}/{repo}/issues", allow: reads(...either), handle: list },
  { method: "POST", path: "/repos/{owner}/{repo}/issues", allow: writes("issues", "read"), handle: create },
  { method: "GET", path: one, allow: reads(...either), handle: (context) => answer(context, issueOf(context)) },
  { method: "PATCH", path: one, allow: writes(either, "read"), handle: change },
  { method: "POST", path: `${one}/assignees`, allow: writes(either, "triage"), handle: assign },
  { method: "DELETE", path: `${one}/assignees`, allow: writes(either, "triage"), handle: unassign },
  { method: "GET", path: `${one}/events`, allow: reads(...either), handle: showTimeline },
  { method: "GET", path: `${one}/timeline`, allow: reads(...either), handle: showTimeline },
  { method: "PUT", path: `${one}/lock`, allow: writes(either), handle: (context) => turnLock(context, true) },
  { method: "DELETE", path: `${one}/lock`, allow: writes(either), handle: (context) => turnLock(context, false) },
];

function issueOf(context: RouteContext): Issue {
  return findIssue(repositoryOf(context), numberParam(context, "number"));
}

function answer(context: RouteContext, issue: Issue): Response {
  return ok(issuePayload(context.world, issue));
}

function list(context: RouteContext): Response {
  const found = filtered(context, [...repositoryOf(context).issues.values()]);
  const query = context.url.searchParams;
  const sort = query.get("sort") ?? "created";
  const sign = query.get("direction") === "asc" ? 1 : -1;
  const rank = (issue: Issue): number => (sort === "updated" ? issue.updatedAt : sort === "comments" ? issue.comments.length : issue.createdAt);
  found.sort((a, b) => sign * (rank(a) - rank(b) || a.number - b.number));
  return listPage(context, found, (issue) => issuePayload(context.world, issue));
}

function filtered(context: RouteContext, issues: readonly Issue[]): Issue[] {
  const query = context.url.searchParams;
  const state = query.get("state") ?? "open";
  const since = query.get("since") === null ? null : instantFrom(query.get("since") ?? "", "since");
  const labels = (query.get("labels") ?? "").split(",").map((name) => name.trim().toLowerCase()).filter((name) => name !== "");
  const milestone = query.get("milestone");
  const creator = query.get("creator")?.toLowerCase() ?? null;
  const assignee = query.get("assignee")?.toLowerCase() ?? null;
  const type = query.get("type")?.toLowerCase() ?? null;
  return issues.filter((issue) => {
    if (state !== "all" && issue.state !== state) return false;
    // GitHub's instants have whole seconds, so one that happened within the asked second counts.
    if (since !== null && Math.floor(issue.updatedAt / 1000) * 1000 < since) return false;
    if (!labels.every((name) => issue.labels.some((label) => label.name.toLowerCase() === name))) return false;
    if (milestone !== null && !milestoneMatches(issue, milestone)) return false;
    if (creator !== null && issue.user.login.toLowerCase() !== creator) return false;
    if (type !== null && type !== "*" && (issue.type?.name.toLowerCase() ?? "none") !== type) return false;
    if (assignee === "none") return issue.assignees.length === 0;
    if (assignee === "*") return issue.assignees.length > 0;
    return assignee === null || issue.assignees.some((account) => account.login.toLowerCase() === assignee);
  });
}

function milestoneMatches(issue: Issue, wanted: string): boolean {
  if (wanted === "none") return issue.milestone === null;
  if (wanted === "*") return issue.milestone !== null;
  return issue.milestone?.number === Number(wanted);
}

/** Undefined when absent, null to take it away; 422 for an unknown number. */
function milestoneField(context: RouteContext, body: Json): Milestone | null | undefined {
  if (body["milestone"] === null) return null;
  const number = typeof body["milestone"] === "string" ? Number(body["milestone"]) : optionalNumber(body, "milestone");
  if (number === undefined) return undefined;
  const milestone = repositoryOf(context).milestones.get(number);
  if (milestone === undefined) throw invalid({ resource: "Issue", field: "milestone", code: "invalid", value: number });
  return milestone;
}

/** Labels, milestone, assignees and type of people without triage rights are silently dropped, as on GitHub. */
function mayDress(context: RouteContext): boolean {
  const { caller } = context;
  return caller.kind !== "user" || roleAtLeast(roleIn(repositoryOf(context), caller.user), "triage");
}

async function create(context: RouteContext): Promise<Response> {
  const { world } = context;
  const body = await jsonBody(context);
  const base = { title: requiredText(body, "title"), body: textOrNull(body, "body") ?? null };
  const dress = {
    labels: optionalNames(body, "labels") ?? [],
    milestone: milestoneField(context, body) ?? null,
    assignees: accountsNamed(world, optionalNames(body, "assignees") ?? [], "Issue", "assignees"),
    type: textOrNull(body, "type") ?? null,
  };
  const issue = createIssue(world, repositoryOf(context), mayDress(context) ? { ...base, ...dress } : base, actor(context));
  return created(issuePayload(world, issue));
}

async function change(context: RouteContext): Promise<Response> {
  const { world } = context;
  const issue = issueOf(context);
  const sender = actor(context);
  const body = await jsonBody(context);
  requireAuthorOrTriage(context, issue);
  editIssue(world, issue, { title: optionalText(body, "title"), body: textOrNull(body, "body") }, sender);
  if (mayDress(context)) {
    const labels = optionalNames(body, "labels");
    const milestone = milestoneField(context, body);
    const assignees = optionalNames(body, "assignees");
    const type = textOrNull(body, "type");
    if (labels !== undefined) setLabels(world, issue, labels, sender);
    if (milestone !== undefined) setMilestone(world, issue, milestone, sender);
    if (assignees !== undefined) setAssignees(world, issue, accountsNamed(world, assignees, "Issue", "assignees"), sender);
    if (type !== undefined) setType(world, issue, type, sender);
  }
  turn(context, issue, oneOf(body, "state", ["open", "closed"]), textOrNull(body, "state_reason"));
  return answer(context, issue);
}

function requireAuthorOrTriage(context: RouteContext, issue: Issue): void {
  const { caller } = context;
  if (caller.kind !== "user" || caller.user === issue.user || mayDress(context)) return;
  throw invalid({ resource: "Issue", code: "custom", message: "You must be the author or have triage access to change it." });
}

function turn(context: RouteContext, issue: Issue, state: "open" | "closed" | undefined, reason: string | null | undefined): void {
  const { world } = context;
  const sender = actor(context);
  if (state === undefined) return;
  if (issue.pull !== null) {
    if (state === "closed") closePull(world, issue.pull, sender);
    else reopenPull(world, issue.pull, sender);
    return;
  }
  if (state === "open") reopenIssue(world, issue, sender);
  else closeIssue(world, issue, closingReason(reason ?? null), sender);
}

function closingReason(reason: string | null): StateReason {
  if (reason === null) return "completed";
  if (reason === "completed" || reason === "not_planned" || reason === "duplicate") return reason;
  throw invalid({ resource: "Issue", field: "state_reason", code: "invalid", value: reason });
}

async function assign(context: RouteContext): Promise<Response> {
  const issue = issueOf(context);
  const added = accountsNamed(context.world, optionalNames(await jsonBody(context), "assignees") ?? [], "Issue", "assignees");
  setAssignees(context.world, issue, [...new Set([...issue.assignees, ...added])], actor(context));
  return created(issuePayload(context.world, issue));
}

async function unassign(context: RouteContext): Promise<Response> {
  const issue = issueOf(context);
  const removed = accountsNamed(context.world, optionalNames(await jsonBody(context), "assignees") ?? [], "Issue", "assignees");
  setAssignees(context.world, issue, issue.assignees.filter((account) => !removed.includes(account)), actor(context));
  return answer(context, issue);
}

function showTimeline(context: RouteContext): Response {
  const issue = issueOf(context);
  return listPage(context, issue.timeline, (event) => timelinePayload(context.world, issue, event));
}

async function turnLock(context: RouteContext, locked: boolean): Promise<Response> {
  const reason = locked ? oneOf(await jsonBody(context), "lock_reason", lockReasons) : undefined;
  setLock(context.world, issueOf(context), locked, reason ?? null, actor(context));
  return noContent();
}
