/**
 * What has entered a feeder and would stop the release: the feeder as it stands is judged as if it were merged now. Part of the feeder branch's
 * own run; read anew only when one of the two branches has moved, or after an hour, since labels change too.
 */
import type { FeederChange, FeederRecord } from "../domain/model/account.ts";
import type { PullFacts } from "../domain/model/pull.ts";
import type { FreezeStartRecord, RepositoryRecord } from "../domain/model/records.ts";
import { repositoryName } from "../domain/model/refs.ts";
import type { RecordChange } from "../domain/model/settlement.ts";
import { decideFreeze } from "../domain/policy/freeze.ts";
import { freezesOnBranch } from "./freezes-on-branch.ts";
import { roleOfBranch, rulesOf } from "./plans-in-force.ts";
import type { PlanInForce } from "./plans-in-force.ts";
import type { RunContext } from "./ports.ts";

const READ_AGAIN_AFTER = 55 * 60_000;

export async function feederRecords(plans: readonly PlanInForce[], repository: RepositoryRecord, feeder: string, context: RunContext): Promise<readonly RecordChange[]> {
  const holding = plans.filter((plan) => freezesOnBranch(plan, repository, feeder, context.now()).some((freeze) => freeze.relation === "feeder" && freeze.state === "in-force"));
  const branches = new Set(holding.flatMap((plan) => roleOfBranch(plan, repository, feeder).feeds.map(({ branch }) => branch)));
  const records: RecordChange[] = [];
  for (const branch of branches) {
    const key = feederKey(repository.id, feeder, branch);
    const after = await readFeeder(holding, repository, feeder, branch, await context.memory.record<FeederRecord>("feeder", key), context);
    if (after !== null) records.push({ kind: "feeder", key, value: after });
  }
  return records;
}

export function feederKey(repository: number, feeder: string, branch: string): string {
  return `${repository}/${feeder}/${branch}`;
}

/** Null when nothing has to be read, or one of the branches is not there. */
async function readFeeder(plans: readonly PlanInForce[], repository: RepositoryRecord, feeder: string, branch: string, before: FeederRecord | null, context: RunContext): Promise<FeederRecord | null> {
  const now = context.now();
  const [feederTip, branchTip] = [await context.github.readBranchTip(repository, feeder), await context.github.readBranchTip(repository, branch)];
  if (feederTip === null || branchTip === null) return null;
  if (before?.feederTip === feederTip && before.branchTip === branchTip && now - before.readAt < READ_AGAIN_AFTER) return null;
  const tips = await recordedTips(plans, repository, feeder, branch, context);
  const { changes, complete } = await context.github.readContained(repository, branch, feederTip, tips);
  const merge = mergeOf(repository, feeder, feederTip, branch, changes, complete);
  const offending: Record<string, readonly FeederChange[]> = {};
  for (const inForce of plans) {
    const { plan, reached, waivers, home } = rulesOf(inForce);
    for (const freeze of plan.freezes) {
      const decision = decideFreeze({ ...plan, freezes: [freeze] }, { takenAt: now, pull: merge, reached, waivers, home }, now);
      offending[freeze.id] = decision.offending.map(({ number, sha, title, kind, enteredAt }) => ({ number, sha, title, kind, enteredAt }));
    }
  }
  return { feederTip, branchTip, readAt: now, offending, complete };
}

async function recordedTips(plans: readonly PlanInForce[], repository: RepositoryRecord, feeder: string, branch: string, context: RunContext): Promise<Record<string, string>> {
  const tips: Record<string, string> = {};
  for (const { home, plan } of plans) {
    for (const freeze of plan.freezes) {
      const start = await context.memory.record<FreezeStartRecord>("freeze-start", `${home.id}/${freeze.id}/${repository.id}/${branch}`);
      const tip = start !== null && start.endedAt === null ? start.feederTips[feeder] : undefined;
      if (tip !== undefined) tips[freeze.id] = tip;
    }
  }
  return tips;
}

/** The release merge that nobody has opened yet. */
function mergeOf(repository: RepositoryRecord, feeder: string, sha: string, branch: string, contains: PullFacts["contains"], complete: boolean): PullFacts {
  const name = repositoryName(repository);
  return {
    repository: name, number: 0, title: "", body: "", url: null, author: null, authorRole: null, draft: false, state: "open",
    base: { ref: branch, sha: null }, head: { ref: feeder, sha, repository: name }, defaultBranch: repository.defaultBranch,
    labels: [], files: null, filesComplete: false, closingIssues: [], contains, containsComplete: complete, approvals: [],
    createdAt: null, updatedAt: null, mergedAt: null, mergedBy: null, autoMerge: false, queued: false,
  };
}
