/**
 * The label under which people look for something to do: a tracking issue has it while a place in its milestone's team is open.
 * It comes once and goes with the last place; whoever takes it off in between has the last word.
 */
import type { OwnIssue } from "../domain/model/own-issue.ts";
import type { PlannedMilestone } from "../domain/model/plan.ts";
import type { ProgressRecord } from "../domain/model/progress.ts";
import { openPlaces } from "../domain/policy/open-place.ts";
import { HELP_WANTED } from "../text/help-wanted.ts";
import type { HomePlan } from "./home-plan.ts";
import type { RunContext } from "./ports.ts";

export async function helpWanted({ home, words }: Pick<HomePlan, "home" | "words">, milestone: PlannedMilestone, reached: boolean, issue: OwnIssue, known: ProgressRecord, context: RunContext): Promise<Pick<ProgressRecord, "helpWanted">> {
  const isWanted = !reached && openPlaces(milestone, words).length > 0;
  const had = known.helpWanted === true;
  if (isWanted === had) return had ? { helpWanted: true } : {};
  const written = await context.github.ensureLabel(home, { number: issue.number, has: issue.labels, ours: [HELP_WANTED.name] }, isWanted ? HELP_WANTED : null);
  return written && isWanted ? { helpWanted: true } : {};
}
