/** What the plan puts in the place of a milestone that does not come about: when it may be forced, and what keeps it from that. */
import type { ReleasePlan } from "../domain/model/plan.ts";
import type { PlannedMilestone } from "../domain/model/plan.ts";
import type { FallbackStanding } from "../domain/policy/fallback.ts";
import { joined } from "./enumeration.ts";
import { markdownCode, markdownText } from "./escape.ts";
import { durationText, instantText } from "./instant.ts";
import { mentionText } from "./tracking-reference.ts";

export interface ShownFallback {
  readonly standing: FallbackStanding;
  /** open issues of the home that stand against it; null = they could not be read, or nobody asked yet */
  readonly against: readonly number[] | null;
}

const SHOWN = 10;

/** One paragraph for the tracking issue. */
export function fallbackText({ standing, against }: ShownFallback, plan: ReleasePlan): string {
  const { fallback, from, before, armedSince } = standing;
  const task = markdownText(fallback.task, 500);
  if (armedSince === null) {
    const when = from === null ? "once it has a date, and so long after that" : instantText(from, plan.release.timezone, null);
    return `**If it does not come about**: ${task}. From ${when} (${durationText(fallback.after)} after it is due)${waits(before, plan)}, ${unless(fallback.unless)}\`/warden force because …\` says so.`;
  }
  if (against !== null && against.length > 0) return `**Open criticism keeps it from being forced**: ${issuesText(against)}. Once ${against.length === 1 ? "that is" : "those are"} closed, or no longer labelled ${markdownCode(fallback.unless ?? "", 60)}: ${task}.`;
  return `**It may be forced** since ${instantText(armedSince, plan.release.timezone, null)}: ${task}. \`/warden force because …\` says that it was done, and counts as reached.`;
}

/** To its manager, once its time has come. */
export function armedText(milestone: PlannedMilestone, who: string | null, { standing, against }: ShownFallback, plan: ReleasePlan): string {
  const { fallback } = standing;
  const due = milestone.due?.at == null ? "" : ` was due ${instantText(milestone.due.at, plan.release.timezone, null)}, and`;
  const what = `${mentionText(who)}: **${markdownText(milestone.title, 200)}**${due} is not reached. In its place the plan has: ${markdownText(fallback.task, 500)}.`;
  const next = `may now be forced: write ${markdownCode(`/warden force ${milestone.id} because …`)}, and it counts as reached.`;
  if (against !== null && against.length > 0) return `${what} Open criticism stands against that: ${issuesText(against)}. Once ${against.length === 1 ? "it is" : "they are"} closed it ${next}`;
  const until = fallback.unless === null ? "" : ` An issue labelled ${markdownCode(fallback.unless, 60)} that is open then keeps it from that.`;
  return `${what} It ${next}${until}`;
}

export function issuesText(numbers: readonly number[]): string {
  const more = numbers.length - SHOWN;
  return joined([...numbers.slice(0, SHOWN).map((number) => `#${number}`), ...(more > 0 ? [`${more} more`] : [])]);
}

function waits(before: readonly string[], plan: ReleasePlan): string {
  if (before.length === 0) return "";
  return `, and once ${joined(before.map((id) => markdownText(plan.milestones.find((one) => one.id === id)?.title ?? id, 80)))} ${before.length === 1 ? "is" : "are"} reached`;
}

function unless(label: string | null): string {
  return label === null ? "" : `unless an issue labelled ${markdownCode(label, 60)} is open, `;
}
