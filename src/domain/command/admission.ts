/**
 * May this command act? Judged once, when the comment is first seen; what is admitted then stands, whatever becomes of the comment.
 * Not judged here: who is a bot, and comments that were edited. Those are passed over in silence before anything is asked.
 */
import type { Instant } from "../model/instant.ts";
import type { ReleasePlan } from "../model/plan.ts";
import type { Command, CommandProblem, Standing } from "./command.ts";
import { parseCommand } from "./parse.ts";
import type { Right } from "./right.ts";
import { isOfPlan, mayUse, whoMayUse } from "./right.ts";
import { readUntil } from "./until.ts";
import type { VerbRow } from "./verb.ts";

/** A command that comes to light later than this asks again instead of acting: what was meant then may not be meant now. */
export const ACTS_WITHIN = 24 * 3_600_000;

export type Refusal =
  | { readonly why: "problem"; readonly problem: CommandProblem }
  | { readonly why: "no-plan" }
  | { readonly why: "not-allowed"; readonly verb: string; readonly right: Right; readonly who: readonly string[] }
  | { readonly why: "only-pulls"; readonly verb: string }
  | { readonly why: "closed"; readonly verb: string }
  | { readonly why: "old"; readonly verb: string; readonly line: string }
  | { readonly why: "pushed-since"; readonly head: string }
  | { readonly why: "other-commit"; readonly head: string; readonly named: string }
  | { readonly why: "no-branch"; readonly branch: string };

export interface AdmissionFacts {
  readonly now: Instant;
  readonly writtenAt: Instant;
  readonly standing: Standing;
  /** plans that bind the repository */
  readonly plans: readonly ReleasePlan[];
  /** those, and plans that stand in it: what speaks of a plan itself is heard there too */
  readonly heard: readonly ReleasePlan[];
  /** null = the comment stands under an issue */
  readonly pull: { readonly open: boolean; readonly head: string; /** when we first saw this head; null = only now */ readonly headSeenAt: Instant | null } | null;
  /** branches named by `on`, and whether they exist */
  readonly branches: ReadonlyMap<string, boolean>;
}

/** Null = admitted. */
export function refusalOf(line: string, facts: AdmissionFacts): Refusal | null {
  const parsed = parseCommand(line);
  if (!parsed.ok) return { why: "problem", problem: parsed.problem };
  const { command, row } = parsed;
  return refusedBy(line, command, row, isOfPlan(row.right) ? { ...facts, plans: facts.heard } : facts);
}

function refusedBy(line: string, command: Command, row: VerbRow, facts: AdmissionFacts): Refusal | null {
  return wrongPlace(row, facts) ?? notAllowed(row, facts) ?? (row.apply === null ? null : wrongTime(line, row, facts)) ?? wrongFacts(command, row, facts);
}

function wrongPlace(row: VerbRow, { pull, plans }: AdmissionFacts): Refusal | null {
  if (row.place === "pull" && pull === null) return { why: "only-pulls", verb: row.verb };
  if (row.apply === null) return null;
  if (plans.length === 0) return { why: "no-plan" };
  return row.place === "pull" && pull?.open === false ? { why: "closed", verb: row.verb } : null;
}

function notAllowed(row: VerbRow, { standing, plans }: AdmissionFacts): Refusal | null {
  if (row.right === "read" || plans.some((plan) => mayUse(row.right, standing, plan))) return null;
  return { why: "not-allowed", verb: row.verb, right: row.right, who: [...new Set(plans.flatMap((plan) => whoMayUse(row.right, plan)))] };
}

function wrongTime(line: string, row: VerbRow, { now, writtenAt }: AdmissionFacts): Refusal | null {
  return now - writtenAt > ACTS_WITHIN ? { why: "old", verb: row.verb, line } : null;
}

function wrongFacts(command: Command, row: VerbRow, facts: AdmissionFacts): Refusal | null {
  if (command.on !== null && facts.branches.get(command.on) !== true) return { why: "no-branch", branch: command.on };
  if (command.until !== null) {
    const problem = wrongUntil(command.until, facts);
    if (problem !== null) return { why: "problem", problem };
  }
  return row.verb === "approve" ? wrongCommit(command, facts) : null;
}

/** Of several plans one that can read it is enough. */
function wrongUntil(until: string, { plans, writtenAt }: AdmissionFacts): CommandProblem | null {
  const readings = plans.map((plan) => readUntil(until, plan));
  const good = readings.find((reading) => reading.ok);
  if (good === undefined) {
    const [bad] = readings;
    return bad === undefined || bad.ok ? null : { code: bad.code, message: bad.message, hint: bad.hint };
  }
  const ends = "time" in good.value ? good.value.time.at : null;
  if (ends === null || ends > writtenAt) return null;
  return { code: "until-past", message: `\`until ${until.replaceAll("`", "'").slice(0, 80)}\` lies before the command itself, so it would end before it begins.`, hint: "name an end that is still to come" };
}

/**
 * An approval is for what its author saw. Where the head came to our sight only after the comment was written, nobody can say that it was this one,
 * unless the comment names the commit.
 */
function wrongCommit({ argument }: Command, { pull, writtenAt }: AdmissionFacts): Refusal | null {
  if (pull === null) return null;
  if (argument !== null) return argument.length >= 7 && pull.head.startsWith(argument.toLowerCase()) ? null : { why: "other-commit", head: pull.head, named: argument };
  return pull.headSeenAt !== null && pull.headSeenAt <= writtenAt ? null : { why: "pushed-since", head: pull.head };
}
