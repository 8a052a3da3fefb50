/** The envelope of a GraphQL answer. Source: https://spec.graphql.org/draft/#sec-Response-Format; `type` is GitHub's addition. */
import { z } from "zod";
import type { GraphqlError } from "../fault.ts";

const WireError = z.object({
  message: z.string().catch(""),
  type: z.string().nullish().catch(null),
  path: z.array(z.union([z.string(), z.number()])).nullish().catch(null),
  extensions: z.object({ code: z.string().nullish() }).nullish().catch(null),
});

export const GraphqlAnswer = z.object({
  data: z.unknown().optional(),
  errors: z.array(WireError).nullish(),
});

export function errorsOf(answer: z.infer<typeof GraphqlAnswer>): readonly GraphqlError[] {
  return (answer.errors ?? []).map((error) => ({ type: error.type ?? null, code: error.extensions?.code ?? null, path: error.path ?? [], message: error.message }));
}
