/**
 * Keeps the final tag of a plan from being made before its gate is met, by one ruleset a tag, where an app of ours holds Administration: write.
 * Promises: nothing is written where it stands as it must; one that was switched off, by hand or by `release-warden off`, stays off.
 * Accepted: the tag that was made already is not taken away; its check, and the release manager's tracking issue, say what is wrong with it.
 */
import { isOffTagName, desireTagRuleset, offTagRulesetName, tagRulesetHolds, tagRulesetName } from "../domain/desired/tag-ruleset.ts";
import { FaultError } from "../domain/model/problem.ts";
import type { CandidateRecord, RepositoryRecord, TagGateRecord, TagHoldRecord } from "../domain/model/records.ts";
import { repositoryName } from "../domain/model/refs.ts";
import type { RecordChange } from "../domain/model/settlement.ts";
import { parseTag } from "../domain/policy/tag.ts";
import type { TrackedHold } from "../text/features-tracking.ts";
import { planKey, repositoryOf } from "./plans-in-force.ts";
import type { PlanInForce } from "./plans-in-force.ts";
import type { RunContext } from "./ports.ts";

export interface TagHolds {
  readonly holds: readonly TrackedHold[];
  readonly records: readonly RecordChange[];
}

/** In every repository that the plan governs, for each final tag that it schedules. */
export async function tagHolds({ plan, record }: Pick<PlanInForce, "plan" | "record">, context: RunContext): Promise<TagHolds> {
  const finals = (plan.candidates?.planned ?? []).flatMap(({ tag }) => { const reading = parseTag(tag, plan.tags.format); return reading.ok && reading.tag.stage.kind === "final" ? [tag] : []; });
  const holds: TrackedHold[] = [];
  const records: RecordChange[] = [];
  for (const id of record.governs) {
    const repository = await repositoryOf(context.memory, id);
    if (repository === null || repository.archived || repository.installation !== context.installation) continue;
    for (const tag of finals) {
      const gate = await context.memory.record<TagGateRecord>("tag-gate", `${id}/${tag}`);
      const made = await context.memory.record<CandidateRecord>("candidate", `${id}/${tag}`) !== null;
      const ready = gate?.plan === planKey(record) && gate.ready;
      const before = await context.memory.record<TagHoldRecord>("tag-hold", `${id}/${tag}`);
      const now = await hold(tag, !ready && !made, planKey(record), before, repository, context);
      if (JSON.stringify(now) !== JSON.stringify(before)) records.push({ kind: "tag-hold", key: `${id}/${tag}`, value: now });
      holds.push({ repository: repositoryName(repository), tag, made, ready, level: now.off ? "off" : now.active === null ? "none" : "ruleset" });
    }
  }
  return { holds, records };
}

async function hold(tag: string, active: boolean, plan: string, before: TagHoldRecord | null, repository: RepositoryRecord, context: RunContext): Promise<TagHoldRecord> {
  if (before !== null && before.plan === plan && before.active === active && !before.off) return before;
  try {
    if (!(await context.gate.rights(repository)).repository) return { plan, ruleset: null, active: null, off: false };
    const observed = await context.gate.readRuleset(repository, before?.ruleset ?? null, [tagRulesetName(tag), offTagRulesetName(tag)]);
    if (observed !== null && (isOffTagName(observed.name) || ((before?.off === true || before?.active === true) && !observed.active))) return { plan, ruleset: observed.id, active: false, off: true };
    const desired = desireTagRuleset(tag, active);
    const written = tagRulesetHolds(desired, observed) ? observed : await context.gate.ensureTagRuleset(repository, desired, observed);
    return { plan, ruleset: written?.id ?? null, active, off: false };
  } catch (error) {
    if (!(error instanceof FaultError) || !["forbidden", "not-found", "invalid"].includes(error.fault.kind)) throw error;
    return { plan, ruleset: before?.ruleset ?? null, active: null, off: false };
  }
}
