/** The card of a risk: who watches it, and when it is looked at again. Whoever says something under it around that day has looked. */
import type { CardRecord } from "../domain/model/card.ts";
import type { Instant } from "../domain/model/instant.ts";
import type { PlannedRisk } from "../domain/model/plan-record.ts";
import { riskText, riskTitle } from "../text/risk-card.ts";
import type { CardPlan, CardWish } from "./card-wish.ts";
import type { RunContext } from "./ports.ts";

/** What is said so long before the day is said for it. */
const AROUND = 7 * 86_400_000;

export async function riskCard(risk: PlannedRisk, planned: CardPlan, known: CardRecord, context: RunContext): Promise<CardWish> {
  const { plan, record, over } = planned;
  const { id, owner, review } = risk;
  const due = review?.at ?? null;
  const deadline = { key: `review/${id}`, title: "Another look at this risk", owner: owner ?? plan.release.manager, manager: plan.release.manager, whole: false, subject: "risk" as const };
  const open = due !== null && !over && !await wasLookedAt(due, planned, known, context);
  return {
    title: riskTitle(plan, risk), labels: ["risk"], assignees: owner === null ? [] : [owner], words: riskText(risk, record.path), over,
    deadlines: open ? [{ ...deadline, due }] : [], tellings: [], wakeAt: null,
  };
}

async function wasLookedAt(due: Instant, { home }: CardPlan, { number }: CardRecord, context: RunContext): Promise<boolean> {
  if (number === null || context.now() < due - AROUND) return false;
  const comments = await context.github.readIssueComments(home, number, due - AROUND);
  return comments.some(({ ours, author, createdAt }) => !ours && author?.bot === false && createdAt >= due - AROUND);
}
