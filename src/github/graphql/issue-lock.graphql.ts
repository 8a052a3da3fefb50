/** Whether the conversation of an issue or pull request is locked, and who locked or unlocked it last. */
const LOCK = "locked url timelineItems(last: 1, itemTypes: [LOCKED_EVENT, UNLOCKED_EVENT]) { nodes { __typename ... on LockedEvent { createdAt actor { __typename login } } ... on UnlockedEvent { createdAt actor { __typename login } } } }";

export const ISSUE_LOCK_DOCUMENT = `query IssueLock($owner: String!, $name: String!, $number: Int!) {
  repository(owner: $owner, name: $name) {
    databaseId
    issueOrPullRequest(number: $number) { __typename ... on Issue { ${LOCK} } ... on PullRequest { ${LOCK} } }
  }
}`;
