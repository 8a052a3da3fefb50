/**
 * The activity of a repository: who moved which branch when, and whether by a push, a merge or the queue.
 */
import type { World } from "../world.ts";
import type { Account } from "./account.ts";
import type { Repository } from "./repository.ts";

export type ActivityType = "push" | "force_push" | "branch_creation" | "branch_deletion" | "pr_merge" | "merge_queue_merge";

export interface Activity {
  readonly id: number;
  readonly ref: string;
  /** SHA, or forty zeros. */
  readonly before: string;
  readonly after: string;
  readonly type: ActivityType;
  readonly actor: Account;
  readonly at: number;
}

/** Keeps a move of a branch; tags are not among GitHub's activities. */
export function keepActivity(world: World, repository: Repository, move: Omit<Activity, "id" | "at">): void {
  if (!move.ref.startsWith("refs/heads/")) return;
  repository.activities.push({ ...move, id: world.nextId("activity"), at: world.clock.now() });
}
