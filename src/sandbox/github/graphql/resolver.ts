// What a resolver is here, and the two rules that keep the local GitHub honest.
//
// A field without a resolver is an error that names it, never a silent null or a property that happens to fit. An object
// behind an interface or union says which type it is (`typed`), so nothing is guessed from its shape.

import { defaultTypeResolver, GraphQLError, type GraphQLFieldResolver, type GraphQLTypeResolver } from "graphql";
import type { Caller } from "../rest/caller.ts";
import type { RateState } from "../transport/rate-budget.ts";
import type { World } from "../world.ts";
import type { QueryCost } from "./query-cost.ts";

export interface GraphqlContext {
  readonly world: World;
  readonly caller: Caller;
  readonly cost: QueryCost;
  /** Null when primary limits are off. */
  readonly rate: RateState | null;
}

/** An object of the world together with its GraphQL type. */
export class Typed {
  readonly type: string;
  readonly value: unknown;

  constructor(type: string, value: unknown) {
    this.type = type;
    this.value = value;
  }
}

export function typed(type: string, value: unknown): Typed {
  return new Typed(type, value);
}

export type Arguments = Readonly<Record<string, unknown>>;
export type FieldResolver<Source> = (source: Source, args: Arguments, context: GraphqlContext) => unknown;
export type TypeResolvers<Source> = Readonly<Record<string, FieldResolver<Source>>>;

/** Resolvers by type name. The source of each type is checked where the resolvers are written, not here. */
export type ResolverMap = Readonly<Record<string, TypeResolvers<never>>>;

export function fieldResolverOf(resolvers: ResolverMap): GraphQLFieldResolver<unknown, GraphqlContext, Arguments> {
  return function resolve(source, args, context, info) {
    const resolver = resolvers[info.parentType.name]?.[info.fieldName];
    if (resolver === undefined) {
      throw new GraphQLError(`The local GitHub has no resolver for ${info.parentType.name}.${info.fieldName}. Add it to the resolvers in src/sandbox/github/graphql, or ask for less.`);
    }
    return resolver((source instanceof Typed ? source.value : source) as never, args, context);
  };
}

export const typeResolver: GraphQLTypeResolver<unknown, GraphqlContext> = function typeOf(value, context, info, abstractType) {
  return value instanceof Typed ? value.type : defaultTypeResolver(value, context, info, abstractType);
};
