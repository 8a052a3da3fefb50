/** What our issues are called when they are made; people may call them otherwise afterwards. */
import type { CardSubject } from "../domain/model/card.ts";
import type { PlannedMilestone, ReleasePlan } from "../domain/model/plan.ts";
import { plainText } from "./escape.ts";
import { blockerTitle } from "./blocker.ts";
import { productTitle } from "./product-card.ts";
import { riskTitle } from "./risk-card.ts";
import { documentIssueTitle } from "./document.ts";
import { windowTitle } from "./window-card.ts";

const TITLE_CAP = 250;

export function milestoneIssueTitle({ release }: ReleasePlan, { title }: Pick<PlannedMilestone, "title">): string {
  return plainText(`${release.name}: ${title}`, TITLE_CAP);
}

export function liveIssueTitle({ release }: ReleasePlan): string {
  return plainText(`${release.name}: live milestones`, TITLE_CAP);
}

export function resultsIssueTitle({ release }: ReleasePlan): string {
  return plainText(`${release.name}: key results and duties`, TITLE_CAP);
}

/** Null where the plan has no such thing. */
export function cardTitle(plan: ReleasePlan, { kind, id }: CardSubject): string | null {
  const titled = <Thing extends { readonly id: string }>(things: readonly Thing[], title: (plan: ReleasePlan, thing: Thing) => string): string | null => {
    const thing = things.find((one) => one.id === id);
    return thing === undefined ? null : title(plan, thing);
  };
  switch (kind) {
    case "window": return titled(plan.windows, windowTitle);
    case "document": return titled(plan.documents, documentIssueTitle);
    case "risk": return titled(plan.risks, riskTitle);
    case "product": return titled(plan.products, productTitle);
    case "blocker": return titled(plan.blockers, (_plan, blocker) => blockerTitle(blocker));
  }
}
