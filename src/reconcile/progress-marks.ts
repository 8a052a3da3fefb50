/** Who must look again when a plan, an issue or a pull request changed: the tracking issues of milestones, and the issue with all their dates. */
import type { Key, Mark } from "../domain/model/key.ts";
import type { ReleasePlan } from "../domain/model/plan.ts";
import type { LiveRecord, ProgressRecord } from "../domain/model/progress.ts";
import type { PlanRecord, RepositoryRecord } from "../domain/model/records.ts";
import { repositoryName, sameRepository } from "../domain/model/refs.ts";
import type { RunContext } from "./ports.ts";
import { repositoryOf } from "./plans-in-force.ts";

/** All issues of a plan. */
export function progressMarks(home: RepositoryRecord, { path }: Pick<PlanRecord, "path">, plan: ReleasePlan | null): readonly Mark[] {
  if (plan === null || plan.tracking === null) return [];
  const keys: Key[] = plan.milestones.map(({ id }) => ({ kind: "progress", repository: home.id, path, milestone: id }));
  return [...keys, { kind: "live", repository: home.id, path } satisfies Key].map((key) => ({ key, lane: "changed", installation: home.installation }));
}

/** Its board, where the plan asks for one. */
export function boardMarks(home: RepositoryRecord, { path }: Pick<PlanRecord, "path">, plan: ReleasePlan): readonly Mark[] {
  return plan.board === null ? [] : [{ key: { kind: "board", repository: home.id, path }, lane: "fan-out", installation: home.installation }];
}

/** Checklists that name this issue or pull request, and the issue itself where it is one of ours. */
export async function linkMarks(repository: RepositoryRecord, number: number, context: RunContext): Promise<readonly Mark[]> {
  const name = repositoryName(repository);
  const marks: Mark[] = [];
  for (const { value } of await context.memory.records<ProgressRecord>("progress", "")) {
    const own = value.home === repository.id && value.number === number;
    if (!own && !value.links.some((link) => link.number === number && sameRepository(link.repository, name))) continue;
    const home = await repositoryOf(context.memory, value.home);
    if (home !== null) marks.push({ key: { kind: "progress", repository: value.home, path: value.path, milestone: value.milestone }, lane: "changed", installation: home.installation });
  }
  const prefix = `${repository.id}/`;
  for (const { key, value } of await context.memory.records<LiveRecord>("live", prefix)) {
    if (value.number === number) marks.push({ key: { kind: "live", repository: repository.id, path: key.slice(prefix.length) }, lane: "changed", installation: repository.installation });
  }
  return marks;
}
