// What a document may return and what it costs, worked out before anything is executed, as GitHub does.
//
// Rules: every connection of which more than the count is asked needs first or last, 1 to 100; all connections together may reach at most 500,000 nodes; the cost
// is the number of requests for connections, divided by a hundred and rounded, at least one point.
// Source: https://docs.github.com/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api

import { getNamedType, isObjectType, isInterfaceType, Kind, type DocumentNode, type FieldNode, type FragmentDefinitionNode, type GraphQLNamedType, type GraphQLSchema, type OperationDefinitionNode, type SelectionSetNode, type ValueNode } from "graphql";
import { graphqlProblem } from "./problem.ts";

export interface QueryCost {
  readonly nodeCount: number;
  readonly points: number;
}

const LARGEST_PAGE = 100;
const MOST_NODES = 500_000;

interface Walk {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly variables: Readonly<Record<string, unknown>>;
  nodes: number;
  requests: number;
}

/** Throws a GraphQLError in GitHub's words for a page or a document that is too large. The document must be valid. */
export function costOf(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode, variables: Readonly<Record<string, unknown>>): QueryCost {
  const fragments = new Map(document.definitions.flatMap((part) => (part.kind === Kind.FRAGMENT_DEFINITION ? [[part.name.value, part] as const] : [])));
  const walk: Walk = { schema, fragments, variables: withDefaults(operation, variables), nodes: 0, requests: 0 };
  const root = schema.getRootType(operation.operation);
  if (root != null) visit(walk, operation.selectionSet, root, 1);
  if (walk.nodes > MOST_NODES) {
    throw graphqlProblem("MAX_NODE_LIMIT_EXCEEDED", `This query requests up to ${walk.nodes.toLocaleString("en-US")} possible nodes which exceeds the maximum limit of ${MOST_NODES.toLocaleString("en-US")}.`);
  }
  return { nodeCount: walk.nodes, points: Math.max(1, Math.round(walk.requests / 100)) };
}

function visit(walk: Walk, selection: SelectionSetNode, parent: GraphQLNamedType, times: number): void {
  for (const part of selection.selections) {
    if (part.kind === Kind.FIELD) visitField(walk, part, parent, times);
    else if (part.kind === Kind.INLINE_FRAGMENT) visit(walk, part.selectionSet, typeNamed(walk, part.typeCondition?.name.value) ?? parent, times);
    else visitFragment(walk, walk.fragments.get(part.name.value), times);
  }
}

function visitFragment(walk: Walk, fragment: FragmentDefinitionNode | undefined, times: number): void {
  const type = typeNamed(walk, fragment?.typeCondition.name.value);
  if (fragment !== undefined && type !== null) visit(walk, fragment.selectionSet, type, times);
}

function visitField(walk: Walk, field: FieldNode, parent: GraphQLNamedType, times: number): void {
  const declared = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[field.name.value] : undefined;
  if (declared === undefined) return;
  const type = getNamedType(declared.type);
  const arguments_ = declared.args.map((argument) => argument.name);
  let within = times;
  if (type.name.endsWith("Connection") && arguments_.includes("first") && !asksOnlyForCount(field)) {
    walk.requests += times;
    within = times * pageSize(walk, field);
    walk.nodes += within;
  }
  if (field.selectionSet !== undefined) visit(walk, field.selectionSet, type, within);
}

/** `commits { totalCount }` returns no nodes, so GitHub asks for no page of it. */
function asksOnlyForCount({ selectionSet, arguments: given }: FieldNode): boolean {
  const paged = given?.some(({ name }) => name.value === "first" || name.value === "last") ?? false;
  return !paged && selectionSet !== undefined && selectionSet.selections.every((part) => part.kind === Kind.FIELD && (part.name.value === "totalCount" || part.name.value === "__typename"));
}

function pageSize(walk: Walk, field: FieldNode): number {
  const name = field.name.value;
  for (const bound of ["first", "last"] as const) {
    const given = field.arguments?.find((argument) => argument.name.value === bound);
    const size = given === undefined ? null : valueOf(walk, given.value);
    if (size === null) continue;
    if (size < 1) throw graphqlProblem("EXCESSIVE_PAGINATION", `\`${bound}\` on the \`${name}\` connection cannot be less than one.`);
    if (size > LARGEST_PAGE) throw graphqlProblem("EXCESSIVE_PAGINATION", `Requesting ${size} records on the \`${name}\` connection exceeds the \`${bound}\` limit of ${LARGEST_PAGE} records.`);
    return size;
  }
  throw graphqlProblem("MISSING_PAGINATION_BOUNDARIES", `You must provide a \`first\` or \`last\` value to properly paginate the \`${name}\` connection.`);
}

function valueOf(walk: Walk, value: ValueNode): number | null {
  if (value.kind === Kind.INT) return Number(value.value);
  if (value.kind !== Kind.VARIABLE) return null;
  const given = walk.variables[value.name.value];
  return typeof given === "number" ? given : null;
}

function withDefaults(operation: OperationDefinitionNode, variables: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const defaults: Record<string, unknown> = {};
  for (const { variable, defaultValue } of operation.variableDefinitions ?? []) {
    if (defaultValue?.kind === Kind.INT) defaults[variable.name.value] = Number(defaultValue.value);
  }
  return { ...defaults, ...variables };
}

function typeNamed(walk: Walk, name: string | undefined): GraphQLNamedType | null {
  return name === undefined ? null : (walk.schema.getType(name) ?? null);
}
