/**
 * What a changed plan would change for the people it binds. The question behind it: does any of it need the manager's word?
 * Promises: a plan compared with itself gives nothing; where it cannot be told whether a change thaws, it is said to.
 */
import type { ReleasePlan } from "../model/plan.ts";
import { difference } from "./diff/difference.ts";
import type { DifferenceCode, Effect, PlanDifference } from "./diff/difference.ts";
import { compareFreezes } from "./diff/freezes.ts";
import { compareKinds } from "./diff/kinds.ts";
import { beginsOrEndsFreeze, compareMilestones } from "./diff/milestones.ts";
import { compareProducts } from "./diff/products.ts";
import { underNewIds } from "./diff/renames.ts";

export type { PlanDifference };

export function comparePlans(before: ReleasePlan, after: ReleasePlan): readonly PlanDifference[] {
  const { plan, renames } = underNewIds(before, after);
  return [
    ...compareRelease(before, after),
    ...renamed("product-renamed", "products", renames.products, () => "none"),
    // Under another name it is another milestone on GitHub, which may have been closed long ago.
    ...renamed("milestone-renamed", "milestones", renames.milestones, (id) => (beginsOrEndsFreeze(after, id) ? "thaws" : "none")),
    ...renamed("freeze-renamed", "freezes", renames.freezes, () => "none"),
    ...compareProducts(plan, after),
    ...compareMilestones(plan, after),
    ...compareFreezes(plan, after),
    ...compareKinds(plan.kinds, after.kinds),
  ];
}

function renamed(code: DifferenceCode, section: string, names: ReadonlyMap<string, string>, effect: (id: string) => Effect): readonly PlanDifference[] {
  return [...names].map(([was, is]) => difference(code, effect(is), `${section}.${is}`, is, was, is));
}

/** Another manager is another person who may end freezes and approve exceptions. */
function compareRelease({ release: before }: ReleasePlan, { release: after }: ReleasePlan): readonly PlanDifference[] {
  return [
    ...(before.manager === after.manager ? [] : [difference("manager-changed", "thaws", "release.manager", "", before.manager, after.manager)]),
    ...(before.name === after.name ? [] : [difference("release-renamed", "none", "release.name", "", before.name, after.name)]),
  ];
}
