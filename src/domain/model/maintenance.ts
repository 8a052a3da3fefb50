/** Maintenance: work on a system that was planned and announced, which is no incident, and what an incident keeps of it. */
import type { Duration, Instant, PlannedTime } from "./instant.ts";

export interface PlannedMaintenance {
  readonly id: string;
  readonly title: string;
  /** both ends are instants; it is over at `to` itself */
  readonly from: PlannedTime;
  readonly to: PlannedTime;
  /** parts that are worked on; empty = the plan does not say, so it may be any */
  readonly components: readonly string[];
  readonly owner: string | null;
  /** ids of those audiences of the plan's incidents who are told */
  readonly audiences: readonly string[];
  /** how long before it begins they are told, longest first; they are told at its beginning in any case */
  readonly notice: readonly Duration[];
  readonly because: string | null;
}

/** What was under way, or just over, when an incident was reported: as the plan said then, and kept whatever it says later. */
export interface MaintenanceThen {
  readonly id: string;
  readonly title: string;
  readonly from: Instant;
  readonly to: Instant;
  readonly components: readonly string[];
  readonly owner: string | null;
}
