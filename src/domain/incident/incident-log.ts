/**
 * The incident log: every incident of a plan as one row, and what they come to by severity and by component. A duration that is not known is left out
 * of its median and counted beside it: no number is made up, and none disappears. False alarms are counted and measure nothing.
 */
import type { Incident, IncidentState, Triage } from "../model/incident.ts";
import type { Instant } from "../model/instant.ts";
import type { PlannedMaintenance } from "../model/maintenance.ts";

export interface LoggedIncident {
  /** `owner/name` of the issue */
  readonly repository: string;
  readonly number: number;
  readonly url: string;
  readonly title: string;
  readonly state: IncidentState;
  readonly severity: string | null;
  readonly type: string | null;
  readonly component: string | null;
  readonly version: string | null;
  /** equal ones had the same error */
  readonly fingerprint: string | null;
  readonly triage: Triage | null;
  /** `owner/name#7`; null = none is said to be known */
  readonly known: string | null;
  readonly recurrences: number;
  readonly owner: string | null;
  readonly openedAt: Instant;
  readonly startedAt: Instant | null;
  readonly resolvedAt: Instant | null;
  readonly reopened: boolean;
  /** as in `MEASURES`; negative where the world happened in that order; null = not known */
  readonly minutes: Readonly<Record<Measure, number | null>>;
}

export const MEASURES = ["toDetect", "toAcknowledge", "toMitigate", "toResolve"] as const;
/** From the start to the detection, from there until somebody acknowledged it, from the start until it was mitigated, and until it was resolved. In minutes. */
export type Measure = (typeof MEASURES)[number];

export interface LogGroup {
  /** severity or component; null = nobody said */
  readonly name: string | null;
  readonly incidents: number;
  readonly open: number;
  readonly falseAlarms: number;
  readonly reopened: number;
  readonly medians: Readonly<Record<Measure, { readonly minutes: number | null; readonly known: number; readonly unknown: number }>>;
}

export interface IncidentLog {
  /** newest first */
  readonly incidents: readonly LoggedIncident[];
  readonly all: LogGroup;
  /** in the order of the plan's severities, then others by name, then those without */
  readonly bySeverity: readonly LogGroup[];
  /** most incidents first */
  readonly byComponent: readonly LogGroup[];
  /** what was planned and is no incident, apart from all of them; absent = nothing was */
  readonly maintenance?: readonly PlannedMaintenance[];
}

export function loggedIncident(incident: Incident, place: Pick<LoggedIncident, "repository" | "url">): LoggedIncident {
  const { minutes, startedAt, lastResolvedAt, reopened } = incident.metrics;
  return {
    ...place, number: incident.number, title: incident.title, state: incident.state, severity: incident.severity, type: incident.type, component: incident.component, version: incident.version, fingerprint: incident.fingerprint, triage: incident.triage,
    known: incident.known === null ? null : `${incident.known.repository}#${incident.known.number}`, recurrences: incident.recurrences.length, owner: incident.owner, openedAt: incident.openedAt,
    startedAt, resolvedAt: lastResolvedAt, reopened,
    minutes: { toDetect: minutes.startToDetect, toAcknowledge: minutes.detectToAcknowledge, toMitigate: minutes.startToMitigate, toResolve: minutes.startToResolve },
  };
}

/** Those in which the words stand: in their title, component, version, error, type or number. */
export function foundIncidents(incidents: readonly LoggedIncident[], words: string): readonly LoggedIncident[] {
  const wanted = words.toLowerCase().split(/\s+/).filter((one) => one !== "");
  return incidents.filter((one) => {
    const text = [one.title, one.component, one.version, one.fingerprint, one.type, one.severity, `${one.repository}#${one.number}`].join("\n").toLowerCase();
    return wanted.every((word) => text.includes(word));
  });
}

/** @param severities ids, most severe first */
export function incidentLog(incidents: readonly LoggedIncident[], severities: readonly string[]): IncidentLog {
  const sorted = [...incidents].sort((a, b) => b.openedAt - a.openedAt || (a.repository < b.repository ? -1 : a.repository > b.repository ? 1 : b.number - a.number));
  const rank = (name: string | null): number => (name === null ? severities.length + 1 : severities.includes(name) ? severities.indexOf(name) : severities.length);
  const byName = (a: LogGroup, b: LogGroup): number => Number(a.name === null) - Number(b.name === null) || ((a.name ?? "") < (b.name ?? "") ? -1 : 1);
  return {
    incidents: sorted, all: groupOf(null, sorted),
    bySeverity: groupsBy(sorted, ({ severity }) => severity).sort((a, b) => rank(a.name) - rank(b.name) || byName(a, b)),
    byComponent: groupsBy(sorted, ({ component }) => component).sort((a, b) => b.incidents - a.incidents || byName(a, b)),
  };
}

function groupsBy(incidents: readonly LoggedIncident[], nameOf: (one: LoggedIncident) => string | null): LogGroup[] {
  return [...new Set(incidents.map(nameOf))].map((name) => groupOf(name, incidents.filter((one) => nameOf(one) === name)));
}

function groupOf(name: string | null, incidents: readonly LoggedIncident[]): LogGroup {
  const real = incidents.filter(({ triage }) => triage !== "false-alarm");
  const medians = Object.fromEntries(MEASURES.map((measure) => {
    const known = real.flatMap(({ minutes }) => minutes[measure] ?? []);
    return [measure, { minutes: median(known), known: known.length, unknown: real.length - known.length }];
  })) as LogGroup["medians"];
  return {
    name, incidents: incidents.length, open: incidents.filter(({ state }) => state !== "resolved" && state !== "reviewed").length,
    falseAlarms: incidents.length - real.length, reopened: incidents.filter(({ reopened }) => reopened).length, medians,
  };
}

/** Of an even number the mean of the two in the middle; null of none. */
export function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low, high] = [sorted[sorted.length % 2 === 0 ? middle - 1 : middle], sorted[middle]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}
