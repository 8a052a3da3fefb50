/** Features, fifty to a page, with all that is asked of one: its words, labels, milestone and sub-issues. And the texts of files by their blobs. */

export const FEATURES_PAGE = 50;
/** A feature with more sub-issues has them read by themselves. */
const SUB_ISSUES = 20;

export function featuresDocument(issueTypes: boolean): string {
  return `query Features($owner: String!, $name: String!, $labels: [String!], $cursor: String) {
  repository(owner: $owner, name: $name) {
    databaseId
    issues(labels: $labels, first: ${FEATURES_PAGE}, after: $cursor, orderBy: { field: CREATED_AT, direction: ASC }) {
      pageInfo { hasNextPage endCursor }
      nodes { ...FeatureFields }
    }
  }
}
${featureFields(issueTypes)}`;
}

export function featureDocument(issueTypes: boolean): string {
  return `query Feature($owner: String!, $name: String!, $number: Int!) {
  repository(owner: $owner, name: $name) {
    databaseId
    issue(number: $number) { ...FeatureFields }
  }
}
${featureFields(issueTypes)}`;
}

/** By number, as `f0`, `f1`, …: for issues that were found otherwise. */
export function featuresByNumberDocument(numbers: readonly number[], issueTypes: boolean): string {
  return `query FeaturesByNumber($owner: String!, $name: String!) {
  repository(owner: $owner, name: $name) {
    databaseId
    ${numbers.map((number, index) => `f${index}: issue(number: ${Math.trunc(number)}) { ...FeatureFields }`).join("\n    ")}
  }
}
${featureFields(issueTypes)}`;
}

function featureFields(issueTypes: boolean): string {
  const type = issueTypes ? "issueType { name }" : "";
  return `fragment FeatureFields on Issue {
  number url title body state createdAt ${type}
  author { login }
  labels(first: 100) { nodes { name } }
  assignees(first: 20) { nodes { login } }
  milestone { title }
  subIssuesSummary { total }
  subIssues(first: ${SUB_ISSUES}) { nodes { number ${type} repository { nameWithOwner } labels(first: 20) { nodes { name } } } }
}`;
}

/** The names of blobs are forty or sixty-four hexadecimal digits, so they stand in the document as they are. */
export function blobTextsDocument(shas: readonly string[]): string {
  return `query BlobTexts($owner: String!, $name: String!) {
  repository(owner: $owner, name: $name) {
    databaseId
    ${shas.map((sha, index) => `b${index}: object(oid: "${sha}") { ... on Blob { oid text isBinary isTruncated } }`).join("\n    ")}
  }
}`;
}
