/**
 * Command: one line that begins with `/warden` in a comment, as a value. What people wrote stays as they wrote it, unescaped, bounded:
 * it is data, and whoever shows it makes it harmless.
 */
import type { Instant } from "../model/instant.ts";
import type { VoteRules } from "../model/vote.ts";
import type { Phrases } from "./phrase.ts";
import type { Role } from "../model/refs.ts";

export const COMMAND_NAME = "/warden";

/** Commands read from one comment; more are refused, so that a comment costs a bounded number of calls. */
export const COMMANDS_PER_COMMENT = 5;
export const REASON_CAP = 500;

export interface Command {
  readonly verb: string;
  /** what follows the verb: a freeze's id, a commit, a verb to explain; null = nothing */
  readonly argument: string | null;
  readonly on: string | null;
  readonly until: string | null;
  /** public reason */
  readonly because: string | null;
  /** a reason that is never shown by us */
  readonly privately: string | null;
  /** of verbs that have phrases of their own */
  readonly phrases?: Phrases;
}

/** Why a line is no command, with what to write instead; names in backticks. */
export interface CommandProblem {
  readonly code: string;
  readonly message: string;
  readonly hint: string | null;
}

/** The parts of a command that have a word of their own. */
export const CLAUSES = ["on", "until", "because", "privately"] as const;
export type Clause = (typeof CLAUSES)[number];

/** A freeze that held, or was announced, when a command was written. */
export interface StandingFreeze {
  readonly id: string;
  readonly since: Instant | null;
}

/** What the plan said of the place when the command was admitted; a later edit of the plan must not change what the command meant. */
export interface PlanThen {
  /** `<home repository id>/<path>` */
  readonly plan: string;
  readonly holding: readonly StandingFreeze[];
  readonly announced: readonly StandingFreeze[];
  /** branches that a freeze without `on` would close */
  readonly branches: readonly string[];
  /** the milestone under whose tracking issue the command stands; absent = it stands elsewhere */
  readonly milestone?: string;
  /** milestones that were reached; absent = none */
  readonly reached?: readonly string[];
  /** of milestones that were not, what the plan puts in their place; absent = it was not asked about */
  readonly fallbacks?: readonly FallbackThen[];
  /** the version under whose issue the command stands; absent = it stands elsewhere */
  readonly procedure?: ProcedureThen;
}

/** On what, by whom and by which rule a version of the procedure for incidents was to be voted on. */
export interface ProcedureThen extends VoteRules {
  readonly version: string;
  /** logins, for a motion and its second, which fix them; empty = they are fixed already; null = GitHub did not say who is in a team */
  readonly voters: readonly string[] | null;
  /** git's name of the file's content; null = the plan names no file */
  readonly text: string | null;
  /** the file that the plan names is not there */
  readonly missing?: true;
}

/** How the fallback of a milestone stood when a command was written. */
export interface FallbackThen {
  readonly milestone: string;
  /** from when on the clock allows it; null = never */
  readonly from: Instant | null;
  /** milestones before it that were not reached */
  readonly before: readonly string[];
  readonly armed: boolean;
  /** label of the issues that stand against it; null = none do */
  readonly unless: string | null;
  /** open issues of the home that carried it; null = they could not be read */
  readonly against: readonly number[] | null;
}

/** The pull request as it was when the command was admitted. */
export interface PullThen {
  readonly author: string | null;
  readonly base: string;
  readonly head: string;
  /** identity of its diff; null = not asked for, or too large to be told */
  readonly diff: string | null;
  readonly touchesPlan: boolean;
}

/** One command of an admitted comment: everything that folding needs, and nothing that could change afterwards. */
export interface AdmittedCommand {
  readonly command: Command;
  readonly comment: number;
  /** position among the comment's commands, from 0 */
  readonly line: number;
  readonly at: Instant;
  readonly number: number;
  readonly standing: Standing;
  readonly pull: PullThen | null;
  readonly plans: readonly PlanThen[];
}

/** Who a person was to the place when the command was admitted. */
export interface Standing {
  readonly login: string;
  readonly role: Role | null;
  /** wrote the pull request (or issue) that the command stands under */
  readonly author: boolean;
  /** names in the plan that stand for the person: the login, teams of which they are a member */
  readonly named: readonly string[];
}
