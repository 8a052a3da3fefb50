// GitHub's published GraphQL schema, built once for the process and only when the first query arrives.
//
// The published package lags behind the live schema; what our documents need and it lacks is added by the extension below,
// each part with the page that documents it. Building costs about 200 ms once (reading 70, parsing 70, building 70).

import { buildASTSchema, concatAST, parse, type GraphQLSchema } from "graphql";

/**
 * Issue types: https://docs.github.com/graphql/reference/objects#issuetype and …/objects#issue (issueType).
 * Where a server lacks them a client falls back to labels.
 * Dependencies: …/objects#issue (blockedBy, blocking, issueDependenciesSummary).
 */
export const SCHEMA_EXTENSION = `
  "The type of an issue, set by the organisation."
  type IssueType implements Node {
    id: ID!
    name: String!
    description: String
    isEnabled: Boolean!
  }
  "How many issues this one waits for and holds up."
  type IssueDependenciesSummary {
    blockedBy: Int!
    blocking: Int!
    totalBlockedBy: Int!
    totalBlocking: Int!
  }
  extend type Issue {
    "The type of this issue."
    issueType: IssueType
    "The issues that this one waits for."
    blockedBy(after: String, before: String, first: Int, last: Int): IssueConnection!
    "The issues that wait for this one."
    blocking(after: String, before: String, first: Int, last: Int): IssueConnection!
    issueDependenciesSummary: IssueDependenciesSummary!
  }
`;

let building: Promise<GraphQLSchema> | null = null;

export function githubSchema(): Promise<GraphQLSchema> {
  building ??= build();
  return building;
}

async function build(): Promise<GraphQLSchema> {
  const { schema } = await import("@octokit/graphql-schema");
  const documents = [schema.idl, SCHEMA_EXTENSION].map((text) => parse(text, { noLocation: true }));
  // The published schema is valid as it is; checking it again on every start would double the cost.
  return buildASTSchema(concatAST(documents), { assumeValid: true, assumeValidSDL: true });
}
