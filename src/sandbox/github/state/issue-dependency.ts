/**
 * Dependencies: one issue is blocked by another. Both sides hear of it: the blocked one's repository gets issue_dependencies.blocked_by_*,
 * the blocking one's issue_dependencies.blocking_*.
 */
import { invalid, notFound } from "../api-problem.ts";
import { issuePayload } from "../payload/issue.ts";
import { repositoryPayload } from "../payload/repository.ts";
import type { World } from "../world.ts";
import type { Account } from "./account.ts";
import type { Issue } from "./issue.ts";
import { note } from "./issue.ts";

/** GitHub's limit of each side: 50 issues may block one, and one may block 50. */
export const dependencyLimit = 50;

export function addBlocker(world: World, blocked: Issue, blocking: Issue, sender: Account): void {
  if (blocked === blocking) throw refused("An issue cannot be blocked by itself");
  if (blocked.blockedBy.includes(blocking)) throw refused("Target issue has already been taken");
  if (blocks(blocked, blocking)) throw refused("Issue dependencies cannot form a circle");
  if (blocked.blockedBy.length >= dependencyLimit || blocking.blocking.length >= dependencyLimit) throw refused(`An issue cannot have more than ${dependencyLimit} dependencies of one kind`);
  blocked.blockedBy.push(blocking);
  blocking.blocking.push(blocked);
  announce(world, blocked, blocking, "added", sender);
}

/** Whether `first` stands before `second`, directly or through others. */
function blocks(first: Issue, second: Issue, seen = new Set<Issue>()): boolean {
  if (seen.has(first)) return false;
  seen.add(first);
  return first.blocking.some((each) => each === second || blocks(each, second, seen));
}

function refused(message: string): Error {
  return invalid({ resource: "IssueDependency", code: "custom", message });
}

export function removeBlocker(world: World, blocked: Issue, blocking: Issue, sender: Account): void {
  const index = blocked.blockedBy.indexOf(blocking);
  if (index < 0) throw notFound();
  blocked.blockedBy.splice(index, 1);
  blocking.blocking.splice(blocking.blocking.indexOf(blocked), 1);
  announce(world, blocked, blocking, "removed", sender);
}

function announce(world: World, blocked: Issue, blocking: Issue, action: "added" | "removed", sender: Account): void {
  note(world, blocked, `blocked_by_${action}`, sender);
  note(world, blocking, `blocking_${action}`, sender);
  const both = (): Record<string, unknown> => ({ blocked_issue_id: blocked.id, blocked_issue: issuePayload(world, blocked), blocking_issue_id: blocking.id, blocking_issue: issuePayload(world, blocking) });
  world.emit({ event: "issue_dependencies", action: `blocked_by_${action}`, repository: blocked.repository, sender }, () => ({ ...both(), blocking_issue_repo: repositoryPayload(world, blocking.repository) }));
  world.emit({ event: "issue_dependencies", action: `blocking_${action}`, repository: blocking.repository, sender }, () => ({ ...both(), blocked_issue_repo: repositoryPayload(world, blocked.repository) }));
}

/** GitHub's four counts: open ones, and all. */
export function dependencySummary({ blockedBy, blocking }: Issue): { blocked_by: number; blocking: number; total_blocked_by: number; total_blocking: number } {
  const open = (issues: readonly Issue[]): number => issues.filter((each) => each.state === "open").length;
  return { blocked_by: open(blockedBy), blocking: open(blocking), total_blocked_by: blockedBy.length, total_blocking: blocking.length };
}
