/**
 * Which products of a plan a pull request is about: by repository, by base branch, and where products share a repository, by files.
 *
 * A file belongs to the products whose `paths` cover it, else to the product of that repository without `paths`, else to none.
 * Files that are not known may belong to any of them, so all of them are taken and `certain` is false.
 */
import type { Freeze, Product, ReleasePlan } from "../model/plan.ts";
import type { PullFacts } from "../model/pull.ts";
import { sameRepository } from "../model/refs.ts";
import type { RepositoryName } from "../model/refs.ts";
import { matchesAny, namesOf } from "./paths.ts";

/** One product standing behind a branch. */
export interface Claim {
  /** null = the one implied product of a plan that names none */
  readonly product: Product | null;
  /** base: this is the product's branch. feeder: this branch is merged into it */
  readonly role: "base" | "feeder";
  /** the product's branch: the base itself, or where the feeder leads; null = the default branch, whose name is not known */
  readonly into: string | null;
}

export interface Claims {
  readonly claims: readonly Claim[];
  /** files by claim; a claim without files of its own has no entry. Empty when files are not known */
  readonly files: ReadonlyMap<Claim, readonly string[]>;
  /** false when the files were not given or cut short and they decide which product is meant */
  readonly certain: boolean;
}

/** Products behind the pull's base branch that this freeze binds, feeders included, before any look at files. */
export function claimsOnBranch(plan: ReleasePlan, freeze: Freeze | null, pull: PullFacts, home: RepositoryName | null): readonly Claim[] {
  if (plan.products.length === 0) return home === null || sameRepository(home, pull.repository) ? roleOf(null, freeze, pull) : [];
  return plan.products
    .filter((product) => livesIn(plan, product, pull.repository, home))
    .flatMap((product) => roleOf(product, freeze, pull));
}

/**
 * Does the product live in this repository? One that names none lives in the plan's home. Where the home is not known (facts given by hand), that
 * may be any repository which no other product claims as a whole.
 */
export function livesIn(plan: ReleasePlan, product: Product, repository: RepositoryName, home: RepositoryName | null): boolean {
  if (product.repositories.length > 0) return product.repositories.some((named) => sameRepository(named, repository));
  if (home !== null) return sameRepository(home, repository);
  return !plan.products.some((other) => other.paths.length === 0 && other.repositories.some((named) => sameRepository(named, repository)));
}

/** Narrows claims to the products whose files the pull touches. */
export function claimsOfFiles(claims: readonly Claim[], pull: PullFacts): Claims {
  const byPath = claims.filter((claim) => claim.product !== null && claim.product.paths.length > 0);
  if (byPath.length === 0) return { claims, files: new Map(), certain: true };
  if (pull.files === null || !pull.filesComplete) return { claims, files: new Map(), certain: false };
  const whole = claims.filter((claim) => !byPath.includes(claim));
  const files = new Map<Claim, string[]>();
  for (const name of pull.files.flatMap(namesOf)) {
    const owners = byPath.filter((claim) => matchesAny(claim.product?.paths ?? [], name));
    for (const owner of owners.length > 0 ? owners : whole) {
      const list = files.get(owner);
      if (list === undefined) files.set(owner, [name]);
      else list.push(name);
    }
  }
  return { claims: claims.filter((claim) => files.has(claim)), files, certain: true };
}

/**
 * Is this branch the repository's default? Where GitHub's answer is not at hand, `main` and `master` are taken for it: freezing one branch too
 * many is said and mended, freezing none is not noticed.
 */
export function isDefaultBranch(branch: string, defaultBranch: string | null): boolean {
  return defaultBranch === null ? branch === "main" || branch === "master" : branch === defaultBranch;
}

/** True when the branch was taken for the default one by its name alone. */
export function defaultBranchAssumed(claims: readonly Claim[], pull: PullFacts): boolean {
  return pull.defaultBranch === null && claims.some((claim) => (claim.product?.branch ?? null) === null);
}

function roleOf(product: Product | null, freeze: Freeze | null, pull: PullFacts): readonly Claim[] {
  const base = pull.base.ref;
  const own = product?.branch ?? null;
  const isOwn = own === null ? isDefaultBranch(base, pull.defaultBranch) : own === base;
  const listed = freeze?.branches ?? null;
  if (listed === null ? isOwn : listed.includes(base)) return [{ product, role: "base", into: base }];
  if (product === null || !product.fedBy.includes(base)) return [];
  const into = own ?? pull.defaultBranch;
  // A freeze of other branches than the product's own is not fed by what feeds the product's own.
  const leads = listed === null || (into !== null && listed.includes(into));
  return leads ? [{ product, role: "feeder", into }] : [];
}
