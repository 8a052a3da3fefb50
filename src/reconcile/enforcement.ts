/**
 * How a branch is enforced: by a gate where one of our apps may write rulesets, else by the check alone; how firmly that holds, and whether it
 * would hold when the next freeze begins.
 */
import { offRulesetName, rulesetStem } from "../domain/desired/gate-ruleset.ts";
import type { BranchRules, GateRecord, GateRights, SelfTestNotice, SelfTestRecord } from "../domain/model/gate.ts";
import { gateKey } from "../domain/model/gate.ts";
import type { Instant } from "../domain/model/instant.ts";
import type { Key } from "../domain/model/key.ts";
import { FaultError } from "../domain/model/problem.ts";
import type { InstallationRecord, RepositoryRecord } from "../domain/model/records.ts";
import type { RecordChange } from "../domain/model/settlement.ts";
import { earliestAfter } from "../domain/policy/freeze-interval.ts";
import { detectLevel, requiresCheck } from "../domain/policy/gate-level.ts";
import { PREWARM } from "../domain/policy/gate-step.ts";
import { failing, selfTest } from "../domain/policy/self-test.ts";
import { checkName } from "../text/check.ts";
import { holdingFreezes } from "./freezes-on-branch.ts";
import type { FreezeHere } from "./freezes-on-branch.ts";
import { runGate } from "./gate.ts";
import { headMarksByUrgency } from "./gate-heads.ts";
import { isMember, organizationGateOf, runMember } from "./gate-member.ts";
import { repositoryScope } from "./gate-scope.ts";
import { openGate } from "./gate-outcome.ts";
import type { GateOutcome, GatePlace } from "./gate-outcome.ts";
import { runSoft } from "./gate-soft.ts";
import { gateOf } from "./gate-stamps.ts";
import type { PlanInForce } from "./plans-in-force.ts";
import type { RunContext } from "./ports.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const RULES_OLD_AFTER = 55 * MINUTE;
/** How long before a freeze its manager is told that it would not hold. */
const WARNINGS = [{ ahead: "7 days", ms: 7 * DAY }, { ahead: "1 day", ms: DAY }] as const;

/** Null where nothing is enforced and never was. */
export async function enforce(key: Extract<Key, { kind: "branch" }>, repository: RepositoryRecord, here: readonly FreezeHere[], plans: readonly PlanInForce[], context: RunContext): Promise<GateOutcome | null> {
  const holding = holdingFreezes(here);
  const before = await gateOf(context.memory, repository.id, key.branch);
  if (holding.length === 0 && before === null) return null;
  const rights = await context.gate.rights(repository);
  const joint = await organizationGateOf(repository, key.branch, context);
  const member = isMember(before, rights, joint);
  const held: GateRights = { repository: rights.repository, organization: member && joint?.ruleset != null };
  const place = await measure({ key, repository, branch: key.branch, holding, plans, before }, held, context);
  const outcome = member ? await runMember(place, rights, joint, context) : await runAlone(place, rights, context);
  const answered = await withAnswers(outcome, before, place, context);
  // Before the organisation's gate has been made there is nothing to test.
  const tested = member && !held.organization ? answered : await test(answered, place, held, context);
  return { ...tested, wakeAt: earliestAfter(context.now(), [tested.wakeAt, ...wakeUps(holding, context.now())]) };
}

/** By a ruleset of its own, or by the check. A branch that is closed stays our matter when the right was taken away: the failing write says so. */
async function runAlone({ before, measured, ...place }: GatePlace, rights: GateRights, context: RunContext): Promise<GateOutcome> {
  const alone: GatePlace = { ...place, before: before === null ? null : withoutJoint(before), ...(measured === undefined ? {} : { measured: withoutJoint(measured) }) };
  return rights.repository || before?.epoch != null ? runGate(await repositoryScope(alone, context), context) : runSoft(alone, context);
}

/** What the organisation's gate had said is not this repository's ruleset's. */
function withoutJoint({ through, offAlone: _, ...record }: GateRecord): GateRecord {
  return through === undefined ? record : { ...record, ruleset: null, epoch: null, closedAt: null, next: null, left: null, trouble: null, touched: null, off: false, orphan: null };
}

/** A rule began to require the check: every open head gets its answer, also where no freeze has anything to say. */
async function withAnswers(outcome: GateOutcome, before: GateRecord | null, place: GatePlace, context: RunContext): Promise<GateOutcome> {
  if (!outcome.record.checkRequired || before?.checkRequired === true) return outcome;
  return { ...outcome, marks: [...outcome.marks, ...await headMarksByUrgency(place, context)] };
}

/** What the branch requires is read once an hour and when a freeze begins or ends, and never between the instant of a gate and its write. */
async function measure(place: GatePlace, rights: GateRights, context: RunContext): Promise<GatePlace> {
  const record = openGate(place);
  const now = context.now();
  const moved = rights.organization !== (record.level === "organization-gate");
  const old = moved || record.rulesReadAt === null || now - record.rulesReadAt >= RULES_OLD_AFTER;
  const begins = !rights.repository && !rights.organization && record.soft === null && place.holding.some((freeze) => freeze.state === "in-force");
  if (!old && !begins) return place;
  const rules = await rulesOfBranch(place, context);
  if (rules === "unreachable") return place;
  const name = checkName(place.branch);
  const level = detectLevel({ rights, rules, checkName: name, appId: context.github.appId });
  const checkRequired = rules !== null && requiresCheck(rules, name, context.github.appId);
  const measured: GateRecord = { ...record, level, checkRequired, rulesReadAt: now };
  // a store that was lost must still be seen to be lost
  return place.before === null ? { ...place, measured } : { ...place, before: measured, measured };
}

/** What cannot be read now leaves the level as it was: knowing how firmly a freeze holds must never keep it from beginning. */
async function rulesOfBranch({ repository, branch }: GatePlace, context: RunContext): Promise<BranchRules | null | "unreachable"> {
  try {
    return await context.github.readBranchRules(repository, branch);
  } catch (error) {
    if (error instanceof FaultError) return "unreachable";
    throw error;
  }
}

async function test(outcome: GateOutcome, place: GatePlace, rights: GateRights, context: RunContext): Promise<GateOutcome> {
  const now = context.now();
  const { record } = outcome;
  const due = record.testedAt === null || now - record.testedAt >= DAY || crossed(place.holding, record.testedAt, now);
  if (!due || outcome.closing === "under-way") return outcome;
  const rules = await rulesOfBranch(place, context);
  // Tried again in the next run; what was just done must be settled first.
  if (rules === "unreachable" || record.trouble !== null) return outcome;
  const names = [rulesetStem(place.branch), offRulesetName(place.branch)];
  const ruleset = rights.organization ? await context.gate.readOrganizationRuleset(place.repository, record.ruleset, names)
    : rights.repository ? await context.gate.readRuleset(place.repository, record.ruleset, names) : null;
  const { permissions } = await context.memory.record<InstallationRecord>("installation", String(context.installation)) ?? { permissions: {} };
  const exists = await context.github.readBranchTip(place.repository, place.branch) !== null;
  const findings = selfTest({ exists, level: record.level, checkName: checkName(place.branch), appId: context.github.appId, rules, gate: record, ruleset, permissions });
  const tested: SelfTestRecord = { repository: place.repository.id, branch: place.branch, level: record.level, at: now, findings };
  const notices = failing(findings).length === 0 ? [] : await noticesOf(tested, place, now, context);
  return {
    ...outcome,
    record: { ...record, testedAt: now },
    records: [...outcome.records, { kind: "self-test", key: gateKey(place.repository.id, place.branch), value: tested }, ...notices],
  };
}

/** Once for each freeze and each time ahead, to be told by the freeze's own run; a freeze that was planned late is warned of at once. */
async function noticesOf(tested: SelfTestRecord, place: GatePlace, now: Instant, context: RunContext): Promise<readonly RecordChange[]> {
  const records: RecordChange[] = [];
  for (const { home, freeze, since, state } of place.holding) {
    const nearest = since === null || (state !== "before" && state !== "notice") ? undefined : WARNINGS.filter(({ ms }) => since - ms <= now).at(-1);
    if (nearest === undefined || since === null) continue;
    const key = `self-test/${gateKey(place.repository.id, place.branch)}/${home}/${freeze}/${nearest.ahead}`;
    if (await context.memory.record<SelfTestNotice>("notice", key) !== null) continue;
    const notice: SelfTestNotice = { notice: "self-test", home, freeze, repository: place.repository.id, branch: place.branch, ahead: nearest.ahead, begins: since, level: tested.level, findings: failing(tested.findings), at: now };
    records.push({ kind: "notice", key, value: notice });
  }
  return records;
}

function crossed(holding: readonly FreezeHere[], testedAt: Instant, now: Instant): boolean {
  return holding.some(({ since }) => since !== null && WARNINGS.some(({ ms }) => testedAt < since - ms && since - ms <= now));
}

function wakeUps(holding: readonly FreezeHere[], now: Instant): readonly Instant[] {
  return holding.flatMap(({ since }) => (since === null || since <= now ? [] : [since - PREWARM, ...WARNINGS.map(({ ms }) => since - ms)]));
}
