/** Where an incident lives: its issues, the plan it was opened under, and what has been entered so far. */
import { isOneOf } from "../domain/command/right.ts";
import { foldIncident } from "../domain/incident/fold.ts";
import type { FoldedIncident } from "../domain/incident/fold.ts";
import { incidentEntry, incidentLedger } from "../domain/incident/ledger.ts";
import { scheduledMeanwhile } from "../domain/incident/scheduled.ts";
import type { IncidentEntry, IncidentRecord, IncidentRights } from "../domain/model/incident.ts";
import type { ReleasePlan } from "../domain/model/plan.ts";
import type { IncidentPlan } from "../domain/model/plan-incidents.ts";
import type { PlanRecord, RepositoryRecord } from "../domain/model/records.ts";
import { hasRole, repositoryName } from "../domain/model/refs.ts";
import { governedBranches } from "../domain/plan/governed.ts";
import { sameRepository } from "../domain/model/refs.ts";
import type { SpokenIncident } from "../text/incident-section.ts";
import { personIs } from "./people.ts";
import { planOf, repositoryOf } from "./plans-in-force.ts";
import type { Memory, RunContext } from "./ports.ts";

export interface IncidentPlace {
  readonly repository: RepositoryRecord;
  /** of the first issue */
  readonly record: IncidentRecord;
  readonly home: RepositoryRecord;
  readonly plan: ReleasePlan;
  readonly incidents: IncidentPlan;
}

export function incidentRecordKey(repository: number, number: number): string {
  return `${repository}/${number}`;
}

/** Null when that issue is no incident's, or no plan speaks of incidents any more. */
export async function incidentAt(repository: RepositoryRecord, number: number, memory: Memory): Promise<IncidentPlace | null> {
  const here = await memory.record<IncidentRecord>("incident", incidentRecordKey(repository.id, number));
  const record = here === null || here.continues === null ? here : await memory.record<IncidentRecord>("incident", incidentRecordKey(repository.id, here.continues));
  if (record === null) return null;
  const home = await repositoryOf(memory, record.home);
  const planRecord = await memory.record<PlanRecord>("plan", `${record.home}/${record.path}`);
  const plan = planRecord === null ? null : planOf(planRecord);
  return home === null || plan === null || plan.incidents === null ? null : { repository, record, home, plan, incidents: plan.incidents };
}

/** First issues only: an incident that goes on in another is one incident. */
export async function incidentsIn(repository: number, memory: Memory): Promise<readonly IncidentRecord[]> {
  return (await memory.records<IncidentRecord>("incident", `${repository}/`)).map(({ value }) => value).filter(({ continues }) => continues === null);
}

export async function entriesOfIncident({ repository, number }: Pick<IncidentRecord, "repository" | "number">, memory: Memory): Promise<readonly IncidentEntry[]> {
  return (await memory.ledger(repository, incidentLedger(number))).map(incidentEntry);
}

export async function foldedIncident(record: Pick<IncidentRecord, "repository" | "number">, memory: Memory): Promise<FoldedIncident | null> {
  return foldIncident(await entriesOfIncident(record, memory));
}

/** Whom the plan names for incidents, else who manages the release. */
export function ownersOf({ incidents, release }: Pick<ReleasePlan, "incidents" | "release">): readonly string[] {
  if (incidents !== null && incidents.owners.length > 0) return incidents.owners;
  return release.manager === null ? [] : [release.manager];
}

/** Asked of GitHub now, whatever is remembered; what it will not say is no right. */
export async function rightsOf(login: string, plan: ReleasePlan, repository: RepositoryRecord, context: RunContext): Promise<IncidentRights & { readonly reader: boolean }> {
  const role = await context.github.readRole(repository, login, { fresh: true });
  const named: string[] = [];
  for (const name of ownersOf(plan)) if (await personIs(name, login, context.github) === true) named.push(name);
  return { owner: isOneOf(ownersOf(plan), { login, role, author: false, named }), writer: hasRole(role, "write"), reader: named.length > 0 || hasRole(role, "triage") };
}

export function spokenIncident({ incident }: FoldedIncident, { repository, record, home, plan, incidents }: IncidentPlace, seen: Partial<Pick<SpokenIncident, "before" | "access" | "unratified" | "writesReleases">> = {}): SpokenIncident {
  return {
    incident, plan: incidents, owners: ownersOf(plan), zone: plan.release.timezone, here: repositoryName(repository), branches: frozenBranches(plan, home, repository),
    followUps: record.followUps, steps: record.steps ?? {}, badLinks: record.badLinks ?? {}, notes: record.notes ?? [], scheduled: scheduledMeanwhile(incident, plan), zones: zonesIn(plan), risks: plan.risks.map(({ risk }) => risk), before: null, access: null, unratified: null, writesReleases: false, ...seen, logPlaces: logPlaces(incidents, record.url),
  };
}

function zonesIn({ teams }: ReleasePlan): SpokenIncident["zones"] {
  return Object.fromEntries(teams.flatMap(({ members }) => members).flatMap(({ who, timezone }) => (timezone === undefined ? [] : [[who.toLowerCase(), timezone]])));
}

/** The repository that the plan names lies where the incident's own issue does: a plan knows no host. */
function logPlaces({ logsAt, logs }: IncidentPlan, url: string): readonly string[] {
  return logs === null || !URL.canParse(url) ? logsAt : [...logsAt, `${new URL(url).origin}/${logs.repository}`];
}

/** Branches that the plan's incidents freeze in this repository: those it names, else those it governs there. */
export function frozenBranches(plan: ReleasePlan, home: RepositoryRecord, repository: RepositoryRecord): readonly string[] {
  const named = plan.incidents?.freeze?.branches ?? null;
  if (named !== null) return named;
  const governed = governedBranches(plan, { name: repositoryName(home), defaultBranch: home.defaultBranch }).filter((one) => sameRepository(one.repository, repositoryName(repository)));
  return [...new Set(governed.map(({ branch }) => branch ?? repository.defaultBranch))];
}
