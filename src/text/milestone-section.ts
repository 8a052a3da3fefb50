/** Our section in the description of a milestone on GitHub: its dates, who answers for it, and where dates are changed. It says nothing that ages by itself. */
import type { PlannedTime } from "../domain/model/instant.ts";
import type { PlannedMilestone } from "../domain/model/plan.ts";
import { counted, joined } from "./enumeration.ts";
import { markdownCode, markdownText } from "./escape.ts";
import { plannedTimeText } from "./instant.ts";

const DESCRIPTION_CAP = 1_000;
const REASONS_SHOWN = 5;

export interface MilestoneWords {
  readonly milestone: PlannedMilestone;
  readonly release: string;
  readonly baseline: PlannedTime | null;
  /** the date that holds in this repository */
  readonly live: PlannedTime | null;
  /** whole days between the two; null = one is missing */
  readonly slip: number | null;
  readonly manager: string | null;
  /** titles of milestones that come before it */
  readonly after: readonly string[];
  readonly path: string;
  /** null = the plan's home may not be named here */
  readonly home: string | null;
}

export function milestoneSectionText(words: MilestoneWords): string {
  const { milestone, baseline, live, slip, manager, after, path, home } = words;
  const moved = baseline !== null && live !== null && slip !== null && slip !== 0;
  const facts = [
    `Due ${live === null ? "when its date is known" : plannedTimeText(live, null)}${moved ? `, first planned for ${plannedTimeText(baseline, null)}: ${slipWords(slip)}` : ""}.`,
    manager === null ? null : `${markdownText(manager)} decides that it is reached, and closes it.`,
    after.length === 0 ? null : `After ${joined(after.map((title) => markdownText(title)))}.`,
  ].filter((line) => line !== null).join(" ");
  const reasons = milestone.moved.slice(-REASONS_SHOWN).map((line) => `- moved to ${markdownText(line.to.text)}: ${markdownText(line.because, 500)}${line.see === null ? "" : ` (${markdownText(line.see, 500)})`}`);
  return [
    `Milestone of the release ${markdownText(words.release)}. ${facts}`,
    ...(milestone.description === null ? [] : [markdownText(milestone.description, DESCRIPTION_CAP)]),
    ...(reasons.length === 0 ? [] : [reasons.join("\n")]),
    `Its date is changed in ${markdownCode(path)}${home === null ? "" : ` of ${markdownText(home)}`}; a date changed here is put back.`,
  ].join("\n\n");
}

/** "4 days later" */
export function slipWords(days: number): string {
  if (days === 0) return "as planned";
  return `${counted(Math.abs(days), "day")} ${days > 0 ? "later" : "earlier"}`;
}
