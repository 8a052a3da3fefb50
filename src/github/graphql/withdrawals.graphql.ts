/** What people took back on a pull request: labels taken off, titles and texts changed. */
export const WITHDRAWALS_DOCUMENT = `query Withdrawals($owner: String!, $name: String!, $number: Int!) {
  repository(owner: $owner, name: $name) {
    databaseId
    pullRequest(number: $number) {
      createdAt
      userContentEdits(first: 30) { nodes { editedAt editor { login } } }
      timelineItems(last: 30, itemTypes: [UNLABELED_EVENT, RENAMED_TITLE_EVENT]) {
        nodes { __typename ... on UnlabeledEvent { createdAt actor { login } label { name } } ... on RenamedTitleEvent { createdAt actor { login } } }
      }
    }
  }
}`;
