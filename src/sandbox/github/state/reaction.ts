/**
 * Reactions on issues, pulls and comments. One person has one reaction of a kind on a thing, and reacting twice changes nothing.
 * GitHub sends no webhook for them.
 */
import { invalid, notFound } from "../api-problem.ts";
import { nodeId } from "../node-id.ts";
import type { World } from "../world.ts";
import type { Account } from "./account.ts";

export const reactionContents = ["+1", "-1", "laugh", "confused", "heart", "hooray", "rocket", "eyes"] as const;
export type ReactionContent = (typeof reactionContents)[number];

export interface Reaction {
  readonly id: number;
  readonly nodeId: string;
  readonly user: Account;
  readonly content: ReactionContent;
  readonly createdAt: number;
}

/** Whatever can be reacted to. */
export interface Reactable {
  readonly reactions: Reaction[];
}

/** Adds a reaction, or finds the one that is there. */
export function react(world: World, subject: Reactable, content: ReactionContent, user: Account): { readonly reaction: Reaction; readonly isNew: boolean } {
  if (!reactionContents.includes(content)) throw invalid({ resource: "Reaction", code: "invalid", field: "content", value: content });
  const present = subject.reactions.find((each) => each.user === user && each.content === content);
  if (present !== undefined) return { reaction: present, isNew: false };
  const id = world.nextId("reaction");
  const reaction: Reaction = { id, nodeId: nodeId("reaction", id), user, content, createdAt: world.clock.now() };
  subject.reactions.push(reaction);
  return { reaction, isNew: true };
}

/** Takes back one's own reaction; 404 for one that is not there or is somebody else's. */
export function takeBackReaction(subject: Reactable, id: number, user: Account): void {
  const index = subject.reactions.findIndex((each) => each.id === id && each.user === user);
  if (index < 0) throw notFound();
  subject.reactions.splice(index, 1);
}
