/** Which things of a plan have a card, and when the whole release is over. */
import type { CardSubject } from "../model/card.ts";
import type { ReleasePlan } from "../model/plan.ts";
import type { MilestoneDates } from "./milestone-dates.ts";

/** Risks where the plan asks for issues at all. */
export function cardSubjects(plan: ReleasePlan): readonly CardSubject[] {
  const tracked = plan.tracking !== null;
  return [
    ...(tracked ? plan.risks.map(({ id }): CardSubject => ({ kind: "risk", id })) : []),
  ];
}

export function isReleaseOver(dates: readonly MilestoneDates[]): boolean {
  return dates.length > 0 && dates.every(({ actual }) => actual?.extent === "done");
}
