/** What would hold for the open pull requests of a repository at an instant: reads and decides as a run does, and stops before anything is written. */
import type { Decision } from "../domain/model/decision.ts";
import type { Instant } from "../domain/model/instant.ts";
import type { ReleasePlan } from "../domain/model/plan.ts";
import type { RepositoryRecord } from "../domain/model/records.ts";
import { decideHead } from "../domain/policy/decide-head.ts";
import { planFixOf } from "./plan-change.ts";
import { branchesOf, plansFor, rulesOf } from "./plans-in-force.ts";
import type { PlanInForce } from "./plans-in-force.ts";
import { track } from "./observe.ts";
import type { RunContext } from "./ports.ts";
import { withContents } from "./release-merge.ts";

export interface PreviewedPull {
  readonly number: number;
  readonly base: string;
  readonly decision: Decision;
  readonly plan: ReleasePlan;
}

export interface Preview {
  readonly governed: boolean;
  readonly pulls: readonly PreviewedPull[];
  readonly complete: boolean;
}

const PAGES_AT_MOST = 200;

export async function previewRepository(repository: RepositoryRecord, at: (plan: ReleasePlan) => Instant, context: RunContext): Promise<Preview> {
  const plans = await plansFor(context.memory, repository.id);
  const [first] = plans;
  if (first === undefined) return { governed: false, pulls: [], complete: true };
  const instant = at(first.plan);
  const then: RunContext = { ...context, now: () => instant };
  const pulls: PreviewedPull[] = [];
  let complete = true;
  for (const branch of new Set(plans.flatMap((plan) => branchesOf(plan, repository)))) {
    let cursor: string | null = null;
    for (let page = 0; page < PAGES_AT_MOST; page += 1) {
      const listed: Awaited<ReturnType<RunContext["github"]["readOpenPulls"]>> = await context.github.readOpenPulls(repository, branch, cursor);
      for (const { facts } of listed.pulls) {
        const decided = await decideThen(facts.number, repository, plans, instant, then);
        if (decided !== null) pulls.push(decided);
      }
      cursor = listed.next;
      if (cursor === null) break;
    }
    complete = complete && cursor === null;
  }
  return { governed: true, pulls: pulls.sort((a, b) => a.number - b.number), complete };
}

async function decideThen(number: number, repository: RepositoryRecord, plans: readonly PlanInForce[], instant: Instant, context: RunContext): Promise<PreviewedPull | null> {
  const observation = await context.github.readPull(repository, number);
  if (observation === null) return null;
  const facts = await withContents(observation.facts, repository, plans, context);
  const pull = await track(facts, repository, plans, instant, context);
  const planFix = await planFixOf(pull.facts, plans, repository, context);
  const decided = decideHead([{ facts: pull.facts, takenAt: instant, planFix }], plans.map(rulesOf), instant);
  return decided === null ? null : { number, base: pull.base, decision: decided.decision, plan: decided.plan };
}
