/** Where a branch stands. GraphQL and not REST: a missing branch is null here, and a missing repository an error, where REST says 404 to both. */
export const BRANCH_DOCUMENT = `query Branch($owner: String!, $name: String!, $ref: String!) {
  repository(owner: $owner, name: $name) { databaseId ref(qualifiedName: $ref) { target { oid } } }
}`;
