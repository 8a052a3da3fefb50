import { describe, expect, test } from "@jest/globals";
import { fc } from "../../support/properties.ts";
import { readFileSync } from "node:fs";
import { Temporal } from "temporal-polyfill";
import { decimalText, equal, fraction, fractionText, ONE, readFraction, roundsTo, sum, ZERO } from "../../../src/domain/model/fraction.ts";
import type { Fraction } from "../../../src/domain/model/fraction.ts";
import type { PlannedKeyResult } from "../../../src/domain/model/plan.ts";
import type { GivenScore } from "../../../src/domain/model/score.ts";
import { objectiveGrade, personal, readScore, weeklyScores, weightsAt } from "../../../src/domain/policy/key-result-score.ts";

interface Published {
  readonly zone: string;
  readonly keyResults: readonly { readonly id: string; readonly score: NonNullable<PlannedKeyResult["score"]>; readonly weights: readonly { readonly from: string; readonly of: Readonly<Record<string, string>> }[] }[];
  readonly weeks: readonly { readonly day: string; readonly cells: readonly { readonly kr: string; readonly scores: readonly number[] | null; readonly published: number | null }[] }[];
  readonly grades: readonly number[];
  readonly total: number;
  readonly publishedWrong: readonly (readonly [string, string])[];
}
const ACROPOLIS = JSON.parse(readFileSync("test/fixtures/acropolis-scores.json", "utf8")) as Published;

function midnight(day: string): number {
  return Temporal.PlainDate.from(day).toZonedDateTime(ACROPOLIS.zone).epochMilliseconds;
}

function exactly(text: string | number): Fraction {
  const read = readFraction(String(text));
  if (read === null) throw new Error(`not a fraction: ${text}`);
  return read;
}

const RESULTS = ACROPOLIS.keyResults.map((one): PlannedKeyResult => ({
  id: one.id, title: one.id, due: null, measure: null, score: one.score,
  weights: one.weights.map((row) => ({ from: midnight(row.from), of: Object.fromEntries(Object.entries(row.of).map(([who, weight]) => [who, pair(weight)])) })),
}));

function pair(text: string): readonly [number, number] {
  const { numerator, denominator } = exactly(text);
  return [Number(numerator), Number(denominator)];
}

const DAYS = ACROPOLIS.weeks.map(({ day }) => midnight(day));
const WORDS = ACROPOLIS.weeks.flatMap(({ day, cells }) => cells.flatMap((cell): readonly GivenScore[] => {
  const result = RESULTS.find(({ id }) => id === cell.kr);
  const people = result === undefined ? [] : [...weightsAt(result, midnight(day))?.keys() ?? []];
  return people.map((who, column) => ({ id: `${day}/${cell.kr}/${who}`, keyResult: cell.kr, who, at: midnight(day) + 36_000_000, score: cell.scores === null ? null : exactly(cell.scores[column] ?? NaN) }));
}));

describe("the scores of Acropolis as they were published", () => {
  const computed = new Map(RESULTS.flatMap((result) => weeklyScores(result, DAYS, midnight("2019-07-01"), WORDS, ACROPOLIS.zone).map((week) => [`${week.day}/${result.id}`, week])));

  test("recompute exactly, and the cells that people got wrong are named", () => {
    const cells = ACROPOLIS.weeks.flatMap(({ day, cells: row }) => row.map((cell) => ({ day, ...cell, exact: computed.get(`${day}/${cell.kr}`)?.score ?? null })));
    expect(cells).toHaveLength(35);
    expect(cells.filter(({ published }) => published === null).map(({ day, kr, exact }) => [day, kr, exact])).toEqual([["2019-06-10", "kr5", null]]);
    const wrong = cells.filter(({ exact, published }) => exact !== null && published !== null && !roundsTo(exact, exactly(published), 2));
    expect(wrong.map(({ day, kr, published, exact }) => [day, kr, published, exact === null ? "" : fractionText(exact)])).toEqual([
      ["2019-05-20", "kr1", 0.7, "2/3"], ["2019-05-27", "kr1", 0.78, "3/4"], ["2019-06-03", "kr2", 0.67, "41/60"],
      ["2019-06-10", "kr1", 0.95, "29/30"], ["2019-06-10", "kr2", 0.67, "41/60"], ["2019-06-17", "kr4", 0.85, "87/100"],
    ]);
    expect(wrong.map(({ day, kr }) => [day, kr])).toEqual(ACROPOLIS.publishedWrong);
  });

  test("agree in the final grade", () => {
    const grade = objectiveGrade(ACROPOLIS.grades.map(exactly));
    expect(grade).toEqual(exactly("0.594"));
    expect(objectiveGrade([...ACROPOLIS.grades.map(exactly), null])).toBeNull();
    expect(objectiveGrade([])).toBeNull();
  });

  test("a person who was replaced keeps the past and has no part in what follows", () => {
    const before = computed.get("2019-06-03/kr3")?.shares.map(({ who }) => who);
    const late: GivenScore = { id: "z", keyResult: "kr3", who: "Jens", at: midnight("2019-06-12"), score: ZERO };
    const [kr3] = RESULTS.filter(({ id }) => id === "kr3");
    const weeks = kr3 === undefined ? [] : weeklyScores(kr3, DAYS, midnight("2019-07-01"), [...WORDS, late], ACROPOLIS.zone);
    const after = weeks.find(({ day }) => day === "2019-06-10");
    expect([before, after?.shares.map(({ who }) => who), after?.unweighted, after?.score]).toEqual([["Jens", "Mokhtar"], ["Mokhtar"], ["Jens"], exactly("0.4")]);
  });
});

const ONE_RESULT: PlannedKeyResult = { id: "k", title: "k", due: null, measure: null, score: "confidence", weights: [{ from: 0, of: { ann: [1, 2], ben: [1, 3], cy: [1, 6] } }] };
const WEEK = 7 * 86_400_000;

function score(words: readonly (readonly [who: string, score: string | null])[]): ReturnType<typeof weeklyScores>[number] | undefined {
  return weeklyScores(ONE_RESULT, [WEEK], 2 * WEEK, words.map(([who, text], index) => ({ id: String(index), keyResult: "k", who, at: WEEK + index, score: text === null ? null : exactly(text) })), "UTC")[0];
}

test("a missed week has no score, which is not zero", () => {
  expect(score([])?.score).toBeNull();
  expect(score([["ann", "0"]])?.score).toEqual(ZERO);
});

test("who abstains leaves the weight to the others in proportion to theirs, and the arithmetic is shown", () => {
  const week = score([["ann", null], ["ben", "0.9"], ["cy", "0.3"]]);
  expect(week?.shares.map(({ who, share, abstained }) => [who, fractionText(share), abstained])).toEqual([["ann", "0", true], ["ben", "2/3", false], ["cy", "1/3", false]]);
  expect(week?.score).toEqual(exactly("0.7"));
});

test("a team stands for those of its members who gave a score, evenly; silent ones and abstentions leave it to the rest of the team", () => {
  const teamed: PlannedKeyResult = { ...ONE_RESULT, weights: [{ from: 0, of: { "acme/core": [1, 2], ann: [1, 2] } }] };
  const said = (who: string, text: string | null, teams: readonly string[] = []): GivenScore => ({ id: who, keyResult: "k", who, at: WEEK, score: text === null ? null : exactly(text), teams });
  const of = (words: readonly GivenScore[]) => weeklyScores(teamed, [WEEK], 2 * WEEK, words, "UTC")[0];
  const week = of([said("ann", "1"), said("ben", "0.2", ["acme/core"]), said("cy", "0.4", ["acme/core"]), said("dora", null, ["acme/core"]), said("eve", "0.9", ["acme/docs"])]);
  expect(week?.shares.map(({ who, share }) => [who, fractionText(share)])).toEqual([["ben", "1/4"], ["cy", "1/4"], ["ann", "1/2"]]);
  expect([week?.score, week?.unweighted]).toEqual([exactly("0.65"), ["eve"]]);
  expect(of([said("ann", "1"), said("dora", null, ["acme/core"])])?.shares.map(({ who, share }) => [who, fractionText(share)])).toEqual([["acme/core", "0"], ["ann", "1"]]);
});

test("the last word of the week counts, and logins are the same in any case", () => {
  expect(score([["ann", "0.1"], ["ben", "0.1"], ["cy", "0.1"], ["Ann", "0.3"]])?.score).toEqual(exactly("0.2"));
});

test.each([
  ["0.6", "confidence", "3/5"], ["60%", "naive", "3/5"], [".5", "naive", "1/2"], ["2/3", "naive", "2/3"], ["12 of 40", "estimate", "3/10"], ["12h of 48h", "estimate", "1/4"], ["1.5 of 3", "estimate", "1/2"],
] as const)("%s is a score (%s)", (text, mode, expected) => {
  const read = readScore(text, mode);
  expect(read?.score == null ? null : fractionText(read.score)).toBe(expected);
});

test("a grown estimate lowers the score, and abstaining is a word of its own", () => {
  expect([readScore("abstain", "naive"), readScore("12 of 40", "confidence")]).toEqual([{ score: null }, null]);
  expect([readScore("12 of 40", "estimate")?.score, readScore("12 of 60", "estimate")?.score]).toEqual([fraction(3, 10), fraction(1, 5)]);
});

test.each(["1.2", "-0.1", "101%", "0,6", "1/0", "5 of 0", "much", "", "1e3", "0.1/0.2"])("%s is no score", (text) => {
  expect(readScore(text, "estimate")).toBeNull();
});

test("numbers are rounded once, when they are shown", () => {
  expect([decimalText(fraction(2, 3), 2), decimalText(fraction(-1, 3), 3), decimalText(fraction(995, 1000), 2), decimalText(fraction(7), 0), decimalText(fraction(-1, 1000), 2)]).toEqual(["0.67", "-0.333", "1.00", "7", "0.00"]);
});

describe("laws", () => {
  const rational = fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 1, max: 60 })).map(([top, bottom]) => fraction(Math.min(top, bottom), bottom));
  const people = fc.uniqueArray(fc.constantFrom("ann", "ben", "cy", "dora", "eve"), { minLength: 1, maxLength: 5 });
  /** whole parts of a common denominator, so that they make one */
  const weights = people.chain((names) => fc.array(fc.integer({ min: 1, max: 9 }), { minLength: names.length, maxLength: names.length })
    .map((parts) => Object.fromEntries(names.map((name, index) => [name, [parts[index] ?? 1, parts.reduce((a, b) => a + b, 0)] as const]))));
  const word = fc.record({ id: fc.uuid(), keyResult: fc.constant("k"), who: fc.constantFrom("ann", "ben", "cy", "dora", "eve", "zoe"), at: fc.integer({ min: 0, max: 4 * WEEK }), score: fc.option(rational) });
  const words = fc.uniqueArray(word, { maxLength: 20, selector: ({ id }) => id });
  const result = fc.array(weights, { minLength: 1, maxLength: 3 }).map((rows): PlannedKeyResult => ({ ...ONE_RESULT, weights: rows.map((of, index) => ({ from: index * WEEK, of })) }));
  const tracked = (one: PlannedKeyResult, said: readonly GivenScore[]) => weeklyScores(one, [0, WEEK, 2 * WEEK, 3 * WEEK], 4 * WEEK, said, "UTC");

  test("weights make one on every date", () => {
    fc.assert(fc.property(result, fc.integer({ min: 0, max: 5 * WEEK }), (one, at) => equal(sum([...weightsAt(one, at)?.values() ?? []]), ONE)));
  });

  test("weights make one with teams in the place of logins too, whoever of them speaks, and no team gains or loses by how many do", () => {
    const named = fc.subarray(["acme/core", "acme/docs", "ann"], { minLength: 1 });
    const rows = named.chain((names) => fc.array(fc.integer({ min: 1, max: 9 }), { minLength: names.length, maxLength: names.length }).map((parts) => new Map(names.map((name, index) => [name, fraction(parts[index] ?? 1, parts.reduce((x, y) => x + y, 0))]))));
    const teamed = fc.record({ who: fc.constantFrom("ann", "ben", "cy", "dora"), teams: fc.subarray(["acme/core", "acme/docs"]), score: fc.option(rational) });
    fc.assert(fc.property(rows, fc.uniqueArray(teamed, { maxLength: 4, selector: ({ who }) => who }), (row, said) => {
      const persons = personal(row, new Map(said.map((one) => [one.who, one])));
      expect(equal(sum([...persons.values()]), ONE)).toBe(true);
      const speaking = said.filter((one) => one.score !== null && one.teams.includes("acme/core") && !one.teams.includes("acme/docs") && one.who !== "ann");
      const parts = speaking.map(({ who }) => fractionText(persons.get(who) ?? ZERO));
      expect(new Set(parts).size).toBeLessThanOrEqual(1);
      expect(persons.has("acme/core")).toBe(row.has("acme/core") && !said.some((one) => one.score !== null && one.teams.includes("acme/core")));
    }));
  });

  test("shares of those who gave a score make one, and keep the ratios of their weights", () => {
    fc.assert(fc.property(result, words, (one, said) => {
      for (const week of tracked(one, said)) {
        const counted = week.shares.filter((share) => share.score !== null);
        if (counted.length === 0) { expect(week.score).toBeNull(); continue; }
        expect(sum(counted.map(({ share }) => share))).toEqual(ONE);
        const [first] = counted;
        for (const other of counted) expect(fraction(other.share.numerator * (first?.share.denominator ?? 1n), other.share.denominator * (first?.share.numerator ?? 1n))).toEqual(fraction(other.weight.numerator * (first?.weight.denominator ?? 1n), other.weight.denominator * (first?.weight.numerator ?? 1n)));
      }
    }));
  });

  test("a score lies between the least and the greatest that was given", () => {
    fc.assert(fc.property(result, words, (one, said) => {
      for (const { score: whole, shares } of tracked(one, said)) {
        const given = shares.flatMap((share) => (share.score === null ? [] : [Number(share.score.numerator) / Number(share.score.denominator)]));
        if (whole !== null) expect(Number(whole.numerator) / Number(whole.denominator)).toBeLessThanOrEqual(Math.max(...given) + 1e-9);
        if (whole !== null) expect(Number(whole.numerator) / Number(whole.denominator)).toBeGreaterThanOrEqual(Math.min(...given) - 1e-9);
      }
    }));
  });

  test("the order in which words arrive does not matter", () => {
    fc.assert(fc.property(result, words.chain((said) => fc.tuple(fc.constant(said), fc.shuffledSubarray(said, { minLength: said.length }))), (one, [said, shuffled]) => {
      expect(tracked(one, shuffled)).toEqual(tracked(one, said));
    }));
  });
});
