/**
 * Comments on issues and pulls.
 */
import { ApiProblem, invalid, notFound } from "../api-problem.ts";
import { nodeId } from "../node-id.ts";
import { commentPayload } from "../payload/comment.ts";
import { issuePayload } from "../payload/issue.ts";
import type { World } from "../world.ts";
import type { Account } from "./account.ts";
import type { App } from "./app.ts";
import { appBehind } from "./app.ts";
import type { Issue } from "./issue.ts";
import { maySpeak } from "./issue-lock.ts";
import type { Reaction } from "./reaction.ts";
import type { Repository } from "./repository.ts";

/** GitHub's limit in characters. */
export const bodyLimit = 65_536;

/** Where GitHub stops taking comments on one issue. */
export const commentLimit = 2_500;

/** Why a comment was hidden, in GraphQL's words. */
export type MinimizeReason = "ABUSE" | "DUPLICATE" | "OFF_TOPIC" | "OUTDATED" | "RESOLVED" | "SPAM";

export interface IssueComment {
  readonly id: number;
  readonly nodeId: string;
  readonly issue: Issue;
  readonly user: Account;
  /** The app through which it was written, if any. */
  readonly app: App | null;
  body: string;
  readonly createdAt: number;
  updatedAt: number;
  /** Set while the comment is hidden. */
  minimized: MinimizeReason | null;
  readonly reactions: Reaction[];
}

export function checkBody(resource: string, body: string): void {
  if (body.length > bodyLimit) throw invalid({ resource, code: "custom", field: "body", message: `body is too long (maximum is ${bodyLimit} characters)` });
}

/** Writes a comment and fires issue_comment.created. 403 when the issue is full, or locked for this person. */
export function createComment(world: World, issue: Issue, body: string, user: Account): IssueComment {
  if (body.trim() === "") throw invalid({ resource: "IssueComment", code: "missing_field", field: "body" });
  checkBody("IssueComment", body);
  if (!maySpeak(issue, user)) throw new ApiProblem(403, "Unable to create comment because issue is locked.");
  if (issue.comments.length >= commentLimit) throw new ApiProblem(403, `Commenting is disabled on issues with more than ${commentLimit} comments`);
  const now = world.clock.now();
  const id = world.nextId("comment");
  const app = appBehind(world, user);
  const comment: IssueComment = { id, nodeId: nodeId("comment", id), issue, user, app, body, createdAt: now, updatedAt: now, minimized: null, reactions: [] };
  issue.repository.comments.set(id, comment);
  issue.comments.push(comment);
  issue.updatedAt = now;
  emitComment(world, comment, "created", user);
  return comment;
}

export function findComment(repository: Repository, id: number): IssueComment {
  const comment = repository.comments.get(id);
  if (comment === undefined) throw notFound();
  return comment;
}

/** Edits a comment and fires issue_comment.edited with the text before. */
export function editComment(world: World, comment: IssueComment, body: string, sender: Account): void {
  if (body.trim() === "") throw invalid({ resource: "IssueComment", code: "missing_field", field: "body" });
  checkBody("IssueComment", body);
  if (!maySpeak(comment.issue, sender)) throw new ApiProblem(403, "Unable to update comment because issue is locked.");
  const before = comment.body;
  comment.body = body;
  comment.updatedAt = world.clock.now();
  emitComment(world, comment, "edited", sender, { changes: { body: { from: before } } });
}

export function deleteComment(world: World, comment: IssueComment, sender: Account): void {
  comment.issue.repository.comments.delete(comment.id);
  comment.issue.comments.splice(comment.issue.comments.indexOf(comment), 1);
  emitComment(world, comment, "deleted", sender);
}

/** Hides a comment, or shows it again (null). The text stays, and GitHub sends no webhook. */
export function minimizeComment(comment: IssueComment, reason: MinimizeReason | null): void {
  comment.minimized = reason;
}

function emitComment(world: World, comment: IssueComment, action: string, sender: Account, more: Record<string, unknown> = {}): void {
  const { issue } = comment;
  world.emit({ event: "issue_comment", action, repository: issue.repository, sender }, () => ({
    issue: issuePayload(world, issue),
    comment: commentPayload(world, comment),
    ...more,
  }));
}
