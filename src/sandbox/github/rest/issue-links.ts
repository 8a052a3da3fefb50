/** What ties issues together: sub-issues with their order and parent, and dependencies. The other issue is named by its id, not its number. */
import { notFound } from "../api-problem.ts";
import { issuePayload } from "../payload/issue.ts";
import type { Issue } from "../state/issue.ts";
import { findIssue } from "../state/issue.ts";
import { addBlocker, removeBlocker } from "../state/issue-dependency.ts";
import type { Repository } from "../state/repository.ts";
import { roleIn } from "../state/repository.ts";
import { addSubIssue, removeSubIssue, reprioritizeSubIssue } from "../state/sub-issue.ts";
import { reads, writes } from "./access.ts";
import { optionalFlag, optionalNumber, requiredNumber } from "./body.ts";
import { installationReaches } from "./caller.ts";
import { listPage } from "./paging.ts";
import type { Route, RouteContext } from "./route.ts";
import { actor, created, jsonBody, numberParam, ok, repositoryOf } from "./route.ts";

const one = "/repos/{owner}/{repo}/issues/{number}";
const read = reads("issues");
const write = writes("issues", "triage");

export const issueLinkRoutes: readonly Route[] = [
  { method: "GET", path: `${one}/sub_issues`, allow: read, handle: (context) => answerList(context, issueOf(context).subIssues) },
  { method: "POST", path: `${one}/sub_issues`, allow: write, handle: addChild },
  { method: "DELETE", path: `${one}/sub_issue`, allow: write, handle: removeChild },
  { method: "PATCH", path: `${one}/sub_issues/priority`, allow: write, handle: moveChild },
  { method: "GET", path: `${one}/parent`, allow: read, handle: showParent },
  { method: "GET", path: `${one}/dependencies/blocked_by`, allow: read, handle: (context) => answerList(context, issueOf(context).blockedBy) },
  { method: "POST", path: `${one}/dependencies/blocked_by`, allow: write, handle: block },
  { method: "DELETE", path: `${one}/dependencies/blocked_by/{issue_id}`, allow: write, handle: unblock },
  { method: "GET", path: `${one}/dependencies/blocking`, allow: read, handle: (context) => answerList(context, issueOf(context).blocking) },
];

function issueOf(context: RouteContext): Issue {
  return findIssue(repositoryOf(context), numberParam(context, "number"));
}

function answerList(context: RouteContext, issues: readonly Issue[]): Response {
  return listPage(context, issues.filter((issue) => reaches(context, issue.repository)), (issue) => issuePayload(context.world, issue));
}

function reaches({ caller, world }: RouteContext, repository: Repository): boolean {
  if (caller.kind === "installation") return installationReaches(world, caller, repository.id) === true;
  return !repository.private || (caller.kind === "user" && roleIn(repository, caller.user) !== null);
}

/** An issue by its id, in any repository that the caller sees. */
function issueById(context: RouteContext, id: number): Issue {
  for (const repository of context.world.repositories.values()) {
    if (!reaches(context, repository)) continue;
    for (const issue of repository.issues.values()) if (issue.id === id) return issue;
  }
  throw notFound();
}

async function addChild(context: RouteContext): Promise<Response> {
  const parent = issueOf(context);
  const body = await jsonBody(context);
  addSubIssue(context.world, parent, issueById(context, requiredNumber(body, "sub_issue_id")), actor(context), optionalFlag(body, "replace_parent") ?? false);
  return created(issuePayload(context.world, parent));
}

async function removeChild(context: RouteContext): Promise<Response> {
  const parent = issueOf(context);
  removeSubIssue(context.world, parent, issueById(context, requiredNumber(await jsonBody(context), "sub_issue_id")), actor(context));
  return ok(issuePayload(context.world, parent));
}

async function moveChild(context: RouteContext): Promise<Response> {
  const parent = issueOf(context);
  const body = await jsonBody(context);
  const after = optionalNumber(body, "after_id");
  const before = optionalNumber(body, "before_id");
  reprioritizeSubIssue(parent, issueById(context, requiredNumber(body, "sub_issue_id")), {
    ...(after === undefined ? {} : { after: issueById(context, after) }),
    ...(before === undefined ? {} : { before: issueById(context, before) }),
  });
  return ok(issuePayload(context.world, parent));
}

function showParent(context: RouteContext): Response {
  const { parent } = issueOf(context);
  if (parent === null || !reaches(context, parent.repository)) throw notFound();
  return ok(issuePayload(context.world, parent));
}

async function block(context: RouteContext): Promise<Response> {
  const blocked = issueOf(context);
  addBlocker(context.world, blocked, issueById(context, requiredNumber(await jsonBody(context), "issue_id")), actor(context));
  return created(issuePayload(context.world, blocked));
}

function unblock(context: RouteContext): Response {
  const blocked = issueOf(context);
  removeBlocker(context.world, blocked, issueById(context, numberParam(context, "issue_id")), actor(context));
  return ok(issuePayload(context.world, blocked));
}
