/** What incidents do to a release: they close branches to all but the listed fixes, and hold the next candidate's tag. */
import { isAtLeast, isOpen } from "../incident/severity.ts";
import type { IncidentRecord } from "../model/incident.ts";
import type { IncidentPlan } from "../model/plan-incidents.ts";
import type { FreezeSwitch } from "../model/snapshot.ts";

/** `incident-7`, and `incident-7-2` when it froze a second time. */
export function incidentFreezeId(number: number, time: number): string {
  return `incident-${number}${time === 0 ? "" : `-${time + 1}`}`;
}

/** Of incidents under this plan: each freeze begins and ends by itself. */
export function incidentSwitches(incidents: readonly IncidentRecord[], plan: { readonly home: number; readonly path: string }): readonly FreezeSwitch[] {
  return incidents.filter(({ home, path, continues }) => home === plan.home && path === plan.path && continues === null).flatMap(({ number, title, freezes = [], lane = [], laneRisk }) => freezes.flatMap((one, time): readonly FreezeSwitch[] => {
    const freeze = incidentFreezeId(number, time);
    const because = `incident #${number}: ${title}`;
    const on: FreezeSwitch = { freeze, at: one.from, to: "on", by: one.by ?? "the release plan", because, branches: one.branches, until: null, incident: { number, lane, ...(laneRisk === undefined ? {} : { risk: laneRisk }) } };
    return one.until === null ? [on] : [on, { freeze, at: one.until, to: "off", by: one.endedBy ?? "the release plan", because }];
  }));
}

export function holdingIncidents(incidents: readonly IncidentRecord[], plan: IncidentPlan): readonly IncidentRecord[] {
  const { holdsTags } = plan;
  return holdsTags === null ? [] : incidents.filter((one) => one.continues === null && isOpen(one) && isAtLeast(one, holdsTags, plan));
}
