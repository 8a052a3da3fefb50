/**
 * Planned maintenance: under way from its first instant up to but not including its last. It never says what an incident is, and stops no clock of
 * one: a real outage looks like it. It is a remark of which people make what they will.
 */
import type { Incident } from "../model/incident.ts";
import type { Duration, Instant } from "../model/instant.ts";
import type { MaintenanceThen, PlannedMaintenance } from "../model/maintenance.ts";

export type MaintenanceState = "under-way" | "coming" | "over";

/** What follows it so soon may still come of it. */
export const AFTERMATH = 15 * 60_000;
/** For so long the incident log lists what is over. */
export const LISTED_FOR = 30 * 24 * 3_600_000;
/** An incident keeps so many; its issue has little room for them. */
const MOST_KEPT = 3;

export function maintenanceState({ from, to }: Pick<MaintenanceThen, "from" | "to">, at: Instant): MaintenanceState {
  return at < from ? "coming" : at < to ? "under-way" : "over";
}

/** What an incident that is reported at that instant keeps: what is under way, then what is just over. Which part it concerns may be said later, so all are kept. */
export function maintenanceAt(planned: readonly PlannedMaintenance[], at: Instant): readonly MaintenanceThen[] {
  const near = datedOf(planned).filter(({ from, to }) => from <= at && at < to + AFTERMATH);
  return near.toSorted((a, b) => Number(at >= a.to) - Number(at >= b.to) || byBegin(a, b)).slice(0, MOST_KEPT).map(({ id, title, from, to, components, owner }) => ({ id, title, from, to, components, owner }));
}

/** Of those, the ones that may have to do with it: they work on its part, or one of the two does not say which part it is. */
export function maintenanceOf({ maintenance, component }: Pick<Incident, "maintenance" | "component">): readonly MaintenanceThen[] {
  return maintenance.filter(({ components }) => component === null || components.length === 0 || components.some((one) => one.toLowerCase() === component.toLowerCase()));
}

export interface ListedMaintenance extends MaintenanceThen {
  readonly state: MaintenanceState;
  readonly because: string | null;
}

/** What is under way, then what comes, the next first, then what is over for thirty days at most, the last first. */
export function listedMaintenance(planned: readonly PlannedMaintenance[], now: Instant): readonly ListedMaintenance[] {
  const order: readonly MaintenanceState[] = ["under-way", "coming", "over"];
  const all = datedOf(planned).filter(({ to }) => now < to + LISTED_FOR).map(({ id, title, from, to, components, owner, because }): ListedMaintenance => ({ id, title, from, to, components, owner, because, state: maintenanceState({ from, to }, now) }));
  return all.toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state) || (a.state === "over" ? b.to - a.to : 0) || byBegin(a, b));
}

export interface DueTelling {
  readonly maintenance: DatedMaintenance;
  /** since when it is due */
  readonly at: Instant;
  /** so long before it begins; null = it begins */
  readonly before: Duration | null;
}

/** The last that is due of each, until it is over: whoever hears that it has begun need not hear that it was to come. */
export function dueTellings(planned: readonly PlannedMaintenance[], now: Instant): readonly DueTelling[] {
  return datedOf(planned).flatMap((maintenance) => {
    const { audiences, notice, from, to } = maintenance;
    if (audiences.length === 0 || now >= to) return [];
    const due = [...notice.map((before) => ({ maintenance, at: from - before, before })), { maintenance, at: from, before: null }].filter(({ at }) => at <= now);
    return due.toSorted((a, b) => a.at - b.at).slice(-1);
  });
}

/** When any of this is another next; null = never. */
export function nextMaintenanceChange(planned: readonly PlannedMaintenance[], now: Instant): Instant | null {
  const instants = datedOf(planned).flatMap(({ from, to, notice }) => [...notice.map((before) => from - before), from, to, to + LISTED_FOR]).filter((at) => at > now);
  return instants.length === 0 ? null : Math.min(...instants);
}

export type DatedMaintenance = Omit<PlannedMaintenance, "from" | "to"> & Pick<MaintenanceThen, "from" | "to">;

export function datedOf(planned: readonly PlannedMaintenance[]): readonly DatedMaintenance[] {
  return planned.flatMap((one) => (one.from.at === null || one.to.at === null ? [] : [{ ...one, from: one.from.at, to: one.to.at }]));
}

function byBegin(a: Pick<MaintenanceThen, "from" | "id">, b: Pick<MaintenanceThen, "from" | "id">): number {
  return a.from - b.from || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}
