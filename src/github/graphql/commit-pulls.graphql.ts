/** Which pull requests brought each commit, as `c0`, `c1`, …: the caller gives checked hexadecimal names, so nothing foreign enters the text. */
export const COMMITS_PER_QUERY = 50;

export function commitPullsDocument(shas: readonly string[]): string {
  const asked = shas.map((sha, index) => `c${index}: object(oid: "${sha}") { __typename ...BroughtBy }`);
  return `query CommitPulls($owner: String!, $name: String!) {
  repository(owner: $owner, name: $name) { databaseId ${asked.join("\n ")} }
}
fragment BroughtBy on Commit {
  associatedPullRequests(first: 10) { nodes { number state mergedAt baseRefName headRefName headRefOid mergeCommit { oid } repository { databaseId } } }
}`;
}
