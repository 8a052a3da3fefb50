/** `maintenance` as written → as values. */
import type { PlannedMaintenance } from "../../model/maintenance.ts";
import type { WrittenPlan } from "../schema.ts";
import { buildDuration, buildTime, titleOf } from "./builder.ts";
import type { Builder } from "./builder.ts";

export function buildMaintenance(builder: Builder, written: NonNullable<WrittenPlan["maintenance"]>[number], index: number): PlannedMaintenance | null {
  const from = buildTime(builder, ["maintenance", index, "from"], written.from);
  const to = buildTime(builder, ["maintenance", index, "to"], written.to);
  const notice = (written.notice ?? []).flatMap((one, at) => buildDuration(builder, ["maintenance", index, "notice", at], one) ?? []);
  if (from === null || to === null) return null;
  return {
    id: written.id, title: titleOf(written.id, written.title), from, to, components: written.components ?? [], owner: written.owner ?? null, audiences: written.audiences ?? [],
    notice: [...new Set(notice)].sort((a, b) => b - a), because: written.because ?? null,
  };
}
