/** The card of a risk: who watches it, and when it is looked at again. */
import type { PlannedRisk } from "../domain/model/plan-record.ts";
import { riskText, riskTitle } from "../text/risk-card.ts";
import type { CardPlan, CardWish } from "./card-wish.ts";

export function riskCard(risk: PlannedRisk, { plan, record, over }: CardPlan): CardWish {
  const { id, owner, review } = risk;
  const due = review?.at ?? null;
  const deadline = { key: `review/${id}`, title: `a new look at the risk ${risk.risk}`, owner: owner ?? plan.release.manager, manager: plan.release.manager, whole: false, subject: "risk" as const };
  return {
    title: riskTitle(plan, risk), labels: ["risk"], assignees: owner === null ? [] : [owner], words: riskText(risk, record.path), over,
    deadlines: due === null || over ? [] : [{ ...deadline, due }], tellings: [], wakeAt: null,
  };
}
