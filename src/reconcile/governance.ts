/** Whom a plan binds: repositories of the same owner that consent to it. One that was renamed is still meant by the name that it had. */
import type { ReleasePlan } from "../domain/model/plan.ts";
import type { ConsentRecord, PlanRecord, RepositoryRecord } from "../domain/model/records.ts";
import type { RepositoryName } from "../domain/model/refs.ts";
import { repositoryName, sameRepository } from "../domain/model/refs.ts";
import { writtenPlanOf } from "./plans-in-force.ts";
import type { RunContext } from "./ports.ts";

/** The record with the repositories that its plan governs, and the names of those that it lists without their consent. */
export async function withGovernance({ renamed: _, ...record }: PlanRecord, home: RepositoryRecord, context: RunContext): Promise<PlanRecord> {
  const plan = writtenPlanOf(record);
  if (plan === null) return { ...record, governs: [], notGoverned: [] };
  const all = (await context.memory.records<RepositoryRecord>("repository", "")).map((one) => one.value);
  const governs: number[] = [];
  const notGoverned: string[] = [];
  const renamed: Record<string, RepositoryName> = {};
  for (const name of namesIn(plan, home)) {
    const repository = meantBy(name, all);
    if (repository !== null && !sameRepository(repositoryName(repository), name)) renamed[name.toLowerCase()] = repositoryName(repository);
    if (repository !== null && await consents(repository, home, all, context)) governs.push(repository.id);
    else notGoverned.push(name);
  }
  return { ...record, governs: [...new Set(governs)], notGoverned, ...(Object.keys(renamed).length === 0 ? {} : { renamed }) };
}

/** Every name under which it was known, the present one first. */
export function namesOf(repository: RepositoryRecord): readonly RepositoryName[] {
  return [repositoryName(repository), ...repository.formerNames ?? []];
}

/** A name belongs to whoever bears it now, as GitHub's own redirects do. */
function meantBy(name: RepositoryName, all: readonly RepositoryRecord[]): RepositoryRecord | null {
  return all.find((one) => sameRepository(repositoryName(one), name)) ?? all.find((one) => namesOf(one).some((known) => sameRepository(known, name))) ?? null;
}

function namesIn(plan: ReleasePlan, home: RepositoryRecord): readonly string[] {
  const names = plan.products.flatMap((product) => product.repositories);
  return names.length === 0 ? [repositoryName(home)] : [...new Set(names)];
}

/** Same owner, and: the home itself, the owner's `.github` repository as home, or a `governed_by` line that names the home. */
async function consents(repository: RepositoryRecord, home: RepositoryRecord, all: readonly RepositoryRecord[], context: RunContext): Promise<boolean> {
  if (repository.owner.toLowerCase() !== home.owner.toLowerCase()) return false;
  if (repository.id === home.id || home.name === ".github") return true;
  const consent = await context.memory.record<ConsentRecord>("consent", String(repository.id));
  return consent !== null && meantBy(consent.governedBy, all)?.id === home.id;
}
