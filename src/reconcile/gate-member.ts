/**
 * A branch that the gate of its organisation closes: what that gate has recorded (organization-gate.ts) is verified here, stamped, and made this
 * branch's beginning and end.
 *
 * Promises: closed is said only after this repository's own effective rules were read back; the epoch recorded here is the one that the
 * organisation's run recorded, as far as it is of this branch, so a stamp never rests on an epoch that nobody wrote down. Where what holds here
 * differs from what the organisation's gate stands for, that gate is marked, and looked at again until it agrees.
 */
import { offRulesetName } from "../domain/desired/gate-ruleset.ts";
import type { Epoch, GateRecord, GateRights, OrganizationGateRecord } from "../domain/model/gate.ts";
import { organizationGateKey } from "../domain/model/gate.ts";
import type { Instant } from "../domain/model/instant.ts";
import type { Mark } from "../domain/model/key.ts";
import { FaultError } from "../domain/model/problem.ts";
import type { RepositoryRecord } from "../domain/model/records.ts";
import { covers } from "../domain/policy/gate-epoch.ts";
import { epochOfMember } from "../domain/policy/gate-members.ts";
import { exemptMarks, headMarksByUrgency, measuredBlink } from "./gate-heads.ts";
import { alert, entry, openGate, unchanged } from "./gate-outcome.ts";
import type { GateOutcome, GatePlace } from "./gate-outcome.ts";
import { verifyOn, wantsOf } from "./gate-scope.ts";
import type { GateWants } from "./gate-scope.ts";
import { groupMarks } from "./gate-stamps.ts";
import type { RunContext } from "./ports.ts";

const LOOK_AGAIN_AFTER = 30 * 60_000;
const MEASURE_AFTER = 60_000;
const ASK_AGAIN_AFTER = 2_000;

export async function organizationGateOf({ installation }: RepositoryRecord, branch: string, { memory }: RunContext): Promise<OrganizationGateRecord | null> {
  return memory.record<OrganizationGateRecord>("organization-gate", organizationGateKey(installation, branch));
}

/** A branch that is closed stays with what closed it until it is opened; else the organisation's gate is preferred wherever we may write it. */
export function isMember(before: GateRecord | null, rights: GateRights, joint: OrganizationGateRecord | null): boolean {
  if (before?.epoch != null) return before.through === "organization";
  if (rights.organization) return true;
  return before?.through === "organization" && joint?.epoch != null && joint.repositories.includes(before.repository);
}

export async function runMember(place: GatePlace, rights: GateRights, joint: OrganizationGateRecord | null, context: RunContext): Promise<GateOutcome> {
  const wants = await wantsOf(place, context);
  const record = projected(place, joint);
  const outcome = await take(record, wants, place, rights, joint, context);
  const known = place.before?.through === "organization" && (place.before.offAlone === outcome.record.offAlone);
  if (known && agrees(record, wants, joint)) return outcome;
  const stands = joint !== null && (joint.off || joint.orphan !== null || joint.trouble !== null);
  const again = wants.wanted === null || outcome.record.off || stands ? null : context.now() + ASK_AGAIN_AFTER;
  return { ...outcome, marks: [jointMark(place, context), ...outcome.marks], wakeAt: earliest(outcome.wakeAt, again) };
}

/** What the organisation's gate says of this branch; what was verified here stands until the epoch is another. */
function projected(place: GatePlace, joint: OrganizationGateRecord | null): GateRecord {
  const { id } = place.repository;
  const { offAlone: _, ...before } = openGate(place);
  const named = joint?.repositories.includes(id) === true;
  const own = epochOfMember(joint?.epoch ?? null, id);
  // What could not be opened lets everybody in by their stamps meanwhile, since nothing that it stands for holds here.
  const stuck = own === null && named && joint.trouble?.doing === "open" && joint.epoch !== null ? { ...joint.epoch, covers: { freezes: {}, renewal: null } } : null;
  const epoch = own ?? stuck;
  return {
    ...before, through: "organization", ruleset: joint?.ruleset ?? null, epoch, next: epochOfMember(joint?.next ?? null, id), soft: null,
    closedAt: epoch !== null && before.epoch?.name === epoch.name ? before.closedAt : null, left: joint?.left ?? null,
    trouble: joint?.trouble ?? null, touched: joint?.touched ?? null, off: joint?.off === true, orphan: named ? joint.orphan : null,
  };
}

function agrees({ epoch, next }: GateRecord, { wanted, coming }: GateWants, joint: OrganizationGateRecord | null): boolean {
  if (joint?.ruleset == null) return false;
  const now = wanted === null ? epoch === null : covers(epoch, wanted) && Object.keys(epoch?.covers.freezes ?? {}).every((freeze) => Object.hasOwn(wanted.freezes, freeze));
  return now && (coming === null || covers(epoch, coming.covers) || (next?.from === coming.from && covers(next, coming.covers)));
}

async function take(record: GateRecord, wants: GateWants, place: GatePlace, rights: GateRights, joint: OrganizationGateRecord | null, context: RunContext): Promise<GateOutcome> {
  const toVerify = wants.wanted !== null && covers(record.epoch, wants.wanted) && record.closedAt === null && joint?.touched?.answer !== "yielded";
  const mayBeOff = !toVerify || place.before?.off === true;
  if (record.off) return switchedOff(record, place, context);
  if (mayBeOff && rights.repository && await isMarkedOff(place, context)) return switchedOff({ ...record, off: true, offAlone: true }, place, context);
  if (record.orphan !== null) return unchanged(record, "failed");
  if (wants.wanted === null) return atRest(record, place, context);
  if (joint?.touched?.answer === "yielded") return unchanged(record, "failed");
  if (record.epoch === null || !covers(record.epoch, wants.wanted)) return prepared(unchanged(record, record.trouble?.doing === "close" ? "failed" : "under-way"), place, context);
  return record.closedAt === null ? verified(record, record.epoch, place, context) : kept(record, place, context);
}

/** Switched off for this repository alone: a ruleset of its own says so. */
async function isMarkedOff({ repository, branch }: GatePlace, context: RunContext): Promise<boolean> {
  return await context.gate.readRuleset(repository, null, [offRulesetName(branch)]) !== null;
}

async function switchedOff(record: GateRecord, place: GatePlace, context: RunContext): Promise<GateOutcome> {
  const off: GateRecord = { ...record, epoch: null, closedAt: null, next: null, touched: null, orphan: null, trouble: null };
  return place.before?.off === true ? unchanged(off) : { ...unchanged(off), marks: await headMarksByUrgency(place, context) };
}

async function atRest(record: GateRecord, place: GatePlace, context: RunContext): Promise<GateOutcome> {
  const left = place.before?.epoch ?? null;
  if (left === null || record.epoch !== null) return prepared({ ...unchanged(record), marks: record.epoch !== null && record.trouble !== null ? await headMarksByUrgency(place, context) : [] }, place, context);
  const opened = entry(place, "gate-opened", context.now(), left.name, { epoch: left.name, reverse: "set the ruleset to Active" });
  return prepared({ ...unchanged(record), ledger: [opened], marks: await headMarksByUrgency(place, context) }, place, context);
}

async function verified(record: GateRecord, epoch: Epoch, place: GatePlace, context: RunContext): Promise<GateOutcome> {
  try {
    await verifyOn(place, epoch, { name: `Release Warden freeze of ${place.branch}` }, context);
  } catch (error) {
    return unverified(error, record, place, context);
  }
  const now = context.now();
  const due = Math.min(...place.holding.filter((freeze) => freeze.state === "in-force").map((freeze) => freeze.since ?? now));
  const told = entry(place, "gate-closed", now, epoch.name, { epoch: epoch.name, foreseen: epoch.foreseen, dueAt: due, closedAt: now, freezes: Object.keys(epoch.covers.freezes), reverse: "set the ruleset to Disabled" });
  const own = place.before?.trouble ?? null;
  const mended = own !== null && record.trouble === null && place.before?.epoch?.name === epoch.name;
  const recovered = mended ? [entry(place, "gate-recovered", now, String(own.since), { doing: own.doing, since: own.since })] : [];
  const closed: GateRecord = { ...record, closedAt: now, blink: null };
  return prepared({
    ...unchanged(closed, "closed"), ledger: [told, ...recovered], outbox: recovered.map((one) => alert(place, one)), wakeAt: now + MEASURE_AFTER,
    marks: [...await groupMarks(place.repository, place.branch, context), ...await headMarksByUrgency(place, context)],
  }, place, context);
}

/** The ruleset of the organisation stands, and this repository does not show it. */
function unverified(error: unknown, record: GateRecord, place: GatePlace, context: RunContext): GateOutcome {
  const { before } = place;
  if (!(error instanceof FaultError) || (before?.trouble?.doing === "close" && before.epoch?.name === record.epoch?.name)) throw error;
  const now = context.now();
  const trouble = { doing: "close", message: error.fault.message, since: now } as const;
  const told = entry(place, "gate-trouble", now, String(now), { ...trouble });
  return { ...unchanged({ ...record, trouble }, "failed"), ledger: [told], outbox: [alert(place, told)], wakeAt: Math.max(error.fault.retryAt ?? 0, now + 1_000) };
}

async function kept(record: GateRecord, place: GatePlace, context: RunContext): Promise<GateOutcome> {
  const fewer = Object.keys(record.epoch?.covers.freezes ?? {}).length < Object.keys(place.before?.epoch?.covers.freezes ?? {}).length;
  const marks = fewer ? [...await groupMarks(place.repository, place.branch, context), ...await headMarksByUrgency(place, context)] : [];
  const measured: GateRecord = { ...record, blink: record.blink ?? await measuredBlink(record, context) };
  return prepared({ ...unchanged(measured, "closed"), marks, wakeAt: context.now() + LOOK_AGAIN_AFTER }, place, context);
}

/** An epoch that is recorded for a known start, and not in force yet: who is let in then is stamped now. */
async function prepared(outcome: GateOutcome, place: GatePlace, context: RunContext): Promise<GateOutcome> {
  const { next } = outcome.record;
  if (next === null || !next.foreseen || next.name === place.before?.next?.name || next.from <= context.now()) return outcome;
  const marks = [...await groupMarks(place.repository, place.branch, context), ...await exemptMarks(place, next.from, context)];
  return { ...outcome, marks: [...outcome.marks, ...marks], listedSince: context.now(), wakeAt: earliest(outcome.wakeAt, next.from) };
}

function jointMark({ repository, branch }: GatePlace, { installation }: RunContext): Mark {
  return { key: { kind: "organization-gate", installation: repository.installation, branch }, lane: "gate", installation };
}

function earliest(one: Instant | null, other: Instant | null): Instant | null {
  return one === null ? other : other === null ? one : Math.min(one, other);
}
