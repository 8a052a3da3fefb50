/** The incidents of a home's plans, from what is remembered alone: no call to GitHub, and nothing is written. */
import { foldIncident } from "../domain/incident/fold.ts";
import type { IncidentLog, LoggedIncident } from "../domain/incident/incident-log.ts";
import { incidentLog, loggedIncident } from "../domain/incident/incident-log.ts";
import { incidentEntry, incidentLedger } from "../domain/incident/ledger.ts";
import type { IncidentRecord } from "../domain/model/incident.ts";
import type { PlanRecord, RepositoryRecord } from "../domain/model/records.ts";
import type { RepositoryName } from "../domain/model/refs.ts";
import { repositoryName, sameRepository } from "../domain/model/refs.ts";
import { planOf } from "./plans-in-force.ts";
import type { Memory } from "./ports.ts";

/** Of all plans of the home; null = no plan stands there, as far as is remembered. */
export async function incidentLogOf(home: RepositoryName, memory: Memory): Promise<IncidentLog | null> {
  const repository = (await memory.records<RepositoryRecord>("repository", "")).find(({ value }) => sameRepository(repositoryName(value), home))?.value;
  const plans = repository === undefined ? [] : (await memory.records<PlanRecord>("plan", `${repository.id}/`)).map(({ value }) => value);
  if (repository === undefined || plans.length === 0) return null;
  const severities = plans.flatMap((record) => planOf(record)?.incidents?.severities.map(({ id }) => id) ?? []);
  const maintenance = plans.flatMap((record) => planOf(record)?.maintenance ?? []);
  return { ...incidentLog((await loggedIncidents(repository.id, null, memory)).map(({ logged }) => logged), [...new Set(severities)]), maintenance };
}

/** With the repository in which each lies; `path` null = of every plan of the home. */
export async function loggedIncidents(home: number, path: string | null, memory: Memory): Promise<readonly { readonly logged: LoggedIncident; readonly repository: RepositoryRecord }[]> {
  const found: { readonly logged: LoggedIncident; readonly repository: RepositoryRecord }[] = [];
  for (const { value: record } of await memory.records<IncidentRecord>("incident", "")) {
    if (record.home !== home || (path !== null && record.path !== path)) continue;
    const repository = await memory.record<RepositoryRecord>("repository", String(record.repository));
    const folded = foldIncident((await memory.ledger(record.repository, incidentLedger(record.number))).map(incidentEntry));
    // An issue in which an incident only goes on has no opening of its own.
    if (repository !== null && folded !== null && folded.incident.number === record.number) found.push({ repository, logged: loggedIncident(folded.incident, { repository: repositoryName(repository), url: record.url }) });
  }
  return found;
}
