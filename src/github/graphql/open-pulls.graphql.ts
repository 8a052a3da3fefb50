/** A page of open pull requests, oldest first, so that a page already read does not shift while others are opened. */
import { LISTED_PULL, pullFields } from "./pull-fields.graphql.ts";

export const OPEN_PULLS_PAGE = 25;

export function openPullsDocument(issueTypes: boolean): string {
  return `query OpenPulls($owner: String!, $name: String!, $base: String, $cursor: String, $appId: Int!) {
  repository(owner: $owner, name: $name) {
    databaseId
    pullRequests(states: OPEN, baseRefName: $base, first: ${OPEN_PULLS_PAGE}, after: $cursor, orderBy: { field: CREATED_AT, direction: ASC }) {
      pageInfo { hasNextPage endCursor }
      nodes { ...PullFields }
    }
  }
}
${pullFields(LISTED_PULL, issueTypes)}`;
}
