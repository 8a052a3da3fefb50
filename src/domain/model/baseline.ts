/**
 * Baseline: the date of a milestone as first planned. It is `planned` where the plan states it when the milestone first stands dated on the default
 * branch, and its `due` otherwise; remembered from then on, whatever the file says later.
 */
import type { Instant, PlannedTime } from "./instant.ts";

export interface Baseline {
  readonly time: PlannedTime;
  /** the plan itself says it, under `planned` */
  readonly stated: boolean;
  /** when it was first seen on the default branch */
  readonly since: Instant;
}

/** By milestone id. */
export type Baselines = Readonly<Record<string, Baseline>>;
