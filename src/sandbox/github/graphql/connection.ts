// Pages of a list in GraphQL's connection shape, and the resolvers that all connection types share.
//
// A cursor is opaque to clients and holds a position in the list; like GitHub's, it is meaningful only for the same list.

import { graphqlProblem } from "./problem.ts";
import type { Arguments, TypeResolvers } from "./resolver.ts";

export interface Connection {
  readonly nodes: readonly unknown[];
  readonly totalCount: number;
  /** Position of the first node in the whole list. */
  readonly start: number;
}

/** The page that first, last, after and before ask for. Their presence and size are checked before execution. */
export function pageOf(list: readonly unknown[], args: Arguments): Connection {
  let start = positionAfter(args["after"]);
  let end = Math.min(list.length, positionBefore(args["before"], list.length));
  const { first, last } = args;
  if (typeof first === "number") end = Math.min(end, start + first);
  if (typeof last === "number") start = Math.max(start, end - last);
  return { nodes: list.slice(start, Math.max(start, end)), totalCount: list.length, start };
}

/** Resolvers for a connection type whose page info is complete. */
export const CONNECTION: TypeResolvers<Connection> = {
  nodes: (connection) => connection.nodes,
  totalCount: (connection) => connection.totalCount,
  pageInfo: (connection) => connection,
  edges: (connection) => connection.nodes.map((node, index) => ({ node, position: connection.start + index })),
};

export const EDGE: TypeResolvers<{ node: unknown; position: number }> = {
  node: (edge) => edge.node,
  cursor: (edge) => cursorAt(edge.position),
};

export const PAGE_INFO: TypeResolvers<Connection> = {
  hasNextPage: (connection) => connection.start + connection.nodes.length < connection.totalCount,
  hasPreviousPage: (connection) => connection.start > 0,
  startCursor: (connection) => (connection.nodes.length === 0 ? null : cursorAt(connection.start)),
  endCursor: (connection) => (connection.nodes.length === 0 ? null : cursorAt(connection.start + connection.nodes.length - 1)),
};

function cursorAt(position: number): string {
  return btoa(`cursor:${position}`);
}

function positionAfter(cursor: unknown): number {
  return cursor == null ? 0 : positionOf(cursor) + 1;
}

function positionBefore(cursor: unknown, length: number): number {
  return cursor == null ? length : positionOf(cursor);
}

function positionOf(cursor: unknown): number {
  const text = typeof cursor === "string" ? decode(cursor) : "";
  const found = /^cursor:(\d{1,9})$/.exec(text);
  if (found === null) throw graphqlProblem("INVALID_CURSOR_ARGUMENTS", `\`${String(cursor)}\` does not appear to be a valid cursor.`);
  return Number(found[1]);
}

function decode(cursor: string): string {
  try {
    return atob(cursor);
  } catch {
    return "";
  }
}
