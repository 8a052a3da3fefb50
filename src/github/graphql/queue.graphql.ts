/** The merge queue of a branch, in order, and the two mutations that take a pull request out of the way of merging by itself. */
export const QUEUE_DOCUMENT = `query Queue($owner: String!, $name: String!, $branch: String!, $cursor: String) {
  repository(owner: $owner, name: $name) {
    databaseId
    mergeQueue(branch: $branch) {
      entries(first: 100, after: $cursor) {
        pageInfo { hasNextPage endCursor }
        nodes { position headCommit { oid } baseCommit { oid } pullRequest { number } }
      }
    }
  }
}`;

export const PULL_ID_DOCUMENT = `query PullId($owner: String!, $name: String!, $number: Int!) {
  repository(owner: $owner, name: $name) { databaseId pullRequest(number: $number) { id isInMergeQueue autoMergeRequest { enabledAt } } }
}`;

export const DEQUEUE_DOCUMENT = "mutation Dequeue($id: ID!) { dequeuePullRequest(input: { id: $id }) { clientMutationId } }";

export const DISARM_DOCUMENT = "mutation Disarm($id: ID!) { disablePullRequestAutoMerge(input: { pullRequestId: $id }) { clientMutationId } }";
