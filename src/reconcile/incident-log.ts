/**
 * `incident-log:<home>/<path>`: the index issue of a plan's incidents, which GitHub's search finds, and of its planned maintenance, apart from them.
 * Made with the first of either, edited in place and never for nothing; what people write around our section stays; deleted by a person, it is not made
 * again. Audiences of maintenance are told by this run, whether there is an issue or not.
 * Incidents of private repositories are counted and not named, unless the home is private as well.
 * Accepted: a run that dies after it made the issue and before it is remembered looks like a loss of memory, so that what is due just then is listed as
 * what may not have arrived, and not sent.
 */
import { BODY_CAP } from "../domain/desired/fenced-section.ts";
import { incidentLog } from "../domain/incident/incident-log.ts";
import { isOpen } from "../domain/incident/severity.ts";
import { desireSections } from "../domain/desired/milestone-issue.ts";
import { LISTED_FOR, listedMaintenance, nextMaintenanceChange } from "../domain/policy/maintenance.ts";
import type { ListedMaintenance } from "../domain/policy/maintenance.ts";
import type { LogAccessRecord } from "../domain/model/log-access.ts";
import type { Key } from "../domain/model/key.ts";
import { keyText } from "../domain/model/key.ts";
import { FaultError } from "../domain/model/problem.ts";
import type { OwnIssueRecord } from "../domain/model/progress.ts";
import type { PlanRecord, RepositoryRecord } from "../domain/model/records.ts";
import type { ReleasePlan } from "../domain/model/plan.ts";
import type { RecordChange, Settlement } from "../domain/model/settlement.ts";
import { NOTHING_TO_SETTLE } from "../domain/model/settlement.ts";
import { incidentLogText } from "../text/incident-log.ts";
import { maintenanceTable } from "../text/maintenance.ts";
import { toldText } from "../text/told.ts";
import { logAccessKey } from "./incident-log-access.ts";
import { loggedIncidents } from "./incident-logs.ts";
import { maintenanceMessages } from "./maintenance.ts";
import { keptIssue, NO_ISSUE, observedIssue } from "./own-record.ts";
import { planOf, repositoryOf } from "./plans-in-force.ts";
import type { RunContext } from "./ports.ts";

type LogKey = Extract<Key, { kind: "incident-log" }>;

const SECTION = "incident-log";
const TITLE = "Incident log";
const TRY_AGAIN_AFTER = 3_600_000;
/** kept for what people write around it */
const SPARE = 10_000;

export async function runIncidentLog(key: LogKey, context: RunContext): Promise<Settlement> {
  const home = await repositoryOf(context.memory, key.repository);
  const record = await context.memory.record<PlanRecord>("plan", `${key.repository}/${key.path}`);
  const plan = record === null ? null : planOf(record);
  if (home === null || home.archived || plan === null || plan.incidents === null) return NOTHING_TO_SETTLE;
  const next = nextMaintenanceChange(plan.maintenance, context.now());
  try {
    const { issue, lost, records } = await show(key, home, plan, context);
    return { ...NOTHING_TO_SETTLE, wakeAt: next, records, outbox: maintenanceMessages(key, home, plan, { lost, url: issue }, context) };
  } catch (error) {
    // Issues are switched off there, or we may not write them: who is to be told of maintenance is told all the same.
    if (!(error instanceof FaultError) || !["forbidden", "not-found"].includes(error.fault.kind)) throw error;
    return { ...NOTHING_TO_SETTLE, wakeAt: Math.min(next ?? Infinity, context.now() + TRY_AGAIN_AFTER), outbox: maintenanceMessages(key, home, plan, { lost: false, url: null }, context) };
  }
}

interface Shown {
  /** where the log stands; null = nowhere */
  readonly issue: string | null;
  /** it was there before memory was */
  readonly lost: boolean;
  readonly records: readonly RecordChange[];
}

async function show(key: LogKey, home: RepositoryRecord, plan: ReleasePlan, context: RunContext): Promise<Shown> {
  const name = `${key.repository}/${key.path}`;
  const known = await context.memory.record<OwnIssueRecord>("incident-log", name) ?? { ...NO_ISSUE, key: `incident-log/${encodeURIComponent(key.path)}` };
  const all = await loggedIncidents(home.id, key.path, context.memory);
  const planned = listedMaintenance(plan.maintenance, context.now());
  if (known.deleted || (all.length === 0 && planned.length === 0 && known.number === null)) return { issue: null, lost: false, records: [] };
  const saved = (value: OwnIssueRecord, lost: boolean): Shown => ({ issue: value.deleted ? null : value.url, lost, records: JSON.stringify(value) === JSON.stringify(known) ? [] : [{ kind: "incident-log", key: name, value }] });
  const observed = await observedIssue(home, known, context);
  if (observed === null && known.number !== null) return saved({ ...known, deleted: true }, false);
  const content = await contentOf(key, home, plan, all, planned, context);
  const { body } = desireSections(known.key, [{ name: SECTION, content }], [SECTION], observed?.body ?? null);
  const issue = observed === null ? await context.github.ensureIssue(home, { key: known.key, title: TITLE, body, labels: [] }) : await context.github.ensureIssueContent(home, observed, { body });
  return saved(issue === null ? { ...known, deleted: true } : { ...known, ...keptIssue(issue, known, TITLE) }, known.number === null && observed !== null);
}

async function contentOf(key: LogKey, home: RepositoryRecord, plan: ReleasePlan, all: Awaited<ReturnType<typeof loggedIncidents>>, planned: readonly ListedMaintenance[], context: RunContext): Promise<string> {
  const zone = plan.release.timezone;
  const shown = all.filter(({ repository }) => home.private || !repository.private);
  const severities = plan.incidents?.severities.map(({ id }) => id) ?? [];
  // It is looked at while an incident is open; what was so weeks ago may be so no more.
  const access = all.some(({ logged }) => isOpen(logged)) ? await context.memory.record<LogAccessRecord>("log-access", logAccessKey({ home: key.repository, path: key.path })) : null;
  const told = (await context.memory.told(keyText(key))).filter(({ message }) => message.since > context.now() - LISTED_FOR);
  const after = [maintenanceTable(planned, zone), toldText(told, null, zone)].filter((part) => part !== null);
  return incidentLogText(incidentLog(shown.map(({ logged }) => logged), severities), zone, all.length - shown.length, BODY_CAP - SPARE, access, after);
}
