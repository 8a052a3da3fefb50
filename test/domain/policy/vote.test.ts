import { describe, expect, test } from "@jest/globals";
import { fc } from "../../support/properties.ts";
import type { Choice, Needs, Vote, VoteOutcome, VoteTerms, VoteWord } from "../../../src/domain/model/vote.ts";
import { CHOICES, NEEDS } from "../../../src/domain/model/vote.ts";
import { applyWord, countsOf, isVoid, neededOf, NO_VOTE, ratifying, voteNow } from "../../../src/domain/policy/vote.ts";

const GUIDES = ["niels", "tor", "brian", "julian", "sam"];
const TERMS: VoteTerms = { voters: GUIDES, text: "a", needs: "majority", within: null };

type Said = Parameters<typeof word>[0];

let count = 0;
function word(said: { readonly by: string; readonly at?: number; readonly terms?: Partial<VoteTerms> } & ({ readonly motion: true } | { readonly second: true } | { readonly vote: Choice } | { readonly concern: string } | { readonly settled: number | null })): VoteWord {
  count += 1;
  const common = { id: `word-${count}`, by: said.by, at: said.at ?? count, terms: { ...TERMS, ...said.terms } };
  if ("motion" in said) return { ...common, kind: "motion", because: null };
  if ("second" in said) return { ...common, kind: "second" };
  if ("vote" in said) return { ...common, kind: "vote", choice: said.vote, because: null };
  if ("concern" in said) return { ...common, kind: "concern", text: said.concern };
  return { ...common, kind: "settled", number: said.settled };
}

function said(...words: readonly Said[]): { readonly vote: Vote; readonly outcomes: readonly VoteOutcome[] } {
  count = 0;
  return words.map(word).reduce<{ readonly vote: Vote; readonly outcomes: readonly VoteOutcome[] }>(({ vote, outcomes }, one) => {
    const next = applyWord(vote, one);
    return { vote: next.vote, outcomes: [...outcomes, next.outcome] };
  }, { vote: NO_VOTE, outcomes: [] });
}

const OPEN: readonly Said[] = [{ by: "niels", motion: true }, { by: "tor", second: true }];
const votes = (choice: Choice, ...people: readonly string[]): readonly Said[] => people.map((by) => ({ by, vote: choice }));
const result = (...words: readonly Said[]) => said(...words).vote.rounds.at(-1)?.result ?? null;

describe("so many must say yes", () => {
  test.each<readonly [Needs, number, number]>([
    ["majority", 5, 3], ["majority", 4, 3], ["majority", 2, 2], ["majority", 1, 1], ["two-thirds", 5, 4], ["two-thirds", 3, 2], ["two-thirds", 6, 4], ["all", 5, 5],
  ])("%s of %i: %i", (needs, voters, needed) => expect(neededOf(needs, voters)).toBe(needed));
});

describe("a vote", () => {
  test("five yes of five: it is carried with the third, and the others stand beside it", () => {
    const { vote, outcomes } = said(...OPEN, ...votes("yes", "brian", "niels", "tor", "julian", "sam"));
    expect(outcomes).toEqual(["moved", "seconded", "voted", "voted", "voted", "voted-late", "voted-late"]);
    expect(vote.rounds[0]?.result).toEqual({ carried: true, ended: "enough", at: 5, needed: 3, openConcerns: [] });
    expect(countsOf(vote.rounds[0]?.ballots ?? [])).toEqual({ yes: 5, no: 0, abstain: 0 });
  });

  test.each<readonly [string, readonly Said[], VoteOutcome]>([
    ["somebody who may not vote moves", [{ by: "eve", motion: true }], "not-a-voter"],
    ["it is moved twice", [{ by: "niels", motion: true }, { by: "tor", motion: true }], "motion-already"],
    ["the mover seconds, in another spelling", [{ by: "niels", motion: true }, { by: "Niels", second: true }], "second-own"],
    ["an outsider seconds", [{ by: "niels", motion: true }, { by: "eve", second: true }], "not-a-voter"],
    ["nothing was moved", [{ by: "tor", second: true }], "second-nothing"],
    ["it is seconded twice", [...OPEN, { by: "sam", second: true }], "second-already"],
    ["nobody seconded yet", [{ by: "niels", motion: true }, { by: "tor", vote: "yes" }], "vote-not-open"],
    ["an outsider votes", [...OPEN, { by: "eve", vote: "yes" }], "not-a-voter"],
    ["somebody votes who joined later", [...OPEN, { by: "eve", vote: "yes", terms: { voters: [...GUIDES, "eve"] } }], "not-a-voter"],
    ["somebody votes who left later", [...OPEN, { by: "sam", vote: "yes", terms: { voters: ["niels"] } }], "voted"],
    ["somebody votes who joined before it was seconded", [{ by: "niels", motion: true }, { by: "tor", second: true, terms: { voters: [...GUIDES, "eve"] } }, { by: "eve", vote: "yes" }], "voted"],
    ["somebody changes a vote that is counted in the result", [...OPEN, ...votes("yes", "niels", "tor", "sam"), { by: "sam", vote: "no" }], "vote-over"],
    ["the text was changed", [...OPEN, { by: "sam", vote: "yes", terms: { text: "b" } }], "vote-void"],
    ["somebody moves the new text", [...OPEN, { by: "sam", motion: true, terms: { text: "b" } }], "moved"],
    ["it is moved again although it was carried", [...OPEN, ...votes("yes", "niels", "tor", "sam"), { by: "sam", motion: true }], "motion-stands"],
    ["the text was changed after it was carried", [...OPEN, ...votes("yes", "niels", "tor", "sam"), { by: "sam", motion: true, terms: { text: "b" } }], "moved"],
    ["somebody votes after it was carried, on another text", [...OPEN, ...votes("yes", "niels", "tor", "sam"), { by: "brian", vote: "yes", terms: { text: "b" } }], "vote-over"],
    ["it was not carried and is moved again", [...OPEN, ...votes("no", ...GUIDES), { by: "sam", motion: true }], "moved"],
    ["a concern comes before any motion", [{ by: "eve", concern: "bureaucracy" }], "concern-kept"],
    ["a concern comes after it was carried", [...OPEN, ...votes("yes", "niels", "tor", "sam"), { by: "eve", concern: "bureaucracy" }], "concern-over"],
    ["somebody else settles a concern", [{ by: "eve", concern: "bureaucracy" }, { by: "sam", settled: 1 }], "concern-none"],
    ["whoever raised a concern settles it", [{ by: "eve", concern: "bureaucracy" }, { by: "Eve", settled: null }], "concern-settled"],
    ["a concern is settled twice", [{ by: "eve", concern: "bureaucracy" }, { by: "eve", settled: 1 }, { by: "eve", settled: 1 }], "concern-none"],
  ])("%s", (_when, words, outcome) => expect(said(...words).outcomes.at(-1)).toBe(outcome));

  test.each<readonly [string, readonly Said[], object | null]>([
    ["goes on while it could go either way", [...OPEN, ...votes("yes", "niels", "tor"), ...votes("no", "sam", "brian")], null],
    ["is not carried by too few, once everybody has voted", [...OPEN, ...votes("yes", "niels", "tor"), ...votes("no", "sam", "brian", "julian")], { carried: false, ended: "everybody", at: 7 }],
    ["counts an abstention as no yes", [...OPEN, ...votes("abstain", "sam", "brian", "julian"), ...votes("yes", "niels", "tor")], { carried: false, ended: "everybody" }],
    ["counts the last word of each", [...OPEN, ...votes("no", "niels", "tor", "sam"), ...votes("yes", "niels", "tor", "sam")], { carried: true, at: 8 }],
    ["needs everybody where the plan says all", [...OPEN.map((one) => ({ ...one, terms: { needs: "all" as const } })), ...votes("yes", ...GUIDES.slice(1))], null],
    ["keeps the concerns that were open", [{ by: "eve", concern: "a" }, { by: "sam", concern: "b" }, { by: "eve", settled: null }, ...OPEN, ...votes("yes", "niels", "tor", "sam"), { by: "sam", settled: null }], { openConcerns: [2] }],
  ])("%s", (_name, words, expected) => {
    if (expected === null) expect(result(...words)).toBeNull();
    else expect(result(...words)).toMatchObject(expected);
  });

  test("ends when its time is over, at that instant, whoever looks when", () => {
    const timed = OPEN.map((one) => ({ ...one, terms: { within: 100 } }));
    const { vote } = said(...timed, ...votes("yes", "niels"));
    expect([voteNow(vote, 101).rounds[0]?.result, voteNow(vote, 102).rounds[0]?.result?.ended, voteNow(vote, 9_000).rounds[0]?.result?.at]).toEqual([null, "time", 102]);
    expect(said(...timed, { by: "tor", vote: "yes", at: 102 }).outcomes.at(-1)).toBe("vote-over");
    expect(said(...timed, ...votes("yes", "niels", "tor", "sam"), { by: "brian", vote: "yes", at: 102 }).outcomes.at(-1)).toBe("vote-over");
  });

  test("is void while another text stands, and what was carried covers its own text alone", () => {
    const [round] = said(...OPEN).vote.rounds;
    expect(round === undefined ? [] : [isVoid(round, "a"), isVoid(round, "b"), isVoid(round, null)]).toEqual([false, true, true]);
    const { vote } = said(...OPEN, ...votes("yes", "niels", "tor", "sam"));
    expect([ratifying(vote, "a")?.id, ratifying(vote, "b")]).toEqual(["word-1", null]);
  });
});

describe("for anything that people say", () => {
  const PERSON = fc.constantFrom(...GUIDES, "eve");
  const LATER = fc.record({ voters: fc.subarray([...GUIDES, "eve"], { minLength: 2 }), text: fc.constantFrom("a", "b"), needs: fc.constantFrom(...NEEDS), within: fc.constantFrom(null, 3, 50) });
  const SAID = fc.oneof(
    fc.record({ by: PERSON, terms: LATER, motion: fc.constant(true as const) }), fc.record({ by: PERSON, terms: LATER, second: fc.constant(true as const) }),
    fc.record({ by: PERSON, terms: LATER, vote: fc.constantFrom(...CHOICES) }), fc.record({ by: PERSON, terms: LATER, vote: fc.constant("yes" as const) }),
    fc.record({ by: PERSON, terms: LATER, concern: fc.constant("bureaucracy") }), fc.record({ by: PERSON, terms: LATER, settled: fc.constantFrom(null, 1) }),
  );
  const HISTORY = fc.array(SAID, { maxLength: 30 });

  test("a result never changes once it stands, nor do its rules and voters, whatever is said after it", () => {
    fc.assert(fc.property(HISTORY, (history) => {
      count = 0;
      let vote = NO_VOTE;
      for (const one of history.map(word)) {
        const before = vote;
        vote = applyWord(before, one).vote;
        before.rounds.forEach((round, index) => {
          const after = vote.rounds[index];
          expect(after?.motion).toBe(round.motion);
          if (round.second !== null) expect([after?.second, after?.terms]).toEqual([round.second, round.terms]);
          if (round.result !== null) expect([after?.result, after?.ballots.slice(0, round.ballots.length)]).toEqual([round.result, round.ballots]);
        });
      }
    }));
  });

  test("what is carried was seconded by another voter, and so many of those who could vote said yes", () => {
    fc.assert(fc.property(HISTORY, (history) => {
      for (const { result: end, motion, second, terms, ballots } of said(...history).vote.rounds) {
        expect(ballots.every(({ by }) => terms.voters.includes(by))).toBe(true);
        expect(new Set(ballots.map(({ by }) => by)).size).toBe(ballots.length);
        if (end?.carried !== true) continue;
        expect([second !== null && second.by !== motion.by, second !== null && terms.voters.includes(second.by), countsOf(ballots).yes >= neededOf(terms.needs, terms.voters.length)]).toEqual([true, true, true]);
      }
    }));
  });
});
