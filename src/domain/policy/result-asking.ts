/**
 * What people are asked under the issue of key results and duties, each once: for their scores on a tracking day, for a duty that is overdue, for a
 * grade, and for an answer that is later than the plan allows. What was to be asked while nobody was there to ask is asked of now, not of then.
 */
import type { Instant } from "../model/instant.ts";
import type { PlannedDuty, PlannedKeyResult, ReleasePlan } from "../model/plan.ts";
import type { MeasureReading } from "../model/measure.ts";
import type { RepositoryName } from "../model/refs.ts";
import type { SpokenWords } from "../model/score.ts";
import type { ReachedMilestone } from "../model/snapshot.ts";
import { nextOccurrence, occurrences } from "../plan/recurrence.ts";
import { sameLogin } from "./acceptance.ts";
import { dutyStanding } from "./duty.ts";
import type { DutyState } from "./duty.ts";
import { reachedInstant } from "./freeze-interval.ts";
import { gradeOf, GRADED_FROM_BEFORE, measurementDeadline } from "./key-result-grade.ts";
import { allowedWait, readMeasure } from "./key-result-measure.ts";
import { gradersOf } from "./key-result-people.ts";
import { speaksFor, weightsAt } from "./key-result-score.ts";
import { measureText } from "./measurement.ts";
import { trackedSince, trackingRule, trackingWeek } from "./tracking-week.ts";

export type Asking = { readonly key: string } & (
  | { readonly kind: "scores"; readonly until: Instant; readonly results: readonly PlannedKeyResult[]; readonly people: readonly string[] }
  | { readonly kind: "duty"; readonly duty: PlannedDuty; readonly due: Instant; readonly state: DutyState; readonly who: string | null }
  | { readonly kind: "grade"; readonly result: PlannedKeyResult; readonly measuredAt: Instant; readonly who: readonly string[] }
  | { readonly kind: "answer"; readonly result: PlannedKeyResult; readonly reference: string; readonly askedAt: Instant; readonly allowed: number; readonly who: string | null }
);

export interface AskingFacts {
  readonly plan: ReleasePlan;
  readonly reached: readonly ReachedMilestone[];
  readonly words: SpokenWords;
  readonly readings: readonly MeasureReading[];
  /** names of the repositories that are read, by id */
  readonly repositories: ReadonlyMap<number, RepositoryName>;
  /** when the plan was first read */
  readonly since: Instant;
  readonly now: Instant;
}

export function askings(facts: AskingFacts): readonly Asking[] {
  const { plan } = facts;
  return [...scoresAsked(facts), ...plan.operations.flatMap((duty) => dutyAsked(duty, facts)), ...plan.keyResults.flatMap((result) => [...gradeAsked(result, facts), ...answersAsked(result, facts)])];
}

/** When the clock alone will ask for something more; null = never, as far as is known. */
export function nextAsking({ plan, reached, words, since, now }: AskingFacts): Instant | null {
  const instants = [
    ...plan.keyResults.flatMap((result) => {
      const tracked = trackedSince(plan, result);
      const measured = measurementDeadline(plan, result, reached, now).at;
      return [tracked === null ? null : nextOccurrence(trackingRule(plan, result), tracked, now), measured === null ? null : measured - GRADED_FROM_BEFORE, measured];
    }),
    ...plan.operations.flatMap((duty) => {
      const { next, remindAt } = dutyStanding(duty, since, words.duties.filter((one) => one.duty === duty.id), now);
      return [next, remindAt];
    }),
  ].filter((at) => at !== null && at > now);
  return instants.length === 0 ? null : Math.min(...instants.filter((at) => at !== null));
}

/** Those that are asked on the same day at the same time are asked together. */
function scoresAsked({ plan, reached, words, now }: AskingFacts): readonly Asking[] {
  const asked = new Map<Instant, { readonly until: Instant; readonly results: PlannedKeyResult[]; readonly people: Set<string> }>();
  for (const result of plan.keyResults) {
    const since = trackedSince(plan, result);
    const week = trackingWeek(plan, result, now);
    const measured = measurementDeadline(plan, result, reached, now);
    if (since === null || week === null || (measured.basis === "actual" && measured.at !== null && now >= measured.at)) continue;
    const at = occurrences(trackingRule(plan, result), since, week.from, now).at(-1);
    const said = words.scores.filter((one) => one.keyResult === result.id && one.at >= week.from);
    const silent = [...weightsAt(result, week.from)?.keys() ?? []].filter((who) => !said.some((one) => speaksFor(one, who)));
    if (at === undefined || silent.length === 0) continue;
    const together = asked.get(at) ?? { until: week.to, results: [], people: new Set<string>() };
    together.results.push(result);
    for (const who of silent) together.people.add(who);
    asked.set(at, together);
  }
  return [...asked].map(([at, { until, results, people }]) => ({ key: `scores/${at}`, kind: "scores", until, results, people: [...people] }));
}

function dutyAsked(duty: PlannedDuty, { plan, words, since, now }: AskingFacts): readonly Asking[] {
  const state = dutyStanding(duty, since, words.duties.filter((one) => one.duty === duty.id), now);
  return state.reminder === null ? [] : [{ key: `duty/${duty.id}/${state.reminder.due}`, kind: "duty", duty, due: state.reminder.due, state, who: duty.owner ?? plan.release.manager }];
}

function gradeAsked(result: PlannedKeyResult, { plan, reached, words, now }: AskingFacts): readonly Asking[] {
  const deadline = measurementDeadline(plan, result, reached, now);
  const who = gradersOf(plan, result);
  const state = gradeOf(result, deadline, words.grades, (login) => who.some((one) => sameLogin(one, login)), now).state;
  return state !== "due" || deadline.at === null ? [] : [{ key: `grade/${result.id}/${deadline.at}`, kind: "grade", result, measuredAt: deadline.at, who }];
}

function answersAsked(result: PlannedKeyResult, { plan, reached, readings, repositories, now }: AskingFacts): readonly Asking[] {
  const measure = result.measure === null ? null : readMeasure(result.measure);
  if (measure?.kind !== "first-response") return [];
  const reachedAt = measure.after === null ? null : reachedInstant(reached, measure.after, null, now);
  return readings.filter((one) => one.keyResult === result.id && one.asked === measureText(result)).flatMap(({ repository, facts }) => {
    const name = repositories.get(repository);
    if (facts?.kind !== "responses" || name === undefined) return [];
    return facts.asked.flatMap(({ number, askedAt, answeredAt }): readonly Asking[] => {
      const allowed = allowedWait(measure, askedAt, reachedAt);
      if (answeredAt !== null || allowed === null || now - askedAt <= allowed || (measure.after !== null && askedAt < (reachedAt ?? Infinity))) return [];
      const who = plan.objectives.find(({ id }) => id === result.objective)?.manager ?? plan.release.manager;
      return [{ key: `answer/${result.id}/${repository}/${number}`, kind: "answer", result, reference: `${name}#${number}`, askedAt, allowed, who }];
    });
  });
}
