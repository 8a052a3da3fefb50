/**
 * `motion`, `second`, `vote` and `concern`: a vote on the procedure for incidents, under the issue of that version. Who may vote and on which text
 * stands with each command as it was when it was admitted; a later change of the plan changes nothing that was said.
 */
import type { Choice, Vote, VoteOutcome, VoteWord } from "../../model/vote.ts";
import { CHOICES } from "../../model/vote.ts";
import { applyWord, NO_VOTE } from "../../policy/vote.ts";
import type { AdmittedCommand, ProcedureThen } from "../command.ts";
import type { Outcome } from "../state.ts";
import { done, refused, wordId } from "../state.ts";
import type { Apply, FoldContext, VerbRow } from "../verb.ts";

const SHARED = { clauses: ["because"], needs: [], ofDiff: false, touches: "procedure", place: "anywhere", argument: "none" } as const;

export const MOTION: VerbRow = {
  ...SHARED,
  verb: "motion",
  usage: "motion [because WHY]",
  does: "Under the issue of a procedure for incidents: moves that this version is ratified. Another voter seconds it.",
  right: "vote",
  examples: ["/warden motion", "/warden motion because the trial of two months went well"],
  apply: (...given) => applied(given, () => ({ kind: "motion", because: given[1].command.because })),
};

export const SECOND: VerbRow = {
  ...SHARED,
  verb: "second",
  clauses: [],
  usage: "second",
  does: "Seconds the motion there, which opens the vote. Not for whoever moved it.",
  right: "vote",
  examples: ["/warden second"],
  apply: (...given) => applied(given, () => ({ kind: "second" })),
};

export const VOTE: VerbRow = {
  ...SHARED,
  verb: "vote",
  argument: "required",
  usage: "vote yes, no or abstain [because WHY]",
  does: "Votes on the motion there. Said again, it takes the place of your vote before, until the result stands.",
  right: "vote",
  examples: ["/warden vote yes", "/warden vote no because nobody would be woken at night"],
  apply: (...given) => applied(given, ({ argument, because }) => {
    const choice = CHOICES.find((one) => one === argument?.toLowerCase());
    return choice === undefined ? null : { kind: "vote", choice, because };
  }),
};

export const CONCERN: VerbRow = {
  ...SHARED,
  verb: "concern",
  argument: "text",
  clauses: [],
  usage: "concern TEXT, or concern settled [NUMBER]",
  does: "Raises a concern there, which stops nothing and is kept with the result. settled says that yours is dealt with.",
  right: "tell",
  examples: ["/warden concern This adds a layer of bureaucracy", "/warden concern settled"],
  apply: (...given) => applied(given, ({ argument }) => {
    const settled = /^settled(?: #?(\d{1,6}))?[.!]?$/i.exec(argument ?? "");
    if (settled !== null) return { kind: "settled", number: settled[1] === undefined ? null : Number(settled[1]) };
    return { kind: "concern", text: argument ?? "" };
  }),
};

type Said = { readonly kind: "motion"; readonly because: string | null } | { readonly kind: "second" } | { readonly kind: "vote"; readonly choice: Choice; readonly because: string | null } | { readonly kind: "concern"; readonly text: string } | { readonly kind: "settled"; readonly number: number | null };

function applied([state, command, context]: Parameters<Apply>, read: (said: AdmittedCommand["command"]) => Said | null): ReturnType<Apply> {
  const then = command.plans.find(({ plan }) => plan === context.planKey)?.procedure;
  if (then === undefined) return command.plans.some(({ procedure }) => procedure !== undefined) ? null : { state, outcome: elsewhere(context) };
  const said = read(command.command);
  if (said === null) return { state, outcome: refused("vote-unreadable", { said: command.command.argument }) };
  if (then.missing === true) return { state, outcome: refused("procedure-missing", { version: then.version }) };
  const { voters } = then;
  if (voters === null) return { state, outcome: refused("procedure-voters-unknown", { version: then.version }) };
  const word: VoteWord = { id: wordId(command), by: command.standing.login, at: command.at, terms: { voters, needs: then.needs, within: then.within, text: then.text }, ...said };
  const { vote, outcome } = applyWord(state.votes.get(then.version) ?? NO_VOTE, word);
  const told = toldOutcome(outcome, vote, word, then);
  return { state: told.done ? { ...state, votes: new Map([...state.votes, [then.version, vote]]) } : state, outcome: told };
}

function elsewhere({ plan }: FoldContext): Outcome {
  const procedure = plan.incidents?.procedure ?? null;
  return procedure?.vote == null ? refused("procedure-none") : refused("procedure-elsewhere", { version: procedure.version });
}

const DONE: readonly VoteOutcome[] = ["moved", "seconded", "voted", "voted-late", "concern-kept", "concern-settled"];

/** With what the words of an answer need. */
function toldOutcome(outcome: VoteOutcome, vote: Vote, word: VoteWord, { version }: ProcedureThen): Outcome {
  const last = vote.rounds.at(-1);
  const result = last?.result ?? null;
  const facts = {
    version, voters: last?.terms.voters ?? word.terms.voters, mover: last?.motion.by ?? null, choice: word.kind === "vote" ? word.choice : null,
    number: outcome === "concern-kept" ? vote.concerns.length : null, carried: result === null ? null : result.carried,
  };
  return DONE.includes(outcome) ? done(outcome, facts) : refused(outcome, facts);
}
