/**
 * `incident-log:<home>/<path>`: the index issue of a plan's incidents, which GitHub's search finds. Made with the first incident, edited in place and
 * never for nothing; what people write around our section stays; deleted by a person, it is not made again.
 * Incidents of private repositories are counted and not named, unless the home is private as well.
 */
import { BODY_CAP } from "../domain/desired/fenced-section.ts";
import { incidentLog } from "../domain/incident/incident-log.ts";
import { isOpen } from "../domain/incident/severity.ts";
import { desireSections } from "../domain/desired/milestone-issue.ts";
import type { LogAccessRecord } from "../domain/model/log-access.ts";
import type { Key } from "../domain/model/key.ts";
import { FaultError } from "../domain/model/problem.ts";
import type { OwnIssueRecord } from "../domain/model/progress.ts";
import type { PlanRecord, RepositoryRecord } from "../domain/model/records.ts";
import type { ReleasePlan } from "../domain/model/plan.ts";
import type { Settlement } from "../domain/model/settlement.ts";
import { NOTHING_TO_SETTLE } from "../domain/model/settlement.ts";
import { incidentLogText } from "../text/incident-log.ts";
import { logAccessKey } from "./incident-log-access.ts";
import { loggedIncidents } from "./incident-logs.ts";
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
  try {
    return await show(key, home, plan, context);
  } catch (error) {
    // Issues are switched off there, or we may not write them.
    if (!(error instanceof FaultError) || !["forbidden", "not-found"].includes(error.fault.kind)) throw error;
    return { ...NOTHING_TO_SETTLE, wakeAt: context.now() + TRY_AGAIN_AFTER };
  }
}

async function show(key: LogKey, home: RepositoryRecord, plan: ReleasePlan, context: RunContext): Promise<Settlement> {
  const name = `${key.repository}/${key.path}`;
  const known = await context.memory.record<OwnIssueRecord>("incident-log", name) ?? { ...NO_ISSUE, key: `incident-log/${encodeURIComponent(key.path)}` };
  const all = await loggedIncidents(home.id, key.path, context.memory);
  if (known.deleted || all.length === 0) return NOTHING_TO_SETTLE;
  const save = (value: OwnIssueRecord): Settlement => (JSON.stringify(value) === JSON.stringify(known) ? NOTHING_TO_SETTLE : { ...NOTHING_TO_SETTLE, records: [{ kind: "incident-log", key: name, value }] });
  const observed = await observedIssue(home, known, context);
  if (observed === null && known.number !== null) return save({ ...known, deleted: true });
  const shown = all.filter(({ repository }) => home.private || !repository.private);
  const severities = plan.incidents?.severities.map(({ id }) => id) ?? [];
  // It is looked at while an incident is open; what was so weeks ago may be so no more.
  const access = all.some(({ logged }) => isOpen(logged)) ? await context.memory.record<LogAccessRecord>("log-access", logAccessKey({ home: key.repository, path: key.path })) : null;
  const content = incidentLogText(incidentLog(shown.map(({ logged }) => logged), severities), plan.release.timezone, all.length - shown.length, BODY_CAP - SPARE, access);
  const { body } = desireSections(known.key, [{ name: SECTION, content }], [SECTION], observed?.body ?? null);
  const issue = observed === null ? await context.github.ensureIssue(home, { key: known.key, title: TITLE, body, labels: [] }) : await context.github.ensureIssueContent(home, observed, { body });
  return save(issue === null ? { ...known, deleted: true } : { ...known, ...keptIssue(issue, known, TITLE) });
}
