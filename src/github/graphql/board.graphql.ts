/** Projects (v2) of an organization. Sources: https://docs.github.com/graphql/reference/objects#projectv2, …/mutations#createprojectv2 and its neighbours. */
import type { BoardFieldType } from "../../domain/model/board.ts";

const FIELD = "... on ProjectV2FieldCommon { id name dataType } ... on ProjectV2SingleSelectField { options { id name } }";

export const BOARD_DOCUMENT = `query Board($login: String!, $number: Int!) {
  organization(login: $login) {
    projectV2(number: $number) { id number url title readme closed public fields(first: 50) { nodes { ${FIELD} } } }
  }
}`;

export const BOARD_ITEMS_DOCUMENT = `query BoardItems($id: ID!, $cursor: String) {
  node(id: $id) {
    ... on ProjectV2 {
      items(first: 100, after: $cursor) {
        pageInfo { hasNextPage endCursor }
        nodes {
          id isArchived
          content { ... on Issue { number repository { databaseId } } ... on DraftIssue { id title body } }
          fieldValues(first: 50) {
            nodes {
              ... on ProjectV2ItemFieldTextValue { text field { ... on ProjectV2FieldCommon { id } } }
              ... on ProjectV2ItemFieldNumberValue { number field { ... on ProjectV2FieldCommon { id } } }
              ... on ProjectV2ItemFieldDateValue { date field { ... on ProjectV2FieldCommon { id } } }
              ... on ProjectV2ItemFieldSingleSelectValue { name field { ... on ProjectV2FieldCommon { id } } }
            }
          }
        }
      }
    }
  }
}`;

export const BOARD_OWNER_DOCUMENT = "query BoardOwner($login: String!) { organization(login: $login) { id } }";

/** `query` is a search by words, so what it finds is compared again. */
export const BOARDS_BY_TITLE_DOCUMENT = `query BoardsByTitle($login: String!, $query: String!) {
  organization(login: $login) { projectsV2(first: 50, query: $query) { nodes { number title closed creator { login } } } }
}`;

export const ISSUE_ID_DOCUMENT = `query IssueId($owner: String!, $name: String!, $number: Int!) {
  repository(owner: $owner, name: $name) { databaseId issue(number: $number) { id } }
}`;

export const CREATE_BOARD_DOCUMENT = "mutation CreateBoard($owner: ID!, $title: String!) { createProjectV2(input: { ownerId: $owner, title: $title }) { projectV2 { number } } }";

export const DESCRIBE_BOARD_DOCUMENT = "mutation DescribeBoard($id: ID!, $readme: String!) { updateProjectV2(input: { projectId: $id, readme: $readme }) { clientMutationId } }";

const CREATED_FIELD = `projectV2Field { ${FIELD} }`;
export const CREATE_FIELD_DOCUMENT = `mutation CreateField($id: ID!, $name: String!, $type: ProjectV2CustomFieldType!) {
  createProjectV2Field(input: { projectId: $id, name: $name, dataType: $type }) { ${CREATED_FIELD} }
}`;
export const CREATE_CHOICE_DOCUMENT = `mutation CreateChoice($id: ID!, $name: String!, $options: [ProjectV2SingleSelectFieldOptionInput!]!) {
  createProjectV2Field(input: { projectId: $id, name: $name, dataType: SINGLE_SELECT, singleSelectOptions: $options }) { ${CREATED_FIELD} }
}`;

export const ADD_ISSUE_DOCUMENT = "mutation AddIssue($id: ID!, $content: ID!) { addProjectV2ItemById(input: { projectId: $id, contentId: $content }) { item { id } } }";

export const ADD_DRAFT_DOCUMENT = "mutation AddDraft($id: ID!, $title: String!, $body: String!) { addProjectV2DraftIssue(input: { projectId: $id, title: $title, body: $body }) { projectItem { id } } }";

export const CHANGE_DRAFT_DOCUMENT = "mutation ChangeDraft($id: ID!, $title: String, $body: String) { updateProjectV2DraftIssue(input: { draftIssueId: $id, title: $title, body: $body }) { clientMutationId } }";

export const ARCHIVE_ITEM_DOCUMENT = "mutation ArchiveItem($id: ID!, $item: ID!) { archiveProjectV2Item(input: { projectId: $id, itemId: $item }) { clientMutationId } }";

/** All values of one item in one request. `true` = is set, `false` = is cleared, in the order of the variables $f0, $v0, $f1 … */
export function setValuesDocument(set: readonly boolean[]): string {
  const variables = set.map((value, index) => `, $f${index}: ID!${value ? `, $v${index}: ProjectV2FieldValue!` : ""}`).join("");
  const parts = set.map((value, index) => (value
    ? `s${index}: updateProjectV2ItemFieldValue(input: { projectId: $id, itemId: $item, fieldId: $f${index}, value: $v${index} }) { clientMutationId }`
    : `s${index}: clearProjectV2ItemFieldValue(input: { projectId: $id, itemId: $item, fieldId: $f${index} }) { clientMutationId }`));
  return `mutation SetValues($id: ID!, $item: ID!${variables}) { ${parts.join(" ")} }`;
}

export const FIELD_TYPES: Readonly<Record<BoardFieldType, string>> = { text: "TEXT", number: "NUMBER", date: "DATE", choice: "SINGLE_SELECT" };
