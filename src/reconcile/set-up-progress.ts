/** How far the plans in force have come on GitHub: counted from memory, for the page and for machines. */
import type { ScheduleRecord, SetUpProgress } from "../domain/model/own-milestone.ts";
import type { PlanRecord, RepositoryRecord } from "../domain/model/records.ts";
import { planOf } from "./plans-in-force.ts";
import type { Memory } from "./ports.ts";

/** Of those repositories alone; null = of all. */
export async function setUpProgress(memory: Memory, only: ReadonlySet<number> | null): Promise<SetUpProgress> {
  const repositories = new Map((await memory.records<RepositoryRecord>("repository", "")).map(({ value }) => [value.id, value]));
  const planned = new Map<number, number>();
  for (const { value: record } of await memory.records<PlanRecord>("plan", "")) {
    const milestones = planOf(record)?.milestones.length ?? 0;
    for (const id of milestones === 0 ? [] : new Set([record.home, ...record.governs])) {
      if (repositories.get(id)?.archived === false && (only === null || only.has(id))) planned.set(id, (planned.get(id) ?? 0) + milestones);
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
  };
}
