/** What stands on the board of a plan: its milestones with their dates, and its features with those of the candidate by which they must be ready. */
import type { PHASES, Phase } from "../desired/board.ts";
import type { STATUSES } from "../desired/board.ts";
import type { BoardIssue, BoardValues } from "../model/board.ts";
import type { FeatureFact } from "../model/feature.ts";
import type { Instant, PlannedTime } from "../model/instant.ts";
import type { MilestoneWords } from "../model/milestone-words.ts";
import type { ReleasePlan } from "../model/plan.ts";
import { lastCandidate } from "./candidate.ts";
import { dueDay } from "./due-day.ts";
import type { MilestoneDates, MilestoneState } from "./milestone-dates.ts";
import { milestoneManager } from "./reached.ts";
import { tagText } from "./tag.ts";

/** A row before it has words. */
export interface BoardEntry {
  readonly of: { readonly milestone: MilestoneDates } | { readonly feature: FeatureFact };
  readonly issue: BoardIssue | null;
  readonly values: BoardValues;
}

const PHASE_OF: Readonly<Record<MilestoneState, Phase>> = { done: "Done", partial: "Partly done", late: "Late", coming: "Coming", undated: "No date" };
const STATUS_OF: Readonly<Record<(typeof PHASES)[number], (typeof STATUSES)[number]>> = { "Done": "Done", "Partly done": "In Progress", "Late": "Todo", "Coming": "Todo", "No date": "Todo" };

/** `issue` = the tracking issue; null = there is none. */
export function milestoneEntry(plan: ReleasePlan, dates: MilestoneDates, words: Pick<MilestoneWords, "delegations">, issue: BoardIssue | null): BoardEntry {
  const delegate = words.delegations.find(({ milestone }) => milestone === dates.milestone.id)?.to ?? null;
  const phase = PHASE_OF[dates.state];
  return {
    of: { milestone: dates }, issue,
    values: { Phase: phase, Planned: dayOf(dates.baseline, plan), Live: dayOf(dates.live, plan), Status: STATUS_OF[phase], Owner: delegate ?? milestoneManager(plan, dates.milestone), Slip: dates.slip },
  };
}

export function featureEntry(plan: ReleasePlan, feature: FeatureFact, repositoryId: number, now: Instant): BoardEntry {
  const due = dueOfFeatures(plan);
  const phase: Phase = !feature.open ? "Done" : due?.at == null ? "No date" : due.at <= now ? "Late" : "Coming";
  const owner = feature.assignees.join(", ");
  return {
    of: { feature }, issue: { repositoryId, number: feature.number },
    values: { Phase: phase, Planned: null, Live: dayOf(due, plan), Status: STATUS_OF[phase], Owner: owner === "" ? null : owner, Slip: null },
  };
}

/** When every feature must be ready: the candidate by which its tests are required. */
export function dueOfFeatures(plan: ReleasePlan): PlannedTime | null {
  const tag = plan.features === null ? null : lastCandidate(plan.candidates, plan.features.acceptance.requiredBy, plan.tags.format);
  if (tag === null) return null;
  const name = tagText(tag, plan.tags.format);
  return plan.candidates?.planned.find((one) => one.tag === name)?.due ?? null;
}

function dayOf(time: PlannedTime | null, plan: ReleasePlan): string | null {
  return time === null ? null : dueDay(time, plan.release.timezone);
}
