/** Which branches a plan speaks of. Whether it may is a matter of consent, and of another file. */
import type { Freeze, Product, ReleasePlan } from "../model/plan.ts";
import { BLANK_CARD } from "../model/plan-record.ts";
import type { RepositoryName } from "../model/refs.ts";

export interface GovernedBranch {
  readonly repository: RepositoryName;
  /** id of the product; the name of the home where the plan names no products */
  readonly product: string;
  /** null = that repository's default branch */
  readonly branch: string | null;
  /** branches that are merged into it for a release and stay open themselves */
  readonly fedBy: readonly string[];
}

export interface PlanHome {
  /** `owner/name` */
  readonly name: RepositoryName;
  readonly defaultBranch: string;
}

/** The products of a plan; where it names none, the home on its default branch is the one product. */
export function productsOf(plan: ReleasePlan, home: PlanHome): readonly Product[] {
  if (plan.products.length > 0) return plan.products;
  const id = home.name.split("/").at(-1) ?? home.name;
  return [{ id, title: id, repositories: [home.name], branch: null, fedBy: [], paths: [], manager: plan.release.manager, handedOver: [], team: [], version: { current: null, target: null, note: null }, card: BLANK_CARD, private: false }];
}

/** Every (repository, product, branch) that the plan speaks of, each once: products' own branches, and those that a freeze names in their place. */
export function governedBranches(plan: ReleasePlan, home: PlanHome): readonly GovernedBranch[] {
  const found = new Map<string, GovernedBranch>();
  for (const product of productsOf(plan, home)) {
    const repositories = product.repositories.length > 0 ? product.repositories : [home.name];
    for (const repository of repositories) {
      for (const named of [product.branch, ...branchesNamedFor(product, plan.freezes)]) {
        const branch = named === null && repository.toLowerCase() === home.name.toLowerCase() ? home.defaultBranch : named;
        const entry = { repository, product: product.id, branch, fedBy: named === product.branch ? product.fedBy : [] };
        const key = JSON.stringify([repository.toLowerCase(), product.id, branch]);
        if (!found.has(key)) found.set(key, entry);
      }
    }
  }
  return [...found.values()];
}

function branchesNamedFor(product: Product, freezes: readonly Freeze[]): readonly string[] {
  return freezes
    .filter((freeze) => (freeze.products?.includes(product.id) ?? true) && !freeze.except.products.includes(product.id))
    .flatMap((freeze) => freeze.branches ?? []);
}
