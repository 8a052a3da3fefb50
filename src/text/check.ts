/**
 * From a decision to the words of its check. What waits is in progress, so that nobody reads it as broken; what the plan only observes,
 * and what merges freely but would hold up the release, is neutral. Red is kept for a broken plan and for merge groups, where GitHub
 * must take the group out of the queue at once.
 */
import type { CheckConclusion } from "../domain/model/check.ts";
import type { Decision } from "../domain/model/decision.ts";
import type { CheckWords } from "../domain/desired/pull-check.ts";
import type { Instant } from "../domain/model/instant.ts";
import type { ReleasePlan } from "../domain/model/plan.ts";
import type { PullFacts } from "../domain/model/pull.ts";
import type { RepositoryName } from "../domain/model/refs.ts";
import { decisionSummary, SUMMARY_CAP } from "./decision-summary.ts";
import { decisionTitle } from "./decision-title.ts";
import { joined } from "./enumeration.ts";
import { markdownCode, terminalText } from "./escape.ts";

/** A check belongs to a commit and its name; the base in the name keeps pull requests to several branches apart. */
export function checkName(base: string): string {
  return `Release plan (${base})`;
}

export interface CheckInput {
  readonly decision: Decision;
  readonly plan: ReleasePlan;
  readonly now: Instant;
  readonly base: string;
  readonly detailsUrl?: string | null;
  /** of the pull request: references to it are then written without the name. Taken from `pull` unless given. */
  readonly repository?: RepositoryName | null;
  /** the pull request that decided; links lead where its address does */
  readonly pull?: Pick<PullFacts, "repository" | "url">;
  /** when the commit heads several open pull requests to this base: the one judged here (the strictest), and the others */
  readonly shared?: { readonly judged: number; readonly others: readonly number[] };
}

/** null = there is nothing to say, so there is no check. */
export function renderCheck(input: CheckInput): CheckWords | null {
  const { decision, base } = input;
  if (decision.verdict === "skip" && decision.feeder === null) return null;
  const pull = { ...input, repository: input.repository ?? input.pull?.repository ?? null };
  const summary = decisionSummary(pull, webOf(input.pull?.url ?? null));
  const note = sharedNote(input);
  return {
    name: checkName(base),
    conclusion: conclusionOf(decision),
    title: decisionTitle(pull),
    summary: summary.length + note.length <= SUMMARY_CAP ? `${summary}${note}` : summary,
    annotations: [],
    detailsUrl: input.detailsUrl ?? null,
  };
}

/** For a check that stood while a freeze held: it must not keep people waiting once nothing holds any more. */
export function renderNothingHolds({ base }: { readonly base: string }): CheckWords {
  return {
    name: checkName(base), conclusion: "success", title: "No freeze is in force here", annotations: [], detailsUrl: null,
    summary: `**Nothing to do.** No freeze is in force on ${markdownCode(base, 80)}, so the release plan does not hold up this pull request.`,
  };
}

/** "https://github.com" of "https://github.com/o/r/pull/7", and of an address that is not known. */
function webOf(pullUrl: string | null): string {
  return pullUrl !== null && URL.canParse(pullUrl) ? new URL(pullUrl).origin : "https://github.com";
}

/**
 * After a retarget: GitHub goes on showing the check of the branch that the commit was proposed for before. It stays open and says why: a green or
 * neutral one would let the commit in, should it come back to that branch before it was judged anew.
 */
export function renderNoLongerProposed({ base }: { readonly base: string }): CheckWords {
  return {
    name: checkName(base), conclusion: null, title: `No longer proposed for ${terminalText(base, 60)}`,
    summary: `**Nothing to do.** No open pull request proposes this commit for ${markdownCode(base)} any more, so this check holds up nothing.`, annotations: [], detailsUrl: null,
  };
}

function conclusionOf(decision: Decision): CheckConclusion | null {
  if (decision.feeder !== null) return "neutral";
  switch (decision.verdict) {
    case "allow": return "success";
    case "skip": return "neutral";
    case "block": case "wait": return decision.mode === "observe" ? "neutral" : null;
  }
}

function sharedNote({ shared }: CheckInput): string {
  if (shared === undefined || shared.others.length === 0) return "";
  const others = joined(shared.others.slice(0, 10).map((number) => `#${number}`));
  return `\n\nThis commit is also the last one of ${others}, and GitHub shows one check for all of them. What is said here is about #${shared.judged}, the strictest.`;
}
