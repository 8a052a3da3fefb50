/**
 * What people's scores of a key result come to, week by week.
 *
 * A week begins on the tracking day and counts the last word of each person in it, by the weights in force on that day. Who abstains or says
 * nothing leaves the weight to the others in proportion to theirs, so a ratio between two people is never moved by a third. A week in which
 * nobody gave a score has no score, which is not zero. The order in which words arrive does not matter: (instant, id) decides.
 *
 * A team of GitHub stands for those of its members who gave a score in that week, evenly: who else belongs to it the plan cannot know, so who says
 * nothing there or abstains leaves the weight to the rest of the team, and a team of which nobody spoke to the others.
 */
import { add, divide, fraction, multiply, ONE, readFraction, compare, sum, ZERO } from "../model/fraction.ts";
import type { Fraction } from "../model/fraction.ts";
import type { Instant } from "../model/instant.ts";
import type { PlannedKeyResult } from "../model/plan.ts";
import type { GivenScore, ScoreShare, WeekScore } from "../model/score.ts";
import { localDate } from "../plan/time/zone.ts";

/** The weights in force at an instant, in the plan's order; null = none yet. */
export function weightsAt(result: PlannedKeyResult, at: Instant): ReadonlyMap<string, Fraction> | null {
  const row = result.weights.filter(({ from }) => from <= at).toSorted((a, b) => a.from - b.from).at(-1);
  if (row === undefined) return null;
  return new Map(Object.entries(row.of).map(([who, [numerator, denominator]]) => [who, fraction(numerator, denominator)]));
}

/**
 * A score as people write it: "0.6", "60%", "3/4"; for an estimate of work done also "12 of 40", so that a grown estimate lowers the score;
 * "abstain". null = cannot be read, or not from 0 to 1.
 */
export function readScore(text: string, mode: PlannedKeyResult["score"]): { readonly score: Fraction | null } | null {
  if (/^abstains?$/i.test(text.trim())) return { score: null };
  const work = mode === "estimate" ? /^(\d{1,6}(?:\.\d{1,3})?)\s?h?\s+of\s+(\d{1,6}(?:\.\d{1,3})?)\s?h?$/i.exec(text.trim()) : null;
  const score = work === null ? readFraction(text) : shareOfWork(work[1] ?? "", work[2] ?? "");
  return score === null || compare(score, ZERO) < 0 || compare(score, ONE) > 0 ? null : { score };
}

function shareOfWork(done: string, estimate: string): Fraction | null {
  const [top, bottom] = [readFraction(done), readFraction(estimate)];
  return top === null || bottom === null || bottom.numerator === 0n ? null : divide(top, bottom);
}

/** Every week from the tracking days given, each up to the next; the last one up to `end`. */
export function weeklyScores(result: PlannedKeyResult, days: readonly Instant[], end: Instant, words: readonly GivenScore[], zone: string): readonly WeekScore[] {
  const own = words.filter(({ keyResult }) => keyResult === result.id);
  return days.map((from, index) => weekScore(result, { from, to: days[index + 1] ?? Math.max(end, from) }, own, zone));
}

function weekScore(result: PlannedKeyResult, week: { readonly from: Instant; readonly to: Instant }, words: readonly GivenScore[], zone: string): WeekScore {
  const weights = weightsAt(result, week.from) ?? new Map<string, Fraction>();
  const last = lastWords(words.filter(({ at }) => at >= week.from && at < week.to));
  const shares = shared(personal(weights, last), last);
  const counted = shares.filter(({ score }) => score !== null);
  return {
    ...week, day: localDate(week.from, zone), shares,
    score: counted.length === 0 ? null : sum(counted.map(({ score, share }) => multiply(share, score ?? ZERO))),
    unweighted: [...last.values()].filter((word) => word.score !== null && ![...weights.keys()].some((name) => speaksFor(word, name))).map(({ who }) => who).toSorted(),
  };
}

/** The last word of each, by instant and then id. */
function lastWords(words: readonly GivenScore[]): ReadonlyMap<string, GivenScore> {
  const last = new Map<string, GivenScore>();
  for (const word of words) {
    const known = last.get(word.who.toLowerCase());
    if (known === undefined || word.at > known.at || (word.at === known.at && word.id > known.id)) last.set(word.who.toLowerCase(), word);
  }
  return last;
}

/** The weights of a week by person, with each team in the place of those who gave a score for it. They make as much as before. */
export function personal(weights: ReadonlyMap<string, Fraction>, words: ReadonlyMap<string, Pick<GivenScore, "who" | "teams" | "score">>): ReadonlyMap<string, Fraction> {
  const all = new Map<string, { readonly who: string; readonly weight: Fraction }>();
  for (const [name, weight] of weights) {
    const members = [...words.values()].filter((word) => word.score !== null && word.teams?.some((team) => same(team, name)) === true).map(({ who }) => who).toSorted();
    const sharing = members.length === 0 ? [name] : members;
    for (const who of sharing) {
      const before = all.get(who.toLowerCase());
      const part = divide(weight, fraction(sharing.length));
      all.set(who.toLowerCase(), { who: before?.who ?? who, weight: before === undefined ? part : add(before.weight, part) });
    }
  }
  return new Map([...all.values()].map(({ who, weight }) => [who, weight]));
}

/** Is the word the person's of that name, or one of a member of that team? */
export function speaksFor(word: Pick<GivenScore, "who" | "teams">, name: string): boolean {
  return same(word.who, name) || word.teams?.some((team) => same(team, name)) === true;
}

/** Shares of those who gave a score; a weight of zero for all of them leaves nothing to share, and so no score. */
export function shared(weights: ReadonlyMap<string, Fraction>, words: ReadonlyMap<string, Pick<GivenScore, "score">>): readonly ScoreShare[] {
  const given = [...weights].map(([who, weight]) => ({ who, weight, word: words.get(who.toLowerCase()) ?? null }));
  const present = sum(given.flatMap(({ weight, word }) => (word?.score == null ? [] : [weight])));
  return given.map(({ who, weight, word }) => {
    const score = present.numerator === 0n ? null : word?.score ?? null;
    return { who, weight, score, share: score === null ? ZERO : divide(weight, present), abstained: word !== null && word.score === null };
  });
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** The mean of the key results of an objective, each counting alike; null while one of them has no grade. */
export function objectiveGrade(grades: readonly (Fraction | null)[]): Fraction | null {
  const known = grades.filter((grade) => grade !== null);
  return grades.length === 0 || known.length < grades.length ? null : divide(known.reduce(add, ZERO), fraction(grades.length));
}
