/** How things stood where a command was given: kept with it, so that it means the same at every fold. */
import type { PlanThen, PullThen, StandingFreeze } from "../domain/command/command.ts";
import type { Instant } from "../domain/model/instant.ts";
import type { PullFacts } from "../domain/model/pull.ts";
import type { RepositoryRecord } from "../domain/model/records.ts";
import { isPlanFile } from "../domain/plan/plan-file.ts";
import type { FreezeHere } from "./freezes-on-branch.ts";
import { freezesOnBranch } from "./freezes-on-branch.ts";
import { branchesOf, planKey, roleOfBranch } from "./plans-in-force.ts";
import type { PlanInForce } from "./plans-in-force.ts";
import type { RunContext } from "./ports.ts";

/** The diff is read only for what depends on it. */
export async function pullThen(facts: PullFacts, repository: RepositoryRecord, ofDiff: boolean, context: RunContext): Promise<PullThen> {
  const head = facts.head.sha ?? "";
  return {
    author: facts.author?.login ?? null, base: facts.base.ref, head,
    diff: ofDiff && head !== "" ? await context.github.readDiff(repository, facts.number, head) : null,
    touchesPlan: facts.base.ref === repository.defaultBranch && (facts.files ?? []).some((file) => isPlanFile(file.path) || (file.previousPath !== null && isPlanFile(file.previousPath))),
  };
}

/** From the plans' files alone: what commands did to them is for the fold, which knows those that arrive later. */
/** `under`: by the plan's key, the milestone under whose tracking issue the command stands. */
export function plansThen(plans: readonly PlanInForce[], facts: PullFacts | null, repository: RepositoryRecord, at: Instant, under: ReadonlyMap<string, string>): readonly PlanThen[] {
  return plans.map((inForce) => {
    const asWritten = { ...inForce, plan: inForce.written };
    const branches = facts === null ? governedHere(asWritten, repository) : [facts.base.ref];
    const freezes = branches.flatMap((branch) => freezesOnBranch(asWritten, repository, branch, at)).filter((freeze) => freeze.relation === "governed" && freeze.binds);
    return {
      plan: planKey(inForce.record),
      holding: standing(freezes.filter((freeze) => freeze.state === "in-force")),
      announced: standing(freezes.filter((freeze) => freeze.state === "notice")),
      // In this order, so that what is read back from an issue is written there as it was.
      branches, ...milestoneThen(inForce, under, at),
    };
  });
}

function milestoneThen({ record }: PlanInForce, under: ReadonlyMap<string, string>, at: Instant): Pick<PlanThen, "milestone" | "reached"> {
  const milestone = under.get(planKey(record));
  const reached = [...new Set(record.reached.filter((one) => one.at <= at).map((one) => one.milestone))];
  return { ...(milestone === undefined ? {} : { milestone }), ...(reached.length === 0 ? {} : { reached }) };
}

function governedHere(inForce: PlanInForce, repository: RepositoryRecord): readonly string[] {
  return branchesOf(inForce, repository).filter((branch) => roleOfBranch(inForce, repository, branch).governed.length > 0);
}

/** Each freeze once, since its earliest beginning among the products. */
function standing(freezes: readonly FreezeHere[]): readonly StandingFreeze[] {
  const found = new Map<string, StandingFreeze>();
  for (const { freeze: id, since } of freezes) {
    const known = found.get(id);
    if (known === undefined || (since !== null && (known.since === null || since < known.since))) found.set(id, { id, since });
  }
  return [...found.values()];
}
