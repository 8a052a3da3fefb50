/** What the merged plans of a repository would write to milestones, issues and boards: reads GitHub and stops there. */
import type { RepositoryRecord } from "../domain/model/records.ts";
import type { RepositoryName } from "../domain/model/refs.ts";
import type { PlanWrites } from "../text/plan-writes.ts";
import { previewBoards } from "./board-preview.ts";
import type { Memory, RunContext } from "./ports.ts";
import { previewAllIssues } from "./preview-issues.ts";
import { previewSchedules } from "./schedule.ts";

/** Null = the repository holds no plan, or no server has run here yet. */
export async function previewWrites(name: RepositoryName, memory: Memory, context: (repository: RepositoryRecord) => RunContext): Promise<PlanWrites | null> {
  const milestones = await previewSchedules(name, memory, context);
  return milestones === null ? null : { milestones, issues: await previewAllIssues(name, memory, context), boards: await previewBoards(name, memory, context) };
}
