/** What becomes governed and what no longer is. */
import type { Product, ReleasePlan } from "../../model/plan.ts";
import { difference, listDifferences } from "./difference.ts";
import type { PlanDifference } from "./difference.ts";

export function compareProducts(before: ReleasePlan, after: ReleasePlan): readonly PlanDifference[] {
  const removed = before.products.filter((product) => !after.products.some((other) => other.id === product.id));
  const added = after.products.filter((product) => !before.products.some((other) => other.id === product.id));
  // A plan without products governs its home; naming the first one, or dropping the last, changes that.
  const implied = (before.products.length === 0) !== (after.products.length === 0);
  return [
    ...removed.map((product) => difference("product-removed", "thaws", `products.${product.id}`, product.id, product.title, null)),
    ...added.map((product) => difference("product-added", implied ? "both" : "tightens", `products.${product.id}`, product.id, null, product.title)),
    ...before.products.flatMap((product) => {
      const other = after.products.find((one) => one.id === product.id);
      return other === undefined ? [] : compareProduct(product, other);
    }),
  ];
}

function compareProduct(before: Product, after: Product): readonly PlanDifference[] {
  const path = `products.${after.id}`;
  const subject = after.id;
  return [
    ...listDifferences({ path: `${path}.repositories`, subject, before: before.repositories, after: after.repositories, lost: ["repository-dropped", "thaws"], gained: ["repository-added", emptied(before.repositories, after.repositories) ? "both" : "tightens"] }),
    ...(before.branch === after.branch ? [] : [difference("branch-changed", "both", `${path}.branch`, subject, before.branch, after.branch)]),
    ...listDifferences({ path: `${path}.fed_by`, subject, before: before.fedBy, after: after.fedBy, lost: ["feeders-changed", "none"], gained: ["feeders-changed", "none"] }),
    ...comparePaths(before, after),
    ...(before.version.target === after.version.target ? [] : [difference("version-target-changed", "both", `${path}.version.target`, subject, before.version.target, after.version.target)]),
    ...(before.manager === after.manager ? [] : [difference("manager-changed", "none", `${path}.manager`, subject, before.manager, after.manager)]),
  ];
}

/** An empty list of repositories means the home: from none to some, the home is left out. */
function emptied(before: readonly string[], after: readonly string[]): boolean {
  return (before.length === 0) !== (after.length === 0);
}

function comparePaths(before: Product, after: Product): readonly PlanDifference[] {
  const path = `products.${after.id}.paths`;
  if (before.paths.length === 0 && after.paths.length > 0) return [difference("paths-narrowed", "thaws", path, after.id, null, after.paths.join(", "))];
  if (before.paths.length > 0 && after.paths.length === 0) return [difference("paths-widened", "tightens", path, after.id, before.paths.join(", "), null)];
  return listDifferences({ path, subject: after.id, before: before.paths, after: after.paths, lost: ["paths-narrowed", "thaws"], gained: ["paths-widened", "tightens"] });
}
