/** A part of a milestone that somebody reviews: how it stands, and the comment that asks them. */
import type { RepositoryName } from "../domain/model/refs.ts";
import { sameRepository } from "../domain/model/refs.ts";
import type { CheckedItem, IssueLink } from "../domain/policy/checklist.ts";
import type { PartStanding } from "../domain/policy/part.ts";
import { joined } from "./enumeration.ts";
import { markdownCode, markdownText, plainText } from "./escape.ts";
import { instantText, shortInstantText } from "./instant.ts";
import { mentionText } from "./tracking-reference.ts";

/** ": ready since Fri 15 May …, review asked of bedeho"; empty while there is nothing to say. */
export function partStandingText({ ready, readySince, reviewers, approval }: PartStanding, zone: string): string {
  if (!ready) return approval === null ? "" : `: approved by ${markdownText(approval.by)}, and not ready`;
  const since = readySince === null ? "ready" : `ready since ${shortInstantText(readySince, zone, null)}`;
  if (approval !== null) return `: ${since}, approved by ${markdownText(approval.by)}`;
  return reviewers.length === 0 ? `: ${since}` : `: ${since}, review asked of ${joined(reviewers.map((who) => markdownText(who)))}`;
}

export interface AskedForReview {
  readonly item: CheckedItem;
  readonly standing: PartStanding;
  /** whom GitHub does not take as reviewers of the pull request */
  readonly refused: readonly string[];
  /** id of the milestone */
  readonly milestone: string;
  /** where the comment stands */
  readonly home: RepositoryName;
  readonly zone: string;
}

export function askedForReviewText({ item, standing, refused, milestone, home, zone }: AskedForReview): string {
  const { task, link, owner } = item;
  const title = `**${markdownText(task, 300)}**`;
  const since = standing.readySince === null ? "is ready" : `is ready since ${instantText(standing.readySince, zone, null)}`;
  const by = owner === null ? "" : `, by ${markdownText(owner)}`;
  const where = link === null ? "" : ` (${placeText(link, home)}${by})`;
  const said = `${markdownCode(`/warden reviewed ${plainText(task, 120)} for ${milestone}`)}`;
  const how = link === null ? `Look at it, and write ${said}` : `Approve it there, or write ${said}`;
  const pass = `${markdownCode(`/warden delegate @… for ${plainText(task, 120)}`)} passes the review on.`;
  const not = refused.length === 0 ? "" : `\n\nGitHub does not take ${joined(refused.map((who) => markdownText(who, 60)))} as ${refused.length === 1 ? "a reviewer" : "reviewers"} of that pull request: its author cannot be one, nor can anybody without access to the repository. The words above count all the same.`;
  return `${joined(standing.reviewers.map((who) => mentionText(who)))}: ${title} ${since}${where}, and waits for your review. ${how}; ${pass}${not}`;
}

function placeText({ repository, number }: IssueLink, home: RepositoryName): string {
  return `${sameRepository(repository, home) ? "" : repository}#${number}`;
}
