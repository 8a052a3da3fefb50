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
    if (repository !== null && await consents(repository, { home, gone: record.gone !== undefined }, all, context)) governs.push(repository.id);
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

/** A product that names no repository lives in the home, whatever others name. */
function namesIn({ products }: ReleasePlan, home: RepositoryRecord): readonly string[] {
  const own = repositoryName(home);
  const names = products.length === 0 ? [own] : products.flatMap(({ repositories }) => (repositories.length === 0 ? [own] : repositories));
  return [...new Set(names)];
}

interface Place {
  readonly home: RepositoryRecord;
  /** it is out of sight */
  readonly gone: boolean;
}

/** Same owner, and: the home itself, the owner's `.github` repository as home, or a `governed_by` line that names the home. */
async function consents(repository: RepositoryRecord, place: Place, all: readonly RepositoryRecord[], context: RunContext): Promise<boolean> {
  const { home, gone } = place;
  if (repository.owner.toLowerCase() !== home.owner.toLowerCase()) return false;
  if (repository.id === home.id) return true;
  const consent = await context.memory.record<ConsentRecord>("consent", String(repository.id));
  const named = consent === null ? null : meantBy(consent.governedBy, all);
  if (!gone) return home.name === ".github" || named?.id === home.id;
  // Nobody can change such a plan any more, so whoever names another home leaves it.
  if (consent === null) return home.name === ".github";
  if (named === null) return namesOf(home).some((name) => sameRepository(name, consent.governedBy));
  return named.id === home.id || (sameRepository(repositoryName(home), consent.governedBy) && !await hasPlan(named, context));
}

/** A repository made anew under the name of one that was deleted stands in for it once it holds a plan. */
async function hasPlan({ id }: RepositoryRecord, { memory }: RunContext): Promise<boolean> {
  return (await memory.records<PlanRecord>("plan", `${id}/`)).some(({ value }) => value.text !== null);
}
