/** What a release merge carries, and from which of it the feeders' recorded tips say that it was there when the freeze began. */
import type { PullFacts } from "../domain/model/pull.ts";
import type { FreezeStartRecord, RepositoryRecord } from "../domain/model/records.ts";
import { feedsIts } from "./observe.ts";
import type { PlanInForce } from "./plans-in-force.ts";
import type { RunContext } from "./ports.ts";

/** The same facts with what the release merge carries, when it is one; any other pull request comes back as it was. */
export async function withContents(facts: PullFacts, repository: RepositoryRecord, plans: readonly PlanInForce[], context: RunContext): Promise<PullFacts> {
  if (facts.head.sha === null || !feedsIts(facts, repository, plans)) return facts;
  const tips = await feederTips(facts, repository, plans, context);
  const { changes, complete } = await context.github.readContained(repository, facts.base.ref, facts.head.sha, tips);
  return { ...facts, contains: changes, containsComplete: complete };
}

async function feederTips(facts: PullFacts, repository: RepositoryRecord, plans: readonly PlanInForce[], context: RunContext): Promise<Record<string, string>> {
  const tips: Record<string, string> = {};
  for (const { home, plan } of plans) {
    for (const freeze of plan.freezes) {
      const start = await context.memory.record<FreezeStartRecord>("freeze-start", `${home.id}/${freeze.id}/${repository.id}/${facts.base.ref}`);
      const tip = start !== null && start.endedAt === null ? start.feederTips[facts.head.ref] : undefined;
      if (tip !== undefined) tips[freeze.id] = tip;
    }
  }
  return tips;
}
