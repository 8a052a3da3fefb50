// Sub-issues by mutation.

import type { Issue } from "../state/issue.ts";
import { addSubIssue, removeSubIssue, reprioritizeSubIssue } from "../state/sub-issue.ts";
import { inputOf, payload, payloadFields, writerOf } from "./mutation-input.ts";
import { nodeById, nodeNotFound } from "./node-lookup.ts";
import { graphqlProblem } from "./problem.ts";
import type { GraphqlContext, ResolverMap, TypeResolvers } from "./resolver.ts";

export const SUB_ISSUE_MUTATIONS: TypeResolvers<unknown> = {
  addSubIssue(_, args, context) {
    const input = inputOf(args);
    const issue = issueById(context, input["issueId"]);
    if (typeof input["subIssueId"] !== "string") throw graphqlProblem("UNPROCESSABLE", "The local GitHub takes a sub-issue by its id only, not by its address.");
    const subIssue = issueById(context, input["subIssueId"]);
    addSubIssue(context.world, issue, subIssue, writerOf(context, issue.repository, "issues"), input["replaceParent"] === true);
    return payload(input, { issue, subIssue });
  },
  removeSubIssue(_, args, context) {
    const input = inputOf(args);
    const issue = issueById(context, input["issueId"]);
    const subIssue = issueById(context, input["subIssueId"]);
    removeSubIssue(context.world, issue, subIssue, writerOf(context, issue.repository, "issues"));
    return payload(input, { issue, subIssue });
  },
  reprioritizeSubIssue(_, args, context) {
    const input = inputOf(args);
    const issue = issueById(context, input["issueId"]);
    writerOf(context, issue.repository, "issues");
    const { afterId, beforeId } = input;
    reprioritizeSubIssue(issue, issueById(context, input["subIssueId"]), {
      ...(typeof afterId === "string" ? { after: issueById(context, afterId) } : {}),
      ...(typeof beforeId === "string" ? { before: issueById(context, beforeId) } : {}),
    });
    return payload(input, { issue });
  },
};

function issueById(context: GraphqlContext, id: unknown): Issue {
  const node = nodeById(context, String(id));
  if (node.type !== "Issue") throw nodeNotFound(String(id));
  return node.value as Issue;
}

export const SUB_ISSUE_MUTATION_RESOLVERS: ResolverMap = {
  AddSubIssuePayload: payloadFields("issue", "subIssue"),
  RemoveSubIssuePayload: payloadFields("issue", "subIssue"),
  ReprioritizeSubIssuePayload: payloadFields("issue"),
};
