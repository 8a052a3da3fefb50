/** What every part of building a plan needs: where things stand, where to complain, and how times are read. */
import type { Duration, Instant, PlannedTime } from "../../model/instant.ts";
import type { HandedOver, TeamMember } from "../../model/plan.ts";
import type { Recurrence } from "../../model/recurrence.ts";
import type { Findings } from "../findings.ts";
import { nearestName } from "../nearest.ts";
import { readPlannedTime, readRange, unknownTime } from "../planned-time.ts";
import type { TimeContext } from "../planned-time.ts";
import { quoted } from "../quoted.ts";
import { readRecurrence } from "../recurrence.ts";
import type { WrittenTime } from "../schema/field.ts";
import type { PlanPath, SourceMap } from "../source-map.ts";
import { readDuration } from "../time/duration.ts";
import type { Misreading, Reading } from "../time/reading.ts";
import { withInstant } from "../time/relative-time.ts";

export interface Builder {
  readonly source: SourceMap;
  readonly findings: Findings;
  readonly context: TimeContext;
  readonly holidays: readonly string[];
  /** live dates by milestone id, relative ones resolved; empty until the milestones are read */
  readonly dues: Map<string, PlannedTime | null>;
}

/** Reads a time and, where it is counted from a milestone, resolves it. Complains and gives null where it cannot be read. */
export function buildTime(builder: Builder, path: PlanPath, written: WrittenTime | undefined): PlannedTime | null {
  const time = buildUnresolvedTime(builder, path, written);
  if (time?.after == null) return time;
  const { milestone } = time.after;
  if (!builder.dues.has(milestone)) {
    unknownMilestone(builder, path, milestone);
    return null;
  }
  return resolved(builder, time, builder.dues.get(milestone) ?? null);
}

export function resolved(builder: Builder, time: PlannedTime, due: PlannedTime | null): PlannedTime {
  const anchor = due === null || due.at === null ? null : { at: due.at, precision: due.precision };
  return withInstant(time, anchor, { dayEnds: builder.context.dayEnds, holidays: builder.holidays });
}

/** As `buildTime`, with `at: null` for a time counted from a milestone. */
export function buildUnresolvedTime(builder: Builder, path: PlanPath, written: WrittenTime | undefined): PlannedTime | null {
  if (written === undefined) return null;
  if (typeof written === "string") return taken(builder, path, readPlannedTime(written, builder.context));
  if ("from" in written) return taken(builder, path, readRange(`${written.from}..${written.to}`, written.from, written.to, builder.context));
  const resolveBy = taken(builder, [...path, "resolve_by"], readPlannedTime(written.resolve_by, builder.context));
  return resolveBy === null ? null : unknownTime(resolveBy);
}

export function unknownMilestone(builder: Builder, path: PlanPath, milestone: string): void {
  const known = [...builder.dues.keys()];
  builder.findings.error(builder.source.at(path), "unknown-milestone", `There is no milestone ${quoted(milestone)}.`, () => oneOfThese(milestone, known, "milestones"));
}

/** "did you mean …?", or what there is. */
export function oneOfThese(wanted: string, known: readonly string[], what: string): string {
  const meant = nearestName(wanted, known);
  if (meant !== null) return `did you mean \`${meant}\`?`;
  return known.length === 0 ? `the plan has no ${what}: list it under \`${what}\`, or take this out` : `${what} of this plan: ${known.slice(0, 12).join(", ")}${known.length > 12 ? ", …" : ""}`;
}

export function buildDuration(builder: Builder, path: PlanPath, written: string | undefined): Duration | null {
  return written === undefined ? null : taken(builder, path, readDuration(written));
}

export function buildRecurrence(builder: Builder, path: PlanPath, written: string | undefined): Recurrence | null {
  const { zone, dayEnds } = builder.context;
  return written === undefined ? null : taken(builder, path, readRecurrence(written, { zone: zone ?? "UTC", dayEnds }));
}

/** The instant from which something holds: where a bare day begins, and not when it is over. */
export function buildStart(builder: Builder, path: PlanPath, written: WrittenTime | undefined): Instant | null {
  return buildStartTime(builder, path, written)?.at ?? null;
}

/** As `buildStart`, with what was written. */
export function buildStartTime(builder: Builder, path: PlanPath, written: WrittenTime | undefined): PlannedTime | null {
  const time = buildTime(builder, path, written);
  if (time === null) return null;
  if (time.precision !== "day" || typeof written !== "string") return { ...time, at: time.start ?? time.at };
  return { ...time, at: buildTime(builder, path, `${written}..${written}`)?.start ?? null };
}

export function taken<T>(builder: Builder, path: PlanPath, reading: Reading<T>): T | null {
  if (reading.ok) return reading.value;
  complain(builder, path, reading);
  return null;
}

export function complain(builder: Builder, path: PlanPath, misreading: Misreading): void {
  builder.findings.error(builder.source.at(path), misreading.code, misreading.message, misreading.hint);
}

export function buildHandedOver(builder: Builder, path: PlanPath, written: readonly { by: string; on: WrittenTime; because?: string | undefined }[] = []): readonly HandedOver[] {
  return written.flatMap((entry, index) => {
    const on = buildTime(builder, [...path, index, "on"], entry.on);
    return on === null ? [] : [{ by: entry.by, on, because: entry.because ?? null }];
  });
}

export function buildTeam(written: readonly (string | { who?: string | undefined; role?: string | undefined; open?: boolean | undefined })[] = []): readonly TeamMember[] {
  return written.map((member) => (typeof member === "string"
    ? { who: member, role: null, open: false }
    : { who: member.who ?? null, role: member.role ?? null, open: member.open ?? member.who === undefined }));
}

/** `bugfixes-only` → "Bugfixes only": what to call a thing that has an id and no title. */
export function titleOf(id: string, title: string | undefined): string {
  if (title !== undefined) return title;
  const words = id.replaceAll(/[-_]/g, " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
