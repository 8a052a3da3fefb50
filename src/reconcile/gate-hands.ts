/**
 * Hands off: what a person did to our ruleset. It is put back once, since it may have been a slip; changed again, it stays as they left it,
 * and that is said loudly. A new freeze is a new matter. What `release-warden off` did is never undone.
 */
import { rulesetHolds } from "../domain/desired/gate-ruleset.ts";
import type { GateHold, GateTouched, ObservedRuleset } from "../domain/model/gate.ts";
import type { LedgerEntry } from "../domain/model/ledger-entry.ts";
import type { OutboxMessage } from "../domain/model/message.ts";
import { unchanged } from "./gate-outcome.ts";
import type { GateOutcome } from "./gate-outcome.ts";
import type { GateScope } from "./gate-scope.ts";
import type { RunContext } from "./ports.ts";

export interface Hands<R extends GateHold> {
  readonly record: R;
  /** leave it as it is */
  readonly yields: boolean;
  readonly ledger: readonly LedgerEntry[];
  readonly outbox: readonly OutboxMessage[];
}

/** The closed ruleset is not as we left it. */
export async function handsOff<R extends GateHold>(record: R, observed: ObservedRuleset | null, scope: GateScope<R>, context: RunContext): Promise<Hands<R>> {
  const now = context.now();
  const how = observed === null ? "deleted" : observed.active ? "changed" : "disabled";
  const again = record.touched !== null;
  const touched: GateTouched = { at: now, by: await changedBy(record, scope, context), how, answer: again ? "yielded" : "reasserted" };
  const told = scope.entries(again ? "gate-yielded" : "gate-changed", now, `${record.epoch?.name ?? ""}/${now}`, { ...touched, epoch: record.epoch?.name ?? null });
  return { record: { ...record, touched }, yields: again, ledger: told, outbox: told.map(scope.alert) };
}

/** Who changed it last, as far as a webhook told; people only, since our own writes are heard as well. */
async function changedBy<R extends GateHold>(record: R, { witnessed }: GateScope<R>, { memory }: RunContext): Promise<string | null> {
  if (record.ruleset === null) return null;
  const seen = await memory.witnesses(witnessed, `ruleset:${record.ruleset}`);
  return seen.filter((one) => !one.senderBot && one.at >= (record.closedAt ?? 0)).at(-1)?.sender ?? null;
}

/** Null where nothing of a person's doing stands in the way of the next step. */
export function settledByHand<R extends GateHold>(record: R, observed: ObservedRuleset | null, scope: GateScope<R>, context: RunContext): GateOutcome<R> | Promise<GateOutcome<R>> | null {
  const { wanted } = scope.wants;
  if (record.off) return switchedOff(record, scope, context);
  if (record.orphan !== null) return orphaned(record, scope, context.now());
  if (record.touched?.answer !== "yielded" || wanted === null || record.epoch === null) return null;
  const { covers } = record.epoch;
  const newFreeze = Object.keys(wanted.freezes).some((freeze) => !Object.hasOwn(covers.freezes, freeze));
  if (newFreeze || rulesetHolds(scope.desire(record.epoch, null), observed)) return null;
  return unchanged(record, "failed");
}

async function switchedOff<R extends GateHold>(record: R, scope: GateScope<R>, context: RunContext): Promise<GateOutcome<R>> {
  const off: R = { ...record, epoch: null, closedAt: null, next: null, touched: null, orphan: null, trouble: null };
  if (scope.before?.off === true) return unchanged(off);
  const told = scope.entries("gate-off", context.now(), String(context.now()), { reverse: "delete the ruleset that says so" });
  return { ...unchanged(off), ledger: told, marks: [...await scope.heads(), ...await scope.followers()] };
}

async function orphaned<R extends GateHold>(record: R, scope: GateScope<R>, now: number): Promise<GateOutcome<R>> {
  if (scope.before?.orphan != null) return unchanged(record, "failed");
  const told = scope.entries("gate-orphan", now, record.orphan ?? "", { epoch: record.orphan });
  return { ...unchanged(record, "failed"), ledger: told, outbox: told.map(scope.alert), marks: await scope.followers() };
}
