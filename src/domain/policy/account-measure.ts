/** From the account of a freeze to what its key result counts, product by product. A product that nobody watched gives no data, and not zero. */
import type { AccountEntry } from "../model/account.ts";
import { letIn } from "../model/account.ts";
import type { Freeze, ReleasePlan } from "../model/plan.ts";
import type { MergesOfProduct } from "./key-result-measure.ts";

/**
 * @param watched ids of the products on whose branches the beginning of the freeze is recorded; the one product of a plan that names none is ""
 * Null = none was watched.
 */
export function mergesOfProducts(plan: ReleasePlan, freeze: Freeze, entries: readonly AccountEntry[], watched: ReadonlySet<string>): readonly MergesOfProduct[] | null {
  const products = plan.products.length === 0 ? [""] : plan.products.map((product) => product.id).filter((id) => freeze.products?.includes(id) ?? true);
  const known = products.filter((id) => watched.has(id));
  if (known.length === 0) return null;
  return known.map((product) => ({
    product: product === "" ? plan.release.name : product,
    exempt: freeze.except.products.includes(product),
    merges: entries.filter((entry) => (product === "" ? true : entry.products.includes(product))).map((entry) => ({
      reference: entry.number === null ? `${entry.repository}@${entry.sha.slice(0, 10)}` : `${entry.repository}#${entry.number}`,
      kind: entry.kind, verdict: letIn(entry) || entry.verdict === "allow" && entry.outcome === "bypass" ? "allow" as const : entry.verdict === "wait" && !entry.stood ? "wait" as const : "block" as const,
    })),
  }));
}
