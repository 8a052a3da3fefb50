import { describe, expect, test } from "@jest/globals";
import { planJsonSchema } from "../../../src/domain/plan/json-schema.ts";

type Schema = Record<string, unknown>;

/** Every property of every section, with its path. */
function fields(schema: Schema, path = ""): readonly (readonly [string, Schema])[] {
  const own = Object.entries((schema.properties ?? {}) as Record<string, Schema>).flatMap(([name, field]) => [[`${path}.${name}`, field] as const, ...fields(field, `${path}.${name}`)]);
  const inner = [schema.items, ...((schema.anyOf ?? []) as Schema[])].flatMap((one) => (typeof one === "object" && one !== null ? fields(one as Schema, path) : []));
  return [...own, ...inner];
}

describe("the schema for editors", () => {
  const schema = planJsonSchema();

  test("describes every field", () => {
    const all = fields(schema);
    expect(all.length).toBeGreaterThan(100);
    expect(all.filter(([, field]) => typeof field.description !== "string").map(([path]) => path)).toEqual([]);
  });

  test("asks for a release with a name, and lets no unknown key pass", () => {
    expect(schema).toMatchObject({ $schema: "https://json-schema.org/draft/2020-12/schema", type: "object", required: ["release"], additionalProperties: false, properties: { release: { required: ["name"], additionalProperties: false } } });
  });

  test("is plain JSON", () => {
    expect(JSON.parse(JSON.stringify(schema))).toEqual(schema);
  });
});
