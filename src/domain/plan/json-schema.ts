/** The plan's format for editors, made from the same schema that reads it: completion, descriptions and examples for every field. */
import { z } from "zod";
import { writtenPlan } from "./schema.ts";

/** JSON Schema 2020-12. It knows shapes, not times and references: what it lets pass may still be refused by `parsePlan`. */
export function planJsonSchema(): Record<string, unknown> {
  const { $schema, ...schema } = z.toJSONSchema(writtenPlan, { io: "input", unrepresentable: "any" });
  return { $schema, title: "Release plan", description: "The plan of a release, kept in .github/release-plan.yml.", ...schema };
}
