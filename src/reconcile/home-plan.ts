/** A plan as its home tracks it: its dates as they stand, what people said of its milestones, and the issues that show them. */
import { milestoneIssueKey } from "../domain/desired/milestone-issue.ts";
import type { MilestoneWords } from "../domain/model/milestone-words.ts";
import type { ReleasePlan } from "../domain/model/plan.ts";
import type { ProgressRecord } from "../domain/model/progress.ts";
import { liveKey } from "../domain/model/progress.ts";
import type { PlanRecord, RepositoryRecord } from "../domain/model/records.ts";
import type { TrackingRules } from "../domain/model/tracking-rules.ts";
import { fallbackFrom, fallbackStanding } from "../domain/policy/fallback.ts";
import type { MilestoneDates } from "../domain/policy/milestone-dates.ts";
import { milestoneDates } from "../domain/policy/milestone-dates.ts";
import { nextComingOrGoing } from "../domain/policy/absence.ts";
import { earliestAfter } from "../domain/policy/freeze-interval.ts";
import type { ShownMilestone } from "../text/milestone-facts.ts";
import { milestoneWords } from "./milestone-words.ts";
import { planOf, repositoryOf } from "./plans-in-force.ts";
import type { RunContext } from "./ports.ts";

export interface HomePlan {
  readonly home: RepositoryRecord;
  readonly record: PlanRecord;
  readonly plan: ReleasePlan;
  readonly rules: TrackingRules;
  readonly dates: readonly MilestoneDates[];
  readonly words: MilestoneWords;
  /** when it was read */
  readonly now: number;
  /** by milestone id */
  readonly progress: ReadonlyMap<string, ProgressRecord>;
}

/** Null where there is no plan at that path, or it asks for no issues. */
export async function homePlan(repository: number, path: string, context: RunContext): Promise<HomePlan | null> {
  const home = await repositoryOf(context.memory, repository);
  const record = await context.memory.record<PlanRecord>("plan", `${repository}/${path}`);
  const plan = record === null ? null : planOf(record);
  if (home === null || home.archived || record === null || plan === null || plan.tracking === null) return null;
  const prefix = `${liveKey(repository, path)}/`;
  const progress = await context.memory.records<ProgressRecord>("progress", prefix);
  const words = await milestoneWords(context.memory, record, plan, home);
  return {
    home, record, plan, rules: plan.tracking, words, now: context.now(),
    dates: milestoneDates(plan, record.baselines ?? {}, record.reached, context.now(), words),
    progress: new Map(progress.map(({ key, value }) => [key.slice(prefix.length), value])),
  };
}

/** `against` and `parts`: what stands against its fallback, and how its parts stand, where that was read just now; else as it was read last. */
export function shownMilestone({ plan, words, progress, record, now }: HomePlan, dates: MilestoneDates, { done, total, against, parts }: Pick<ProgressRecord, "done" | "total" | "against" | "parts">): ShownMilestone {
  const own = progress.get(dates.milestone.id);
  const standing = fallbackStanding(dates.milestone, record.reached, now);
  const fallback = standing === null ? {} : { fallback: { standing, against: against ?? own?.against ?? null } };
  return { plan, dates, words, now, done, total, issue: own === undefined || own.deleted ? null : own.number, parts: parts ?? own?.parts ?? {}, ...fallback };
}

/** When the clock alone changes what is said of one of these milestones: its due instant, the one by which that is to be known, from when on it may be forced, that of a part; or who is there. */
export function nextChange({ plan: { teams }, now }: HomePlan, dates: readonly MilestoneDates[]): number | null {
  return dates.every(({ state }) => state === "done") ? nextDue(dates, now) : earliestAfter(now, [nextDue(dates, now), nextComingOrGoing(teams, now)]);
}

function nextDue(dates: readonly MilestoneDates[], now: number): number | null {
  const ahead = dates.flatMap(({ live, state, milestone }) => (state === "done" ? [] : [live?.at ?? live?.resolveBy ?? null, fallbackFrom(milestone), ...milestone.parts.map(({ due }) => due?.at ?? null)].filter((at) => at !== null && at > now).map(Number)));
  return ahead.length === 0 ? null : Math.min(...ahead);
}

/** Its tracking issue was looked at, whatever came of it. */
export function isTracked({ record, plan, progress }: HomePlan, milestone: string): boolean {
  return progress.get(milestone)?.key === milestoneIssueKey(record.path, plan.release.name, milestone);
}
