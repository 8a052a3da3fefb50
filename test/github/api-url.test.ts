import { expect, test } from "@jest/globals";
import { graphqlUrl } from "../../src/github/api-url.ts";

test.each([
  ["github.com", "https://api.github.com", "https://api.github.com/graphql"],
  ["an Enterprise Server", "https://git.example.com/api/v3", "https://git.example.com/api/graphql"],
  ["an Enterprise Server with a slash at the end", "https://git.example.com/api/v3/", "https://git.example.com/api/graphql"],
  ["data residency", "https://api.acme.ghe.com", "https://api.acme.ghe.com/graphql"],
  ["a local GitHub", "http://127.0.0.1:4001/", "http://127.0.0.1:4001/graphql"],
])("GraphQL of %s is found from the REST address", (_, rest, graphql) => {
  expect(graphqlUrl(rest)).toBe(graphql);
});
