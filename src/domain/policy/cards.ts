/** Which things of a plan have a card, and when the whole release is over. */
import type { CardSubject } from "../model/card.ts";
import type { ReleasePlan } from "../model/plan.ts";
import type { MilestoneDates } from "./milestone-dates.ts";
import { isCardBegun } from "./product-card.ts";

/**
 * Risks, and products of which the plan tells more than what they are for, where it asks for issues at all; windows and documents ask for theirs themselves, but
 * what a window holds needs none of its own; what stands in the way has one in any case.
 */
export function cardSubjects(plan: ReleasePlan): readonly CardSubject[] {
  const tracked = plan.tracking !== null;
  return [
    ...(tracked ? plan.risks.map(({ id }): CardSubject => ({ kind: "risk", id })) : []),
    ...(tracked ? plan.products.filter(({ card }) => isCardBegun(card)).map(({ id }): CardSubject => ({ kind: "product", id })) : []),
    ...plan.windows.map(({ id }): CardSubject => ({ kind: "window", id })),
    ...plan.documents.filter(({ windows, final }) => windows.length === 0 && final !== null).map(({ id }): CardSubject => ({ kind: "document", id })),
    ...plan.blockers.map(({ id }): CardSubject => ({ kind: "blocker", id })),
  ];
}

/** A window may stand in an issue that is there already. */
export function makesIssue({ windows }: Pick<ReleasePlan, "windows">, { kind, id }: CardSubject): boolean {
  return kind !== "window" || windows.find((one) => one.id === id)?.issue === null;
}

export function isReleaseOver(dates: readonly MilestoneDates[]): boolean {
  return dates.length > 0 && dates.every(({ actual }) => actual?.extent === "done");
}
