/** Which milestones were reached when: from a file, or, without one, as if each had been reached when it was due. */
import { z } from "zod";
import type { ReleasePlan } from "../domain/model/plan.ts";
import type { ReachedMilestone } from "../domain/model/snapshot.ts";
import { dueInstant } from "../domain/policy/freeze-interval.ts";
import { terminalText } from "../text/escape.ts";
import { nearestName } from "../domain/plan/nearest.ts";
import { inputProblem } from "./cli-problem.ts";
import type { CliIo } from "./io.ts";
import { readJsonArray } from "./json-file.ts";

const reachedJson = z.object({
  id: z.string(),
  product: z.string().nullish(),
  reached_at: z.iso.datetime({ offset: true, error: "must be an instant with its zone, as 2019-06-24T22:00:00Z" }).transform((text) => Date.parse(text)),
});

export async function readReached(path: string, plan: ReleasePlan, io: CliIo): Promise<readonly ReachedMilestone[]> {
  const entries = await readJsonArray(path, reachedJson, io);
  return entries.map(({ id, product, reached_at: at }, index) => {
    const place = `${terminalText(path, 300)}: [${index}]`;
    requireKnown(id, plan.milestones.map((milestone) => milestone.id), `${place}.id`, "milestone");
    if (product != null) requireKnown(product, plan.products.map((one) => one.id), `${place}.product`, "product");
    return { milestone: id, product: product ?? null, at, by: null };
  });
}

function requireKnown(id: string, known: readonly string[], place: string, what: string): void {
  if (known.includes(id)) return;
  const nearest = nearestName(id, known);
  throw inputProblem(`${place}: the plan has no ${what} "${terminalText(id, 60)}".`, nearest === null ? null : `did you mean "${nearest}"?`);
}

/** Each product's own due instant where the plan gives one, so that a later one is not overtaken by the common one. */
export function reachedWhenDue(plan: ReleasePlan): readonly ReachedMilestone[] {
  const products = plan.products.length === 0 ? [null] : plan.products.map((product) => product.id);
  return plan.milestones.flatMap(({ id }) => products.flatMap((product) => {
    const at = dueInstant(plan, id, product);
    return at === null ? [] : [{ milestone: id, product, at, by: null }];
  }));
}
