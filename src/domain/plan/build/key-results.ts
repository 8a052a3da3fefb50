/** Key results and messages as written → as values. Weights become exact fractions, so that three sixths and a half are seen to make one. */
import type { PlannedKeyResult, PlannedMessage } from "../../model/plan.ts";
import type { Recurrence } from "../../model/recurrence.ts";
import { quoted } from "../quoted.ts";
import { readRecurrence } from "../recurrence.ts";
import type { WrittenPlan } from "../schema.ts";
import type { PlanPath } from "../source-map.ts";
import { buildRecurrence, buildStart, buildTime, titleOf } from "./builder.ts";
import type { Builder } from "./builder.ts";

type WrittenKeyResult = NonNullable<WrittenPlan["key_results"]>[number];
type WrittenMessage = NonNullable<WrittenPlan["messages"]>[number];
type Fraction = readonly [numerator: number, denominator: number];

type WrittenObjective = NonNullable<WrittenPlan["objectives"]>[number];

export function buildKeyResult(builder: Builder, written: WrittenKeyResult, index: number, objectives: readonly WrittenObjective[]): PlannedKeyResult {
  const path = ["key_results", index] as const;
  const weights = (written.weights ?? []).flatMap((row, at) => {
    // Weights change with the day on which they are said to, not when that day is over.
    const since = buildStart(builder, [...path, "weights", at, "from"], row.from);
    const of = Object.entries(row.of).flatMap(([who, weight]) => {
      const fraction = buildFraction(builder, [...path, "weights", at, "of", who], weight);
      return fraction === null ? [] : [[who, fraction] as const];
    });
    return since === null ? [] : [{ from: since, of: Object.fromEntries(of) }];
  });
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

function buildFraction(builder: Builder, path: PlanPath, written: number | string): Fraction | null {
  const parts = /^(\d{1,3})(?:\/([1-9]\d{0,2}))?$/.exec(String(written).trim());
  if (parts !== null) return [Number(parts[1]), Number(parts[2] ?? "1")];
  const decimal = /^0?\.(\d{1,3})$/.exec(String(written));
  const hint = decimal === null ? "write a fraction such as 1/2" : `write ${decimal[1] ?? ""}/${10 ** (decimal[1]?.length ?? 1)}, or the exact fraction you mean`;
  builder.findings.error(builder.source.at(path), "bad-weight", `${quoted(String(written))} is not a fraction.`, hint);
  return null;
}

export function buildMessage(builder: Builder, written: WrittenMessage, index: number): PlannedMessage | null {
  const due = buildTime(builder, ["messages", index, "due"], written.due);
  if (due === null) return null;
  return { id: written.id, title: titleOf(written.id, written.title), due, author: written.author ?? null, channels: written.channels ?? [], assets: written.assets ?? [], callToAction: written.call_to_action ?? null };
}
