/**
 * The check of a merge group. Every pull request in it was judged at this moment; one that may not enter fails the group at once and is
 * named, so that GitHub takes it out of the queue and the others go on. A group always gets an answer, since silence would hold up the queue.
 */
import type { CheckWords } from "../domain/desired/pull-check.ts";
import type { Decision } from "../domain/model/decision.ts";
import type { Instant } from "../domain/model/instant.ts";
import type { ReleasePlan } from "../domain/model/plan.ts";
import type { RepositoryName } from "../domain/model/refs.ts";
import { checkName } from "./check.ts";
import { decisionSummary, SUMMARY_CAP } from "./decision-summary.ts";
import { decisionTitle, TITLE_CAP } from "./decision-title.ts";
import { counted } from "./enumeration.ts";
import { markdownText, terminalText } from "./escape.ts";

export interface GroupMember {
  readonly number: number;
  readonly title: string;
  readonly decision: Decision;
  /** the plan that decided; null when none governs the branch */
  readonly plan: ReleasePlan | null;
}

export interface GroupInput {
  readonly members: readonly GroupMember[];
  /** false when not every pull request of the group could be named */
  readonly complete: boolean;
  readonly base: string;
  readonly now: Instant;
  readonly repository: RepositoryName | null;
  readonly detailsUrl: string | null;
  readonly web?: string;
}

export function renderGroupCheck(input: GroupInput): CheckWords {
  const name = checkName(input.base);
  const words = { name, annotations: [], detailsUrl: input.detailsUrl };
  const stopped = input.members.filter(({ decision }) => stops(decision) && decision.mode !== "observe");
  const [culprit] = stopped;
  if (culprit !== undefined) return { ...words, conclusion: "failure", title: culpritTitle(culprit, input), summary: culpritSummary(stopped, input) };
  if (!input.complete) {
    return {
      ...words, conclusion: "failure", title: "Cannot tell which pull requests are in this group, so it does not merge",
      summary: "**Next step:** put the pull requests in the merge queue again.\n\nGitHub did not name every pull request of this group, so one that the freeze does not let in may be among them.",
    };
  }
  return { ...words, ...passing(input) };
}

function stops(decision: Decision): boolean {
  return decision.verdict === "block" || decision.verdict === "wait";
}

function passing(input: GroupInput): Pick<CheckWords, "conclusion" | "title" | "summary"> {
  const observed = input.members.filter(({ decision }) => stops(decision));
  const frozen = input.members.some(({ decision }) => decision.verdict !== "skip");
  const list = input.members.slice(0, 100).map((member) => `- #${member.number} ${markdownText(member.title, 100)}: ${markdownText(titleOf(member, input), 120)}`).join("\n");
  const title = !frozen ? "No freeze is in force here"
    : observed.length > 0 ? `${counted(observed.length, "pull request")} would wait (observe mode: nothing is blocked)`
      : input.members.length === 1 ? "Allowed: the pull request in this group may merge" : `Allowed: all ${input.members.length} pull requests in this group may merge`;
  return { conclusion: observed.length > 0 ? "neutral" : "success", title, summary: `**Nothing to do.**\n\n${list}` };
}

function titleOf(member: GroupMember, input: GroupInput): string {
  if (member.plan === null) return "no release plan governs this branch";
  return decisionTitle({ decision: member.decision, plan: member.plan, now: input.now, base: input.base, repository: input.repository });
}

function culpritTitle(culprit: GroupMember, input: GroupInput): string {
  return terminalText(`#${culprit.number} stops this group: ${titleOf(culprit, input)}`, TITLE_CAP);
}

function culpritSummary(stopped: readonly GroupMember[], input: GroupInput): string {
  const pages = stopped.slice(0, 10).map((member) => {
    const heading = `## #${member.number} ${markdownText(member.title, 150)}`;
    if (member.plan === null) return heading;
    return `${heading}\n${decisionSummary({ decision: member.decision, plan: member.plan, now: input.now, base: input.base, repository: input.repository }, input.web)}`;
  });
  const first = `The freeze does not let in ${stopped.length === 1 ? "this pull request" : `these ${stopped.length} pull requests`}. Without ${stopped.length === 1 ? "it" : "them"} the rest of the group may merge: GitHub queues the others again by itself.`;
  const whole: string[] = [first];
  let length = first.length;
  for (const page of pages) {
    // whole pages only: a page cut in the middle could lose the end of a code block
    if (length + page.length + 2 > SUMMARY_CAP) break;
    whole.push(page);
    length += page.length + 2;
  }
  return whole.join("\n\n");
}
