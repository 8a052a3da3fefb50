/** What the card of a product has answers to, and by when the rest should have one. A blank is none; `no` and `none` are answers. */
import type { Instant } from "../model/instant.ts";
import type { Product, ReleasePlan } from "../model/plan.ts";
import type { ProductCard } from "../model/plan-record.ts";

export type CardQuestion = keyof ProductCard;

/** In the order in which people read them. */
export const CARD_QUESTIONS: readonly CardQuestion[] = ["description", "audit", "documentation", "legalReview", "ci", "platforms", "functionality", "userStories", "refactor", "rollout", "environments"];

/** Who wrote no more than what the product is for has not begun its card. */
export function isCardBegun(card: ProductCard): boolean {
  return CARD_QUESTIONS.some((question) => question !== "description" && card[question] !== null);
}

export function missingAnswers(card: ProductCard): readonly CardQuestion[] {
  return CARD_QUESTIONS.filter((question) => card[question] === null);
}

/** When the milestone that comes last is due, for this product where the plan says so; null = nothing has a date. */
export function productDue({ milestones }: ReleasePlan, { id }: Product): Instant | null {
  const dated = milestones.flatMap(({ due, dueFor }) => (due?.at == null ? [] : [{ at: due.at, own: dueFor[id]?.at ?? due.at }]));
  return dated.reduce<(typeof dated)[number] | null>((last, one) => (last === null || one.at >= last.at ? one : last), null)?.own ?? null;
}
