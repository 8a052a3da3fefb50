/**
 * Issues that a pull request closes by its own text. GitHub makes closing links only for pull requests to the default branch, so for every other
 * base the text is read here, by GitHub's own keywords, and the issues are asked for: one more read, and only where the text names any.
 * An issue out of our sight, or a number that is a pull request, is no evidence and is left out.
 * Source: https://docs.github.com/issues/tracking-your-work-with-issues/using-issues/linking-a-pull-request-to-an-issue
 */
import { z } from "zod";
import type { IssueFact, PullFacts } from "../domain/model/pull.ts";
import { sameRepository } from "../domain/model/refs.ts";
import type { ClosingReference } from "../domain/policy/closing-reference.ts";
import { closingReferences } from "../domain/policy/closing-reference.ts";
import type { Client } from "./app-client.ts";
import { issuesDocument } from "./graphql/issues.graphql.ts";
import { issueFact } from "./pull-facts.ts";
import { parseWire } from "./wire/parse-wire.ts";
import { WireIssue } from "./wire/pull.ts";

/** Enough for any honest text; the rest is left out. */
const MOST_ISSUES = 20;
const Holder = z.object({ issue: WireIssue.nullish() }).nullish();

export async function withIssuesNamedInBody(client: Client, facts: PullFacts): Promise<PullFacts> {
  if (facts.state === "closed" || facts.base.ref === facts.defaultBranch) return facts;
  const known = (named: ClosingReference): boolean => facts.closingIssues.some((issue) => issue.number === named.number && sameRepository(issue.repository, named.repository));
  const named = closingReferences(facts.body, facts.repository).filter((reference) => !known(reference));
  if (named.length === 0) return facts;
  return { ...facts, closingIssues: [...facts.closingIssues, ...await readIssues(client, named.slice(0, MOST_ISSUES), facts)] };
}

async function readIssues(client: Client, named: readonly ClosingReference[], facts: PullFacts): Promise<readonly IssueFact[]> {
  const what = `issues named in ${facts.repository}#${facts.number}`;
  const variables = Object.fromEntries(named.flatMap((issue, index) => {
    const [owner = "", name = ""] = issue.repository.split("/");
    return [[`o${index}`, owner], [`n${index}`, name]];
  }));
  const data = await client.graphql({
    what,
    document: (issueTypes) => issuesDocument(named.map((issue) => issue.number), issueTypes),
    variables,
    schema: z.record(z.string(), z.unknown()),
    explains: (error) => (error.type === "NOT_FOUND" || error.type === "FORBIDDEN") && /^i\d+$/.test(String(error.path[0])),
  });
  return named.flatMap((_, index) => {
    const issue = parseWire(Holder, data[`i${index}`], what)?.issue;
    return issue === null || issue === undefined ? [] : [issueFact(issue, "body")];
  });
}
