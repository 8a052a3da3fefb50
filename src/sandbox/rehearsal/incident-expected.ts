/** The figures of an incident in the spelling in which records of incidents carry them, to be compared. */
import type { Instant } from "../../domain/model/instant.ts";
import type { IncidentMetrics } from "../../domain/model/incident-metrics.ts";

export type ExpectedMetrics = Readonly<Record<string, string | number | boolean | null>>;

export function expectedOf({ minutes, ...metrics }: IncidentMetrics): ExpectedMetrics {
  return {
    started_at: iso(metrics.startedAt), detected_at: iso(metrics.detectedAt), acknowledged_at: iso(metrics.acknowledgedAt), mitigated_at: iso(metrics.mitigatedAt),
    resolved_at: iso(metrics.resolvedAt), last_resolved_at: iso(metrics.lastResolvedAt),
    minutes_start_to_detect: minutes.startToDetect, minutes_detect_to_acknowledge: minutes.detectToAcknowledge, minutes_start_to_acknowledge: minutes.startToAcknowledge,
    minutes_start_to_mitigate: minutes.startToMitigate, minutes_start_to_resolve: minutes.startToResolve, minutes_detect_to_resolve: minutes.detectToResolve,
    minutes_acknowledge_to_resolve: minutes.acknowledgeToResolve,
    reopened: metrics.reopened, action_items: metrics.actionItems, action_items_with_issue: metrics.actionItemsWithIssue, action_items_done: metrics.actionItemsDone,
    participants: metrics.participants,
  };
}

/** To the second, as such records are written. */
function iso(at: Instant | null): string | null {
  return at === null ? null : `${new Date(at).toISOString().slice(0, 19)}Z`;
}
