// Comments by mutation: written, hidden, shown again, reacted to.
//
// Only issue comments are here; other subjects are refused as ids that do not fit.

import { actorOf } from "../rest/caller.ts";
import { createComment, minimizeComment, type IssueComment, type MinimizeReason } from "../state/comment.ts";
import type { Issue } from "../state/issue.ts";
import { react, takeBackReaction, type Reactable, type Reaction } from "../state/reaction.ts";
import { githubInstant } from "../clock.ts";
import { needWrite } from "./access.ts";
import { actorNode } from "./account-fields.ts";
import { nodeById, nodeNotFound } from "./node-lookup.ts";
import { forbidden, inputOf, payload, payloadFields, writerOf } from "./mutation-input.ts";
import { contentOf, REACTION_NAMES } from "./reaction-fields.ts";
import { typed, type GraphqlContext, type ResolverMap, type Typed, type TypeResolvers } from "./resolver.ts";

const EITHER = ["issues", "pull_requests"] as const;

export const COMMENT_MUTATIONS: TypeResolvers<unknown> = {
  addComment(_, args, context) {
    const input = inputOf(args);
    const { value } = subjectOf(context, input["subjectId"], "Issue", "PullRequest");
    needWrite(context, ...EITHER);
    const issue = value as Issue;
    const comment = createComment(context.world, issue, String(input["body"]), signedIn(context));
    return payload(input, { subject: typed(issue.pull === null ? "Issue" : "PullRequest", issue), commentEdge: { node: comment, position: issue.comments.length - 1 } });
  },
  minimizeComment(_, args, context) {
    const input = inputOf(args);
    return hide(context, input, input["classifier"] as MinimizeReason, "minimizedComment");
  },
  unminimizeComment: (_, args, context) => hide(context, inputOf(args), null, "unminimizedComment"),
  addReaction(_, args, context) {
    const input = inputOf(args);
    const subject = reactable(context, input["subjectId"]);
    if ((subject.type === "IssueComment" ? (subject.value as IssueComment).issue : subject.value as Issue).locked) throw forbidden();
    const { reaction } = react(context.world, subject.value as Reactable, contentOf(String(input["content"])), signedIn(context));
    return payload(input, { reaction, subject });
  },
  removeReaction(_, args, context) {
    const input = inputOf(args);
    const subject = reactable(context, input["subjectId"]);
    const content = contentOf(String(input["content"]));
    const user = signedIn(context);
    const reaction = (subject.value as Reactable).reactions.find((each) => each.user === user && each.content === content) ?? null;
    if (reaction !== null) takeBackReaction(subject.value as Reactable, reaction.id, user);
    return payload(input, { reaction, subject });
  },
};

function hide(context: GraphqlContext, input: Readonly<Record<string, unknown>>, reason: MinimizeReason | null, field: string): unknown {
  const { value } = subjectOf(context, input["subjectId"], "IssueComment");
  const comment = value as IssueComment;
  writerOf(context, comment.issue.repository, ...EITHER);
  minimizeComment(comment, reason);
  return payload(input, { [field]: typed("IssueComment", comment) });
}

function reactable(context: GraphqlContext, id: unknown): Typed {
  const subject = subjectOf(context, id, "Issue", "PullRequest", "IssueComment");
  needWrite(context, ...EITHER);
  return subject;
}

function subjectOf(context: GraphqlContext, id: unknown, ...types: readonly string[]): Typed {
  const node = nodeById(context, String(id));
  if (!types.includes(node.type)) throw nodeNotFound(String(id));
  return node;
}

function signedIn(context: GraphqlContext) {
  const actor = actorOf(context.caller);
  if (actor === null) throw forbidden();
  return actor;
}

const REACTION: TypeResolvers<Reaction> = {
  id: (reaction) => reaction.nodeId,
  databaseId: (reaction) => reaction.id,
  content: (reaction) => REACTION_NAMES[reaction.content],
  createdAt: (reaction) => githubInstant(reaction.createdAt),
  user: (reaction) => (reaction.user.type === "User" ? actorNode(reaction.user) : null),
};

export const COMMENT_MUTATION_RESOLVERS: ResolverMap = {
  Reaction: REACTION,
  AddCommentPayload: payloadFields("subject", "commentEdge"),
  MinimizeCommentPayload: payloadFields("minimizedComment"),
  UnminimizeCommentPayload: payloadFields("unminimizedComment"),
  AddReactionPayload: payloadFields("reaction", "subject"),
  RemoveReactionPayload: payloadFields("reaction", "subject"),
};
