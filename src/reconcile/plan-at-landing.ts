/**
 * The plans as they stood on GitHub when something landed. What is remembered of a plan may be older, since its webhook is on its way or was lost,
 * or newer, since people go on while an account is kept: a landing is judged by neither.
 *
 * Where the plan stands on the very branch, the commit before the landing has it; elsewhere it is what the home's default branch had at that
 * instant, in whole seconds. A plan that was broken or gone then binds as it is remembered, which is how it last was good.
 */
import type { Landing } from "../domain/model/account.ts";
import type { Mark } from "../domain/model/key.ts";
import { FaultError } from "../domain/model/problem.ts";
import type { RepositoryRecord } from "../domain/model/records.ts";
import { planWithSwitches } from "../domain/policy/freeze-switch.ts";
import { planOf } from "./plans-in-force.ts";
import type { PlanInForce } from "./plans-in-force.ts";
import type { PlanFiles } from "./github-facts.ts";
import type { RunContext } from "./ports.ts";

export interface PlansAtLanding {
  readonly plans: readonly PlanInForce[];
  /** homes whose plan is remembered otherwise */
  readonly marks: readonly Mark[];
}

/** `seen`: what this run has read already, by home and commit. */
export async function plansAtLanding(landing: Landing, repository: RepositoryRecord, branch: string, plans: readonly PlanInForce[], seen: Map<string, PlanFiles | null>, context: RunContext): Promise<PlansAtLanding> {
  const then: PlanInForce[] = [];
  const marks: Mark[] = [];
  for (const inForce of plans) {
    // What cannot be seen has not changed.
    if (inForce.record.gone !== undefined) {
      then.push(inForce);
      continue;
    }
    const commit = await commitThen(landing, repository, branch, inForce, context);
    const text = commit === inForce.record.commit ? null : await textAt(commit, inForce, seen, context);
    const written = text === null || text === inForce.record.text ? null : planOf({ ...inForce.record, text });
    if (written === null) {
      then.push(inForce);
      continue;
    }
    then.push({ ...inForce, written, plan: planWithSwitches(written, inForce.commands.switches) });
    marks.push({ key: { kind: "plan", repository: inForce.home.id }, lane: "changed", installation: inForce.home.installation });
  }
  return { plans: then, marks };
}

/** Null = as it stands now. */
async function commitThen(landing: Landing, repository: RepositoryRecord, branch: string, { home }: PlanInForce, context: RunContext): Promise<string | null> {
  if (home.id === repository.id && branch === home.defaultBranch) return landing.before;
  const moves = await context.github.readLandings(home, home.defaultBranch, landing.at - (landing.at % 1_000));
  return moves?.find((move) => move.at > landing.at)?.before ?? null;
}

async function textAt(commit: string | null, { home, record }: PlanInForce, seen: Map<string, PlanFiles | null>, context: RunContext): Promise<string | null> {
  const key = `${home.id}/${commit ?? ""}`;
  const known = seen.get(key);
  const files = known === undefined ? await filesAt(commit, home, context) : known;
  seen.set(key, files);
  const file = files?.files.find(({ path }) => path === record.path);
  return file === undefined ? null : new TextDecoder().decode(file.bytes);
}

async function filesAt(commit: string | null, home: RepositoryRecord, context: RunContext): Promise<PlanFiles | null> {
  try {
    return await context.github.readPlanFiles(home, commit);
  } catch (error) {
    if (error instanceof FaultError && (error.fault.kind === "forbidden" || error.fault.kind === "not-found")) return null;
    throw error;
  }
}
