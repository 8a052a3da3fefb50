/** `schema`: the format of a plan as JSON Schema, for editors. */
import { planJsonSchema } from "../domain/plan/json-schema.ts";
import type { Command } from "./command.ts";

export const schemaCommand: Command = {
  name: "schema",
  usage: "schema",
  summary: "print the JSON Schema of plans, for editors",
  help: [
    "Prints the JSON Schema of a release plan. Saved to a file and named in the plan's first line, editors complete and check the plan as it is written:",
    "# yaml-language-server: $schema=./release-plan.schema.json",
  ],
  options: [],
  operands: { least: 0, most: 0, name: "operand" },
  run: async (_given, io) => {
    io.stdout(`${JSON.stringify(planJsonSchema(), null, 2)}\n`);
    return 0;
  },
};
