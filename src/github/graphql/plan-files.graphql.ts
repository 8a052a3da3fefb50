/** The plan's places at one commit, in one read. Expressions are git's `commit:path`, passed as variables. */
export const PLAN_FILES_DOCUMENT = `query PlanFiles($owner: String!, $name: String!, $at: String!, $yml: String!, $yaml: String!, $folder: String!, $templates: String!) {
  repository(owner: $owner, name: $name) {
    databaseId
    commit: object(expression: $at) { __typename ... on Commit { oid } }
    yml: object(expression: $yml) { __typename ...File }
    yaml: object(expression: $yaml) { __typename ...File }
    templates: object(expression: $templates) { __typename ... on Tree { entries { name type object { __typename ...File } } } }
    folder: object(expression: $folder) { __typename ... on Tree { entries { name type object { __typename ...File } } } }
  }
}
fragment File on Blob { oid byteSize text }`;

/** Asked only when the default branch has no commit: is there nothing, or are we not shown it? */
export const IS_EMPTY_DOCUMENT = `query IsEmpty($owner: String!, $name: String!) {
  repository(owner: $owner, name: $name) { databaseId isEmpty }
}`;
