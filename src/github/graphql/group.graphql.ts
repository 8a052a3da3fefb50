/** A merge group: does its branch still stand, which entries does the queue hold, and our checks on the group's commit. */
import { OUR_CHECKS } from "./pull-fields.graphql.ts";

export const GROUP_DOCUMENT = `query Group($owner: String!, $name: String!, $ref: String!, $sha: GitObjectID!, $number: Int!, $appId: Int!) {
  repository(owner: $owner, name: $name) {
    databaseId
    ref(qualifiedName: $ref) { target { oid } }
    object(oid: $sha) { __typename ...OurChecks }
    pullRequest(number: $number) {
      mergeQueueEntry { mergeQueue { entries(first: 100) { nodes { position headCommit { oid } baseCommit { oid } pullRequest { number } } } } }
    }
  }
}
${OUR_CHECKS}`;
