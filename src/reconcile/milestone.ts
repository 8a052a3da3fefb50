/** `milestone:<repository>/<number>`: a milestone of a plan's home may begin or end a freeze, so the plan is looked at again; and so is what stands of it. */
import type { Key } from "../domain/model/key.ts";
import type { Settlement } from "../domain/model/settlement.ts";
import { NOTHING_TO_SETTLE } from "../domain/model/settlement.ts";
import type { RunContext } from "./ports.ts";

export async function runMilestone(key: Extract<Key, { kind: "milestone" }>, context: RunContext): Promise<Settlement> {
  return { ...NOTHING_TO_SETTLE, marks: [{ key: { kind: "plan", repository: key.repository }, lane: "gate", installation: context.installation }, { key: { kind: "schedule", repository: key.repository }, lane: "fan-out", installation: context.installation }] };
}
