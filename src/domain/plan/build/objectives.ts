/** Objectives as written → as values. Their tracking day is read with the key results that follow it. */
import type { PlannedObjective } from "../../model/plan.ts";
import type { WrittenPlan } from "../schema.ts";
import { buildRecurrence, buildStart, titleOf } from "./builder.ts";
import type { Builder } from "./builder.ts";

type Written = NonNullable<WrittenPlan["objectives"]>[number];

export function buildObjective(builder: Builder, written: Written, index: number): PlannedObjective {
  // Read here once, so that a rule which nobody follows is complained of as well.
  buildRecurrence(builder, ["objectives", index, "tracked"], written.tracked);
  return { id: written.id, title: titleOf(written.id, written.title), from: buildStart(builder, ["objectives", index, "from"], written.from), manager: written.manager ?? null };
}
