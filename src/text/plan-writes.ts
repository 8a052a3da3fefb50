/** What the merged plans of a repository would write on GitHub, as lines for the terminal. */
import type { BoardPreview } from "./board-changes.ts";
import { boardChangeLines } from "./board-changes.ts";
import type { IssuePreview } from "./issue-changes.ts";
import { issueChangeLines } from "./issue-changes.ts";
import type { RepositoryMilestones } from "./milestone-changes.ts";
import { milestoneChangeLines } from "./milestone-changes.ts";

export interface PlanWrites {
  /** in each repository that they govern */
  readonly milestones: readonly RepositoryMilestones[];
  /** of the plans that have issues */
  readonly issues: readonly IssuePreview[];
  /** of the plans that ask for a board */
  readonly boards: readonly BoardPreview[];
}

export function planWriteLines({ milestones, issues, boards }: PlanWrites, width: number | null): readonly string[] {
  return [
    ...milestoneChangeLines(milestones, width),
    ...issues.flatMap((one) => ["", ...issueChangeLines(one, width)]),
    ...boards.flatMap((one) => ["", ...boardChangeLines(one, width)]),
  ];
}
