/** Which milestones of a plan are reached: those that stand closed in its home, closed by their manager as far as a witness says so, and those that `/warden done` says are; and what they remember. */
import { closedOnce, milestoneKey, milestoneKeys, ownMilestone, writtenBaseline } from "../domain/desired/milestone.ts";
import type { Baselines } from "../domain/model/baseline.ts";
import type { Instant } from "../domain/model/instant.ts";
import type { LedgerEntry } from "../domain/model/ledger-entry.ts";
import type { MilestoneWords } from "../domain/model/milestone-words.ts";
import type { MilestoneRecord } from "../domain/model/own-milestone.ts";
import type { PlannedMilestone, ReleasePlan } from "../domain/model/plan.ts";
import type { PlanRecord } from "../domain/model/records.ts";
import type { RepositoryRef } from "../domain/model/refs.ts";
import { readPlannedTime } from "../domain/plan/planned-time.ts";
import { closersOf, decideReached, refusedClosings } from "../domain/policy/reached.ts";
import type { Closing } from "../domain/policy/reached.ts";
import { milestoneWords } from "./milestone-words.ts";
import { personIsOneOf } from "./people.ts";
import { planOf } from "./plans-in-force.ts";
import type { MilestoneFact } from "./github-facts.ts";
import type { RunContext } from "./ports.ts";
import { recordKey } from "./schedule.ts";

/** `lost`: commands that are being taken back into the ledger just now. */
export async function withReached(records: readonly PlanRecord[], home: RepositoryRef, lost: readonly LedgerEntry[], context: RunContext): Promise<readonly PlanRecord[]> {
  const plans = records.flatMap((record) => planOf(record) ?? []);
  if (plans.length === 0) return records;
  const facts = await context.github.readMilestones(home);
  const living = new Set(records.flatMap((record) => {
    const plan = planOf(record);
    return plan === null ? [] : milestoneKeys(record.path, plan);
  }));
  return Promise.all(records.map(async (record) => {
    const plan = planOf(record);
    if (plan === null) return record;
    const found = new Map<string, MilestoneFact>();
    const words = await milestoneWords(context.memory, record, plan, home, lost);
    const closings = await Promise.all(plan.milestones.map(async (planned) => {
      const fact = await standing(planned, plan, { record, home, facts, living }, context);
      if (fact !== null) found.set(planned.id, fact);
      return fact === null ? deletedClosing(planned, plan, record, home, context) : closingOf(plan, planned, fact, record, home, words, context);
    }));
    const known = closings.filter((closing) => closing !== null);
    const refused = refusedClosings(plan, known, words.done).filter(({ milestone }) => !closedOnce(found.get(milestone)?.description ?? ""));
    return { ...record, baselines: recoveredBaselines(record, plan, found, context.now()), reached: decideReached(plan, known, words.done), ...(refused.length === 0 ? {} : { refused }) };
  }));
}

/**
 * A baseline that is seen for the first time may only have been forgotten: what stands in the milestone's own description is older.
 * Accepted: whoever may edit the milestone may edit what a lost store is rebuilt from.
 */
function recoveredBaselines({ baselines = {} }: PlanRecord, { release }: ReleasePlan, found: ReadonlyMap<string, MilestoneFact>, now: Instant): Baselines {
  return Object.fromEntries(Object.entries(baselines).map(([id, baseline]) => {
    const text = baseline.since === now ? writtenBaseline(found.get(id)?.description ?? "") : null;
    const read = text === null ? null : readPlannedTime(text, { zone: release.timezone, dayEnds: release.dayEnds });
    return [id, read?.ok === true && read.value.at !== null ? { ...baseline, time: read.value } : baseline];
  }));
}

interface Place {
  readonly record: PlanRecord;
  readonly home: RepositoryRef;
  readonly facts: readonly MilestoneFact[];
  readonly living: ReadonlySet<string>;
}

async function standing(planned: PlannedMilestone, plan: ReleasePlan, { record, home, facts, living }: Place, context: RunContext): Promise<MilestoneFact | null> {
  const known = await context.memory.record<MilestoneRecord>("milestone", recordKey(home, record, planned.id));
  const key = milestoneKey(record.path, plan.release.name, planned.id);
  return ownMilestone(facts, { key, title: planned.title, number: known?.key === key ? known.number : null }, living);
}

/** A milestone that was reached and then deleted stays reached: tidying up must not bring a freeze back. Accepted: a lost store forgets it. */
async function deletedClosing({ id }: PlannedMilestone, { release }: ReleasePlan, record: PlanRecord, home: RepositoryRef, context: RunContext): Promise<Closing | null> {
  const known = await context.memory.record<MilestoneRecord>("milestone", recordKey(home, record, id));
  const before = record.reached.find(({ milestone, product }) => milestone === id && product === null);
  return before === undefined || known?.key !== milestoneKey(record.path, release.name, id) ? null : { milestone: id, at: before.at, by: before.by, byManager: true };
}

async function closingOf(plan: ReleasePlan, planned: PlannedMilestone, fact: MilestoneFact, record: PlanRecord, home: RepositoryRef, words: MilestoneWords, context: RunContext): Promise<Closing | null> {
  if (fact.open || fact.closedAt === null) return null;
  // Closed by us because it was reached, it says nothing by itself.
  const known = await context.memory.record<MilestoneRecord>("milestone", recordKey(home, record, planned.id));
  if (known?.number === fact.number && known.ended === "ours") return null;
  const witnesses = await context.memory.witnesses(home.id, `milestone:${fact.number}`);
  const closer = witnesses.filter((one) => one.action === "closed").sort((a, b) => a.at - b.at).at(-1)?.sender ?? null;
  const closers = closersOf(plan, planned, words);
  const byManager = closers.length === 0 ? true : closer === null ? null : await personIsOneOf(closers, closer, context.github);
  return { milestone: planned.id, at: fact.closedAt, by: closer, byManager };
}
