// The app's own GraphQL documents against the local GitHub: what it asks for on GitHub must be answered here.

import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { isObjectType, parse, TypeInfo, visit, visitWithTypeInfo } from "graphql";
import { RESOLVERS } from "../../../../src/sandbox/github/graphql/resolvers.ts";
import { githubSchema } from "../../../../src/sandbox/github/graphql/schema.ts";

const folder = join(import.meta.dirname, "../../../../src/github/graphql");

async function documentsOf(file: string): Promise<[string, string][]> {
  const module = (await import(join(folder, file))) as Record<string, unknown>;
  return Object.entries(module).filter((entry): entry is [string, string] => typeof entry[1] === "string" && /^\s*(?:query|mutation)\b/.test(entry[1]));
}

test("every field that the app's documents ask for has a resolver", async () => {
  const schema = await githubSchema();
  const documents = (await Promise.all(readdirSync(folder).filter((file) => file.endsWith(".graphql.ts")).map(documentsOf))).flat();
  const missing = new Set<string>();
  for (const [name, text] of documents) {
    const types = new TypeInfo(schema);
    visit(parse(text), visitWithTypeInfo(types, {
      Field(field) {
        const parent = types.getParentType();
        if (!isObjectType(parent) || field.name.value.startsWith("__")) return;
        if (RESOLVERS[parent.name]?.[field.name.value] === undefined) missing.add(`${name}: ${parent.name}.${field.name.value}`);
      },
    }));
  }
  expect(documents.length).toBeGreaterThan(5);
  expect([...missing]).toEqual([]);
});

test("a resolver stands only for a field that GitHub's schema has", async () => {
  const schema = await githubSchema();
  const unknown = Object.entries(RESOLVERS).flatMap(([name, fields]) => {
    const type = schema.getType(name);
    const known = isObjectType(type) ? Object.keys(type.getFields()) : [];
    return Object.keys(fields).filter((field) => !known.includes(field)).map((field) => `${name}.${field}`);
  });
  expect(unknown).toEqual([]);
});
