// Errors of the GraphQL endpoint in GitHub's shape: `type` stands beside message and path, not under extensions.

import { GraphQLError, type GraphQLFormattedError } from "graphql";
import { ApiProblem } from "../api-problem.ts";

export type GraphqlErrorType =
  | "NOT_FOUND"
  | "FORBIDDEN"
  | "UNPROCESSABLE"
  | "INSUFFICIENT_SCOPES"
  | "MISSING_PAGINATION_BOUNDARIES"
  | "EXCESSIVE_PAGINATION"
  | "MAX_NODE_LIMIT_EXCEEDED"
  | "INVALID_CURSOR_ARGUMENTS";

export function graphqlProblem(type: GraphqlErrorType, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { type } });
}

export function formatError(error: GraphQLError): Record<string, unknown> {
  const { message, path, locations }: GraphQLFormattedError = error.toJSON();
  const type = typeOf(error);
  return { ...(type === null ? {} : { type }), ...(path === undefined ? {} : { path }), ...(locations === undefined ? {} : { locations }), message };
}

function typeOf(error: GraphQLError): string | null {
  const { type } = error.extensions;
  if (typeof type === "string") return type;
  if (!(error.originalError instanceof ApiProblem)) return null;
  if (error.originalError.status === 404) return "NOT_FOUND";
  return error.originalError.status === 403 ? "FORBIDDEN" : "UNPROCESSABLE";
}
