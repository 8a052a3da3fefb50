/** A GraphQL connection. GitHub may leave out the whole of it, or a node that the caller may not see. */
import { z } from "zod";

export function nodes<T>(node: z.ZodType<T>): z.ZodType<T[]> {
  return z
    .object({ nodes: z.array(node.nullable()).nullish() })
    .nullish()
    .transform((connection) => (connection?.nodes ?? []).filter((one): one is NonNullable<typeof one> => one !== null));
}
