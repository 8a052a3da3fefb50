/** Things that only changed their id: found by everything else being equal, so that a new name is not taken for a removal. */
import type { FreezeBound, ReleasePlan } from "../../model/plan.ts";
import type { PlannedTime } from "../../model/instant.ts";

export interface Renames {
  readonly products: ReadonlyMap<string, string>;
  readonly milestones: ReadonlyMap<string, string>;
  readonly freezes: ReadonlyMap<string, string>;
}

/** `before` under the ids of `after`, and which ids changed. */
export function underNewIds(before: ReleasePlan, after: ReleasePlan): { readonly plan: ReleasePlan; readonly renames: Renames } {
  const products = renamed(before.products, after.products, ({ id: _id, title: _title, ...rest }) => rest);
  const milestones = renamed(before.milestones, after.milestones, ({ planned, due, dueFor, checklist, parts, manager }) => ({ planned, due, dueFor, checklist, parts, manager }));
  const inNewIds = renameReferences(before, products, milestones);
  const freezes = renamed(inNewIds.freezes, after.freezes, ({ id: _id, title: _title, ...rest }) => rest);
  const plan = { ...inNewIds, freezes: inNewIds.freezes.map((freeze) => ({ ...freeze, id: freezes.get(freeze.id) ?? freeze.id })) };
  return { plan, renames: { products, milestones, freezes } };
}

/** Old id → new id, where exactly one that is gone equals exactly one that is new. */
function renamed<T extends { readonly id: string }>(before: readonly T[], after: readonly T[], content: (one: T) => unknown): ReadonlyMap<string, string> {
  const gone = before.filter((one) => !after.some((other) => other.id === one.id));
  const fresh = after.filter((one) => !before.some((other) => other.id === one.id));
  const names = new Map<string, string>();
  for (const old of gone) {
    const text = JSON.stringify(content(old));
    const same = (list: readonly T[]): readonly T[] => list.filter((one) => JSON.stringify(content(one)) === text);
    const [now, ...more] = same(fresh);
    if (now !== undefined && more.length === 0 && same(gone).length === 1) names.set(old.id, now.id);
  }
  return names;
}

function renameReferences(plan: ReleasePlan, products: ReadonlyMap<string, string>, milestones: ReadonlyMap<string, string>): ReleasePlan {
  const product = (id: string): string => products.get(id) ?? id;
  const milestone = (id: string): string => milestones.get(id) ?? id;
  const time = (one: PlannedTime): PlannedTime => (one.after === null ? one : { ...one, after: { ...one.after, milestone: milestone(one.after.milestone) } });
  const bound = (one: FreezeBound): FreezeBound => ("time" in one ? { time: time(one.time) } : { milestone: milestone(one.milestone) });
  return {
    ...plan,
    products: plan.products.map((one) => ({ ...one, id: product(one.id) })),
    milestones: plan.milestones.map((one) => ({
      ...one, id: milestone(one.id), after: one.after.map(milestone),
      dueFor: Object.fromEntries(Object.entries(one.dueFor).map(([id, due]) => [product(id), due])),
    })),
    freezes: plan.freezes.map((one) => ({
      ...one, from: bound(one.from), until: one.until === null ? null : bound(one.until), products: one.products?.map(product) ?? null,
      except: { ...one.except, products: one.except.products.map(product) },
    })),
  };
}
