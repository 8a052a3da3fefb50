/** GitHub takes 2,500 comments under one issue, so an incident goes on in a linked one before that; it stays one incident with one ledger. */
import { hiddenKey, replaceSection } from "../domain/desired/fenced-section.ts";
import { incidentIssueKey, newIncidentBody } from "../domain/desired/incident-issue.ts";
import type { FoldedIncident } from "../domain/incident/fold.ts";
import type { IncidentRecord } from "../domain/model/incident.ts";
import type { OwnIssue } from "../domain/model/own-issue.ts";
import type { RecordChange, Settlement } from "../domain/model/settlement.ts";
import { incidentIssueText, incidentTitle } from "../text/incident-issue.ts";
import { continuedText } from "../text/incident-notice.ts";
import { incidentRecordKey } from "./incident-place.ts";
import type { IncidentPlace } from "./incident-place.ts";
import type { RunContext } from "./ports.ts";

/** Room for our own answers and reminders stays below GitHub's bound. */
export const CONTINUES_AT = 2_300;

export interface Chain {
  readonly before: number | null;
}

/** Of the issue that is written to: the last. */
export async function chainOf({ record }: Pick<IncidentPlace, "record">, context: RunContext): Promise<Chain> {
  if (record.continuedIn === null) return { before: null };
  const last = await context.memory.record<IncidentRecord>("incident", incidentRecordKey(record.repository, record.continuedIn));
  return { before: last?.before ?? record.number };
}

/** The issue before says where it goes on and is closed, once: how it stood there would only mislead. Answers with what was told. */
export async function sealEarlier({ record, repository }: Pick<IncidentPlace, "record" | "repository">, { before }: Chain, context: RunContext): Promise<readonly string[]> {
  const key = `sealed/${before ?? 0}`;
  if (before === null || record.continuedIn === null || record.told.includes(key)) return [];
  const earlier = await context.memory.record<IncidentRecord>("incident", incidentRecordKey(record.repository, before));
  const origin = earlier === null || earlier.before === null ? record.origin : `${record.origin}/after/${earlier.before}`;
  const issue = await context.github.readOwnIssue(repository, incidentIssueKey(origin), before);
  if (issue !== null) await context.github.ensureIssueContent(repository, issue, { body: replaceSection(issue.body, "incident", continuedText(record.continuedIn)).body, open: false });
  return [key];
}

interface Continued {
  readonly record: Partial<IncidentRecord>;
  readonly records: readonly RecordChange[];
  readonly marks: Settlement["marks"];
}

const HERE: Continued = { record: {}, records: [], marks: [] };

export async function continueWhereFull({ record, repository, incidents }: IncidentPlace, { incident }: FoldedIncident, issue: OwnIssue, context: RunContext): Promise<Continued> {
  if (issue.comments < CONTINUES_AT || incident.state === "reviewed") return HERE;
  const key = incidentIssueKey(`${record.origin}/after/${issue.number}`);
  const { body } = incidentIssueText(context.templates.incident, null, { title: incident.title, text: incident.report.summary ?? null, reporter: incident.openedBy, origin: `#${record.number}` });
  const next = await context.github.ensureIssue(repository, { key, title: incidentTitle(incident.title), body: newIncidentBody(key, body), labels: incidents.labels });
  await context.github.ensureComment(repository, { number: issue.number, marker: hiddenKey("told/continued"), body: continuedText(next.number), since: 0 }, null);
  const value: IncidentRecord = { ...record, number: next.number, continues: record.number, before: issue.number, url: next.url, continuedIn: null, told: [] };
  return {
    record: { continuedIn: next.number }, records: [{ kind: "incident", key: incidentRecordKey(record.repository, next.number), value }],
    marks: [{ key: { kind: "incident", repository: record.repository, number: record.number }, lane: "command", installation: context.installation }],
  };
}
