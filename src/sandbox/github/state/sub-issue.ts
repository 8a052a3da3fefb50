/**
 * Sub-issues: an issue has at most one parent and at most a hundred children, closed ones counted, eight levels deep.
 * Both sides hear of it: the parent's repository gets sub_issues.sub_issue_*, the child's sub_issues.parent_issue_*.
 */
import { invalid, notFound, unprocessable } from "../api-problem.ts";
import { issuePayload } from "../payload/issue.ts";
import { repositoryPayload } from "../payload/repository.ts";
import type { World } from "../world.ts";
import type { Account } from "./account.ts";
import type { Issue } from "./issue.ts";
import { note } from "./issue.ts";

/** GitHub's limits. */
export const subIssueLimit = 100;
export const depthLimit = 8;

/** Puts an issue under a parent; `replaceParent` takes it from another one first. */
export function addSubIssue(world: World, parent: Issue, child: Issue, sender: Account, replaceParent = false): void {
  if (child.pull !== null || parent.pull !== null) throw refused("Pull requests cannot be sub-issues or have them");
  if (child.repository.owner !== parent.repository.owner) throw refused("Sub issue must belong to the same owner as its parent");
  if (parent.subIssues.includes(child)) throw refused("Issue may not contain duplicate sub-issues");
  if (child.parent !== null && !replaceParent) throw refused("Sub issue may only have one parent");
  if (child === parent || ancestorsOf(parent).includes(child)) throw refused("Sub issue cannot be its own ancestor");
  if (parent.subIssues.length >= subIssueLimit) throw refused(`Parent cannot have more than ${subIssueLimit} sub-issues`);
  if (ancestorsOf(parent).length + 1 + heightOf(child) > depthLimit) throw refused(`Issue hierarchy cannot be more than ${depthLimit} levels deep`);
  if (child.parent !== null) removeSubIssue(world, child.parent, child, sender);
  parent.subIssues.push(child);
  child.parent = parent;
  announce(world, parent, child, "added", sender);
}

function refused(message: string): Error {
  return invalid({ resource: "SubIssue", code: "custom", message });
}

/** From the parent up. */
function ancestorsOf(issue: Issue): Issue[] {
  return issue.parent === null ? [] : [issue.parent, ...ancestorsOf(issue.parent)];
}

/** Levels from this issue down, itself counted. */
function heightOf(issue: Issue): number {
  return 1 + Math.max(0, ...issue.subIssues.map(heightOf));
}

export function removeSubIssue(world: World, parent: Issue, child: Issue, sender: Account): void {
  const index = parent.subIssues.indexOf(child);
  if (index < 0) throw notFound();
  parent.subIssues.splice(index, 1);
  child.parent = null;
  announce(world, parent, child, "removed", sender);
}

/** Moves a child behind or before another one of the same parent. No event tells of it. */
export function reprioritizeSubIssue(parent: Issue, child: Issue, place: { readonly after?: Issue; readonly before?: Issue }): void {
  const anchor = place.after ?? place.before;
  if ((place.after === undefined) === (place.before === undefined) || anchor === undefined) throw unprocessable("Specify exactly one of after_id and before_id.");
  if (!parent.subIssues.includes(child) || !parent.subIssues.includes(anchor)) throw notFound();
  if (anchor === child) return;
  parent.subIssues.splice(parent.subIssues.indexOf(child), 1);
  parent.subIssues.splice(parent.subIssues.indexOf(anchor) + (place.after === undefined ? 0 : 1), 0, child);
}

function announce(world: World, parent: Issue, child: Issue, action: "added" | "removed", sender: Account): void {
  note(world, parent, `sub_issue_${action}`, sender);
  note(world, child, `parent_issue_${action}`, sender);
  const both = (): Record<string, unknown> => ({ sub_issue_id: child.id, sub_issue: issuePayload(world, child), parent_issue_id: parent.id, parent_issue: issuePayload(world, parent) });
  world.emit({ event: "sub_issues", action: `sub_issue_${action}`, repository: parent.repository, sender }, () => ({ ...both(), sub_issue_repo: repositoryPayload(world, child.repository) }));
  world.emit({ event: "sub_issues", action: `parent_issue_${action}`, repository: child.repository, sender }, () => ({ ...both(), parent_issue_repo: repositoryPayload(world, parent.repository) }));
}

export interface SubIssuesSummary {
  readonly total: number;
  readonly completed: number;
  readonly percentCompleted: number;
}

/** Children counted, closed ones as completed. */
export function subIssuesSummary({ subIssues }: Issue): SubIssuesSummary {
  const total = subIssues.length;
  const completed = subIssues.filter((each) => each.state === "closed").length;
  return { total, completed, percentCompleted: total === 0 ? 0 : Math.floor((100 * completed) / total) };
}
