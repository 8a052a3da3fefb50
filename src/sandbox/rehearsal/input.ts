/** What a rehearsal plays: a plan, the pull requests as facts, and when milestones were reached. Facts in, world out; nothing is decided here. */
import type { Instant } from "../../domain/model/instant.ts";
import type { ReleasePlan } from "../../domain/model/plan.ts";
import type { PullFacts } from "../../domain/model/pull.ts";
import type { ReachedMilestone } from "../../domain/model/snapshot.ts";

export interface RehearsalInput {
  readonly planText: string;
  readonly plan: ReleasePlan;
  /** when the plan first stood on its home's default branch; null = before the first pull request */
  readonly plannedAt: Instant | null;
  /** dates move by pull requests, which at first leave out where that was decided; absent = every change of the plan is pushed */
  readonly proposesMoves?: boolean;
  readonly pulls: readonly PullFacts[];
  /** GitHub's milestones are closed at these instants, by the people who manage them */
  readonly reached: readonly ReachedMilestone[];
}
