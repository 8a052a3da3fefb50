/**
 * What an issue has to do with incidents: it is one of ours that somebody edited or closed, a follow-up that somebody finished, or a report that came
 * in by the form. A form's report goes on in an incident issue of its own, so that whoever reported it need not be able to edit anything.
 */
import { ledgerEntry, observedId } from "../domain/incident/ledger.ts";
import { readReportForm } from "../domain/incident/report-form.ts";
import { REPORT_LABEL } from "../domain/incident/report-form.ts";
import { hiddenKey } from "../domain/desired/fenced-section.ts";
import type { IncidentEntry, IncidentRecord } from "../domain/model/incident.ts";
import type { Key, Mark } from "../domain/model/key.ts";
import type { RepositoryRecord } from "../domain/model/records.ts";
import type { Settlement } from "../domain/model/settlement.ts";
import { formTakenText } from "../text/incident-report-answer.ts";
import { openIncident } from "./incident-open.ts";
import { foldedIncident, incidentRecordKey, incidentsIn } from "./incident-place.ts";
import { plansFor } from "./plans-in-force.ts";
import type { RunContext } from "./ports.ts";

type IssueKey = Extract<Key, { kind: "issue" }>;
type Part = Pick<Settlement, "ledger" | "records" | "marks">;

const NOTHING: Part = { ledger: [], records: [], marks: [] };

export async function runIncidentIssue(key: IssueKey, repository: RepositoryRecord, context: RunContext): Promise<Part> {
  const own = await context.memory.record<IncidentRecord>("incident", incidentRecordKey(repository.id, key.number));
  if (own !== null) return { ...NOTHING, marks: [markOf(own.continues ?? own.number, repository, context)] };
  const all = await incidentsIn(repository.id, context.memory);
  const followed = all.flatMap((record) => Object.entries(record.followUps).filter(([, link]) => link.number === key.number).map(([number]) => ({ record, number: Number(number) })));
  if (followed.length > 0) return followUpsDone(key, followed, repository, context);
  const steps = all.flatMap((record) => Object.entries(record.steps ?? {}).filter(([, made]) => made.number === key.number).map(([number]) => ({ record, number: Number(number) })));
  if (steps.length > 0) return stepsDone(key, steps, repository, context);
  const plan = (await plansFor(context.memory, repository.id)).find(({ written }) => written.incidents !== null);
  if (plan === undefined || all.some(({ origin }) => origin === `issue-${key.number}`)) return NOTHING;
  const issue = await context.github.readIssue(repository, key.number);
  if (issue === null || issue.isPull || !issue.open || !issue.labels.includes(REPORT_LABEL)) return NOTHING;
  const report = readReportForm(issue.title, issue.body, issue.author, { zone: plan.written.release.timezone, writtenAt: issue.createdAt ?? context.now(), partyTypes: plan.written.incidents?.partyTypes ?? [] });
  // Offered the open one before, and opened again: then it is another.
  const offered = await context.memory.record("notice", `incident-offered/${repository.id}/${key.number}`) !== null;
  const opened = await openIncident({ origin: `issue-${key.number}`, ...report, by: issue.author, at: issue.createdAt ?? context.now(), from: { number: key.number, comment: null }, separate: offered }, plan, repository, context);
  await context.github.ensureComment(repository, { number: key.number, marker: hiddenKey(`incident-form/${opened.opened ? "opened" : "same"}`), body: formTakenText(opened.number, opened.opened), since: issue.createdAt ?? 0 }, null);
  await context.github.ensureIssueClosed(repository, key.number);
  const notice = opened.opened ? [] : [{ kind: "notice" as const, key: `incident-offered/${repository.id}/${key.number}`, value: { notice: "incident-offered", at: context.now() } }];
  return { ...opened.settled, records: [...opened.settled.records, ...notice] };
}

/** Whoever closes the issue of a follow-up has done it, in every incident that names it. */
async function followUpsDone(key: IssueKey, followed: readonly { readonly record: IncidentRecord; readonly number: number }[], repository: RepositoryRecord, context: RunContext): Promise<Part> {
  const issue = await context.github.readIssue(repository, key.number);
  if (issue === null || issue.open) return NOTHING;
  const entries = followed.map(({ record, number }): IncidentEntry => ({
    id: observedId(repository.id, record.number, `follow-up-done-${number}`), repository: repository.id, number: record.number, comment: null, line: 0, at: context.now(), by: null, rights: { owner: false, writer: false },
    act: { kind: "follow-up-done", number },
  }));
  return { ...NOTHING, ledger: entries.map(ledgerEntry), marks: followed.map(({ record }) => markOf(record.number, repository, context)) };
}

/** A step is done once: its issue may be closed because it was. */
async function stepsDone(key: IssueKey, steps: readonly { readonly record: IncidentRecord; readonly number: number }[], repository: RepositoryRecord, context: RunContext): Promise<Part> {
  const issue = await context.github.readIssue(repository, key.number);
  if (issue === null || issue.open) return NOTHING;
  const entries: IncidentEntry[] = [];
  for (const { record, number } of steps) {
    const known = (await foldedIncident(record, context.memory))?.incident.steps.find((one) => one.number === number);
    if (known === undefined || known.done) continue;
    entries.push({
      id: observedId(repository.id, record.number, `step-done-${number}`), repository: repository.id, number: record.number, comment: null, line: 0, at: context.now(), by: null, rights: { owner: false, writer: false },
      act: { kind: "step-done", number },
    });
  }
  return { ...NOTHING, ledger: entries.map(ledgerEntry), marks: entries.map(({ number }) => markOf(number, repository, context)) };
}

function markOf(number: number, repository: RepositoryRecord, context: RunContext): Mark {
  return { key: { kind: "incident", repository: repository.id, number }, lane: "changed", installation: context.installation };
}
