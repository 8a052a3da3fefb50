/** Operations as written → as values. */
import type { PlannedDuty } from "../../model/plan.ts";
import type { WrittenPlan } from "../schema.ts";
import { buildRecurrence, buildStartTime, buildTime, titleOf } from "./builder.ts";
import type { Builder } from "./builder.ts";

type Written = NonNullable<WrittenPlan["operations"]>[number];

export function buildOperation(builder: Builder, written: Written, index: number): PlannedDuty {
  const path = ["operations", index] as const;
  return {
    id: written.id, title: titleOf(written.id, written.title), rule: buildRecurrence(builder, [...path, "every"], written.every), due: buildTime(builder, [...path, "due"], written.due),
    owner: written.owner ?? written.manager ?? null, from: buildStartTime(builder, [...path, "from"], written.from), until: buildTime(builder, [...path, "until"], written.until),
    after: written.after ?? [], see: written.see ?? null,
  };
}
