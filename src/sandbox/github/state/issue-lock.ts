/**
 * The lock of a conversation.
 * Sources: https://docs.github.com/rest/issues/issues#lock-an-issue, https://docs.github.com/communities/moderating-comments-and-conversations/locking-conversations
 */
import type { World } from "../world.ts";
import type { Account } from "./account.ts";
import { roleAtLeast } from "./account.ts";
import type { Issue } from "./issue.ts";
import { emitIssue, note } from "./issue.ts";
import { roleIn } from "./repository.ts";

export const lockReasons = ["off-topic", "too heated", "resolved", "spam"] as const;
export type LockReason = (typeof lockReasons)[number];

/** Locks or unlocks the conversation; fires locked or unlocked where that changes anything. */
export function setLock(world: World, issue: Issue, locked: boolean, reason: LockReason | null, sender: Account): void {
  if (issue.locked === locked) return;
  issue.locked = locked;
  issue.lockReason = locked ? reason : null;
  note(world, issue, locked ? "locked" : "unlocked", sender);
  emitIssue(world, issue, locked ? "locked" : "unlocked", sender);
}

/**
 * Under a locked issue only owners, collaborators and people who may write are heard. An app is none of them, whatever rights it holds: GitHub refuses
 * its comments (https://github.com/probot/stale/issues/25, https://github.com/renovatebot/renovate/issues/6215).
 */
export function maySpeak({ locked, repository }: Issue, user: Account): boolean {
  return !locked || roleAtLeast(roleIn(repository, user), "write") || repository.collaborators.has(user.id);
}
