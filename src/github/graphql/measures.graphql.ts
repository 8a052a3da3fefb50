/**
 * What key results measure. Counting is left to GitHub, so that the number of issues costs nothing; questions are read by pages of those that
 * changed since the last look.
 */
export const OPEN_SHOWN = 20;
export const QUESTIONS_PAGE = 50;

/** `without` people whose issues are taken off the counts, as variables `$w0`, `$w1`, …, since people wrote their names. */
export function issueCountsDocument(without: number): string {
  const people = Array.from({ length: without }, (_, index) => index);
  return `query IssueCounts($owner: String!, $name: String!, $labels: [String!]${people.map((index) => `, $w${index}: String!`).join("")}) {
  repository(owner: $owner, name: $name) {
    databaseId
    closed: issues(labels: $labels, states: CLOSED) { totalCount }
    open: issues(labels: $labels, states: OPEN, first: ${OPEN_SHOWN}, orderBy: { field: CREATED_AT, direction: ASC }) { totalCount nodes { number author { login } } }
    ${people.map((index) => `closed${index}: issues(filterBy: { createdBy: $w${index}, labels: $labels, states: CLOSED }) { totalCount } open${index}: issues(filterBy: { createdBy: $w${index}, labels: $labels, states: OPEN }) { totalCount }`).join("\n    ")}
  }
}`;
}

export const CLOSED_AUTHORS_DOCUMENT = `query ClosedAuthors($owner: String!, $name: String!, $labels: [String!], $cursor: String) {
  repository(owner: $owner, name: $name) {
    databaseId
    issues(first: 100, after: $cursor, labels: $labels, states: CLOSED, orderBy: { field: CREATED_AT, direction: ASC }) {
      pageInfo { hasNextPage endCursor }
      nodes { author { login } }
    }
  }
}`;

/** `$file` is git's `commit:path`. */
export const FILE_TEXT_DOCUMENT = `query FileText($owner: String!, $name: String!, $file: String!) {
  repository(owner: $owner, name: $name) {
    databaseId
    file: object(expression: $file) { __typename ... on Blob { byteSize isTruncated text } }
  }
}`;

export const QUESTIONS_DOCUMENT = `query Questions($owner: String!, $name: String!, $labels: [String!], $since: DateTime, $cursor: String) {
  repository(owner: $owner, name: $name) {
    databaseId
    issues(first: ${QUESTIONS_PAGE}, after: $cursor, filterBy: { labels: $labels, since: $since }, orderBy: { field: UPDATED_AT, direction: ASC }) {
      pageInfo { hasNextPage endCursor }
      nodes {
        number createdAt updatedAt closedAt
        author { __typename login }
        labelled: timelineItems(first: 20, itemTypes: [LABELED_EVENT]) { nodes { ... on LabeledEvent { createdAt label { name } } } }
        comments(first: 30) { nodes { createdAt author { __typename login } } }
      }
    }
  }
}`;

/** Finished checks on the newest commit of a branch, with the app behind each so that our own can be left out. */
export const TIP_CHECKS_DOCUMENT = `query TipChecks($owner: String!, $name: String!, $ref: String!) {
  repository(owner: $owner, name: $name) {
    databaseId
    ref(qualifiedName: $ref) {
      target {
        __typename oid
        ... on Commit {
          statusCheckRollup {
            contexts(first: 100) {
              nodes {
                __typename
                ... on CheckRun { name status conclusion checkSuite { app { databaseId } } }
                ... on StatusContext { context state }
              }
            }
          }
        }
      }
    }
  }
}`;
