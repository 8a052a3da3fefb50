/** What stands on the board of a plan, read for it: its milestones, and the features of each repository that it governs. */
import type { BoardIssue, BoardRow } from "../domain/model/board.ts";
import { milestoneIssueKey } from "../domain/desired/milestone-issue.ts";
import { milestoneKey } from "../domain/desired/milestone.ts";
import type { Instant } from "../domain/model/instant.ts";
import type { ProgressRecord } from "../domain/model/progress.ts";
import { progressKey } from "../domain/model/progress.ts";
import type { ReleasePlan } from "../domain/model/plan.ts";
import { FaultError } from "../domain/model/problem.ts";
import type { PlanRecord, RepositoryRecord } from "../domain/model/records.ts";
import { repositoryName } from "../domain/model/refs.ts";
import type { BoardEntry } from "../domain/policy/board-rows.ts";
import { dueOfFeatures, featureEntry, milestoneEntry } from "../domain/policy/board-rows.ts";
import { milestoneDates } from "../domain/policy/milestone-dates.ts";
import { boardItemText, boardItemTitle } from "../text/board.ts";
import { milestoneWords } from "./milestone-words.ts";
import { repositoryOf } from "./plans-in-force.ts";
import type { IssueDetail } from "./github-facts.ts";
import type { RunContext } from "./ports.ts";

/** A plan that asks for a board. */
export interface BoardedPlan {
  readonly home: RepositoryRecord;
  readonly record: PlanRecord;
  readonly plan: ReleasePlan;
}

export interface BoardEntries {
  readonly entries: readonly BoardEntry[];
  /** in the same order */
  readonly rows: readonly BoardRow[];
  /** of features: of which repository each is, by id */
  readonly repositories: ReadonlyMap<number, RepositoryRecord>;
  /** when the clock alone changes one of them */
  readonly changesAt: Instant | null;
}

export async function boardEntries({ home, record, plan }: BoardedPlan, context: RunContext): Promise<BoardEntries> {
  const now = context.now();
  const repositories = new Map<number, RepositoryRecord>();
  const words = await milestoneWords(context.memory, record, plan, home);
  const dates = milestoneDates(plan, record.baselines ?? {}, record.reached, now, words);
  const tracked = await trackingIssues({ home, record, plan }, context);
  const entries: BoardEntry[] = dates.map((one) => milestoneEntry(plan, one, words, tracked.get(one.milestone.id) ?? null));
  repositories.set(home.id, home);
  for (const id of plan.features === null ? [] : record.governs) {
    const repository = await repositoryOf(context.memory, id);
    if (repository === null || repository.archived) continue;
    repositories.set(id, repository);
    const features = await featuresOf(plan, repository, context);
    entries.push(...features.map((feature) => featureEntry(plan, feature, id, now)));
  }
  const place = { home: repositoryName(home), path: record.path, release: plan.release.name };
  const ahead = [...dates.map(({ live }) => live?.at ?? null), dueOfFeatures(plan)?.at ?? null].filter((at) => at !== null && at > now);
  return {
    entries, repositories, changesAt: ahead.length === 0 ? null : Math.min(...ahead.map(Number)),
    rows: entries.map((entry) => ({ key: keyOf(entry, record.path, plan), title: boardItemTitle(entry), issue: entry.issue, words: boardItemText(entry, place), values: entry.values })),
  };
}

/** By id of the milestone: where the plan asks for tracking issues, they are its items. */
async function trackingIssues({ home, record, plan }: BoardedPlan, context: RunContext): Promise<ReadonlyMap<string, BoardIssue>> {
  const records = plan.tracking === null ? [] : await context.memory.records<ProgressRecord>("progress", `${progressKey(home.id, record.path, "")}`);
  return new Map(records.flatMap(({ value: { key, milestone, number, deleted } }) => (number === null || deleted || key !== milestoneIssueKey(record.path, plan.release.name, milestone) ? [] : [[milestone, { repositoryId: home.id, number }]])));
}

function keyOf({ of, issue }: BoardEntry, path: string, plan: ReleasePlan): string {
  return "milestone" in of ? milestoneKey(path, plan.release.name, of.milestone.milestone.id) : `feature/${issue?.repositoryId ?? 0}/${of.feature.number}`;
}

/** Open and closed ones; none where issues are switched off or may not be read. */
async function featuresOf({ features }: ReleasePlan, repository: RepositoryRecord, context: RunContext): Promise<readonly IssueDetail[]> {
  if (features === null) return [];
  try {
    return (await context.github.readIssues(repository, features.select, "all")).filter(({ isPull }) => !isPull);
  } catch (error) {
    if (error instanceof FaultError && ["forbidden", "not-found", "invalid"].includes(error.fault.kind)) return [];
    throw error;
  }
}
