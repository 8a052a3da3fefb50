/** Changes of the plan by pull request: proposed by whoever manages the release, approved by another manager, merged when it was due. */
import { PLAN_FILE } from "../../domain/plan/plan-file.ts";
import { mergePull, openPull, pushCommits } from "../github/seed.ts";
import type { Account } from "../github/state/account.ts";
import type { Pull } from "../github/state/pull.ts";
import { createReview } from "../github/state/review.ts";
import type { World } from "../github/world.ts";
import type { Cast } from "./cast.ts";
import type { RehearsalInput } from "./input.ts";

export interface PlanProposals {
  /** null = none is under way */
  open(): Pull | null;
  propose(text: string): void;
  /** brings the proposal up to this text, which another manager then approves */
  explain(text: string): void;
  merge(): void;
}

export function createProposals(world: World, cast: Cast, { plan }: RehearsalInput, planner: Account): PlanProposals {
  let pull: Pull | null = null;
  let count = 0;
  const other = plan.milestones.map(({ id }) => cast.managerOf(id)).find((person) => person !== planner);
  return {
    open: () => pull,
    propose(text) {
      count += 1;
      pull = openPull(world, cast.home, { by: planner, title: "Move dates of the plan", head: `dates-${count}`, files: { [PLAN_FILE]: text } });
    },
    explain(text) {
      if (pull === null) return;
      pushCommits(world, cast.home, { branch: pull.headRef, by: planner, commits: [{ message: "Say where it was decided", files: { [PLAN_FILE]: text } }] });
      if (other !== undefined) createReview(world, pull, { event: "APPROVE" }, other);
    },
    merge() {
      if (pull !== null) mergePull(world, pull, { by: planner, bypassRules: true });
      pull = null;
    },
  };
}
