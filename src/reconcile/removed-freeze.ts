/**
 * Freezes that were taken out of their plan not long ago, as the plan last had them and ended when that was noticed: what landed until then is
 * still to be accounted, and each landing is judged by the plan that stood at it.
 */
import type { Instant } from "../domain/model/instant.ts";
import type { Freeze, ReleasePlan } from "../domain/model/plan.ts";
import type { PlanRecord } from "../domain/model/records.ts";
import { planWithSwitches } from "../domain/policy/freeze-switch.ts";
import { planOf } from "./plans-in-force.ts";
import type { PlanInForce } from "./plans-in-force.ts";

/** As long as the account of a freeze is looked after once it is over, and a day more for whoever was away. */
const KEPT = 48 * 3_600_000;

export interface RemovedFreeze {
  /** with the plan as it last had the freeze */
  readonly inForce: PlanInForce;
  readonly freeze: Freeze;
}

/** What the next record remembers of them. `plan`: as it is good now. */
export function rememberRemoved(before: PlanRecord | undefined, plan: ReleasePlan, now: Instant): Pick<PlanRecord, "removed"> {
  const was = before === undefined ? null : planOf(before);
  const has = (id: string): boolean => plan.freezes.some((freeze) => freeze.id === id);
  const known = Object.entries(before?.removed ?? {}).filter(([id, { at }]) => !has(id) && now - at < KEPT);
  const fresh = (was?.freezes ?? []).filter(({ id }) => !has(id)).map(({ id }) => [id, { text: before?.text ?? "", at: now }] as const);
  const removed = Object.fromEntries([...known, ...fresh]);
  return Object.keys(removed).length === 0 ? {} : { removed };
}

export function removedFreezes(inForce: PlanInForce): readonly RemovedFreeze[] {
  return Object.keys(inForce.record.removed ?? {}).flatMap((id) => removedFreeze(inForce, id) ?? []);
}

/** Null where no such freeze was taken out. */
export function removedFreeze(inForce: PlanInForce, id: string): RemovedFreeze | null {
  const { record, commands } = inForce;
  const removal = record.removed?.[id];
  const text = removal === undefined || inForce.plan.freezes.some((freeze) => freeze.id === id) ? null : planOf({ ...record, text: removal.text });
  if (removal === undefined || text === null) return null;
  const switched = planWithSwitches(text, commands.switches);
  const plan: ReleasePlan = { ...switched, freezes: switched.freezes.map((freeze) => (freeze.id === id ? { ...freeze, thaws: [...freeze.thaws ?? [], removal.at] } : freeze)) };
  const freeze = plan.freezes.find((one) => one.id === id);
  return freeze === undefined ? null : { freeze, inForce: { ...inForce, written: text, plan } };
}
