import { describe, expect, test } from "@jest/globals";
import { getOperationAST, parse, validate } from "graphql";
import { costOf, type QueryCost } from "../../../../src/sandbox/github/graphql/query-cost.ts";
import { githubSchema } from "../../../../src/sandbox/github/graphql/schema.ts";

async function cost(query: string, variables: Record<string, unknown> = {}): Promise<QueryCost> {
  const schema = await githubSchema();
  const document = parse(query);
  expect(validate(schema, document)).toEqual([]);
  const operation = getOperationAST(document);
  if (operation == null) throw new Error("The query has no operation.");
  return costOf(schema, document, operation, variables);
}

test("GitHub's own example of a query costs 51 points", async () => {
  const query = "{ viewer { repositories(first: 100) { edges { node { issues(first: 50) { edges { node { labels(first: 60) { edges { node { name } } } } } } } } } } }";
  expect(await cost(query)).toEqual({ nodeCount: 100 + 100 * 50 + 100 * 50 * 60, points: 51 });
});

test("fifty pull requests with their labels and closing issues cost one point", async () => {
  const query = `query($n: Int!) { rateLimit { cost } repository(owner: "o", name: "r") { pullRequests(states: OPEN, first: $n) { nodes { ...links labels(first: 30) { nodes { name } } } } } }
    fragment links on PullRequest { closingIssuesReferences(first: 10) { nodes { number issueType { name } } } }`;
  expect(await cost(query, { n: 50 })).toEqual({ nodeCount: 50 + 50 * 30 + 50 * 10, points: 1 });
});

test("a query without connections costs one point", async () => {
  expect(await cost("{ viewer { login } }")).toEqual({ nodeCount: 0, points: 1 });
});

describe("a page is refused before anything is executed", () => {
  test.each([
    ["labels { nodes { name } }", "You must provide a `first` or `last` value to properly paginate the `labels` connection."],
    ["labels(first: 101) { nodes { name } }", "Requesting 101 records on the `labels` connection exceeds the `first` limit of 100 records."],
    ["labels(last: 0) { nodes { name } }", "`last` on the `labels` connection cannot be less than one."],
  ])("%s", async (field, message) => {
    await expect(cost(`{ repository(owner: "o", name: "r") { ${field} } }`)).rejects.toThrow(message);
  });
});

test("more than half a million nodes are refused", async () => {
  const query = "{ viewer { repositories(first: 100) { nodes { pullRequests(first: 100) { nodes { labels(first: 51) { nodes { name } } } } } } } }";
  await expect(cost(query)).rejects.toThrow("520,100 possible nodes which exceeds the maximum limit of 500,000");
});
