/**
 * `results:<home>/<path>`: the key results and duties of one plan. What is to be measured is read; and where the plan asks for tracking, one issue in
 * its home shows how they stand, and people are asked under it for scores, grades and what is overdue.
 *
 * Promises: nothing is read more often than hourly; the issue is edited in place and never for nothing; what is asked is asked once, at a time at
 * which people may be written to; people's own words around our sections stay; an issue that a person deleted is not made again.
 * Accepted: what is asked while an hour passes may have been answered a moment before.
 */
import { desireResultsBody, resultsIssueKey } from "../domain/desired/results-issue.ts";
import type { Key } from "../domain/model/key.ts";
import { FaultError } from "../domain/model/problem.ts";
import type { ResultsRecord } from "../domain/model/progress.ts";
import { liveKey } from "../domain/model/progress.ts";
import type { Settlement } from "../domain/model/settlement.ts";
import { NOTHING_TO_SETTLE } from "../domain/model/settlement.ts";
import { askings, nextAsking } from "../domain/policy/result-asking.ts";
import { nextWaking } from "../domain/policy/waking-hours.ts";
import { tornText } from "../text/milestone-notice.ts";
import { resultsIssueTitle } from "../text/own-issue-titles.ts";
import { askingText } from "../text/result-asking.ts";
import { dutiesSectionText, keyResultsSectionText } from "../text/results-issue.ts";
import { readMeasures } from "./measures.ts";
import { mirroredWords } from "./mirrored-commands.ts";
import type { Telling } from "./notice.ts";
import { tell } from "./notice.ts";
import { keptIssue, NO_ISSUE, observedIssue, titleChange } from "./own-record.ts";
import type { RunContext } from "./ports.ts";
import type { ResultFacts } from "./result-facts.ts";
import { dutyLines, isOver, resultFacts, resultLines } from "./result-facts.ts";

type ResultsKey = Extract<Key, { kind: "results" }>;

const LOOK_AGAIN_AFTER = 3_600_000;

export async function runResults(key: ResultsKey, context: RunContext): Promise<Settlement> {
  const facts = await resultFacts(key.repository, key.path, context);
  if (facts === null) return NOTHING_TO_SETTLE;
  const reads = await readMeasures(facts, context);
  const known = await context.memory.record<ResultsRecord>("results", liveKey(key.repository, key.path)) ?? { ...NO_ISSUE, key: resultsIssueKey(key.path), told: [] };
  const shown = await show({ ...facts, readings: reads.readings }, known, context);
  const standing = shown.record.number !== null && !shown.record.deleted && !shown.record.closed;
  const wakes = [reads.again || standing ? context.now() + LOOK_AGAIN_AFTER : null, shown.wakeAt].filter((at) => at !== null);
  return {
    ...NOTHING_TO_SETTLE, wakeAt: wakes.length === 0 ? null : Math.min(...wakes),
    records: [...reads.records, { kind: "results", key: liveKey(key.repository, key.path), value: shown.record }],
    marks: reads.more || shown.more ? [{ key, lane: "sweep", installation: context.installation }] : [],
  };
}

interface Shown {
  readonly record: ResultsRecord;
  readonly wakeAt: number | null;
  readonly more: boolean;
}

async function show(facts: ResultFacts, known: ResultsRecord, context: RunContext): Promise<Shown> {
  const { plan, home } = facts;
  const wanted = plan.tracking !== null && (plan.operations.length > 0 || plan.keyResults.length > 0);
  if (known.deleted || (!wanted && known.number === null)) return { record: known, wakeAt: null, more: false };
  try {
    const observed = await observedIssue(home, known, context);
    if (observed === null && known.number !== null) return { record: { ...known, deleted: true }, wakeAt: null, more: false };
    return await write(facts, known, observed, context);
  } catch (error) {
    // Issues are switched off there, or we may not write them: the page goes on showing it all.
    if (!(error instanceof FaultError) || !["forbidden", "not-found"].includes(error.fault.kind)) throw error;
    return { record: known, wakeAt: context.now() + LOOK_AGAIN_AFTER, more: false };
  }
}

async function write(facts: ResultFacts, known: ResultsRecord, observed: Awaited<ReturnType<typeof observedIssue>>, context: RunContext): Promise<Shown> {
  const { plan, home } = facts;
  const over = isOver(facts, context.now());
  if (observed === null && over) return { record: known, wakeAt: null, more: false };
  const title = resultsIssueTitle(plan);
  const words = { keyResults: keyResultsSectionText(plan, resultLines(facts, context.now()), facts.left), duties: dutiesSectionText(plan, dutyLines(facts, context.now())) };
  const { body, missing } = desireResultsBody(known.key, words, await mirroredWords(facts, observed?.body ?? null, context), observed?.body ?? null);
  const closing = over && !known.closed ? { open: false } : !over && known.closed ? { open: true } : {};
  const issue = observed === null
    ? await context.github.ensureIssue(home, { key: known.key, title, body, labels: plan.tracking?.labels ?? [] })
    : await context.github.ensureIssueContent(home, observed, { body, ...closing, ...titleChange(known, observed, title) });
  if (issue === null) return { record: { ...known, deleted: true }, wakeAt: null, more: false };
  const { tellings, wakeAt } = over ? { tellings: [], wakeAt: null } : asked(facts, context.now());
  const torn = missing.length === 0 ? [] : [{ key: `missing/${missing.join(",")}`, body: tornText(missing) }];
  const { told, more } = await tell([...torn, ...tellings], known.told, issue.number, home, context);
  return { record: { ...known, ...keptIssue(issue, known, title), closed: over, told: [...known.told, ...told].slice(-TOLD_KEPT) }, wakeAt, more };
}

/** What was told so long ago cannot come up again. */
const TOLD_KEPT = 500;

/** What is to be asked now; where people may not be written to at this hour, later. */
function asked(facts: ResultFacts, now: number): { readonly tellings: readonly Telling[]; readonly wakeAt: number | null } {
  const { plan } = facts;
  const asking = { plan, reached: facts.record.reached, words: facts.words, readings: facts.readings, repositories: facts.names, since: facts.record.since ?? now, now };
  const next = nextAsking(asking);
  const reminders = plan.tracking?.reminders ?? null;
  if (reminders === null) return { tellings: [], wakeAt: next };
  const open = nextWaking(now, { zone: plan.release.timezone, opens: reminders.opens, closes: reminders.closes, holidays: plan.release.holidays });
  const due = askings(asking);
  if (open > now) return { tellings: [], wakeAt: due.length === 0 ? next : Math.min(open, next ?? open) };
  return { tellings: due.map((one) => ({ key: one.key, body: askingText(one, plan, now) })), wakeAt: next };
}
