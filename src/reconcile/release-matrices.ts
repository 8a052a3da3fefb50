/** The matrices of a home's plans, from what is remembered alone: no call to GitHub, and nothing is written. */
import type { FeatureRecord, PlanRecord, RepositoryRecord } from "../domain/model/records.ts";
import { tagStandingKey } from "../domain/model/records.ts";
import type { RepositoryName } from "../domain/model/refs.ts";
import { repositoryName, sameRepository } from "../domain/model/refs.ts";
import type { ReleasePlan } from "../domain/model/plan.ts";
import type { TagStanding } from "../domain/model/tag-standing.ts";
import type { MatrixFeature } from "../domain/policy/acceptance-matrix.ts";
import { releaseMatrix } from "../domain/policy/release-matrix.ts";
import type { ReleaseMatrix } from "../domain/policy/release-matrix.ts";
import { planKey, planOf } from "./plans-in-force.ts";
import type { Memory } from "./ports.ts";

/** Of every plan that names features; null = no plan stands there, as far as is remembered. */
export async function releaseMatrices(home: RepositoryName, memory: Memory): Promise<readonly ReleaseMatrix[] | null> {
  const repositories = (await memory.records<RepositoryRecord>("repository", "")).map(({ value }) => value);
  const repository = repositories.find((one) => sameRepository(repositoryName(one), home));
  const records = repository === undefined ? [] : (await memory.records<PlanRecord>("plan", `${repository.id}/`)).map(({ value }) => value);
  const matrices: ReleaseMatrix[] = [];
  for (const record of records) {
    const plan = planOf(record);
    if (plan?.features != null) matrices.push(await planMatrix(record, plan, memory));
  }
  return records.length === 0 ? null : matrices;
}

export async function planMatrix(record: PlanRecord, plan: ReleasePlan, memory: Memory): Promise<ReleaseMatrix> {
  const repositories = (await memory.records<RepositoryRecord>("repository", "")).map(({ value }) => value);
  const others: MatrixFeature[] = [];
  for (const repository of repositories.filter(({ id }) => id === record.home || record.governs.includes(id)))
    for (const { key, value } of await memory.records<FeatureRecord>("feature", `${repository.id}/`))
      if (value.standing !== null && value.plan === planKey(record)) others.push({ repository: repositoryName(repository), number: Number(key.split("/")[1]), title: value.standing.title, group: value.standing.group });
  return releaseMatrix(record.path, plan, await tagStandings(record, repositories, memory), others);
}

/** Where several repositories have tags of the release, each tag says whose it is. */
export async function tagStandings(record: Pick<PlanRecord, "home" | "path">, repositories: readonly RepositoryRecord[], memory: Memory): Promise<readonly TagStanding[]> {
  const prefix = tagStandingKey(record, null, null);
  const found = (await memory.records<TagStanding>("tag-standing", prefix)).map(({ key, value }) => ({ repository: Number(key.slice(prefix.length).split("/")[0]), value }));
  if (new Set(found.map(({ repository }) => repository)).size <= 1) return found.map(({ value }) => value);
  return found.map(({ repository, value }) => {
    const of = repositories.find(({ id }) => id === repository);
    return of === undefined ? value : { ...value, tag: `${value.tag} in ${repositoryName(of)}` };
  });
}
