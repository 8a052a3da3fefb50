/**
 * Stamps of one head: the check by the epoch's name that lets exactly this commit through a closed gate.
 *
 * Promises: only a head that every freeze in force lets in ever gets one, by facts that were read after it existed; the intention is recorded
 * before the check is written, so that a run that died in between leaves no check that nobody remembers; a justification withdrawn turns the
 * stamp red in the next run. A head that never had one is never written to.
 * The gate is read before plans and pull requests: an epoch is minted after what made it necessary was recorded, so a stamp of it never rests on
 * rules older than the epoch.
 * Accepted: a run that died after writing leaves two runs of one name, of which GitHub shows the newer; both say the same.
 */
import { desireCheck, diffCheck } from "../domain/desired/pull-check.ts";
import type { ObservedCheck } from "../domain/model/check.ts";
import type { Epoch, GateRecord, StampRecord } from "../domain/model/gate.ts";
import { gateKey, stampKey } from "../domain/model/gate.ts";
import type { Instant } from "../domain/model/instant.ts";
import type { Key, Mark } from "../domain/model/key.ts";
import type { RepositoryRecord } from "../domain/model/records.ts";
import type { RecordChange } from "../domain/model/settlement.ts";
import type { HeadPull, PlanRules } from "../domain/policy/decide-head.ts";
import { mayPass } from "../domain/policy/gate-pass.ts";
import { renderStamp } from "../text/gate-stamp.ts";
import { checkRecord, rememberedCheck } from "./check-records.ts";
import { freezeKey, freezesOnBranch, holdingFreezes } from "./freezes-on-branch.ts";
import type { PlanInForce } from "./plans-in-force.ts";
import type { Memory, RunContext } from "./ports.ts";

export interface StampPlace {
  readonly key: Extract<Key, { kind: "head" }>;
  readonly repository: RepositoryRecord;
  readonly pulls: readonly HeadPull[];
  readonly rules: readonly PlanRules[];
  readonly plans: readonly PlanInForce[];
  /** read before `pulls` and `rules` */
  readonly gate: GateRecord | null;
}

export interface Stamped {
  readonly records: readonly RecordChange[];
  readonly marks: readonly Mark[];
}

export async function gateOf(memory: Memory, repository: number, branch: string): Promise<GateRecord | null> {
  return memory.record<GateRecord>("gate", gateKey(repository, branch));
}

/** Epochs that heads are stamped for: the one in force, and one that is prepared. */
export function epochsOf(gate: GateRecord | null): readonly Epoch[] {
  if (gate === null || gate.off || gate.orphan !== null) return [];
  return [gate.epoch, gate.next].filter((epoch) => epoch !== null);
}

export async function stampHead(place: StampPlace, context: RunContext): Promise<Stamped> {
  const records: RecordChange[] = [];
  const marks: Mark[] = [];
  for (const epoch of epochsOf(place.gate)) {
    if (!standsFor(epoch, place.plans, place.repository, place.key.base, context.now())) {
      marks.push({ key: { kind: "branch", repository: place.repository.id, branch: place.key.base }, lane: "gate", installation: context.installation });
      continue;
    }
    const stamped = await stampFor(epoch, place, context);
    records.push(...stamped.records);
    marks.push(...stamped.marks);
  }
  return { records, marks };
}

/**
 * Do all freezes that the epoch was minted for hold at its time? Where one has ended the branch has to take note first: stamps given in between
 * would still be green should that freeze begin again.
 */
export function standsFor(epoch: Epoch, plans: readonly PlanInForce[], repository: RepositoryRecord, branch: string, now: Instant): boolean {
  const then = Math.max(now, epoch.from);
  const inForce = new Set(holdingFreezes(plans.flatMap((plan) => freezesOnBranch(plan, repository, branch, then))).filter((freeze) => freeze.state === "in-force").map(freezeKey));
  return Object.keys(epoch.covers.freezes).every((freeze) => inForce.has(freeze));
}

async function stampFor(epoch: Epoch, place: StampPlace, context: RunContext): Promise<Stamped> {
  const { key, repository, pulls, rules } = place;
  const passes = mayPass(pulls, rules, Math.max(context.now(), epoch.from));
  const recorded = await context.memory.record<StampRecord>("stamp", stampKey(repository.id, epoch.name, key.sha));
  const observed = await rememberedCheck(context.memory, repository.id, key.sha, epoch.name);
  if (!passes) return withdraw(epoch, place, recorded, observed, context);
  const stamp = stampOf(epoch, place, recorded, context);
  if (recorded === null || recorded.state === "red") return intend(stamp, observed, key, context);
  const desired = desireCheck(key.sha, renderStamp({ name: epoch.name, base: key.base, passes }));
  if (recorded.state === "green" && diffCheck(desired, observed, context.now()).length === 0) return { records: [], marks: [] };
  const check = await context.github.ensureCheck(repository, desired, observed);
  return { records: [checkRecord(repository.id, check), stampChange({ ...stamp, state: "green", greenAt: recorded.greenAt ?? context.now() })], marks: [] };
}

/** After a loss of memory the stamp may stand already, as a read of the pull request showed. */
function intend(stamp: StampRecord, observed: ObservedCheck | null, key: StampPlace["key"], context: RunContext): Stamped {
  if (isGreen(observed)) return { records: [stampChange({ ...stamp, state: "green", greenAt: observed?.startedAt ?? context.now() })], marks: [] };
  return { records: [stampChange({ ...stamp, state: "intended" })], marks: [{ key, lane: "changed", installation: context.installation }] };
}

async function withdraw(epoch: Epoch, { key, repository }: StampPlace, recorded: StampRecord | null, remembered: ObservedCheck | null, context: RunContext): Promise<Stamped> {
  const doubtful = recorded !== null && recorded.state !== "red";
  if (!doubtful && !isGreen(remembered)) return { records: [], marks: [] };
  // It may have been written by a run that died before it could say so.
  const observed = remembered ?? (await context.github.readChecks(repository, key.sha)).find((check) => check.name === epoch.name) ?? null;
  if (observed === null) return { records: [{ kind: "stamp", key: stampKey(repository.id, epoch.name, key.sha), value: null }], marks: [] };
  const desired = desireCheck(key.sha, renderStamp({ name: epoch.name, base: key.base, passes: false }));
  const check = await context.github.ensureCheck(repository, desired, observed);
  const marks = await groupMarks(repository, key.base, context);
  const known = recorded ?? { repository: repository.id, sha: key.sha, base: key.base, epoch: epoch.name, pulls: [], takenAt: context.now(), intendedAt: context.now(), greenAt: observed.startedAt };
  return { records: [checkRecord(repository.id, check), stampChange({ ...known, state: "red", redAt: context.now() })], marks };
}

/** Groups that stand in the queue are judged anew: one of them may carry what has just lost its reason. */
export async function groupMarks(repository: RepositoryRecord, branch: string, context: RunContext): Promise<readonly Mark[]> {
  const { groups } = await context.github.readQueue(repository, branch);
  return groups.map(({ sha, ref }) => ({ key: { kind: "group" as const, repository: repository.id, sha, ref }, lane: "group" as const, installation: context.installation }));
}

function stampOf(epoch: Epoch, { key, repository, pulls }: StampPlace, recorded: StampRecord | null, context: RunContext): StampRecord {
  return {
    repository: repository.id, sha: key.sha, base: key.base, epoch: epoch.name, state: "intended", pulls: pulls.map((pull) => pull.facts.number),
    takenAt: Math.min(...pulls.map((pull) => pull.takenAt)), intendedAt: recorded?.state === "intended" ? recorded.intendedAt : context.now(), greenAt: null, redAt: recorded?.redAt ?? null,
  };
}

function stampChange(stamp: StampRecord): RecordChange {
  return { kind: "stamp", key: stampKey(stamp.repository, stamp.epoch, stamp.sha), value: stamp };
}

function isGreen(check: ObservedCheck | null): boolean {
  return check !== null && check.status === "completed" && check.conclusion === "success";
}
