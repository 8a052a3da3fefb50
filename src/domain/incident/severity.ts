/** How severities compare, and what follows from one. What nobody has said counts as the worst, since it may be. */
import type { Incident } from "../model/incident.ts";
import type { IncidentPlan, IncidentSeverity } from "../model/plan-incidents.ts";

/** The plan's severity of an incident; the most severe one while nobody has said it, or when the plan no longer knows it. */
export function severityOf({ severity }: Pick<Incident, "severity">, plan: IncidentPlan): IncidentSeverity | null {
  return plan.severities.find(({ id }) => id === severity) ?? plan.severities[0] ?? null;
}

/** Is it said to be that severe, or more so? What nobody has said is not. */
export function isAtLeast({ severity }: Pick<Incident, "severity">, least: string, plan: IncidentPlan): boolean {
  const ranks = plan.severities.map(({ id }) => id);
  return severity !== null && ranks.includes(severity) && ranks.includes(least) && ranks.indexOf(severity) <= ranks.indexOf(least);
}

export function isOpen({ state }: Pick<Incident, "state">): boolean {
  return state !== "resolved" && state !== "reviewed";
}

/** Would the plan freeze branches for it? */
export function proposesFreeze(incident: Pick<Incident, "severity" | "state" | "triage">, plan: IncidentPlan): boolean {
  return plan.freeze !== null && isOpen(incident) && incident.triage !== "false-alarm" && isAtLeast(incident, plan.freeze.at, plan);
}
