// Issues by mutation, and the labels of issues and pull requests.

import { addLabels, closeIssue, createIssue, editIssue, removeLabel, reopenIssue, type Issue, type StateReason } from "../state/issue.ts";
import type { Label } from "../state/label.ts";
import { actorNode } from "./account-fields.ts";
import { issueNode } from "./issue-fields.ts";
import { actingOn, inputOf, memberOf, payload, payloadFields, repositoryById, textIn } from "./mutation-input.ts";
import { nodeById, nodeNotFound } from "./node-lookup.ts";
import type { Arguments, GraphqlContext, ResolverMap, TypeResolvers } from "./resolver.ts";

const EITHER = ["issues", "pull_requests"] as const;

export const ISSUE_MUTATIONS: TypeResolvers<unknown> = {
  createIssue(_, args, context) {
    const input = inputOf(args);
    const actor = memberOf(context, repositoryById(context, input["repositoryId"]), "issues");
    const labels = Array.isArray(input["labelIds"]) ? { labels: labelNames(context, input["labelIds"]) } : {};
    const issue = createIssue(context.world, repositoryById(context, input["repositoryId"]), { title: textIn(input, "title") ?? "", body: textIn(input, "body") ?? null, ...labels }, actor);
    return payload(input, { issue });
  },
  updateIssue(_, args, context) {
    const input = inputOf(args);
    const issue = issueById(context, input["id"], "Issue");
    const actor = actingOn(context, issue, "issues");
    editIssue(context.world, issue, { title: textIn(input, "title"), body: textIn(input, "body") }, actor);
    return payload(input, { actor: actorNode(actor), issue });
  },
  closeIssue(_, args, context) {
    const input = inputOf(args);
    const issue = issueById(context, input["issueId"], "Issue");
    const reason = (textIn(input, "stateReason") ?? "COMPLETED").toLowerCase() as StateReason;
    closeIssue(context.world, issue, reason, actingOn(context, issue, "issues"));
    return payload(input, { issue });
  },
  reopenIssue(_, args, context) {
    const input = inputOf(args);
    const issue = issueById(context, input["issueId"], "Issue");
    reopenIssue(context.world, issue, actingOn(context, issue, "issues"));
    return payload(input, { issue });
  },
  addLabelsToLabelable(_, args, context) {
    const input = inputOf(args);
    const issue = issueById(context, input["labelableId"], "Issue", "PullRequest");
    addLabels(context.world, issue, labelNames(context, input["labelIds"]), actingOn(context, issue, ...EITHER));
    return payload(input, { labelable: issueNode(issue) });
  },
  removeLabelsFromLabelable(_, args, context) {
    const input = inputOf(args);
    const issue = issueById(context, input["labelableId"], "Issue", "PullRequest");
    const actor = actingOn(context, issue, ...EITHER);
    for (const label of labelsOf(context, input["labelIds"])) removeLabel(context.world, issue, label, actor);
    return payload(input, { labelable: issueNode(issue) });
  },
};

function issueById(context: GraphqlContext, id: unknown, ...types: readonly string[]): Issue {
  const { type, value } = nodeById(context, String(id));
  if (!types.includes(type)) throw nodeNotFound(String(id));
  return value as Issue;
}

/** Names of the labels with these ids. */
export function labelNames(context: GraphqlContext, ids: Arguments[string]): string[] {
  return labelsOf(context, ids).map((label) => label.name);
}

function labelsOf(context: GraphqlContext, ids: unknown): Label[] {
  if (!Array.isArray(ids)) return [];
  return ids.map((id) => {
    const { type, value } = nodeById(context, String(id));
    if (type !== "Label") throw nodeNotFound(String(id));
    return value as Label;
  });
}

export const ISSUE_MUTATION_RESOLVERS: ResolverMap = {
  CreateIssuePayload: payloadFields("issue"),
  UpdateIssuePayload: payloadFields("actor", "issue"),
  CloseIssuePayload: payloadFields("issue"),
  ReopenIssuePayload: payloadFields("issue"),
  AddLabelsToLabelablePayload: payloadFields("labelable"),
  RemoveLabelsFromLabelablePayload: payloadFields("labelable"),
};
