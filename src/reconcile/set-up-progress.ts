/** How far the plans in force have come on GitHub: counted from memory, for the page and for machines. */
import { milestoneKey } from "../domain/desired/milestone.ts";
import type { MilestoneHand, MilestoneRecord, ScheduleRecord, SetUpProgress } from "../domain/model/own-milestone.ts";
import type { PlanRecord, RepositoryRecord } from "../domain/model/records.ts";
import type { ReleasePlan } from "../domain/model/plan.ts";
import { planOf } from "./plans-in-force.ts";
import type { Memory } from "./ports.ts";
import { recordKey } from "./schedule.ts";

/** Of those repositories alone; null = of all. */
export async function setUpProgress(memory: Memory, only: ReadonlySet<number> | null): Promise<SetUpProgress> {
  const repositories = new Map((await memory.records<RepositoryRecord>("repository", "")).map(({ value }) => [value.id, value]));
  const planned = new Map<number, number>();
  const byPeople: SetUpProgress["byPeople"][number][] = [];
  for (const { value: record } of await memory.records<PlanRecord>("plan", "")) {
    const plan = planOf(record);
    const milestones = plan?.milestones.length ?? 0;
    for (const id of plan === null || milestones === 0 ? [] : new Set([record.home, ...record.governs])) {
      if (repositories.get(id)?.archived !== false || (only !== null && !only.has(id))) continue;
      planned.set(id, (planned.get(id) ?? 0) + milestones);
      if (plan !== null) byPeople.push(...await handsIn(id, record, plan, memory));
    }
  }
  const records = new Map((await memory.records<ScheduleRecord>("schedule", "")).map(({ key, value }) => [Number(key), value]));
  const all = [...planned].map(([repository, count]) => ({ repository, planned: count, placed: Math.min(count, records.get(repository)?.placed ?? 0), record: records.get(repository) ?? null }));
  const goesOn = all.flatMap(({ record }) => (record?.heldBy === "limit" ? record.goesOnAt ?? [] : []));
  const checked = all.map(({ record }) => record?.checkedAt ?? null);
  return {
    planned: all.reduce((sum, one) => sum + one.planned, 0), placed: all.reduce((sum, one) => sum + one.placed, 0),
    goesOnAt: goesOn.length === 0 ? null : Math.min(...goesOn),
    checkedAt: checked.length === 0 || checked.includes(null) ? null : Math.min(...checked.map(Number)),
    unfinished: all.filter((one) => one.placed < one.planned).map(({ repository, planned: count, placed, record }) => ({ repository, planned: count, placed, refused: record?.heldBy === "refusal" })),
    byPeople,
  };
}

async function handsIn(repository: number, record: PlanRecord, plan: ReleasePlan, memory: Memory): Promise<SetUpProgress["byPeople"]> {
  const prefix = recordKey({ id: repository }, record, "");
  const known = new Map((await memory.records<MilestoneRecord>("milestone", prefix)).map(({ key, value }) => [key.slice(prefix.length), value]));
  return plan.milestones.flatMap(({ id, title }) => {
    const one = known.get(id);
    if (one?.key !== milestoneKey(record.path, plan.release.name, id)) return [];
    const hands: readonly MilestoneHand[] = one.deleted ? ["deleted"] : [...(one.shut?.stands === true ? ["closed" as const] : []), ...(one.ended === "reopened" ? ["reopened" as const] : []), ...(one.byPeople?.renamed == null ? [] : ["renamed" as const]), ...((one.byPeople?.doubles.length ?? 0) === 0 ? [] : ["doubled" as const])];
    return hands.map((what) => ({ repository, id, title, what, isHome: repository === record.home }));
  });
}
