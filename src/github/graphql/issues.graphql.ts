/** Issues by repository and number, as `i0`, `i1`, …; owners and names are variables `$o0`, `$n0`, … since people wrote them. */
import { issueFields, WHO } from "./pull-fields.graphql.ts";

export function issuesDocument(numbers: readonly number[], issueTypes: boolean): string {
  const declared = numbers.map((_, index) => `$o${index}: String!, $n${index}: String!`);
  const asked = numbers.map((number, index) => `i${index}: repository(owner: $o${index}, name: $n${index}) { issue(number: ${Math.trunc(number)}) { ...IssueFields } }`);
  return `query Issues(${declared.join(", ")}) {
  ${asked.join("\n  ")}
}
${issueFields(issueTypes)}
${WHO}`;
}
