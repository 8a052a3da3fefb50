/** The merge_group of the event. */
import type { MergeGroup } from "../state/merge-queue.ts";
import type { World } from "../world.ts";
import { signaturePayload } from "./commit.ts";

export function mergeGroupPayload(_world: World, group: MergeGroup, branch: string): Record<string, unknown> {
  const { head } = group;
  return {
    head_sha: head.sha,
    head_ref: group.headRef,
    base_sha: group.baseSha,
    base_ref: `refs/heads/${branch}`,
    head_commit: {
      id: head.sha,
      tree_id: head.tree.sha,
      message: head.message,
      timestamp: signaturePayload(head.committer).date,
      author: { name: head.author.name, email: head.author.email },
      committer: { name: head.committer.name, email: head.committer.email },
    },
  };
}
