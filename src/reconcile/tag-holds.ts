/**
 * Keeps the final tag of a plan from being made before its gate is met, by one ruleset a tag whatever number of plans schedule it, where an app of ours holds Administration: write.
 * Promises: nothing is written where it stands as it must; one that was switched off, by hand or by `release-warden off`, stays off.
 * Accepted: the tag that was made already is not taken away; its check, and the release manager's tracking issue, say what is wrong with it.
 */
import { isOffTagName, desireTagRuleset, offTagRulesetName, tagRulesetHolds, tagRulesetName } from "../domain/desired/tag-ruleset.ts";
import { digestOf } from "../domain/desired/pull-check.ts";
import type { Mark } from "../domain/model/key.ts";
import type { ReleasePlan } from "../domain/model/plan.ts";
import { FaultError } from "../domain/model/problem.ts";
import type { CandidateRecord, RepositoryRecord, TagGateRecord, TagHoldRecord } from "../domain/model/records.ts";
import { tagGateKey } from "../domain/model/records.ts";
import { repositoryName } from "../domain/model/refs.ts";
import type { RecordChange } from "../domain/model/settlement.ts";
import { parseTag } from "../domain/policy/tag.ts";
import type { TrackedHold } from "../text/features-tracking.ts";
import { planKey, plansFor, repositoryOf } from "./plans-in-force.ts";
import type { PlanInForce } from "./plans-in-force.ts";
import type { RunContext } from "./ports.ts";

export interface TagHolds {
  readonly holds: readonly TrackedHold[];
  readonly records: readonly RecordChange[];
  /** of other plans that show the same hold */
  readonly marks: readonly Mark[];
}

/**
 * In every repository that the plan governs, for each final tag that it schedules. Where several plans schedule it, it waits for all of them.
 * `verify`: what stands there is read also where nothing is to be written, since people switch it off.
 */
export async function tagHolds(planned: Pick<PlanInForce, "plan" | "record">, verify: boolean, context: RunContext): Promise<TagHolds> {
  const holds: TrackedHold[] = [];
  const records: RecordChange[] = [];
  const marks: Mark[] = [];
  for (const id of planned.record.governs) {
    const repository = await repositoryOf(context.memory, id);
    if (repository === null || repository.archived || repository.installation !== context.installation) continue;
    const plans = await plansFor(context.memory, id);
    for (const tag of finalsOf(planned.plan)) {
      const scheduling = plans.filter(({ plan }) => finalsOf(plan).includes(tag));
      const made = await context.memory.record<CandidateRecord>("candidate", `${id}/${tag}`) !== null;
      const ready = (await Promise.all(scheduling.map(({ record }) => context.memory.record<TagGateRecord>("tag-gate", tagGateKey(record, id, tag))))).every((gate) => gate?.ready === true);
      const before = await context.memory.record<TagHoldRecord>("tag-hold", `${id}/${tag}`);
      // One writer: the first of the plans. The others tell what it did, and are told when it did something else.
      const others = scheduling.slice(1).map(({ record }) => record);
      const own = !others.some((record) => planKey(record) === planKey(planned.record));
      const now = own ? await hold(tag, !ready && !made, verify ? null : before?.active ?? null, before, repository, context) : before ?? { ruleset: null, active: null, off: false };
      if (own && digestOf(now) !== digestOf(before)) {
        records.push({ kind: "tag-hold", key: `${id}/${tag}`, value: now });
        marks.push(...others.map(({ home, path }): Mark => ({ key: { kind: "features", repository: home, path }, lane: "fan-out", installation: context.installation })));
      }
      holds.push({ repository: repositoryName(repository), tag, made, ready, level: now.off ? "off" : now.active === null ? "none" : "ruleset" });
    }
  }
  return { holds, records, marks };
}

/** Final tags that the plan schedules, in its order. */
export function finalsOf({ candidates, tags }: Pick<ReleasePlan, "candidates" | "tags">): readonly string[] {
  return (candidates?.planned ?? []).flatMap(({ tag }) => { const reading = parseTag(tag, tags.format); return reading.ok && reading.tag.stage.kind === "final" ? [tag] : []; });
}

/** `settled` = how it stands for sure; null = that is to be read. */
async function hold(tag: string, active: boolean, settled: boolean | null, before: TagHoldRecord | null, repository: RepositoryRecord, context: RunContext): Promise<TagHoldRecord> {
  if (before !== null && settled === active && !before.off) return before;
  try {
    if (!(await context.gate.rights(repository)).repository) return { ruleset: null, active: null, off: false };
    const observed = await context.gate.readRuleset(repository, before?.ruleset ?? null, [tagRulesetName(tag), offTagRulesetName(tag)]);
    if (observed !== null && (isOffTagName(observed.name) || ((before?.off === true || before?.active === true) && !observed.active))) return { ruleset: observed.id, active: false, off: true };
    const desired = desireTagRuleset(tag, active);
    const written = tagRulesetHolds(desired, observed) ? observed : await context.gate.ensureTagRuleset(repository, desired, observed);
    return { ruleset: written?.id ?? null, active, off: false };
  } catch (error) {
    if (!(error instanceof FaultError) || !["forbidden", "not-found", "invalid"].includes(error.fault.kind)) throw error;
    return { ruleset: before?.ruleset ?? null, active: null, off: false };
  }
}
