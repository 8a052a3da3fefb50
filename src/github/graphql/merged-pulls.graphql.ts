/** A page of merged pull requests to a branch, those that changed last first. */
import { LISTED_PULL, pullFields } from "./pull-fields.graphql.ts";

export const MERGED_PULLS_PAGE = 25;

export function mergedPullsDocument(issueTypes: boolean): string {
  return `query MergedPulls($owner: String!, $name: String!, $base: String!, $cursor: String, $appId: Int!) {
  repository(owner: $owner, name: $name) {
    databaseId
    pullRequests(states: MERGED, baseRefName: $base, first: ${MERGED_PULLS_PAGE}, after: $cursor, orderBy: { field: UPDATED_AT, direction: DESC }) {
      pageInfo { hasNextPage endCursor }
      nodes { ...PullFields }
    }
  }
}
${pullFields(LISTED_PULL, issueTypes)}`;
}
