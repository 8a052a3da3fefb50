/**
 * Opens the issue of an incident, once for what it is opened from: the hidden key names the comment or the form, so a run that broke off finds the
 * issue again. A report of what is open already is offered that one.
 * Two people who report the same thing in the same moment get two incidents, and the later one is told of the first (`incident-links.ts`).
 */
import { incidentIssueKey, newIncidentBody } from "../domain/desired/incident-issue.ts";
import { fingerprintOf } from "../domain/incident/fingerprint.ts";
import { ledgerEntry, observedId } from "../domain/incident/ledger.ts";
import { sameReport } from "../domain/incident/same-report.ts";
import { isOpen } from "../domain/incident/severity.ts";
import type { IncidentAct, IncidentEntry, IncidentRecord } from "../domain/model/incident.ts";
import type { Instant } from "../domain/model/instant.ts";
import { maintenanceAt } from "../domain/policy/maintenance.ts";
import type { RepositoryRecord } from "../domain/model/records.ts";
import type { Settlement } from "../domain/model/settlement.ts";
import { INCIDENT_TEMPLATE_PATH, incidentIssueText, incidentTitle } from "../text/incident-issue.ts";
import { plainText } from "../text/escape.ts";
import { incidentRecordKey, incidentsIn } from "./incident-place.ts";
import type { PlanInForce } from "./plans-in-force.ts";
import type { RunContext } from "./ports.ts";

export interface Report {
  /** `comment-7` or `issue-7` */
  readonly origin: string;
  readonly title: string;
  readonly text: string | null;
  readonly by: string | null;
  readonly at: Instant;
  /** where it was reported */
  readonly from: { readonly number: number; readonly comment: number | null };
  /** it is another one, whatever it is like */
  readonly separate: boolean;
  /** what the report says beside its title */
  readonly acts: readonly IncidentAct[];
}

export interface OpenedIncident {
  readonly number: number;
  /** false = this one was open before and is offered in its place */
  readonly opened: boolean;
  /** why the repository's own template was not used; null = it was, or there is none */
  readonly broken: string | null;
  readonly settled: Pick<Settlement, "ledger" | "records" | "marks">;
}

const NOTHING: OpenedIncident["settled"] = { ledger: [], records: [], marks: [] };
const TITLE_CAP = 200;
/** A webhook that is merely slow changes nothing. */
const MISSED_AFTER = 3_600_000;

export async function openIncident(report: Report, { home, record: plan, written }: PlanInForce, repository: RepositoryRecord, context: RunContext): Promise<OpenedIncident> {
  const all = await incidentsIn(repository.id, context.memory);
  const before = all.find(({ origin }) => origin === report.origin);
  if (before !== undefined) return { number: before.number, opened: true, broken: null, settled: NOTHING };
  const fingerprint = fingerprintOf([report.title, report.text]);
  const same = report.separate ? null : sameReport({ title: report.title, fingerprint }, all.filter(isOpen));
  const key = incidentIssueKey(report.origin);
  // A run that died after it had made the issue: that one must not be left without anybody who reads it.
  if (same !== null && await context.github.readOwnIssue(repository, key, null) === null) return { number: same.number, opened: false, broken: null, settled: NOTHING };
  const title = plainText(report.title, TITLE_CAP);
  const { body, broken } = incidentIssueText(context.templates.incident, await ownTemplate(repository, context), { title, text: report.text, reporter: report.by, origin: `#${report.from.number}` });
  const issue = await context.github.ensureIssue(repository, { key, title: incidentTitle(title), body: newIncidentBody(key, body), labels: written.incidents?.labels ?? [] });
  const record: IncidentRecord = {
    repository: repository.id, number: issue.number, continues: null, before: null, home: home.id, path: plan.path, origin: report.origin, title, url: issue.url, continuedIn: null,
    state: "reported", severity: null, openedAt: report.at, ...(context.now() - report.at > MISSED_AFTER ? { foundAt: context.now() } : {}), closed: false, followUps: {}, told: [], ...(report.separate ? { separate: true } : {}), ...(fingerprint === null ? {} : { fingerprint }),
  };
  const maintenance = maintenanceAt(written.maintenance, report.at);
  const opening: IncidentAct = { kind: "opened", title, from: report.from, text: report.text, procedure: { plan: plan.commit, version: written.incidents?.procedure?.version ?? null }, ...(maintenance.length === 0 ? {} : { maintenance }) };
  const entries = [opening, ...report.acts].map((act, index): IncidentEntry => ({
    id: observedId(repository.id, issue.number, index === 0 ? "opened" : `report-${index}`), repository: repository.id, number: issue.number, comment: null, line: index, at: report.at, by: report.by,
    rights: { owner: false, writer: false }, act,
  }));
  return {
    number: issue.number, opened: true, broken,
    settled: {
      ledger: entries.map(ledgerEntry), records: [{ kind: "incident", key: incidentRecordKey(repository.id, issue.number), value: record }],
      marks: [{ key: { kind: "incident", repository: repository.id, number: issue.number }, lane: "command", installation: context.installation }],
    },
  };
}

async function ownTemplate(repository: RepositoryRecord, context: RunContext): Promise<string | null> {
  const sha = (await context.github.readTree(repository, repository.defaultBranch))?.files.get(INCIDENT_TEMPLATE_PATH);
  return sha === undefined ? null : context.github.readBlobText(repository, sha);
}
