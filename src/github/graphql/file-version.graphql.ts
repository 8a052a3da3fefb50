/** Which content a file has at the newest commit of the default branch, without the content. */
export const FILE_VERSION_DOCUMENT = `query FileVersion($owner: String!, $name: String!, $file: String!) {
  repository(owner: $owner, name: $name) {
    databaseId
    commit: object(expression: "HEAD") { oid }
    file: object(expression: $file) { __typename oid }
  }
}`;
