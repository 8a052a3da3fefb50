/**
 * A gate: the ruleset that closes a branch while an enforced freeze is in force, where one of our apps has Administration: write. What it stands
 * over, one repository or an organisation's, is its scope's business (gate-scope.ts).
 *
 * Promises: one write closes, one opens; an epoch is recorded before anything carries its name; closed is said only after the effective rules
 * were read back; a write that failed or did not take is recorded and tried again. A person's change is undone once and then left, and
 * nothing is undone that `release-warden off` did. A run that died anywhere is taken up by the next.
 * Accepted race: what was merged while the closing write was on its way. The branch's tip is read afterwards, so the account begins there.
 */
import { closedRulesetName, offRulesetName, rulesetHolds, standingContext } from "../domain/desired/gate-ruleset.ts";
import type { Epoch, GateHold, GateTrouble, ObservedRuleset } from "../domain/model/gate.ts";
import type { TrackingRecord } from "../domain/model/account.ts";
import { trackingKey } from "../domain/model/account.ts";
import { repositoryName } from "../domain/model/refs.ts";
import type { Instant } from "../domain/model/instant.ts";
import type { Mark } from "../domain/model/key.ts";
import { FaultError } from "../domain/model/problem.ts";
import { gateStep } from "../domain/policy/gate-step.ts";
import type { GateStep } from "../domain/policy/gate-step.ts";
import { checkName } from "../text/check.ts";
import { epochName } from "../text/gate-name.ts";
import type { FreezeHere } from "./freezes-on-branch.ts";
import { handsOff, settledByHand } from "./gate-hands.ts";
import { unchanged } from "./gate-outcome.ts";
import type { GateOutcome } from "./gate-outcome.ts";
import type { GateScope } from "./gate-scope.ts";
import { repositoryOf } from "./plans-in-force.ts";
import type { RunContext } from "./ports.ts";

/** While closed it is looked at this often, beside every event of a ruleset. */
const LOOK_AGAIN_AFTER = 30 * 60_000;
const MEASURE_AFTER = 60_000;
const RANDOM_BYTES = 10;

/** Throws what only a later run can mend, once it has been told. */
export async function runGate<R extends GateHold>(scope: GateScope<R>, context: RunContext): Promise<GateOutcome<R>> {
  const { wanted } = scope.wants;
  let observed: ObservedRuleset | null;
  try {
    observed = await scope.read();
  } catch (error) {
    return troubled(error, wanted !== null ? "close" : scope.before?.epoch == null ? "provision" : "open", scope.record, scope, context.now());
  }
  const found = standing(observed, scope, context);
  const byHand = settledByHand(found, observed, scope, context);
  if (byHand !== null) return byHand;
  const step = gateStep({ now: context.now(), epoch: found.epoch, next: found.next, ...scope.wants });
  try {
    const outcome = await take(step, found, observed, scope, context);
    return recovered(outcome, scope, context.now());
  } catch (error) {
    return troubled(error, step.kind === "open" ? "open" : step.kind === "rest" ? "provision" : "close", found, scope, context.now());
  }
}

/** What is remembered, brought up to what GitHub shows. A store that was lost takes the epoch that stands; a closed branch is never opened by forgetting. */
function standing<R extends GateHold>(observed: ObservedRuleset | null, scope: GateScope<R>, context: RunContext): R {
  const { wanted } = scope.wants;
  const known: R = { ...scope.record, ruleset: observed?.id ?? scope.record.ruleset, off: observed?.name === offRulesetName(scope.branch) };
  const name = standingContext(observed, context.github.appId);
  const forgotten = scope.before === null || scope.before.orphan !== null;
  if (!forgotten || name === null) return { ...known, orphan: null };
  if (wanted === null) return { ...known, orphan: name };
  return { ...scope.noted(known, observed), orphan: null, epoch: { name, covers: wanted, from: context.now(), foreseen: false, mintedAt: context.now() }, closedAt: context.now() };
}

async function take<R extends GateHold>(step: GateStep, record: R, observed: ObservedRuleset | null, scope: GateScope<R>, context: RunContext): Promise<GateOutcome<R>> {
  switch (step.kind) {
    case "mint": return mint(step, record, scope, context);
    case "close": return close(step.epoch, record, observed, scope, context);
    case "keep": return keep(step.epoch, record, observed, scope, context);
    case "open": return open(record, observed, scope, context);
    case "rest": return rest(step.dropNext ? { ...record, next: null } : record, observed, scope, context);
  }
}

async function mint<R extends GateHold>(step: Extract<GateStep, { kind: "mint" }>, record: R, scope: GateScope<R>, context: RunContext): Promise<GateOutcome<R>> {
  const now = context.now();
  const last = lastToEnd(scope.holding.filter(({ state, since }) => state === "in-force" || (state !== "over" && since === step.from)));
  const name = epochName({
    branch: scope.branch, milestone: last?.untilMilestone ?? null, until: last?.until ?? null, zone: last?.zone ?? "UTC",
    look: await whereToLook(last, scope, context), random: context.random(RANDOM_BYTES),
  });
  const next: Epoch = { name, covers: step.covers, from: step.from, foreseen: step.foreseen, mintedAt: now };
  const minted = unchanged<R>({ ...record, next }, record.epoch === null ? "under-way" : "closed");
  if (!step.foreseen) return { ...minted, closing: "under-way", marks: [scope.itself] };
  const marks = [...await scope.groups(), ...await scope.exempt(step.from), ...await scope.followers()];
  return { ...minted, closing: record.epoch === null ? "none" : "closed", marks, listedSince: now, wakeAt: step.from };
}

function lastToEnd(freezes: readonly FreezeHere[]): FreezeHere | null {
  return freezes.reduce<FreezeHere | null>((latest, one) => (latest === null || (one.until ?? Infinity) > (latest.until ?? Infinity) ? one : latest), null);
}

/** The freeze's tracking issue where there is one by now, else the check that explains everything. */
async function whereToLook<R extends GateHold>(last: FreezeHere | null, scope: GateScope<R>, { memory }: RunContext): Promise<string> {
  const plan = scope.plans.find((one) => one.home.id === last?.home && one.plan.freezes.some(({ id }) => id === last.freeze));
  const tracking = plan === undefined || last === null ? null : await memory.record<TrackingRecord>("tracking", trackingKey(plan.home.id, plan.record.path, last.freeze));
  if (plan === undefined || tracking?.issue == null) return checkName(scope.branch);
  const stands = tracking.place === undefined ? plan.home : await repositoryOf(memory, tracking.place) ?? plan.home;
  return `${stands.id === scope.repository ? "" : repositoryName(stands)}#${tracking.issue}`;
}

async function close<R extends GateHold>(epoch: Epoch, record: R, observed: ObservedRuleset | null, scope: GateScope<R>, context: RunContext): Promise<GateOutcome<R>> {
  const ruleset = await ensureClosed(epoch, observed, scope);
  const now = context.now();
  const closed: R = { ...scope.noted(record, ruleset), epoch, next: null, closedAt: now, touched: null };
  const due = Math.min(...scope.holding.filter((freeze) => freeze.state === "in-force").map((freeze) => freeze.since ?? now));
  const told = scope.entries("gate-closed", now, epoch.name, { epoch: epoch.name, foreseen: epoch.foreseen, dueAt: due, closedAt: now, freezes: Object.keys(epoch.covers.freezes), reverse: "set the ruleset to Disabled" });
  return { ...unchanged(scope.fresh(closed), "closed"), ledger: told, wakeAt: now + MEASURE_AFTER, marks: await lookAtAll(scope) };
}

async function lookAtAll<R extends GateHold>(scope: GateScope<R>): Promise<readonly Mark[]> {
  return [...await scope.groups(), ...await scope.heads(), ...await scope.followers()];
}

/** Writes where GitHub does not show it already, and reads back what then holds. Throws when it does not. */
async function ensureClosed<R extends GateHold>(epoch: Epoch, observed: ObservedRuleset | null, scope: GateScope<R>): Promise<ObservedRuleset> {
  const desired = scope.desire(epoch, null);
  const ruleset = observed !== null && rulesetHolds(desired, observed) ? observed : await scope.write(desired, observed);
  await scope.verify(epoch, ruleset);
  return ruleset;
}

async function keep<R extends GateHold>(minted: Epoch, before: R, observed: ObservedRuleset | null, scope: GateScope<R>, context: RunContext): Promise<GateOutcome<R>> {
  const now = context.now();
  const epoch = scope.withoutEnded(minted);
  const record: R = { ...before, epoch };
  const fewer = Object.keys(epoch.covers.freezes).length < Object.keys(minted.covers.freezes).length;
  const adopted = scope.before?.epoch?.name !== epoch.name;
  const marks = adopted || fewer ? await lookAtAll(scope) : [];
  const kept = { ...unchanged(record, "closed"), marks, wakeAt: now + LOOK_AGAIN_AFTER };
  if (rulesetHolds(scope.desire(epoch, null), observed) && observed !== null) {
    const later = await pointToIssue(epoch, record, observed, scope, context);
    return { ...kept, wakeAt: later ?? kept.wakeAt, record: await scope.measured({ ...scope.noted(record, observed), touched: record.touched?.answer === "yielded" ? null : record.touched }) };
  }
  const own = observed !== null && (standingContext(observed, context.github.appId) === record.next?.name || scope.asLeft(before, observed));
  const hands = own ? null : await handsOff(record, observed, scope, context);
  const moved = hands === null ? marks : [...marks, ...await scope.followers()];
  if (hands?.yields === true) return { ...kept, marks: moved, closing: "failed", record: hands.record, ledger: hands.ledger, outbox: hands.outbox };
  if (fewer && (await scope.stopArmed(before)).more) return { ...unchanged({ ...before, epoch: minted }, "closed"), marks: [scope.itself] };
  const ruleset = await ensureClosed(epoch, observed, scope);
  return { ...kept, marks: moved, record: scope.noted(hands?.record ?? record, ruleset), ledger: hands?.ledger ?? [], outbox: hands?.outbox ?? [] };
}

/**
 * The freeze's tracking issue may have been opened after its branch was closed. Then the ruleset's name leads there, by one write which changes
 * nothing else, and never while a freeze begins. A name that a person gave stays, and that it could not be written is no trouble. Answers when to
 * try again; null = nothing is to be written.
 */
async function pointToIssue<R extends GateHold>(epoch: Epoch, { closedAt }: R, observed: ObservedRuleset, scope: GateScope<R>, context: RunContext): Promise<Instant | null> {
  if (closedAt === null || observed.name !== closedRulesetName(scope.branch, epoch.name)) return null;
  const look = await whereToLook(lastToEnd(scope.holding.filter(({ state }) => state === "in-force")), scope, context);
  const name = closedRulesetName(scope.branch, epoch.name, look);
  if (name === observed.name) return null;
  if (context.now() - closedAt < MEASURE_AFTER) return closedAt + MEASURE_AFTER;
  try {
    await scope.write({ ...scope.desire(epoch, null), name }, observed);
    return null;
  } catch (error) {
    if (!(error instanceof FaultError)) throw error;
    return null;
  }
}

async function open<R extends GateHold>(record: R, observed: ObservedRuleset | null, scope: GateScope<R>, context: RunContext): Promise<GateOutcome<R>> {
  const name = record.epoch?.name ?? null;
  const held = await scope.stopArmed(record);
  if (held.more) return { ...unchanged(record), marks: [scope.itself] };
  const desired = scope.desire(null, name);
  const ruleset = rulesetHolds(desired, observed) ? observed : await scope.write(desired, observed);
  const now = context.now();
  const opened = scope.entries("gate-opened", now, name ?? "", { epoch: name, reverse: "set the ruleset to Active", ...(held.stopped.length === 0 ? {} : { stopped: held.stopped.join(" ") }), ...(held.lacks === null ? {} : { lacks: held.lacks }) });
  return { ...unchanged<R>({ ...scope.noted(record, ruleset), epoch: null, closedAt: null, left: name, touched: null }), ledger: opened, marks: [...await scope.heads(), ...await scope.followers()] };
}

/** Nothing to close now. The ruleset is made ahead, so that closing is one write; what a run of ours left active by dying is opened again. */
async function rest<R extends GateHold>(record: R, observed: ObservedRuleset | null, scope: GateScope<R>, context: RunContext): Promise<GateOutcome<R>> {
  const name = standingContext(observed, context.github.appId);
  if (name !== null && name !== record.left && record.orphan === null) {
    await scope.write(scope.desire(null, name), observed);
    return unchanged<R>({ ...record, left: name });
  }
  const missing = observed === null && scope.before?.ruleset == null && scope.holding.some((freeze) => freeze.state !== "over");
  if (!missing) return unchanged(record);
  const made = await scope.write(scope.desire(null, null), null);
  return { ...unchanged(scope.noted(record, made)), marks: await scope.followers() };
}

function recovered<R extends GateHold>(outcome: GateOutcome<R>, scope: GateScope<R>, now: Instant): GateOutcome<R> {
  const { trouble } = outcome.record;
  if (trouble === null || outcome.closing === "under-way" || outcome.closing === "failed") return outcome;
  const told = scope.entries("gate-recovered", now, String(trouble.since), { doing: trouble.doing, since: trouble.since });
  return { ...outcome, record: { ...outcome.record, trouble: null }, ledger: [...outcome.ledger, ...told], outbox: [...outcome.outbox, ...told.map(scope.alert)] };
}

/** The first failure is recorded where people see it, and tried again in a second; the next ones go the way of every fault, and back off. */
async function troubled<R extends GateHold>(error: unknown, doing: GateTrouble["doing"], record: R, scope: GateScope<R>, now: Instant): Promise<GateOutcome<R>> {
  if (!(error instanceof FaultError) || scope.before?.trouble?.doing === doing) throw error;
  const trouble = { doing, message: error.fault.message, since: now } as const;
  const told = scope.entries("gate-trouble", now, String(now), { ...trouble });
  // What could not be opened lets everybody in by their stamps meanwhile, since nothing that it stands for holds.
  const epoch = record.epoch === null ? null : doing === "open" ? scope.withoutEnded(record.epoch) : record.epoch;
  return {
    ...unchanged<R>({ ...record, epoch, trouble }, doing === "close" ? "failed" : "none"), ledger: told, outbox: told.map(scope.alert), marks: await scope.followers(),
    wakeAt: Math.max(error.fault.retryAt ?? 0, now + 1_000),
  };
}
