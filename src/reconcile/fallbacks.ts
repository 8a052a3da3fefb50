/**
 * What stands against the fallback of a milestone: open issues of the plan's home with the label that the plan names. Read only while the fallback may
 * be forced, and once more when somebody forces it; issues that change meanwhile mark the tracking issue of the milestone.
 */
import type { FallbackThen, PlanThen } from "../domain/command/command.ts";
import type { Instant } from "../domain/model/instant.ts";
import type { Mark } from "../domain/model/key.ts";
import type { PlanRecord, RepositoryRecord } from "../domain/model/records.ts";
import { FaultError } from "../domain/model/problem.ts";
import type { PlannedMilestone } from "../domain/model/plan.ts";
import { fallbackStanding } from "../domain/policy/fallback.ts";
import type { HomePlan } from "./home-plan.ts";
import { planKey, planOf } from "./plans-in-force.ts";
import type { PlanInForce } from "./plans-in-force.ts";
import type { RunContext } from "./ports.ts";

/** Of a milestone that may be forced now; null = it may not, or its issues cannot be read. */
export async function againstFallback({ home, record, now }: Pick<HomePlan, "home" | "record" | "now">, milestone: PlannedMilestone, context: RunContext): Promise<readonly number[] | null> {
  const standing = fallbackStanding(milestone, record.reached, now);
  return standing === null || standing.armedSince === null ? null : openAgainst(home, standing.fallback.unless, context);
}

/** What the plans of this repository put in the place of milestones, as it stood when a command there was written; what stands against it, as of now. */
export async function withFallbacks(then: readonly PlanThen[], heard: readonly PlanInForce[], repository: number, at: Instant, context: RunContext): Promise<readonly PlanThen[]> {
  const all: PlanThen[] = [];
  for (const one of then) {
    const inForce = heard.find(({ record }) => planKey(record) === one.plan);
    const fallbacks = inForce === undefined || inForce.home.id !== repository ? [] : await fallbacksThen(inForce, at, context);
    all.push(fallbacks.length === 0 ? one : { ...one, fallbacks });
  }
  return all;
}

async function fallbacksThen({ home, record, written }: PlanInForce, at: Instant, context: RunContext): Promise<readonly FallbackThen[]> {
  const found: FallbackThen[] = [];
  for (const milestone of written.milestones) {
    const standing = fallbackStanding(milestone, record.reached, at);
    if (standing === null) continue;
    const { from, before, armedSince, fallback: { unless } } = standing;
    found.push({ milestone: milestone.id, from, before, armed: armedSince !== null, unless, against: armedSince === null ? [] : await openAgainst(home, unless, context) });
  }
  return found;
}

/** An issue changed here: milestones that may be forced unless one like it is open. */
export async function fallbackMarks(repository: RepositoryRecord, context: RunContext): Promise<readonly Mark[]> {
  const plans = await context.memory.records<PlanRecord>("plan", `${repository.id}/`);
  return plans.flatMap(({ value: record }) => {
    const plan = planOf(record);
    if (plan === null || plan.tracking === null) return [];
    const armed = plan.milestones.filter((one) => one.fallback?.unless != null && fallbackStanding(one, record.reached, context.now())?.armedSince != null);
    return armed.map(({ id }): Mark => ({ key: { kind: "progress", repository: repository.id, path: record.path, milestone: id }, lane: "changed", installation: repository.installation }));
  });
}

async function openAgainst(home: RepositoryRecord, label: string | null, context: RunContext): Promise<readonly number[] | null> {
  if (label === null) return [];
  try {
    return (await context.github.readIssues(home, { labels: [label], issueTypes: [] }, "open")).map(({ number }) => number).toSorted((a, b) => a - b);
  } catch (error) {
    if (error instanceof FaultError && ["forbidden", "not-found"].includes(error.fault.kind)) return null;
    throw error;
  }
}
