/**
 * Reads what key results measure in the repositories of their plan.
 *
 * Promises: one call for each key result and repository an hour (questions: a few pages, and only of what changed), at most `READS_PER_RUN` in one
 * run; nothing is read for a measure that is computed from what is remembered, before its milestone is reached, or once it was measured for good.
 * Accepted: a label that was taken off a question leaves the question counted until the measure is changed in the plan.
 */
import type { AskedQuestion, Measure, MeasuredFacts, MeasureReading } from "../domain/model/measure.ts";
import type { Instant } from "../domain/model/instant.ts";
import type { PlannedKeyResult, ReleasePlan } from "../domain/model/plan.ts";
import { FaultError } from "../domain/model/problem.ts";
import type { PlanRecord, RepositoryRecord } from "../domain/model/records.ts";
import type { RecordChange } from "../domain/model/settlement.ts";
import { reachedInstant } from "../domain/policy/freeze-interval.ts";
import { measurementDeadline } from "../domain/policy/key-result-grade.ts";
import { readMeasure } from "../domain/policy/key-result-measure.ts";
import { measureText } from "../domain/policy/measurement.ts";
import { parseReport } from "../domain/policy/reported-value.ts";
import { matchesAny } from "../domain/policy/paths.ts";
import { roleOfBranch, branchesOf } from "./plans-in-force.ts";
import type { RunContext } from "./ports.ts";

const READ_AGAIN_AFTER = 55 * 60_000;
const READS_PER_RUN = 40;
const QUESTIONS_KEPT = 1_000;

export interface MeasuredPlan {
  readonly record: PlanRecord;
  readonly plan: ReleasePlan;
  readonly home: RepositoryRecord;
  readonly repositories: readonly RepositoryRecord[];
}

export interface MeasureReads {
  readonly readings: readonly MeasureReading[];
  readonly records: readonly RecordChange[];
  /** some were left for the next run */
  readonly more: boolean;
  /** something is to be read again by the clock */
  readonly again: boolean;
}

export async function readMeasures(measured: MeasuredPlan, context: RunContext): Promise<MeasureReads> {
  const { plan, record } = measured;
  const prefix = measurePrefix(record);
  const known = await context.memory.records<MeasureReading>("measure", prefix);
  const wanted = plan.keyResults.flatMap((result) => placesOf(result, measured).flatMap((repository) => wantedOf(result, repository, measured, known.map(({ value }) => value), context.now())));
  const dropped = known.filter(({ value }) => !wanted.some(({ result, repository }) => result.id === value.keyResult && repository.id === value.repository));
  const due = wanted.filter((one) => one.due).toSorted((a, b) => (a.before?.readAt ?? 0) - (b.before?.readAt ?? 0));
  const fresh: MeasureReading[] = [];
  let more = due.length > READS_PER_RUN;
  for (const one of due.slice(0, READS_PER_RUN)) {
    const { facts, goesOn } = await factsOf(one, measured, context);
    more ||= goesOn;
    // A reading that goes on at once is old before it is new.
    fresh.push({ keyResult: one.result.id, repository: one.repository.id, asked: measureText(one.result), readAt: goesOn ? 0 : context.now(), facts });
  }
  const same = (a: MeasureReading, b: MeasureReading): boolean => a.keyResult === b.keyResult && a.repository === b.repository;
  const kept = wanted.flatMap(({ before }) => before ?? []).filter((before) => !fresh.some((one) => same(one, before)));
  return {
    readings: [...kept, ...fresh].filter(({ readAt }) => readAt > 0), more, again: wanted.some(({ final }) => !final),
    records: [...fresh.map((value): RecordChange => ({ kind: "measure", key: `${prefix}${value.keyResult}/${value.repository}`, value })), ...dropped.map(({ key }): RecordChange => ({ kind: "measure", key, value: null }))],
  };
}

export function measurePrefix({ home, path }: Pick<PlanRecord, "home" | "path">): string {
  return `${home}/${encodeURIComponent(path)}/`;
}

interface Wanted {
  readonly result: PlannedKeyResult;
  readonly repository: RepositoryRecord;
  readonly measure: Measure;
  readonly before: MeasureReading | null;
  readonly due: boolean;
  /** it was measured for good */
  readonly final: boolean;
}

/** A report stands in the plan's own repository, whether the plan binds that or not. */
function placesOf({ measure }: PlannedKeyResult, { home, repositories }: MeasuredPlan): readonly RepositoryRecord[] {
  return measure !== null && readMeasure(measure)?.kind === "reported" ? [home] : repositories;
}

function wantedOf(result: PlannedKeyResult, repository: RepositoryRecord, { plan, record }: MeasuredPlan, known: readonly MeasureReading[], now: Instant): readonly Wanted[] {
  const measure = result.measure === null ? null : readMeasure(result.measure);
  if (measure === null || (measure.kind !== "issues-closed" && measure.kind !== "checks-passed" && measure.kind !== "first-response" && measure.kind !== "reported")) return [];
  if (measure.kind === "first-response" && measure.after !== null && reachedInstant(record.reached, measure.after, null, now) === null) return [];
  const before = known.find((one) => one.keyResult === result.id && one.repository === repository.id && one.asked === measureText(result)) ?? null;
  const measured = measurementDeadline(plan, result, record.reached, now);
  const final = before !== null && measured.basis === "actual" && measured.at !== null && before.readAt >= measured.at;
  return [{ result, repository, measure, before, final, due: !final && (before === null || now - before.readAt >= READ_AGAIN_AFTER) }];
}

async function factsOf(wanted: Wanted, measured: MeasuredPlan, context: RunContext): Promise<{ readonly facts: MeasuredFacts | null; readonly goesOn: boolean }> {
  try {
    return await readFacts(wanted, measured, context);
  } catch (error) {
    // Issues are switched off there, or the app may not read them: that is known now, and nothing is counted of it.
    if (error instanceof FaultError && ["forbidden", "not-found", "invalid"].includes(error.fault.kind)) return { facts: null, goesOn: false };
    throw error;
  }
}

async function readFacts({ measure, repository, before, result }: Wanted, measured: MeasuredPlan, context: RunContext): Promise<{ readonly facts: MeasuredFacts; readonly goesOn: boolean }> {
  switch (measure.kind) {
    case "issues-closed": {
      const closedBy = measure.atMostEach === null ? {} : { closedBy: await context.github.readClosedAuthors(repository, measure.label, measure.without) };
      return { facts: { kind: "issues", ...await context.github.readIssueCounts(repository, measure.label, measure.without), ...closedBy }, goesOn: false };
    }
    case "checks-passed": return { facts: { kind: "checks", branches: await checkedBranches(measure.name, repository, measured, context) }, goesOn: false };
    case "reported": return { facts: { kind: "report", report: parseReport(await context.github.readFileText(repository, measure.file)) }, goesOn: false };
    case "first-response": return readAnswers(measure, result, repository, before?.facts ?? null, measured, context);
    default: throw new Error(`${measure.kind} is not read of GitHub`);
  }
}

async function checkedBranches(name: string | null, repository: RepositoryRecord, measured: MeasuredPlan, context: RunContext): Promise<Extract<MeasuredFacts, { kind: "checks" }>["branches"]> {
  const own = branchesOf(measured, repository).filter((branch) => roleOfBranch(measured, repository, branch).governed.length > 0);
  const fits = (check: string): boolean => name === null || matchesAny([name], check);
  const found = [];
  for (const branch of own) {
    const tip = await context.github.readTipChecks(repository, branch);
    if (tip !== null) found.push({ ...tip, passed: tip.passed.filter(fits), failed: tip.failed.filter(fits) });
  }
  return found;
}

/** Only what changed since the last look is read again. */
async function readAnswers(measure: Extract<Measure, { kind: "first-response" }>, result: PlannedKeyResult, repository: RepositoryRecord, before: MeasuredFacts | null, { plan, record }: MeasuredPlan, context: RunContext): Promise<{ readonly facts: MeasuredFacts; readonly goesOn: boolean }> {
  const begin = measure.after !== null ? reachedInstant(record.reached, measure.after, null, context.now()) : plan.objectives.find(({ id }) => id === result.objective)?.from ?? record.since ?? null;
  const known = before?.kind === "responses" ? before : null;
  const { asked, next, more } = await context.github.readQuestions(repository, measure.label, known?.cursor ?? begin ?? 0);
  const all = new Map([...known?.asked ?? [], ...asked.filter(({ askedAt }) => askedAt >= (begin ?? 0))].map((one) => [one.number, one]));
  const kept = bounded([...all.values()]);
  return { facts: { kind: "responses", cursor: next, asked: kept, left: (known?.left ?? 0) + all.size - kept.length }, goesOn: more };
}

/** What is not answered stays; of the others the newest. */
function bounded(asked: readonly AskedQuestion[]): readonly AskedQuestion[] {
  const order = asked.toSorted((a, b) => Number(b.answeredAt === null) - Number(a.answeredAt === null) || b.askedAt - a.askedAt || a.number - b.number);
  return order.slice(0, QUESTIONS_KEPT).toSorted((a, b) => a.number - b.number);
}
