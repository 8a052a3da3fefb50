/**
 * A plan read with today's names of its repositories: one that was renamed since it was written stays what the plan speaks of. The name in the file
 * stays beside the new one, since what was read before the change carries it.
 */
import type { ReleasePlan } from "../model/plan.ts";
import type { RepositoryName } from "../model/refs.ts";

/** Present names by the name in the file, in lower case. */
export type Renamed = Readonly<Record<string, RepositoryName>>;

export function withPresentNames(plan: ReleasePlan, renamed: Renamed): ReleasePlan {
  const present = (name: RepositoryName): readonly RepositoryName[] => {
    const key = name.toLowerCase();
    const now = Object.hasOwn(renamed, key) ? renamed[key] : undefined;
    return now === undefined ? [name] : [name, now];
  };
  return {
    ...plan,
    products: plan.products.map((product) => ({ ...product, repositories: product.repositories.flatMap(present) })),
    freezes: plan.freezes.map((freeze) => ({
      ...freeze, except: { ...freeze.except, repositories: freeze.except.repositories.flatMap(present) },
      agreed: freeze.agreed.map((one) => ({ ...one, pulls: one.pulls.flatMap((pull) => present(pull.repository).map((repository) => ({ ...pull, repository }))) })),
    })),
  };
}
