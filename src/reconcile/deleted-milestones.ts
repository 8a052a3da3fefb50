/**
 * Milestones that people deleted stay so when memory is lost: which they are stands, for machines, in the issue with all dates, and is taken back from
 * there before any is made. Accepted: whoever may edit that issue could keep a milestone from being made; GitHub shows each edit.
 */
import { milestoneKey } from "../domain/desired/milestone.ts";
import { liveIssueKey } from "../domain/desired/milestone-issue.ts";
import { readLedgerSection } from "../domain/desired/ledger-section.ts";
import type { DeletedMilestone, MilestoneRecord } from "../domain/model/own-milestone.ts";
import type { PlanRecord, RepositoryRecord } from "../domain/model/records.ts";
import type { RecordChange } from "../domain/model/settlement.ts";
import type { HomePlan } from "./home-plan.ts";
import { planOf } from "./plans-in-force.ts";
import type { RunContext } from "./ports.ts";
import { recordKey } from "./schedule.ts";

export async function deletedMilestones({ home, record, plan }: HomePlan, context: RunContext): Promise<readonly DeletedMilestone[]> {
  const deleted: DeletedMilestone[] = [];
  for (const repository of new Set([home.id, ...record.governs])) {
    for (const { id } of plan.milestones) {
      const known = await context.memory.record<MilestoneRecord>("milestone", recordKey({ id: repository }, record, id));
      if (known?.deleted === true && known.key === milestoneKey(record.path, plan.release.name, id)) deleted.push({ repository, milestone: id, number: known.number });
    }
  }
  return deleted;
}

/** To be settled together with plans that are met for the first time. */
export async function lostDeletions(home: RepositoryRecord, records: readonly PlanRecord[], context: RunContext): Promise<readonly RecordChange[]> {
  const tracked = records.flatMap((record) => {
    const plan = planOf(record);
    return plan === null || plan.tracking === null ? [] : [{ record, plan }];
  });
  const changes: RecordChange[] = [];
  for (const { record, plan } of tracked) {
    const issue = await context.github.readOwnIssue(home, liveIssueKey(record.path, plan.release.name), null);
    for (const { repository, milestone, number } of issue === null ? [] : readLedgerSection(issue.body)?.deleted ?? []) {
      if (!plan.milestones.some(({ id }) => id === milestone) || (repository !== home.id && !record.governs.includes(repository))) continue;
      const value: MilestoneRecord = { key: milestoneKey(record.path, plan.release.name, milestone), number, title: "", deleted: true };
      changes.push({ kind: "milestone", key: recordKey({ id: repository }, record, milestone), value });
    }
  }
  return changes;
}
