/** How long each part of an incident took, from what its moments say. What is unknown stays unknown: no midnight is made up for a day. */
import type { Instant } from "../model/instant.ts";
import type { FollowUp, Incident, When } from "../model/incident.ts";
import type { IncidentMetrics } from "../model/incident-metrics.ts";
import { instantOf, isAfter } from "./when.ts";

export type Measured = Pick<Incident, "moments" | "reopenings" | "followUps" | "parties" | "owner" | "openedAt">;

export function metricsOf(incident: Measured): IncidentMetrics {
  const { moments } = incident;
  const startedAt = instantOf(moments.started?.first);
  const detectedAt = instantOf(noticed(incident));
  const acknowledgedAt = instantOf(moments.acknowledged?.first);
  const mitigatedAt = instantOf(moments.mitigated?.first);
  const resolvedAt = instantOf(moments.resolved?.first);
  return {
    startedAt, detectedAt, acknowledgedAt, mitigatedAt, resolvedAt, lastResolvedAt: instantOf(moments.resolved?.last),
    minutes: {
      startToDetect: minutes(startedAt, detectedAt), detectToAcknowledge: minutes(detectedAt, acknowledgedAt), startToAcknowledge: minutes(startedAt, acknowledgedAt),
      startToMitigate: minutes(startedAt, mitigatedAt), startToResolve: minutes(startedAt, resolvedAt), detectToResolve: minutes(detectedAt, resolvedAt),
      acknowledgeToResolve: minutes(acknowledgedAt, resolvedAt),
    },
    reopened: incident.reopenings > 0,
    actionItems: incident.followUps.length, actionItemsWithIssue: count(incident.followUps, (one) => one.link !== null), actionItemsDone: count(incident.followUps, (one) => one.done),
    participants: new Set([...incident.parties.map(({ who }) => who.toLowerCase()), ...(incident.owner === null ? [] : [incident.owner.toLowerCase()])]).size,
  };
}

/** The first that was detected or reported. Where nobody said either, the issue itself was the report. */
function noticed({ moments, openedAt }: Measured): When | null {
  const detected = moments.detected?.first ?? null;
  const reported = moments.reported?.first ?? null;
  if (detected === null || detected.precision === "unknown") return reported ?? { precision: "minute", at: openedAt, text: "" };
  return reported !== null && isAfter(detected, reported) ? reported : detected;
}

function minutes(from: Instant | null, to: Instant | null): number | null {
  return from === null || to === null ? null : (to - from) / 60_000;
}

function count(items: readonly FollowUp[], holds: (one: FollowUp) => boolean): number {
  return items.filter(holds).length;
}
