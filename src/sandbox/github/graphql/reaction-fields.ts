// Reactions in GraphQL, which names them in words where REST writes +1 and -1.

import { githubInstantOrNull } from "../clock.ts";
import { reactionContents, type Reactable, type Reaction, type ReactionContent } from "../state/reaction.ts";
import { pageOf, type Connection } from "./connection.ts";
import { graphqlProblem } from "./problem.ts";
import type { ResolverMap, TypeResolvers } from "./resolver.ts";

export const REACTION_NAMES: Readonly<Record<ReactionContent, string>> = {
  "+1": "THUMBS_UP",
  "-1": "THUMBS_DOWN",
  laugh: "LAUGH",
  confused: "CONFUSED",
  heart: "HEART",
  hooray: "HOORAY",
  rocket: "ROCKET",
  eyes: "EYES",
};

interface ReactionGroup {
  readonly content: ReactionContent;
  readonly reactions: readonly Reaction[];
}

/** One group for each emotion, those that nobody feels included. */
export function reactionGroupsOf({ reactions }: Reactable): ReactionGroup[] {
  return reactionContents.map((content) => ({ content, reactions: reactions.filter((each) => each.content === content) }));
}

const REACTION_GROUP: TypeResolvers<ReactionGroup> = {
  content: ({ content }) => REACTION_NAMES[content],
  createdAt: ({ reactions }) => githubInstantOrNull(reactions[0]?.createdAt ?? null),
  users: ({ reactions }, args) => pageOf(reactions.map((each) => each.user), args),
};

export const REACTION_GROUP_RESOLVERS: ResolverMap = { ReactionGroup: REACTION_GROUP, ReactingUserConnection: { totalCount: (connection: Connection) => connection.totalCount } };

export function contentOf(name: string): ReactionContent {
  const found = Object.entries(REACTION_NAMES).find(([, each]) => each === name);
  if (found === undefined) throw graphqlProblem("UNPROCESSABLE", `${name} is not a reaction.`);
  return found[0] as ReactionContent;
}
