/** Reactions, and their sums, in GitHub's shapes. */
import type { components } from "@octokit/openapi-types";
import { githubInstant } from "../clock.ts";
import type { Reactable, Reaction, ReactionContent } from "../state/reaction.ts";
import type { World } from "../world.ts";
import { simpleUser } from "./account.ts";

export function reactionPayload(world: World, reaction: Reaction): components["schemas"]["reaction"] {
  return { id: reaction.id, node_id: reaction.nodeId, user: simpleUser(world, reaction.user), content: reaction.content, created_at: githubInstant(reaction.createdAt) };
}

/** How often each reaction was given. `api` is the address of the thing itself. */
export function reactionSums(api: string, { reactions }: Reactable): components["schemas"]["reaction-rollup"] {
  const count = (content: ReactionContent): number => reactions.filter((each) => each.content === content).length;
  return {
    url: `${api}/reactions`,
    total_count: reactions.length,
    "+1": count("+1"),
    "-1": count("-1"),
    laugh: count("laugh"),
    hooray: count("hooray"),
    confused: count("confused"),
    heart: count("heart"),
    rocket: count("rocket"),
    eyes: count("eyes"),
  };
}
