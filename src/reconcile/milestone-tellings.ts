/** What is told once under the tracking issue of a milestone: sections that were taken out, ticks that do not count, an end with open items. */
import { progressOf } from "../domain/policy/checklist.ts";
import type { MilestoneDates } from "../domain/policy/milestone-dates.ts";
import { milestoneManager } from "../domain/policy/reached.ts";
import { armedText } from "../text/fallback.ts";
import type { ShownFallback } from "../text/fallback.ts";
import { disputeText, openCriteriaText } from "../text/checklist.ts";
import { tornText } from "../text/milestone-notice.ts";
import type { HomePlan } from "./home-plan.ts";
import type { Telling } from "./notice.ts";
import type { DecidedChecklist } from "./progress.ts";

export interface TellableMilestone {
  readonly plan: HomePlan;
  readonly dates: MilestoneDates;
  readonly checklist: DecidedChecklist;
  readonly missing: readonly string[];
  readonly managers: readonly string[];
  /** the milestone is opened again */
  readonly putBack: boolean;
  /** what the plan puts in its place; null = nothing */
  readonly fallback: ShownFallback | null;
  /** of parts that are ready */
  readonly reviews: readonly Telling[];
}

export function milestoneTellings({ plan, dates, checklist, missing, managers, putBack, fallback, reviews }: TellableMilestone): readonly Telling[] {
  const torn = missing.length === 0 ? [] : [{ key: `missing/${missing.join(",")}`, body: tornText(missing) }];
  const disputes = checklist.boxes.flatMap((one): readonly Telling[] => {
    const { disputed, tickedBy, key } = one.item;
    return disputed === null ? [] : [{ key: `dispute/${key}/${disputed}/${tickedBy ?? "-"}`, body: disputeText(one, managers, plan.rules.strict && !one.box.ticked) }];
  });
  return [...reviews, ...disputes, ...openCriteria(plan, dates, checklist, putBack), ...armed(plan, dates, fallback), ...torn];
}

/** Once for each date after which it may be forced. */
function armed({ plan, words }: HomePlan, { milestone }: MilestoneDates, fallback: ShownFallback | null): readonly Telling[] {
  if (fallback === null || fallback.standing.armedSince === null) return [];
  const who = words.delegations.find((one) => one.milestone === milestone.id)?.to ?? milestoneManager(plan, milestone);
  return [{ key: `fallback/${fallback.standing.from}`, body: armedText(milestone, who, fallback, plan) }];
}

/**
 * Nothing to do is no open item: a milestone without a checklist is its manager's word alone. Once each time it is reached: the date under which the
 * plan's file writes that down later is the same end.
 */
function openCriteria({ record }: HomePlan, { milestone, actual }: MilestoneDates, { boxes }: DecidedChecklist, putBack: boolean): readonly Telling[] {
  const open = boxes.flatMap(({ item }) => (item.done ? [] : [item]));
  if (actual?.extent !== "done" || open.length === 0 || progressOf(boxes.map(({ item }) => item)).complete) return [];
  const reached = record.reached.find((one) => one.milestone === milestone.id && one.product === null)?.at;
  return [{ key: `open-items/${reached ?? actual.at}`, body: openCriteriaText(milestone.title, actual.by, open, putBack) }];
}
