/** Reviews in GitHub's shape (REST spells states in capitals, webhooks in small letters). */
import type { components } from "@octokit/openapi-types";
import { githubInstant } from "../clock.ts";
import { associationOf } from "../state/repository.ts";
import type { Review } from "../state/review.ts";
import type { World } from "../world.ts";
import { simpleUser } from "./account.ts";
import { repositoryApi, repositoryPage } from "./url.ts";

export function reviewPayload(world: World, review: Review): components["schemas"]["pull-request-review"] {
  const { issue } = review.pull;
  const { repository } = issue;
  const api = `${repositoryApi(world, repository)}/pulls/${issue.number}`;
  const page = `${repositoryPage(world, repository)}/pull/${issue.number}#pullrequestreview-${review.id}`;
  return {
    id: review.id,
    node_id: review.nodeId,
    user: simpleUser(world, review.user),
    body: review.body,
    state: review.state,
    html_url: page,
    pull_request_url: api,
    author_association: associationOf(repository, review.user),
    _links: { html: { href: page }, pull_request: { href: api } },
    ...(review.submittedAt === null ? {} : { submitted_at: githubInstant(review.submittedAt) }),
    commit_id: review.commitSha,
  };
}
