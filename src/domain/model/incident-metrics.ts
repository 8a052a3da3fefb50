/** How long an incident took, and what came of it, in numbers. */
import type { Instant } from "./instant.ts";

/** Differences in minutes, negative where the world happened in that order; null = one side is unknown or known by its day only. */
export interface IncidentMetrics {
  readonly startedAt: Instant | null;
  /** the first that was detected or reported */
  readonly detectedAt: Instant | null;
  readonly acknowledgedAt: Instant | null;
  readonly mitigatedAt: Instant | null;
  readonly resolvedAt: Instant | null;
  readonly lastResolvedAt: Instant | null;
  readonly minutes: {
    readonly startToDetect: number | null;
    readonly detectToAcknowledge: number | null;
    readonly startToAcknowledge: number | null;
    readonly startToMitigate: number | null;
    readonly startToResolve: number | null;
    readonly detectToResolve: number | null;
    readonly acknowledgeToResolve: number | null;
  };
  readonly reopened: boolean;
  readonly actionItems: number;
  readonly actionItemsWithIssue: number;
  readonly actionItemsDone: number;
  readonly participants: number;
}
