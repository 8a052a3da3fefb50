/** What pages read: plans as they stand, and what binds each repository with the commands that were given. Reads only. */
import type { ReleasePlan } from "../domain/model/plan.ts";
import type { MilestoneWords } from "../domain/model/milestone-words.ts";
import { NO_MILESTONE_WORDS } from "../domain/model/milestone-words.ts";
import type { SetUpProgress } from "../domain/model/own-milestone.ts";
import type { PlanRecord, RepositoryRecord } from "../domain/model/records.ts";
import type { SpokenWords } from "../domain/model/score.ts";
import { NO_WORDS } from "../domain/model/score.ts";
import type { PlanRules } from "../domain/policy/decide-head.ts";
import { planKey, planOf, plansFor, rulesOf } from "./plans-in-force.ts";
import type { Memory } from "./ports.ts";
import { milestoneWords } from "./milestone-words.ts";
import { setUpProgress } from "./set-up-progress.ts";
import { spokenWords } from "./spoken-words.ts";

export interface PageSource<M extends Memory> {
  readonly memory: M;
  planOf(record: PlanRecord): ReleasePlan | null;
  wordsOf(record: PlanRecord, home: RepositoryRecord): Promise<SpokenWords>;
  /** what people said of its milestones */
  saidOf(record: PlanRecord, home: RepositoryRecord): Promise<MilestoneWords>;
  /** `key` is the plan's `<home id>/<path>` */
  rulesFor(repository: number): Promise<readonly { readonly key: string; readonly rules: PlanRules }[]>;
  /** how far milestones on GitHub have come in these repositories */
  setUpProgress(only: ReadonlySet<number>): Promise<SetUpProgress>;
}

export function pageSource<M extends Memory>(memory: M): PageSource<M> {
  return {
    memory, planOf,
    setUpProgress: (only) => setUpProgress(memory, only),
    async wordsOf(record, home) {
      const plan = planOf(record);
      return plan === null ? NO_WORDS : spokenWords(memory, record, plan, home);
    },
    async saidOf(record, home) {
      const plan = planOf(record);
      return plan === null ? NO_MILESTONE_WORDS : milestoneWords(memory, record, plan, home);
    },
    rulesFor: async (repository) => (await plansFor(memory, repository)).map((one) => ({ key: planKey(one.record), rules: rulesOf(one) })),
  };
}
