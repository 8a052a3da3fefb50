/** Reviews and requested reviewers of pulls. */
import { simpleUser } from "../payload/account.ts";
import { pullSimplePayload } from "../payload/pull.ts";
import { reviewPayload } from "../payload/review.ts";
import type { Pull } from "../state/pull.ts";
import { findPull } from "../state/pull.ts";
import { createReview, dismissReview, findReview, requestReview, submitReview } from "../state/review.ts";
import { ApiProblem } from "../api-problem.ts";
import { reads, writes } from "./access.ts";
import { accountsNamed, oneOf, optionalNames, optionalText } from "./body.ts";
import { listPage } from "./paging.ts";
import type { Route, RouteContext } from "./route.ts";
import { actor, created, jsonBody, numberParam, ok, repositoryOf } from "./route.ts";

const ofPull = "/repos/{owner}/{repo}/pulls/{number}";
const events = ["APPROVE", "REQUEST_CHANGES", "COMMENT"] as const;

export const reviewRoutes: readonly Route[] = [
  { method: "GET", path: `${ofPull}/reviews`, allow: reads("pull_requests"), handle: (context) => listPage(context, pullOf(context).reviews, (review) => reviewPayload(context.world, review)) },
  { method: "POST", path: `${ofPull}/reviews`, allow: writes("pull_requests", "read"), handle: create },
  { method: "GET", path: `${ofPull}/reviews/{review_id}`, allow: reads("pull_requests"), handle: (context) => ok(reviewPayload(context.world, findReview(pullOf(context), numberParam(context, "review_id")))) },
  { method: "POST", path: `${ofPull}/reviews/{review_id}/events`, allow: writes("pull_requests", "read"), handle: submit },
  { method: "PUT", path: `${ofPull}/reviews/{review_id}/dismissals`, allow: writes("pull_requests"), handle: dismiss },
  { method: "GET", path: `${ofPull}/requested_reviewers`, allow: reads("pull_requests"), handle: (context) => ok({ users: pullOf(context).requestedReviewers.map((each) => simpleUser(context.world, each)), teams: [] }) },
  { method: "POST", path: `${ofPull}/requested_reviewers`, allow: writes("pull_requests", "triage"), handle: request },
];

function pullOf(context: RouteContext): Pull {
  return findPull(repositoryOf(context), numberParam(context, "number"));
}

async function create(context: RouteContext): Promise<Response> {
  const body = await jsonBody(context);
  const commitSha = optionalText(body, "commit_id");
  const input = { event: oneOf(body, "event", events) ?? null, body: optionalText(body, "body") ?? "", ...(commitSha === undefined ? {} : { commitSha }) };
  return ok(reviewPayload(context.world, createReview(context.world, pullOf(context), input, actor(context))));
}

async function submit(context: RouteContext): Promise<Response> {
  const review = findReview(pullOf(context), numberParam(context, "review_id"));
  const event = oneOf(await jsonBody(context), "event", events);
  if (event === undefined) throw new ApiProblem(422, 'Invalid request.\n\n"event" wasn\'t supplied.');
  submitReview(context.world, review, event);
  return ok(reviewPayload(context.world, review));
}

function dismiss(context: RouteContext): Response {
  const review = findReview(pullOf(context), numberParam(context, "review_id"));
  dismissReview(context.world, review, actor(context));
  return ok(reviewPayload(context.world, review));
}

async function request(context: RouteContext): Promise<Response> {
  const pull = pullOf(context);
  const reviewers = accountsNamed(context.world, optionalNames(await jsonBody(context), "reviewers") ?? [], "PullRequest", "reviewers");
  requestReview(context.world, pull, reviewers, actor(context));
  return created(pullSimplePayload(context.world, pull));
}
