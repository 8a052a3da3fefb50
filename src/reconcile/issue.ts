/**
 * `issue:<repository>/<number>`: the type or a label of an issue is evidence for the pull requests that close it, so those are read again; and the
 * issue may be a feature of the release, see `feature.ts`.
 * Links live in what is remembered of open pull requests; one that links the issue only now is an edit of the pull request itself.
 */
import type { TrackingRecord } from "../domain/model/account.ts";
import type { Key, Mark } from "../domain/model/key.ts";
import { repositoryName, sameRepository } from "../domain/model/refs.ts";
import type { ResultsRecord } from "../domain/model/progress.ts";
import type { GovernedRecord } from "../domain/model/records.ts";
import type { Settlement } from "../domain/model/settlement.ts";
import { NOTHING_TO_SETTLE } from "../domain/model/settlement.ts";
import { ownCardMarks } from "./card-marks.ts";
import { fallbackMarks } from "./fallbacks.ts";
import { runFeature } from "./feature.ts";
import { runIncidentIssue } from "./incident-issue.ts";
import { repositoryOf } from "./plans-in-force.ts";
import { ownProcedureMarks } from "./procedure-marks.ts";
import { linkMarks } from "./progress-marks.ts";
import type { RunContext } from "./ports.ts";

export async function runIssue(key: Extract<Key, { kind: "issue" }>, context: RunContext): Promise<Settlement> {
  const repository = await repositoryOf(context.memory, key.repository);
  if (repository === null) return NOTHING_TO_SETTLE;
  const name = repositoryName(repository);
  const marks: Mark[] = [];
  for (const id of await boundRepositories(context, repository.id)) {
    for (const pull of await context.memory.pullsClosing(id, key.number)) {
      const closes = pull.facts.closingIssues.some((issue) => issue.number === key.number && sameRepository(issue.repository, name));
      if (closes) marks.push({ key: { kind: "pull", repository: id, number: pull.number }, lane: "changed", installation: pull.installation });
    }
  }
  const feature = await runFeature(key, repository, context);
  const incident = await runIncidentIssue(key, repository, context);
  return {
    ...NOTHING_TO_SETTLE, ...feature, ledger: incident.ledger, records: [...feature?.records ?? [], ...incident.records],
    marks: [...marks, ...feature?.marks ?? [], ...await trackingMarks(key, context), ...await resultsMarks(key, context), ...await ownCardMarks(key, context), ...await ownProcedureMarks(key, context), ...await linkMarks(repository, key.number, context), ...await fallbackMarks(repository, context), ...incident.marks],
  };
}

/** A tracking issue that somebody edited: what was changed in our sections is put right, what was taken out is told once. */
async function trackingMarks(key: Extract<Key, { kind: "issue" }>, context: RunContext): Promise<readonly Mark[]> {
  const tracked = await context.memory.records<TrackingRecord>("tracking", "");
  return tracked.filter(({ value }) => value.issue === key.number && (value.place ?? value.home) === key.repository && !value.closed)
    .map(({ value }) => ({ key: { kind: "freeze", repository: value.home, path: value.path, freeze: value.freeze }, lane: "changed", installation: context.installation }));
}

/** The same of the issue of key results and duties. */
async function resultsMarks(key: Extract<Key, { kind: "issue" }>, context: RunContext): Promise<readonly Mark[]> {
  const shown = await context.memory.records<ResultsRecord>("results", `${key.repository}/`);
  return shown.filter(({ value }) => value.number === key.number && !value.closed)
    .map(({ key: name }) => ({ key: { kind: "results", repository: key.repository, path: name.slice(name.indexOf("/") + 1) }, lane: "changed", installation: context.installation }));
}

/** An issue may be closed from another repository: all that stand under a plan, and its own. */
async function boundRepositories(context: RunContext, own: number): Promise<readonly number[]> {
  const governed = await context.memory.records<GovernedRecord>("governed", "");
  const ids = governed.map(({ key }) => Number(key.split("/")[0]));
  return [...new Set([own, ...ids])];
}

