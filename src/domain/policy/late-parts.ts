/** Parts of a milestone that were due on the way and are not done. */
import type { Instant } from "../model/instant.ts";
import type { PartRecord } from "../model/part.ts";
import type { PlannedMilestone } from "../model/plan.ts";
import { checklistItems } from "./checklist.ts";
import type { ChecklistItem } from "./checklist.ts";

export interface LatePart {
  /** of its item in the checklist */
  readonly key: string;
  readonly title: string;
  readonly owner: string | null;
  readonly due: Instant;
  /** it is ready, and waits for these; empty = it does not */
  readonly waitsFor: readonly string[];
}

/** Earliest first. `known` = how parts stood, by the key of their item, as far as anybody looked; what nobody looked at is not done. */
export function lateParts(milestone: PlannedMilestone, known: Readonly<Record<string, PartRecord>>, now: Instant): readonly LatePart[] {
  return partItems(milestone).flatMap(({ item: { key, task, owner }, due }): readonly LatePart[] => {
    const stood = partStood(known, key);
    if (due === null || due > now || stood?.done === true) return [];
    return [{ key, title: task, owner, due, waitsFor: stood?.ready === true ? stood.reviewers : [] }];
  }).toSorted((a, b) => a.due - b.due);
}

export function partStood(known: Readonly<Record<string, PartRecord>>, key: string): PartRecord | null {
  return Object.hasOwn(known, key) ? known[key] ?? null : null;
}

/** Parts come first in a checklist. Where a bare `#12` points matters for their links alone. */
export function partItems(milestone: PlannedMilestone, home = ""): readonly { readonly item: ChecklistItem; readonly due: Instant | null }[] {
  return checklistItems(milestone, home).slice(0, milestone.parts.length).map((item, index) => ({ item, due: milestone.parts[index]?.due?.at ?? null }));
}
