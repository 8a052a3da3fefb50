// All resolvers by type, and the ways in: repository, node, nodes, viewer, rateLimit.

import { actorOf } from "../rest/caller.ts";
import { findAccount, findOrganization } from "../state/account.ts";
import { findRepository } from "../state/repository.ts";
import { repositoryNotFound, visible } from "./access.ts";
import { ACCOUNT_RESOLVERS } from "./account-fields.ts";
import { CHECK_RESOLVERS } from "./check-fields.ts";
import { COMMIT_RESOLVERS } from "./commit-fields.ts";
import { PAGE_INFO } from "./connection.ts";
import { ISSUE_RESOLVERS } from "./issue-fields.ts";
import { MUTATION_RESOLVERS } from "./mutations.ts";
import { nodeById } from "./node-lookup.ts";
import { graphqlProblem } from "./problem.ts";
import { PROJECT_OWNER_FIELDS, PROJECT_RESOLVERS } from "./project-fields.ts";
import { PULL_RESOLVERS } from "./pull-fields.ts";
import { QUEUE_RESOLVERS } from "./queue-fields.ts";
import { REACTION_GROUP_RESOLVERS } from "./reaction-fields.ts";
import { REPOSITORY_RESOLVERS } from "./repository-fields.ts";
import type { GraphqlContext, ResolverMap, TypeResolvers } from "./resolver.ts";
import type { RateState } from "../transport/rate-budget.ts";

const QUERY: TypeResolvers<unknown> = {
  repository(_, args, context) {
    const name = `${String(args["owner"])}/${String(args["name"])}`;
    const repository = findRepository(context.world, name);
    if (repository === null) throw repositoryNotFound(name);
    return visible(context, repository);
  },
  organization(_, args, context) {
    const found = findOrganization(context.world, String(args["login"]));
    if (found === null) throw graphqlProblem("NOT_FOUND", `Could not resolve to an Organization with the login of '${String(args["login"])}'.`);
    return found;
  },
  user(_, args, context) {
    const found = findAccount(context.world, String(args["login"]));
    if (found?.type !== "User") throw graphqlProblem("NOT_FOUND", `Could not resolve to a User with the login of '${String(args["login"])}'.`);
    return found;
  },
  node: (_, args, context) => nodeById(context, String(args["id"])),
  nodes: (_, args, context) => (args["ids"] as string[]).map((id) => attempt(() => nodeById(context, id))),
  viewer: (_, _args, context) => actorOf(context.caller),
  rateLimit: (_, _args, context) => (context.rate === null ? null : { context, rate: context.rate }),
};

/** One id that is not found must not spoil the others: its error stands at its place in the list. */
function attempt(find: () => unknown): unknown {
  try {
    return find();
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

const RATE_LIMIT: TypeResolvers<{ context: GraphqlContext; rate: RateState }> = {
  cost: ({ context }) => context.cost.points,
  nodeCount: ({ context }) => context.cost.nodeCount,
  limit: ({ rate }) => rate.limit,
  // The query that asks is counted already.
  used: ({ context, rate }) => rate.used + context.cost.points,
  remaining: ({ context, rate }) => Math.max(0, rate.remaining - context.cost.points),
  resetAt: ({ rate }) => new Date(rate.reset * 1000).toISOString().replace(".000Z", "Z"),
};

export const RESOLVERS: ResolverMap = {
  Query: QUERY,
  RateLimit: RATE_LIMIT,
  PageInfo: PAGE_INFO,
  ...ACCOUNT_RESOLVERS,
  User: { ...ACCOUNT_RESOLVERS.User, ...PROJECT_OWNER_FIELDS },
  Organization: { ...ACCOUNT_RESOLVERS.Organization, ...PROJECT_OWNER_FIELDS },
  ...PROJECT_RESOLVERS,
  ...REPOSITORY_RESOLVERS,
  ...ISSUE_RESOLVERS,
  ...REACTION_GROUP_RESOLVERS,
  ...PULL_RESOLVERS,
  ...COMMIT_RESOLVERS,
  ...CHECK_RESOLVERS,
  ...QUEUE_RESOLVERS,
  ...MUTATION_RESOLVERS,
};
