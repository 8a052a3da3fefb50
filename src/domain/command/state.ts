/** What all admitted commands together say, for one plan in one repository. Computed anew by `fold`; never stored. */
import type { Reason } from "../model/decision.ts";
import type { MilestoneWords } from "../model/milestone-words.ts";
import { NO_MILESTONE_WORDS } from "../model/milestone-words.ts";
import type { Instant } from "../model/instant.ts";
import type { GivenDone, GivenGrade, GivenScore } from "../model/score.ts";
import type { AskedResend } from "../policy/resend.ts";
import type { LinkedTest, SpokenResult } from "../model/spoken-test.ts";
import type { PromotionReason } from "../model/tag.ts";
import type { ScopeAdmission } from "../policy/scope.ts";
import type { Vote } from "../model/vote.ts";
import type { FreezeSwitch, Waiver } from "../model/snapshot.ts";

export interface CommandState {
  readonly waivers: readonly AskedWaiver[];
  readonly switches: readonly FreezeSwitch[];
  /** approvals of a commit by command, beside those by review */
  readonly approvals: readonly CommandApproval[];
  /** what people think of key results, in the order in which they said it */
  readonly scores: readonly GivenScore[];
  readonly grades: readonly GivenGrade[];
  /** that a duty was done, by its id */
  readonly duties: readonly GivenDone[];
  /** that messages which did not arrive are to be sent again; `number` is of the issue in which it was said */
  readonly resends: readonly (AskedResend & { readonly number: number })[];
  /** features that the manager lets into the release although its scope is fixed */
  readonly admissions: readonly ScopeAdmission[];
  /** what people said of milestones */
  readonly milestones: MilestoneWords;
  /** tests that were linked by command */
  readonly linkedTests: readonly LinkedTest[];
  /** what tests that people do by hand came to, as it was said */
  readonly handResults: readonly SpokenResult[];
  /** why final tags stand on other commits than their candidates */
  readonly promotions: readonly PromotionReason[];
  /** by version, the votes on the procedure for incidents, as of the last word */
  readonly votes: ReadonlyMap<string, Vote>;
  /** by `outcomeKey`: what each command did */
  readonly outcomes: ReadonlyMap<string, Outcome>;
}

export const NO_COMMANDS: CommandState = { waivers: [], switches: [], approvals: [], scores: [], grades: [], duties: [], admissions: [], promotions: [], linkedTests: [], handResults: [], resends: [], votes: new Map(), milestones: NO_MILESTONE_WORDS, outcomes: new Map() };

export interface AskedWaiver extends Waiver {
  /** the comment that asked */
  readonly comment: number;
  readonly askedAt: Instant;
  readonly author: string | null;
  readonly needed: number;
  /** every approval ever given; those of the latest diff count */
  readonly given: readonly GivenApproval[];
  /** the diff and commit for which it was asked */
  readonly asked: { readonly diff: string; readonly head: string };
  /** the comment that asked anew in its place */
  readonly replacedBy: number | null;
}

export interface GivenApproval {
  readonly by: string;
  readonly at: Instant;
  readonly diff: string;
  readonly head: string;
}

export interface CommandApproval {
  readonly number: number;
  readonly sha: string;
  readonly by: string;
  readonly at: Instant;
}

export const OUTCOMES = [
  "frozen",            // freeze, branches, until, untilText, because, private
  "thawed",            // freeze
  "thaw-which",        // freezes
  "thaw-nothing",
  "thaw-unknown",      // freeze, holding
  "waiver",            // freezes: how it stands is read from the waivers themselves
  "waive-nothing",
  "waive-unknown-diff",
  "waive-already",     // freezes
  "approved",          // freezes, by
  "approval-counted",  // freezes, given, needed
  "approved-plan",     // head
  "approve-nothing",
  "approve-own",
  "approve-not-yours", // freezes, who
  "approve-unknown-diff",
  "revoked",           // freezes
  "revoked-plan",
  "revoke-nothing",
  "revoke-not-yours",  // who
  "key-result-unknown",   // keyResult, nearest, keyResults
  "scored",               // keyResult, score (null = abstained), from, to, weight (null = only as one of a team), teams, mode
  "score-without-weight", // keyResult, score, from, to
  "score-none-collected", // keyResult
  "score-unreadable",     // keyResult, mode, said
  "score-too-early",      // keyResult, from
  "score-too-late",       // keyResult, measured
  "graded",               // keyResult, grade
  "grade-too-early",      // keyResult, measured, basis, milestone
  "grade-not-yours",      // keyResult, who
  "duty-done",            // duty, due, next
  "duty-already",         // duty, next
  "duty-not-begun",       // duty, milestone
  "done-unknown",         // named, nearest, known
  "done-not-yours",       // named, who
  "resend",               // target (null = all)
  "admitted",             // because
  "admit-no-scope",
  "admit-a-pull",
  "milestone-done",       // milestone, date, bound, at
  "milestone-partial",    // milestone, date, bound, at
  "milestone-already",    // milestone, by, at
  "milestone-reopened",   // milestone
  "milestone-not-reached", // milestone
  "milestone-closed",     // milestone
  "milestone-rests",      // milestone, after, freezes
  "milestone-forced",     // milestone, at, task, because
  "force-none",           // milestone
  "force-early",          // milestone, from, waits
  "force-unread",         // milestone, unless
  "force-criticised",     // milestone, unless, against
  "milestone-unknown",    // named, nearest, known
  "milestone-which",      // known, verb
  "milestone-not-yours",  // milestone, who
  "milestone-elsewhere",  // home
  "milestone-bad-date",   // message, hint
  "milestone-future",     // said
  "milestone-moves",      // milestone, to, was, lines, before
  "milestone-same-date",  // milestone, to
  "reassign-lines",       // from, to, since, at, because, over
  "reassign-unknown",     // who, nearest
  "reassign-over",        // who
  "reassign-same",        // who
  "reassign-nobody",      // said
  "milestone-bad-link",   // said
  "milestone-delegated",  // milestone, to
  "delegate-nobody",      // said
  "part-reviewed",        // milestone, part
  "part-delegated",       // milestone, part, to
  "part-again",           // milestone, part, by (null = oneself)
  "part-which",           // known, verb
  "part-unknown",         // named, nearest, known
  "part-not-yours",       // milestone, part, who
  "part-not-passed",      // milestone, part, who
  "outstanding-noted",    // milestone, task, owner, surprise, disposition
  "outstanding-no-disposition", // said
  "outstanding-no-owner", // said
  "claimed",              // milestone, role
  "claim-taken",          // milestone, open
  "claim-again",          // milestone
  "acceptance-linked",    // link
  "acceptance-without",   // link
  "acceptance-unknown",   // link
  "acceptance-a-pull",
  "acceptance-no-features",
  "tested",               // outcome, place, tag, tester
  "tested-which",
  "tested-unknown-environment", // place, nearest, known
  "tested-not-yours",     // place, who
  "tested-unknown-tag",   // tag, hint
  "promoted",             // tag, sha, because
  "promote-which",        // tag
  "promote-not-final",    // tag, hint
  "procedure-none",
  "procedure-elsewhere",  // version
  "procedure-missing",    // version
  "procedure-voters-unknown", // version
  // Of the following the facts are: version, voters, mover, choice, number, carried
  "moved",
  "motion-already",
  "motion-stands",
  "seconded",
  "second-nothing",
  "second-own",
  "second-already",
  "voted",
  "voted-late",
  "vote-unreadable",      // said
  "vote-not-open",
  "vote-over",
  "vote-void",
  "not-a-voter",
  "concern-kept",
  "concern-over",
  "concern-settled",
  "concern-none",
] as const;
export type OutcomeCode = (typeof OUTCOMES)[number];

/** What one command did, in facts that `text` puts into words. */
export interface Outcome {
  readonly code: OutcomeCode;
  /** did it do what was asked? A thumb up or down */
  readonly done: boolean;
  readonly facts: Reason["facts"];
}

export function outcomeKey(command: { readonly comment: number; readonly line: number }): string {
  return `${command.comment}/${command.line}`;
}

/** Orders what was said at the same instant by the comment it was said in. */
export function wordId(command: { readonly comment: number; readonly line: number }): string {
  return `${String(command.comment).padStart(16, "0")}/${command.line}`;
}

export function done(code: OutcomeCode, facts: Outcome["facts"] = {}): Outcome {
  return { code, done: true, facts };
}

export function refused(code: OutcomeCode, facts: Outcome["facts"] = {}): Outcome {
  return { code, done: false, facts };
}
