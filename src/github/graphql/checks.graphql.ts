/** Our checks on one commit. */
import { OUR_CHECKS } from "./pull-fields.graphql.ts";

export const CHECKS_DOCUMENT = `query Checks($owner: String!, $name: String!, $sha: GitObjectID!, $appId: Int!) {
  repository(owner: $owner, name: $name) { databaseId object(oid: $sha) { __typename ...OurChecks } }
}
${OUR_CHECKS}`;
