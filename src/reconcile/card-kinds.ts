/** Which kind of card says what it must be, and who else must look again when people open or close it. */
import type { CardKind, CardRecord, CardSubject } from "../domain/model/card.ts";
import type { Mark } from "../domain/model/key.ts";
import { blockedPulls, blockerCard } from "./blocker-card.ts";
import type { CardPlan, CardWish } from "./card-wish.ts";
import type { RunContext } from "./ports.ts";
import { documentCard } from "./document-card.ts";
import { productCard } from "./product-card.ts";
import { riskCard } from "./risk-card.ts";

/** A window has a run of its own: its issue is locked and unlocked. */
export function cardWish({ kind, id }: CardSubject & { readonly kind: Exclude<CardKind, "window"> }, planned: CardPlan, known: CardRecord, context: RunContext): Promise<CardWish> {
  switch (kind) {
    case "risk": return riskCard(thing(planned.plan.risks, id), planned, known, context);
    case "document": return documentCard(thing(planned.plan.documents, id), planned, known, context);
    case "product": return productCard(thing(planned.plan.products, id), planned, context);
    case "blocker": return Promise.resolve(blockerCard(thing(planned.plan.blockers, id), planned));
  }
}

export async function cardFollowers(record: CardRecord, planned: CardPlan, context: RunContext): Promise<readonly Mark[]> {
  const { home } = planned;
  switch (record.subject.kind) {
    case "risk": case "document": return [{ key: { kind: "live", repository: home.id, path: record.path }, lane: "changed", installation: home.installation }];
    case "product": case "window": return [];
    case "blocker": return blockedPulls(record, planned, context);
  }
}

/** It is there: `cardSubjects` was asked before. */
function thing<Thing extends { readonly id: string }>(things: readonly Thing[], id: string): Thing {
  const found = things.find((one) => one.id === id);
  if (found === undefined) throw new Error(`the plan has nothing called ${id}`);
  return found;
}
