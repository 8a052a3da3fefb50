/**
 * Checks of what stands in the way of single pull requests, where a status or check of another app says whether it is dealt with. Words only: `head` writes them.
 * They depend on the commit and not on a branch, so every run for the commit comes to the same words. Several open pull requests may share it: all that are
 * concerned are shown one check.
 */
import type { CheckWords } from "../domain/desired/pull-check.ts";
import type { ObservedCheck } from "../domain/model/check.ts";
import type { RepositoryRecord } from "../domain/model/records.ts";
import { concernsPull, reportedOf, strictestState } from "../domain/policy/blocker.ts";
import { blockerCheckName, isBlockerCheck, renderBlockerCheck } from "../text/blocker.ts";
import { renderAskedNoMore } from "../text/pull-acceptance-check.ts";
import { blockersOf, issueReference, stands } from "./blockers.ts";
import { rememberedChecks } from "./check-records.ts";
import type { PlanInForce } from "./plans-in-force.ts";
import type { RunContext } from "./ports.ts";

export async function blockerWords(sha: string, plans: readonly PlanInForce[], repository: RepositoryRecord, context: RunContext): Promise<readonly CheckWords[]> {
  const asking = (await blockersOf(plans, context)).filter((one) => one.blocker.status !== null && stands(one));
  const pulls = asking.length === 0 ? [] : await context.memory.pullsAt(repository.id, sha, null);
  const asked = new Map<string, CheckWords>();
  for (const { plan, blocker, card } of asking) {
    const states = pulls.filter(({ facts }) => concernsPull(blocker, facts)).flatMap(({ facts }) => reportedOf(blocker, facts) ?? []);
    const name = blockerCheckName(blocker);
    if (states.length === 0 || blocker.status === null) continue;
    const words = renderBlockerCheck({ blocker, issue: issueReference(plan.home, repository, card?.number ?? null) }, blocker.status, strictestState(states));
    const other = asked.get(name);
    if (other === undefined || strictness(words) < strictness(other)) asked.set(name, words);
  }
  const left = (await rememberedChecks(context.memory, repository.id, sha)).filter((check) => isBlockerCheck(check.name) && !asked.has(check.name));
  return [...asked.values(), ...left.filter(isOpen).map(({ name }) => renderAskedNoMore(name))];
}

/** What waits or failed must not stand for ever once nothing is asked; what passed may. */
function isOpen({ conclusion }: ObservedCheck): boolean {
  return conclusion !== "success";
}

/** Two things of the same name: the stricter speaks. */
function strictness({ conclusion }: CheckWords): number {
  return conclusion === "failure" ? 0 : conclusion === null ? 1 : 2;
}
