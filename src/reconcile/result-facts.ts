/** What the key results and duties of a plan rest on: what was said, what landed, what was read. Of a private repository nothing goes into a public home. */
import type { AccountEntry } from "../domain/model/account.ts";
import type { MeasureReading } from "../domain/model/measure.ts";
import type { Instant } from "../domain/model/instant.ts";
import type { ReleasePlan } from "../domain/model/plan.ts";
import type { FreezeStartRecord, PlanRecord, RepositoryRecord } from "../domain/model/records.ts";
import { tagStandingKey } from "../domain/model/records.ts";
import type { RepositoryName } from "../domain/model/refs.ts";
import { repositoryName } from "../domain/model/refs.ts";
import type { SpokenWords } from "../domain/model/score.ts";
import type { TagStanding } from "../domain/model/tag-standing.ts";
import { sameLogin } from "../domain/policy/acceptance.ts";
import { withActualDates } from "../domain/policy/actual-dates.ts";
import { dutyStanding, dutyWaitsFor, isDutyOver } from "../domain/policy/duty.ts";
import { gradeOf, measurementDeadline } from "../domain/policy/key-result-grade.ts";
import { gradersOf } from "../domain/policy/key-result-people.ts";
import { weeklyScores } from "../domain/policy/key-result-score.ts";
import { measurementOf } from "../domain/policy/measurement.ts";
import { trackingDays } from "../domain/policy/tracking-week.ts";
import type { DutyLine, ResultLine } from "../text/results-issue.ts";
import { isPrivate } from "./landings.ts";
import { planOf, repositoryOf } from "./plans-in-force.ts";
import type { RunContext } from "./ports.ts";
import { spokenWords } from "./spoken-words.ts";

export interface ResultFacts {
  readonly home: RepositoryRecord;
  readonly record: PlanRecord;
  readonly plan: ReleasePlan;
  /** all that are governed and not archived */
  readonly repositories: readonly RepositoryRecord[];
  /** those of which the home may speak, by id */
  readonly names: ReadonlyMap<number, RepositoryName>;
  /** how many it may not speak of */
  readonly left: number;
  readonly words: SpokenWords;
  readonly account: readonly AccountEntry[];
  readonly starts: readonly FreezeStartRecord[];
  readonly standings: readonly TagStanding[];
  readonly readings: readonly MeasureReading[];
}

/** Null where there is no plan at that path. */
export async function resultFacts(repository: number, path: string, context: RunContext): Promise<ResultFacts | null> {
  const { memory } = context;
  const home = await repositoryOf(memory, repository);
  const record = await memory.record<PlanRecord>("plan", `${repository}/${path}`);
  const written = record === null ? null : planOf(record);
  if (home === null || home.archived || record === null || written === null) return null;
  const plan = withActualDates(written, record.reached, context.now());
  const governed = (await Promise.all(record.governs.map((id) => repositoryOf(memory, id)))).filter((one): one is RepositoryRecord => one !== null && !one.archived);
  const shown = governed.filter((one) => !isPrivate(one, [{ home, plan }]));
  const account = (await memory.ledger(home.id, "account")).filter(({ id }) => id.startsWith(`account/${home.id}/${path}/`)).map(({ body }) => body as unknown as AccountEntry);
  const starts = (await memory.records<FreezeStartRecord>("freeze-start", `${home.id}/`)).map(({ value }) => value);
  const prefix = tagStandingKey(record, null, null);
  const standings = await memory.records<TagStanding>("tag-standing", prefix);
  const names = new Map(shown.map((one) => [one.id, repositoryName(one)]));
  return {
    home, record, plan, repositories: governed, names, left: governed.length - shown.length, words: await spokenWords(memory, record, plan, home), readings: [],
    account: account.filter(({ repositoryId }) => names.has(repositoryId)), starts: starts.filter((one) => names.has(one.repository)),
    standings: standings.filter(({ key }) => names.has(Number(key.slice(prefix.length).split("/")[0]))).map(({ value }) => value),
  };
}

export function resultLines(facts: ResultFacts, now: Instant): readonly ResultLine[] {
  const { plan, home, record, names, words, account, starts, readings, standings } = facts;
  const repositories = [...names].map(([id, name]) => ({ id, name }));
  return plan.keyResults.map((result) => {
    const deadline = measurementDeadline(plan, result, record.reached, now);
    const graders = gradersOf(plan, result);
    const end = deadline.basis === "actual" && deadline.at !== null ? Math.min(now, deadline.at) : now;
    return {
      result, deadline, grade: gradeOf(result, deadline, words.grades, (login) => graders.some((one) => sameLogin(one, login)), now),
      measurement: measurementOf(result, { plan, home: repositoryName(home), reached: record.reached, baselines: record.baselines ?? {}, now, repositories, account, starts, readings: readings.filter(({ repository }) => names.has(repository) || repository === home.id), standings }),
      week: weeklyScores(result, trackingDays(plan, result, end, 1), end + 1, words.scores, plan.release.timezone).at(-1) ?? null,
    };
  });
}

export function dutyLines({ plan, record, words }: ResultFacts, now: Instant): readonly DutyLine[] {
  const wordsOf = (duty: string): SpokenWords["duties"] => words.duties.filter((one) => one.duty === duty);
  return plan.operations.map((duty) => ({ duty, state: dutyStanding(duty, record.since ?? now, wordsOf(duty.id), now), waitsFor: dutyWaitsFor(plan, duty, wordsOf, record.reached, now) }));
}

/** Everything is graded, and nothing is left to be done. */
export function isOver(facts: ResultFacts, now: Instant): boolean {
  const lines = resultLines(facts, now);
  return lines.every(({ grade }) => grade.state === "graded") && dutyLines(facts, now).every(({ duty, state }) => isDutyOver(duty, state));
}
