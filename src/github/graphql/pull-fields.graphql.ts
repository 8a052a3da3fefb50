/**
 * Fields of one pull request, shared by every document that reads pull requests.
 * Sizes are written into the text: GitHub reckons a query's cost from them before it runs (at most 500,000 nodes).
 * Field reference: https://docs.github.com/graphql/reference/objects#pullrequest
 */
export interface PullFieldSizes {
  readonly files: number;
  readonly labelEvents: number;
  readonly issues: number;
}

/** One pull request by itself. */
export const WHOLE_PULL: PullFieldSizes = { files: 100, labelEvents: 100, issues: 20 };
/** One among many: small enough for a page of 25 within GitHub's limits per query. */
export const LISTED_PULL: PullFieldSizes = { files: 50, labelEvents: 50, issues: 10 };

/** `issueType` is younger than the published schema and than many Enterprise Servers; without it types fall back to labels. */
export function pullFields(sizes: PullFieldSizes, issueTypes: boolean): string {
  return `fragment PullFields on PullRequest {
  number title body url isDraft state createdAt updatedAt mergedAt
  author { ...Who }
  mergedBy { ...Who }
  mergeCommit { oid }
  baseRefName baseRefOid headRefName headRefOid
  headRepository { nameWithOwner }
  repository { databaseId nameWithOwner defaultBranchRef { name } }
  autoMergeRequest { enabledAt }
  isInMergeQueue
  labels(first: 100) { nodes { name } }
  labelled: timelineItems(last: ${sizes.labelEvents}, itemTypes: [LABELED_EVENT]) { nodes { ... on LabeledEvent { createdAt actor { ...Who } label { name } } } }
  closingIssuesReferences(first: ${sizes.issues}) { nodes { ...IssueFields } }
  changedFiles
  files(first: ${sizes.files}) { nodes { path changeType } pageInfo { hasNextPage } }
  latestOpinionatedReviews(first: 50) { nodes { state submittedAt author { ...Who } commit { oid } } }
  commits(last: 1) { nodes { commit { ...OurChecks } } }
}
${issueFields(issueTypes)}
${OUR_CHECKS}
${WHO}`;
}

export function issueFields(issueTypes: boolean): string {
  return `fragment IssueFields on Issue {
  number title
  repository { nameWithOwner }
  author { ...Who }${issueTypes ? "\n  issueType { name }" : ""}
  labels(first: 50) { nodes { name } }
  labelled: timelineItems(last: 50, itemTypes: [LABELED_EVENT]) { nodes { ... on LabeledEvent { createdAt actor { ...Who } label { name } } } }
}`;
}

/** Our suites on a commit with the newest run of each name. The document declares `$appId`. */
export const OUR_CHECKS = `fragment OurChecks on Commit {
  oid
  checkSuites(first: 10, filterBy: { appId: $appId }) {
    nodes { status checkRuns(first: 50, filterBy: { checkType: LATEST }) { nodes { databaseId name status conclusion externalId startedAt } } }
  }
}`;

export const WHO = "fragment Who on Actor { __typename login }";
