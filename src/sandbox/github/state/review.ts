/**
 * Reviews of pulls: approvals and requests for changes, each of one commit.
 */
import { invalid, notFound, unprocessable } from "../api-problem.ts";
import { nodeId } from "../node-id.ts";
import { simpleUser } from "../payload/account.ts";
import { pullSimplePayload } from "../payload/pull.ts";
import { reviewPayload } from "../payload/review.ts";
import type { World } from "../world.ts";
import type { Account } from "./account.ts";
import { settleAutoMerges } from "./auto-merge.ts";
import { checkBody } from "./comment.ts";
import { emitIssue, note } from "./issue.ts";
import type { Pull } from "./pull.ts";
import { associationOf, fullName } from "./repository.ts";

export type ReviewState = "APPROVED" | "CHANGES_REQUESTED" | "COMMENTED" | "DISMISSED" | "PENDING";

export interface Review {
  readonly id: number;
  readonly nodeId: string;
  readonly pull: Pull;
  readonly user: Account;
  body: string;
  state: ReviewState;
  readonly commitSha: string;
  submittedAt: number | null;
}

export interface ReviewInput {
  /** GitHub's event: APPROVE, REQUEST_CHANGES, COMMENT; absent leaves the review pending. */
  readonly event: "APPROVE" | "REQUEST_CHANGES" | "COMMENT" | null;
  readonly body?: string;
  readonly commitSha?: string;
}

const stateOfEvent = { APPROVE: "APPROVED", REQUEST_CHANGES: "CHANGES_REQUESTED", COMMENT: "COMMENTED" } as const;

/** Reviews a pull and fires pull_request_review.submitted; authors cannot approve their own. */
export function createReview(world: World, pull: Pull, input: ReviewInput, user: Account): Review {
  checkBody("PullRequestReview", input.body ?? "");
  if (user === pull.issue.user && (input.event === "APPROVE" || input.event === "REQUEST_CHANGES")) {
    throw unprocessable(`Can not ${input.event === "APPROVE" ? "approve" : "request changes on"} your own pull request`);
  }
  if (input.event !== null && input.event !== "APPROVE" && (input.body ?? "") === "") throw invalid({ resource: "PullRequestReview", code: "missing_field", field: "body" });
  const id = world.nextId("review");
  const review: Review = { id, nodeId: nodeId("review", id), pull, user, body: input.body ?? "", state: "PENDING", commitSha: input.commitSha ?? pull.head.sha, submittedAt: null };
  pull.reviews.push(review);
  if (input.event !== null) submitReview(world, review, input.event);
  return review;
}

export function submitReview(world: World, review: Review, event: keyof typeof stateOfEvent): void {
  if (review.state !== "PENDING") throw unprocessable("Could not submit a review that is not pending.");
  review.state = stateOfEvent[event];
  review.submittedAt = world.clock.now();
  review.pull.requestedReviewers = review.pull.requestedReviewers.filter((each) => each !== review.user);
  note(world, review.pull.issue, "reviewed", review.user);
  emitReview(world, review, "submitted", review.user);
  settleAutoMerges(world, review.pull.issue.repository, review.pull.head.sha);
}

export function dismissReview(world: World, review: Review, sender: Account): void {
  if (review.state !== "APPROVED" && review.state !== "CHANGES_REQUESTED") throw unprocessable(`Can not dismiss a ${review.state.toLowerCase()} pull request review`);
  review.state = "DISMISSED";
  note(world, review.pull.issue, "review_dismissed", sender);
  emitReview(world, review, "dismissed", sender);
  settleAutoMerges(world, review.pull.issue.repository, review.pull.head.sha);
}

export function findReview(pull: Pull, id: number): Review {
  const review = pull.reviews.find((each) => each.id === id);
  if (review === undefined) throw notFound();
  return review;
}

/** The deciding review of each person: the last approval, request for changes or dismissal. */
export function decidingReviews(pull: Pull): Review[] {
  const last = new Map<number, Review>();
  for (const review of pull.reviews) if (review.state !== "COMMENTED" && review.state !== "PENDING") last.set(review.user.id, review);
  return [...last.values()];
}

/** Asks people for a review; refuses the author, and whoever is no collaborator, and then asks nobody. Fires pull_request.review_requested for each. */
export function requestReview(world: World, pull: Pull, reviewers: readonly Account[], sender: Account): void {
  const { repository, user } = pull.issue;
  if (reviewers.includes(user)) throw unprocessable("Review cannot be requested from pull request author.");
  if (reviewers.some((each) => associationOf(repository, each) === "NONE")) {
    throw unprocessable(`Reviews may only be requested from collaborators. One or more of the users or teams you specified is not a collaborator of the ${fullName(repository)} repository.`);
  }
  for (const reviewer of reviewers) {
    if (pull.requestedReviewers.includes(reviewer)) continue;
    pull.requestedReviewers = [...pull.requestedReviewers, reviewer];
    note(world, pull.issue, "review_requested", sender);
    emitIssue(world, pull.issue, "review_requested", sender, () => ({ requested_reviewer: simpleUser(world, reviewer) }));
  }
}

function emitReview(world: World, review: Review, action: string, sender: Account): void {
  const { repository } = review.pull.issue;
  world.emit({ event: "pull_request_review", action, repository, sender }, () => ({
    review: { ...reviewPayload(world, review), state: review.state.toLowerCase() },
    pull_request: pullSimplePayload(world, review.pull),
  }));
}
