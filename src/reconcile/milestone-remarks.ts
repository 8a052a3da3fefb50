/** What people did to milestones on GitHub that stays as they left it: told once, in the issue with all dates. */
import { decidersOf } from "../domain/command/milestone-meant.ts";
import { digestOf } from "../domain/desired/pull-check.ts";
import { milestoneKey } from "../domain/desired/milestone.ts";
import type { MilestoneRecord } from "../domain/model/own-milestone.ts";
import type { PlannedMilestone } from "../domain/model/plan.ts";
import type { RepositoryRecord } from "../domain/model/records.ts";
import { repositoryName } from "../domain/model/refs.ts";
import { closersOf, milestoneManager } from "../domain/policy/reached.ts";
import { closedText, deletedText, doubledText, renamedText, reopenedText } from "../text/milestone-remark.ts";
import type { HomePlan } from "./home-plan.ts";
import type { Telling } from "./notice.ts";
import { repositoryOf } from "./plans-in-force.ts";
import type { RunContext } from "./ports.ts";
import { recordKey } from "./schedule.ts";

export async function milestoneRemarks(plan: HomePlan, context: RunContext): Promise<readonly Telling[]> {
  const remarks: Telling[] = [];
  for (const id of new Set([plan.home.id, ...plan.record.governs])) {
    const repository = await repositoryOf(context.memory, id);
    if (repository === null) continue;
    for (const milestone of plan.plan.milestones) {
      const known = await context.memory.record<MilestoneRecord>("milestone", recordKey(repository, plan.record, milestone.id));
      if (known?.key === milestoneKey(plan.record.path, plan.plan.release.name, milestone.id)) remarks.push(...await ofOne(plan, milestone, repository, known, context));
    }
  }
  return remarks;
}

async function ofOne({ plan, home, record, words }: HomePlan, milestone: PlannedMilestone, repository: RepositoryRecord, known: MilestoneRecord, context: RunContext): Promise<readonly Telling[]> {
  const by = await lastHand(repository, known.number, known.deleted ? "deleted" : known.ended === "reopened" ? "opened" : "edited", context);
  const about = { id: milestone.id, title: milestone.title, manager: milestoneManager(plan, milestone), repository: repositoryName(repository), isHome: repository.id === home.id, number: known.number, by };
  const place = `${repository.id}/${known.number}`;
  if (known.deleted) return [{ key: `milestone-deleted/${place}`, body: deletedText(about) }];
  const { renamed = null, doubles = [] } = known.byPeople ?? {};
  // Words from a private repository stay there.
  const title = repository.private && !home.private ? null : renamed;
  const reached = record.reached.find((one) => one.milestone === milestone.id)?.at ?? 0;
  const { shut } = known;
  return [
    ...(shut === undefined ? [] : [{ key: `milestone-closed/${place}/${shut.at}`, body: closedText({ ...about, by: shut.by }, shut, closersOf(plan, milestone, words), decidersOf(plan, milestone, words)) }]),
    ...(known.ended !== "reopened" ? [] : [{ key: `milestone-reopened/${place}/${reached}`, body: reopenedText(about) }]),
    ...(renamed === null ? [] : [{ key: `milestone-renamed/${place}/${digestOf(renamed).slice(0, 12)}`, body: renamedText(about, title) }]),
    ...(doubles.length === 0 ? [] : [{ key: `milestone-doubled/${place}/${doubles.join(",")}`, body: doubledText(about, doubles) }]),
  ];
}

async function lastHand(repository: RepositoryRecord, number: number, action: string, context: RunContext): Promise<string | null> {
  const seen = (await context.memory.witnesses(repository.id, `milestone:${number}`)).filter((one) => one.action === action && !one.senderBot);
  return seen.toSorted((a, b) => a.at - b.at).at(-1)?.sender ?? null;
}
