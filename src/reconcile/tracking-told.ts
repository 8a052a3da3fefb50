/** Messages about a freeze and its branches: what became of them, for its tracking issue, and what people asked there to be sent again. */
import type { Key } from "../domain/model/key.ts";
import { keyText } from "../domain/model/key.ts";
import type { Resend, ToldMessage } from "../domain/model/message.ts";
import type { TrackingRecord } from "../domain/model/account.ts";
import type { PlanRecord } from "../domain/model/records.ts";
import { resendsDue } from "../domain/policy/resend.ts";
import { planKey, plansHeard } from "./plans-in-force.ts";
import type { RunContext } from "./ports.ts";
import type { FreezePlace } from "./tracking-facts.ts";

export interface FreezeTold {
  /** by instant */
  readonly told: readonly ToldMessage[];
  readonly resends: readonly Resend[];
}

export async function toldOfFreeze(key: Extract<Key, { kind: "freeze" }>, plan: PlanRecord, places: readonly FreezePlace[], issue: TrackingRecord["issue"], { memory }: RunContext): Promise<FreezeTold> {
  const branches = places.map(({ repository, branch }) => keyText({ kind: "branch", repository: repository.id, branch }));
  const all = await Promise.all([...new Set([keyText(key), ...branches])].map(async (about) => ({ about, told: await memory.told(about) })));
  const told = all.flatMap((one) => one.told).sort((a, b) => a.message.since - b.message.since || (a.message.id < b.message.id ? -1 : 1));
  if (issue === null || told.length === 0) return { told, resends: [] };
  const heard = (await plansHeard(memory, key.repository)).find(({ record }) => planKey(record) === planKey(plan));
  const asked = heard?.commands.resends.filter(({ number }) => number === issue) ?? [];
  return { told, resends: all.flatMap((one) => resendsDue(asked, one.about, one.told)) };
}
