// Users, bots and organisations in GraphQL.
//
// A bot's login has no "[bot]" here, though REST writes it with: that is GitHub's own difference.

import type { Account } from "../state/account.ts";
import { githubInstant } from "../clock.ts";
import { typed, type ResolverMap, type Typed, type TypeResolvers } from "./resolver.ts";

/** The account behind an Actor, RepositoryOwner or Node. */
export function actorNode(account: Account | null): Typed | null {
  return account === null ? null : typed(account.type, account);
}

const ACCOUNT: TypeResolvers<Account> = {
  id: (account) => account.nodeId,
  databaseId: (account) => account.id,
  login: (account) => account.login,
  createdAt: (account) => githubInstant(account.createdAt),
};

/** People and organisations have a name and an address; bots have not. */
const NAMED: TypeResolvers<Account> = {
  ...ACCOUNT,
  name: (account) => account.name,
  email: (account) => account.email ?? "",
};

export const ACCOUNT_RESOLVERS = {
  User: NAMED,
  Organization: NAMED,
  Bot: { ...ACCOUNT, login: (account: Account) => account.login.replace(/\[bot\]$/, "") },
} satisfies ResolverMap;
