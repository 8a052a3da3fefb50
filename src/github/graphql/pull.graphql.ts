/** One pull request with our checks on its head. */
import { pullFields, WHOLE_PULL } from "./pull-fields.graphql.ts";

export function pullDocument(issueTypes: boolean): string {
  return `query Pull($owner: String!, $name: String!, $number: Int!, $appId: Int!) {
  repository(owner: $owner, name: $name) { databaseId pullRequest(number: $number) { ...PullFields } }
}
${pullFields(WHOLE_PULL, issueTypes)}`;
}

/** Which commit heads the pull request now: asked after its files were read apart from it. */
export const PULL_HEAD_DOCUMENT = `query PullHead($owner: String!, $name: String!, $number: Int!) {
  repository(owner: $owner, name: $name) { pullRequest(number: $number) { headRefOid } }
}`;

/** Several pull requests by number, as `p0`, `p1`, …: the caller gives checked integers, so nothing foreign enters the text. */
export function pullsByNumberDocument(numbers: readonly number[], issueTypes: boolean): string {
  const asked = numbers.map((number, index) => `p${index}: pullRequest(number: ${Math.trunc(number)}) { ...PullFields }`);
  return `query PullsByNumber($owner: String!, $name: String!, $appId: Int!) {
  repository(owner: $owner, name: $name) { databaseId ${asked.join(" ")} }
}
${pullFields(WHOLE_PULL, issueTypes)}`;
}
