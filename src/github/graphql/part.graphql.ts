/** The issue or pull request in which a part of a milestone is made. The two states have different types, so each has a name of its own. */
import { WHO } from "./pull-fields.graphql.ts";

export const MADE_AT_DOCUMENT = `query MadeAt($owner: String!, $name: String!, $number: Int!) {
  repository(owner: $owner, name: $name) {
    databaseId
    issueOrPullRequest(number: $number) {
      __typename
      ... on Issue { issueState: state closedAt }
      ... on PullRequest {
        pullState: state isDraft createdAt
        latestOpinionatedReviews(first: 50) { nodes { state submittedAt author { ...Who } } }
        readied: timelineItems(last: 1, itemTypes: [READY_FOR_REVIEW_EVENT]) { nodes { ... on ReadyForReviewEvent { createdAt } } }
      }
    }
  }
}
${WHO}`;
