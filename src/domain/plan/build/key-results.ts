/** Key results and messages as written → as values. Weights become exact fractions, so that three sixths and a half are seen to make one. */
import type { PlannedKeyResult, PlannedMessage } from "../../model/plan.ts";
import type { Recurrence } from "../../model/recurrence.ts";
import { readRecurrence } from "../recurrence.ts";
import type { WrittenPlan } from "../schema.ts";
import { buildRecurrence, buildTime, titleOf } from "./builder.ts";
import type { Builder } from "./builder.ts";
import { buildWeights } from "./weights.ts";
import type { Roles } from "./weights.ts";

type WrittenKeyResult = NonNullable<WrittenPlan["key_results"]>[number];
type WrittenMessage = NonNullable<WrittenPlan["messages"]>[number];

type WrittenObjective = NonNullable<WrittenPlan["objectives"]>[number];

export function buildKeyResult(builder: Builder, written: WrittenKeyResult, index: number, { objectives, roles }: { readonly objectives: readonly WrittenObjective[]; readonly roles: Roles }): PlannedKeyResult {
  const path = ["key_results", index] as const;
  const weights = buildWeights(builder, [...path, "weights"], written.weights ?? [], roles);
  const served = written.objective ?? (objectives.length === 1 ? objectives[0]?.id : undefined);
  const tracked = buildRecurrence(builder, [...path, "tracked"], written.tracked) ?? trackingOf(builder, objectives.find(({ id }) => id === served));
  return {
    id: written.id, title: written.title, due: buildTime(builder, [...path, "due"], written.due), measure: written.measure ?? null, score: written.score ?? null, weights,
    ...(served === undefined ? {} : { objective: served }), ...(tracked === null ? {} : { tracked }),
  };
}

/** Where the objective's own rule cannot be read, that is complained of with the objective. */
function trackingOf({ context }: Builder, objective: WrittenObjective | undefined): Recurrence | null {
  const reading = objective?.tracked === undefined ? null : readRecurrence(objective.tracked, { zone: context.zone ?? "UTC", dayEnds: context.dayEnds });
  return reading?.ok === true ? reading.value : null;
}

export function buildMessage(builder: Builder, written: WrittenMessage, index: number): PlannedMessage | null {
  const due = buildTime(builder, ["messages", index, "due"], written.due);
  if (due === null) return null;
  return { id: written.id, title: titleOf(written.id, written.title), due, author: written.author ?? null, channels: written.channels ?? [], assets: written.assets ?? [], callToAction: written.call_to_action ?? null };
}
