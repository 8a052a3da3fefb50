/** Classic branch protection. */
import { ApiProblem } from "../api-problem.ts";
import { protectionPayload } from "../payload/ruleset.ts";
import { settleAutoMerges } from "../state/auto-merge.ts";
import type { BranchProtection } from "../state/protection.ts";
import { removeProtection, setProtection } from "../state/protection.ts";
import { reads, writes } from "./access.ts";
import { existingBranch } from "./branches.ts";
import type { Json, Route, RouteContext } from "./route.ts";
import { jsonBody, noContent, ok, repositoryOf, textParam } from "./route.ts";

const path = "/repos/{owner}/{repo}/branches/{branch*}/protection";

export const protectionRoutes: readonly Route[] = [
  { method: "GET", path, allow: { ...reads("administration"), role: "admin" }, handle: show },
  { method: "PUT", path, allow: writes("administration", "admin"), handle: replace },
  { method: "DELETE", path, allow: writes("administration", "admin"), handle: remove },
];

function protectionOf(context: RouteContext): BranchProtection {
  const protection = repositoryOf(context).protections.get(textParam(context, "branch"));
  if (protection === undefined) throw new ApiProblem(404, "Branch not protected");
  return protection;
}

function show(context: RouteContext): Response {
  return ok(protectionPayload(context.world, repositoryOf(context), protectionOf(context)));
}

/** PUT replaces everything; its four main keys must be there. */
async function replace(context: RouteContext): Promise<Response> {
  const branch = existingBranch(context);
  const body = await jsonBody(context);
  const missing = ["required_status_checks", "enforce_admins", "required_pull_request_reviews", "restrictions"].filter((key) => !(key in body));
  if (missing.length > 0) throw new ApiProblem(422, `Invalid request.\n\n${missing.map((key) => `"${key}"`).join(", ")} weren't supplied.`);
  const reviews = body["required_pull_request_reviews"] as Json | null;
  const protection: BranchProtection = {
    branch,
    requiredStatusChecks: requiredChecksFrom(body["required_status_checks"] as Json | null),
    enforceAdmins: body["enforce_admins"] === true,
    requiredReviews: reviews === null ? null : Number(reviews["required_approving_review_count"] ?? 1),
    allowForcePushes: body["allow_force_pushes"] === true,
    allowDeletions: body["allow_deletions"] === true,
    lockBranch: body["lock_branch"] === true,
  };
  setProtection(repositoryOf(context), protection);
  settleAutoMerges(context.world, repositoryOf(context));
  return ok(protectionPayload(context.world, repositoryOf(context), protection));
}

/** `checks` wins over the older `contexts`; app_id -1 means any source. */
function requiredChecksFrom(given: Json | null): BranchProtection["requiredStatusChecks"] {
  if (given === null) return null;
  const checks = given["checks"] as { context: string; app_id?: number | null }[] | undefined;
  const contexts = (given["contexts"] ?? []) as string[];
  const list = checks === undefined ? contexts.map((context) => ({ context, appId: null })) : checks.map((check) => ({ context: check.context, appId: check.app_id == null || check.app_id === -1 ? null : check.app_id }));
  return { strict: given["strict"] === true, checks: list };
}

function remove(context: RouteContext): Response {
  protectionOf(context);
  removeProtection(repositoryOf(context), textParam(context, "branch"));
  settleAutoMerges(context.world, repositoryOf(context));
  return noContent();
}
