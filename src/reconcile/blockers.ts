/** What stands in the way of pull requests, as their runs see it: the plan's words, and whether its issue is open. */
import type { CardRecord } from "../domain/model/card.ts";
import { cardKey } from "../domain/model/card.ts";
import type { PlannedBlocker } from "../domain/model/plan-record.ts";
import type { PullFacts } from "../domain/model/pull.ts";
import type { RepositoryRecord } from "../domain/model/records.ts";
import { repositoryName } from "../domain/model/refs.ts";
import { concernsPull, isStanding, isTurn, reportedOf } from "../domain/policy/blocker.ts";
import type { PlanInForce } from "./plans-in-force.ts";
import type { RunContext } from "./ports.ts";

export interface BlockerHere {
  readonly plan: PlanInForce;
  readonly blocker: PlannedBlocker;
  /** null = it has no issue yet */
  readonly card: CardRecord | null;
}

/** All that these plans name, standing or not. */
export async function blockersOf(plans: readonly PlanInForce[], context: RunContext): Promise<readonly BlockerHere[]> {
  const here: BlockerHere[] = [];
  for (const plan of plans) {
    for (const blocker of plan.written.blockers)
      here.push({ plan, blocker, card: await context.memory.record<CardRecord>("card", cardKey(plan.record.home, plan.record.path, { kind: "blocker", id: blocker.id })) });
  }
  return here;
}

export function stands({ card }: BlockerHere): boolean {
  return isStanding(card);
}

/** Some of them ask who the author is. */
export function asksForAuthor(plans: readonly PlanInForce[]): boolean {
  return plans.some(({ written }) => written.blockers.some(({ concerns }) => concerns === "outside"));
}

/** The pull request with what others say of its head, where something that stands in its way asks for that. */
export async function withReported(facts: PullFacts, repository: RepositoryRecord, plans: readonly PlanInForce[], context: RunContext): Promise<PullFacts> {
  const standing = (await blockersOf(plans, context)).filter((one) => stands(one) && concernsPull(one.blocker, facts));
  const names = standing.flatMap(({ blocker }) => (blocker.status === null ? [] : [blocker.status]));
  if (names.length === 0 || facts.head.sha === null) return facts;
  return { ...facts, reported: await context.github.readReported(repository, facts.head.sha, names) };
}

/** What others say of it is waited for: should word of that have been lost, it is read again when all are listed and it has its turn. */
export async function awaitsReport(facts: PullFacts, plans: readonly PlanInForce[], context: RunContext): Promise<boolean> {
  if (!isTurn(facts, context.now())) return false;
  const asking = (await blockersOf(plans, context)).filter((one) => stands(one) && concernsPull(one.blocker, facts));
  return asking.some(({ blocker }) => blocker.status !== null && reportedOf(blocker, facts) !== "success");
}

/** GitHub's short reference to an issue of the plan's home; null = the home is private and this repository is not. */
export function issueReference(home: RepositoryRecord, repository: RepositoryRecord, number: number | null): string | null {
  if (number === null || (home.private && !repository.private)) return null;
  return home.id === repository.id ? `#${number}` : `${repositoryName(home)}#${number}`;
}
