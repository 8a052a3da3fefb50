/**
 * What a vote comes to. Somebody who may vote moves, another one seconds; with that it is open, and who may vote, on which text and by which rule is
 * fixed. The last word of each counts until the result stands: as soon as enough have said yes, when everybody has voted, or when the time is over.
 * Whoever has not voted by then may still do so, for the record, where enough had said yes.
 *
 * Promises: a result is never changed by what is said after it. A concern stops nothing: it is kept, and stands in the result while it is open. The
 * words are given in the order in which they were said, each once; the fold of commands sees to that.
 */
import type { Instant } from "../model/instant.ts";
import type { Ballot, Choice, Concern, Needs, Round, Vote, VoteOutcome, VoteResult, VoteTerms, VoteWord } from "../model/vote.ts";
import { sameLogin } from "./acceptance.ts";

export const NO_VOTE: Vote = { rounds: [], concerns: [] };

/** How many of so many must say yes. */
export function neededOf(needs: Needs, voters: number): number {
  switch (needs) {
    case "majority": return Math.floor(voters / 2) + 1;
    case "two-thirds": return Math.ceil((voters * 2) / 3);
    case "all": return voters;
  }
}

export function countsOf(ballots: readonly Pick<Ballot, "choice">[]): Readonly<Record<Choice, number>> {
  const count = (choice: Choice): number => ballots.filter((one) => one.choice === choice).length;
  return { yes: count("yes"), no: count("no"), abstain: count("abstain") };
}

/** The next word, in the order in which they were said. */
export function applyWord(before: Vote, word: VoteWord): { readonly vote: Vote; readonly outcome: VoteOutcome } {
  const vote = voteNow(before, word.at);
  switch (word.kind) {
    case "motion": return moved(vote, word);
    case "second": return seconded(vote, word);
    case "vote": return voted(vote, word);
    case "concern": return raised(vote, word);
    case "settled": return settled(vote, word);
  }
}

/** Time ends it at its own instant, whenever somebody looks. */
export function voteNow(vote: Vote, now: Instant): Vote {
  const last = vote.rounds.at(-1);
  const end = last === undefined ? null : closesAt(last);
  return last === undefined || end === null || end > now ? vote : withLast(vote, { ...last, result: resultOf(last, vote.concerns, end, true) });
}

/** When the clock alone ends it; null = it does not. */
export function closesAt({ second, result, terms }: Round): Instant | null {
  return second === null || result !== null || terms.within === null ? null : second.at + terms.within;
}

/** It was to be about another text than the one that stands now. What was carried stays carried, for its own text. */
export function isVoid({ second, result, terms }: Round, text: string | null): boolean {
  return second !== null && result === null && terms.text !== text;
}

/** The motion that carried this very text; null = none did. */
export function ratifying({ rounds }: Vote, text: string | null): Round | null {
  return rounds.findLast(({ result, terms }) => result?.carried === true && terms.text === text) ?? null;
}

type Step = ReturnType<typeof applyWord>;
type Word<Kind extends VoteWord["kind"]> = Extract<VoteWord, { readonly kind: Kind }>;

function isVoter({ voters }: VoteTerms, login: string): boolean {
  return voters.some((voter) => sameLogin(voter, login));
}

function moved(vote: Vote, { id, by, at, because, terms }: Word<"motion">): Step {
  const last = vote.rounds.at(-1);
  if (!isVoter(terms, by)) return { vote, outcome: "not-a-voter" };
  if (ratifying(vote, terms.text) !== null) return { vote, outcome: "motion-stands" };
  if (last !== undefined && last.result === null && !isVoid(last, terms.text)) return { vote, outcome: "motion-already" };
  return { vote: { ...vote, rounds: [...vote.rounds, { id, motion: { by, at, because }, second: null, terms, ballots: [], result: null }] }, outcome: "moved" };
}

function seconded(vote: Vote, { by, at, terms }: Word<"second">): Step {
  const last = vote.rounds.at(-1);
  if (last === undefined || last.result !== null) return { vote, outcome: "second-nothing" };
  if (last.second !== null) return { vote, outcome: isVoid(last, terms.text) ? "vote-void" : "second-already" };
  if (!isVoter(terms, by)) return { vote, outcome: "not-a-voter" };
  if (sameLogin(by, last.motion.by)) return { vote, outcome: "second-own" };
  return { vote: withLast(vote, { ...last, second: { by, at }, terms }), outcome: "seconded" };
}

function voted(vote: Vote, { by, at, choice, because, terms }: Word<"vote">): Step {
  const last = vote.rounds.at(-1);
  if (last === undefined || last.second === null) return { vote, outcome: "vote-not-open" };
  if (!isVoter(last.terms, by)) return { vote, outcome: "not-a-voter" };
  const ballot = { by, at, choice, because };
  const known = last.ballots.some((one) => sameLogin(one.by, by));
  if (last.result !== null) {
    const late = last.result.ended === "enough" && !known && terms.text === last.terms.text && (last.terms.within === null || at < last.second.at + last.terms.within);
    return late ? { vote: withLast(vote, { ...last, ballots: [...last.ballots, ballot] }), outcome: "voted-late" } : { vote, outcome: "vote-over" };
  }
  if (isVoid(last, terms.text)) return { vote, outcome: "vote-void" };
  const ballots = known ? last.ballots.map((one) => (sameLogin(one.by, by) ? ballot : one)) : [...last.ballots, ballot];
  const round = { ...last, ballots };
  const result = resultOf(round, vote.concerns, at, false);
  return { vote: withLast(vote, { ...round, result }), outcome: "voted" };
}

function raised(vote: Vote, { by, at, text, terms }: Word<"concern">): Step {
  if (ratifying(vote, terms.text) !== null) return { vote, outcome: "concern-over" };
  return { vote: { ...vote, concerns: [...vote.concerns, { number: vote.concerns.length + 1, by, at, text, settledAt: null }] }, outcome: "concern-kept" };
}

/** Whoever raised it says that it is settled. */
function settled(vote: Vote, { by, at, number }: Word<"settled">): Step {
  const meant = (one: Concern): boolean => one.settledAt === null && sameLogin(one.by, by) && (number === null || one.number === number);
  if (!vote.concerns.some(meant)) return { vote, outcome: "concern-none" };
  return { vote: { ...vote, concerns: vote.concerns.map((one) => (meant(one) ? { ...one, settledAt: at } : one)) }, outcome: "concern-settled" };
}

function withLast(vote: Vote, round: Round): Vote {
  return { ...vote, rounds: [...vote.rounds.slice(0, -1), round] };
}

/** Null = it goes on. */
function resultOf({ terms, ballots }: Round, concerns: readonly Concern[], at: Instant, timeOver: boolean): VoteResult | null {
  const needed = neededOf(terms.needs, terms.voters.length);
  const carried = countsOf(ballots).yes >= needed;
  const ended = carried ? "enough" : ballots.length >= terms.voters.length ? "everybody" : timeOver ? "time" : null;
  return ended === null ? null : { carried, ended, at, needed, openConcerns: concerns.filter((one) => one.settledAt === null).map(({ number }) => number) };
}
