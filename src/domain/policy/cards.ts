/** Which things of a plan have a card, and when the whole release is over. */
import type { CardSubject } from "../model/card.ts";
import type { ReleasePlan } from "../model/plan.ts";
import type { MilestoneDates } from "./milestone-dates.ts";
import { isCardBegun } from "./product-card.ts";

/** Risks, and products of which the plan tells more than what they are for, where it asks for issues at all. */
export function cardSubjects(plan: ReleasePlan): readonly CardSubject[] {
  const tracked = plan.tracking !== null;
  return [
    ...(tracked ? plan.risks.map(({ id }): CardSubject => ({ kind: "risk", id })) : []),
    ...(tracked ? plan.products.filter(({ card }) => isCardBegun(card)).map(({ id }): CardSubject => ({ kind: "product", id })) : []),
  ];
}

export function isReleaseOver(dates: readonly MilestoneDates[]): boolean {
  return dates.length > 0 && dates.every(({ actual }) => actual?.extent === "done");
}
