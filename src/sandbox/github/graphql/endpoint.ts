// POST /graphql of the local GitHub: parse, validate against GitHub's schema, weigh, execute over the world.
//
// Promises: errors come with HTTP 200 beside whatever data there is, as on GitHub; a document that is invalid or too large
// is refused before anything is executed; the cost goes to the rate limit layer by a header that never leaves the house.
// Validated documents are remembered by their text, because an app sends the same few again and again.

import { execute, getOperationAST, GraphQLError, parse, validate, type DocumentNode, type GraphQLSchema } from "graphql";
import { ApiProblem } from "../api-problem.ts";
import { resolveCaller, type Caller } from "../rest/caller.ts";
import { json, type FetchHandler } from "../transport/fetch-handler.ts";
import { GRAPHQL_COST_HEADER } from "../transport/layers/rate-limit.ts";
import type { RateState } from "../transport/rate-budget.ts";
import type { World } from "../world.ts";
import { formatError } from "./problem.ts";
import { costOf } from "./query-cost.ts";
import { fieldResolverOf, typeResolver, type GraphqlContext } from "./resolver.ts";
import { RESOLVERS } from "./resolvers.ts";
import { githubSchema } from "./schema.ts";

export interface GraphqlOptions {
  /** The caller's GraphQL bucket before this query; null when primary limits are off. */
  readonly rate?: (request: Request) => RateState | null;
}

interface GraphqlRequest {
  readonly query: string;
  readonly variables: Record<string, unknown>;
  readonly operationName: string | null;
}

const MOST_DOCUMENTS = 200;
/** GitHub lets fields of one name have different types in parts that never meet (`state` of an issue or a pull request), which the specification does not. */
const DIFFERENT_TYPES = /^Fields "\w+" conflict because they return conflicting types/;
/** Of all worlds of this process: whether a document is valid is the schema's matter alone. */
const documents = new Map<string, DocumentNode>();
const fieldResolver = fieldResolverOf(RESOLVERS);

export function createGraphqlHandler(world: World, options: GraphqlOptions = {}): FetchHandler {
  return async function answer(request) {
    try {
      if (request.method !== "POST") throw new ApiProblem(404, "Not Found");
      const caller = signedIn(resolveCaller(world, request));
      const asked = await readRequest(request);
      return await run(await githubSchema(), asked, { world, caller, rate: options.rate?.(request) ?? null });
    } catch (error) {
      if (error instanceof ApiProblem) return error.toResponse();
      if (error instanceof GraphQLError) return json(200, { errors: [formatError(error)] }, { [GRAPHQL_COST_HEADER]: "1" });
      throw error;
    }
  };
}

function signedIn(caller: Caller): Caller {
  if (caller.kind === "anonymous" || caller.kind === "app") throw new ApiProblem(401, "This endpoint requires you to be authenticated.");
  return caller;
}

async function readRequest(request: Request): Promise<GraphqlRequest> {
  let body: unknown;
  try {
    body = await request.json();
  } catch {
    throw new ApiProblem(400, "Problems parsing JSON");
  }
  const { query, variables, operationName } = (typeof body === "object" && body !== null ? body : {}) as Record<string, unknown>;
  if (typeof query !== "string") throw new ApiProblem(400, "A query attribute must be specified and must be a string.");
  const given = typeof variables === "object" && variables !== null ? (variables as Record<string, unknown>) : {};
  return { query, variables: given, operationName: typeof operationName === "string" ? operationName : null };
}

async function run(schema: GraphQLSchema, asked: GraphqlRequest, about: Omit<GraphqlContext, "cost">): Promise<Response> {
  const known = documents.get(asked.query);
  const document = known ?? parse(asked.query);
  const errors = known === undefined ? validate(schema, document).filter((error) => !DIFFERENT_TYPES.test(error.message)) : [];
  if (errors.length > 0) return json(200, { errors: errors.map(formatError) }, { [GRAPHQL_COST_HEADER]: "1" });
  if (known === undefined) remember(asked.query, document);
  const operation = getOperationAST(document, asked.operationName);
  if (operation == null) throw new GraphQLError(asked.operationName === null ? "An operation name is required" : `No operation named "${asked.operationName}"`);
  const cost = costOf(schema, document, operation, asked.variables);
  const contextValue: GraphqlContext = { ...about, cost };
  const result = await execute({ schema, document, contextValue, variableValues: asked.variables, operationName: asked.operationName, fieldResolver, typeResolver });
  const body = { ...(result.data === undefined ? {} : { data: result.data }), ...(result.errors === undefined ? {} : { errors: result.errors.map(formatError) }) };
  return json(200, body, { [GRAPHQL_COST_HEADER]: String(cost.points) });
}

function remember(query: string, document: DocumentNode): void {
  const [oldest] = documents.keys();
  if (documents.size >= MOST_DOCUMENTS && oldest !== undefined) documents.delete(oldest);
  documents.set(query, document);
}
