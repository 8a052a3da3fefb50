/** When the key results and duties of a plan are to be looked at. */
import type { Mark } from "../domain/model/key.ts";
import type { ReleasePlan } from "../domain/model/plan.ts";
import { liveKey } from "../domain/model/progress.ts";
import type { PlanRecord, RepositoryRecord } from "../domain/model/records.ts";
import { planOf } from "./plans-in-force.ts";
import type { RunContext } from "./ports.ts";

export function hasResults(plan: ReleasePlan): boolean {
  return plan.keyResults.length > 0 || plan.operations.length > 0;
}

export function resultsMark(home: RepositoryRecord, { path }: Pick<PlanRecord, "path">): Mark {
  return { key: { kind: "results", repository: home.id, path }, lane: "fan-out", installation: home.installation };
}

/** Plans whose key results were never looked at: of a server that is younger than the plan. */
export async function unshownResults(home: RepositoryRecord, records: readonly PlanRecord[], context: RunContext): Promise<readonly Mark[]> {
  const marks: Mark[] = [];
  for (const record of records) {
    const plan = planOf(record);
    if (plan !== null && hasResults(plan) && await context.memory.record("results", liveKey(home.id, record.path)) === null) marks.push(resultsMark(home, record));
  }
  return marks;
}
