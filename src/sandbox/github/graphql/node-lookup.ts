// From a node id back to its object, for node(id:), nodes(ids:) and the inputs of mutations.
//
// What the caller may not see is NOT_FOUND, exactly as an id that never was.

import { parseNodeId } from "../node-id.ts";
import type { Issue } from "../state/issue.ts";
import type { Repository } from "../state/repository.ts";
import { needPermission, sees } from "./access.ts";
import { actorNode } from "./account-fields.ts";
import { commitNode } from "./commit-fields.ts";
import { graphqlProblem } from "./problem.ts";
import { fieldNode } from "./project-fields.ts";
import { lookUp } from "./project-lookup.ts";
import { typed, type GraphqlContext, type Typed } from "./resolver.ts";

export function nodeById(context: GraphqlContext, id: string): Typed {
  const node = find(context, id);
  if (node === null) throw nodeNotFound(id);
  return node;
}

/** The pull request that a mutation names. */
export function pullById(context: GraphqlContext, id: string): Issue {
  const { type, value } = nodeById(context, id);
  if (type !== "PullRequest") throw nodeNotFound(id);
  return value as Issue;
}

export function nodeNotFound(id: string): Error {
  return graphqlProblem("NOT_FOUND", `Could not resolve to a node with the global id of '${id}'`);
}

function find(context: GraphqlContext, text: string): Typed | null {
  const parsed = parseNodeId(text);
  if (parsed === null) return null;
  const { kind, id } = parsed;
  const { world } = context;
  switch (kind) {
    case "user":
    case "organization":
    case "bot":
      return actorNode(world.accountById(Number(id)));
    case "repository": {
      const repository = world.repositories.get(Number(id));
      return repository === undefined || !sees(context, repository) ? null : typed("Repository", repository);
    }
    case "pull":
      return firstIn(context, "pull_requests", (repository) => issueIn(repository, (issue) => issue.pull?.id === Number(id), "PullRequest"));
    case "issue":
      return firstIn(context, "issues", (repository) => issueIn(repository, (issue) => issue.pull === null && issue.id === Number(id), "Issue"));
    case "comment":
      return firstInEither(context, (repository) => typedOrNull("IssueComment", repository.comments.get(Number(id))));
    case "project":
      return typedOrNull("ProjectV2", lookUp(context, text, "project")?.project);
    case "projectItem":
      return typedOrNull("ProjectV2Item", lookUp(context, text, "item")?.item);
    case "projectField":
    case "projectChoice": {
      const found = lookUp(context, text, "field");
      return found === null ? null : fieldNode(found.project, found.field);
    }
    case "draftIssue":
      return typedOrNull("DraftIssue", lookUp(context, text, "draft")?.draft);
    case "milestone":
      return firstIn(context, null, (repository) => {
        const milestone = [...repository.milestones.values()].find((each) => each.id === Number(id));
        return milestone === undefined ? null : typed("Milestone", { repository, milestone });
      });
    case "label":
      return firstIn(context, null, (repository) => typedOrNull("Label", [...repository.labels.values()].find((each) => each.id === Number(id))));
    case "checkRun":
      return firstIn(context, "checks", (repository) => typedOrNull("CheckRun", repository.checkRunsById.get(Number(id))));
    case "checkSuite":
      return firstIn(context, "checks", (repository) => typedOrNull("CheckSuite", repository.checkSuitesById.get(Number(id))));
    case "commit":
      return commitById(context, id);
    default:
      return null;
  }
}

function firstIn(context: GraphqlContext, permission: string | null, look: (repository: Repository) => Typed | null): Typed | null {
  for (const repository of context.world.repositories.values()) {
    const found = sees(context, repository) ? look(repository) : null;
    if (found === null) continue;
    if (permission !== null) needPermission(context, permission);
    return found;
  }
  return null;
}

function firstInEither(context: GraphqlContext, look: (repository: Repository) => Typed | null): Typed | null {
  const found = firstIn(context, null, look);
  if (found !== null) needPermission(context, "issues", "pull_requests");
  return found;
}

function issueIn(repository: Repository, fits: (issue: Issue) => boolean, type: "Issue" | "PullRequest"): Typed | null {
  return typedOrNull(type, [...repository.issues.values()].find(fits));
}

function typedOrNull(type: string, value: unknown): Typed | null {
  return value === undefined ? null : typed(type, value);
}

function commitById(context: GraphqlContext, id: string): Typed | null {
  const [repositoryId = "", sha = ""] = id.split(":");
  const repository = context.world.repositories.get(Number(repositoryId));
  if (repository === undefined || !sees(context, repository)) return null;
  const commit = repository.network.objects.commitBySha(sha);
  return commit === null ? null : commitNode(repository, commit);
}
