/** Milestones as written → as values, live dates first, since other dates are counted from them. */
import type { PlannedTime } from "../../model/instant.ts";
import type { ActualDate, ChecklistTask, MovedDate, PlannedMilestone } from "../../model/plan.ts";
import { quoted } from "../quoted.ts";
import type { WrittenPlan } from "../schema.ts";
import { buildDuration, buildHandedOver, buildTeam, buildTime, buildUnresolvedTime, resolved, titleOf, unknownMilestone } from "./builder.ts";
import type { Builder } from "./builder.ts";
import { buildFallback, placeOf } from "./record.ts";

type Written = NonNullable<WrittenPlan["milestones"]>[number];

/** Fills `builder.dues`. A milestone that states only its baseline is due then. */
export function buildDues(builder: Builder, written: readonly Written[]): void {
  const unresolved = new Map<string, { readonly time: PlannedTime; readonly path: readonly (string | number)[] }>();
  written.forEach((milestone, index) => {
    if (builder.dues.has(milestone.id)) return;
    const path = ["milestones", index, milestone.due === undefined ? "planned" : "due"] as const;
    const time = buildUnresolvedTime(builder, path, milestone.due ?? milestone.planned);
    builder.dues.set(milestone.id, time);
    if (time?.after != null) unresolved.set(milestone.id, { time, path });
  });
  for (const start of unresolved.keys()) resolveChain(builder, unresolved, start);
}

/** Follows "3 days after x" from x to x until one has a date of its own; a chain that comes back to itself never has. */
function resolveChain(builder: Builder, unresolved: ReadonlyMap<string, { readonly time: PlannedTime; readonly path: readonly (string | number)[] }>, start: string): void {
  const chain: string[] = [];
  let id = start;
  for (let next = unresolved.get(id); next !== undefined && builder.dues.get(id)?.at === null; next = unresolved.get(id)) {
    if (chain.includes(id)) {
      if (id === start) builder.findings.error(builder.source.at(next.path), "relative-cycle", `The date of ${quoted(id)} is counted from itself: ${[...chain, id].join(" → ")}.`, "give one of them a date of its own");
      return;
    }
    chain.push(id);
    id = next.time.after?.milestone ?? "";
    if (!builder.dues.has(id)) {
      if (chain.length === 1) unknownMilestone(builder, next.path, id);
      return;
    }
  }
  for (const dependent of chain.toReversed()) {
    const { time } = unresolved.get(dependent) ?? {};
    if (time !== undefined) builder.dues.set(dependent, resolved(builder, time, builder.dues.get(time.after?.milestone ?? "") ?? null));
  }
}

export function buildMilestone(builder: Builder, written: Written, index: number): PlannedMilestone {
  const path = ["milestones", index] as const;
  const planned = written.planned === undefined ? null : written.due === undefined ? (builder.dues.get(written.id) ?? null) : buildTime(builder, [...path, "planned"], written.planned);
  const due = builder.dues.get(written.id) ?? null;
  return {
    id: written.id,
    title: titleOf(written.id, written.title),
    description: written.description ?? null,
    planned, due,
    dueFor: buildDueFor(builder, path, written.due_for ?? {}),
    moved: buildMoved(builder, path, written),
    actual: buildActual(builder, path, written),
    fallback: buildFallback(builder, [...path, "fallback"], written.fallback),
    lasts: buildDuration(builder, [...path, "lasts"], written.lasts),
    parts: (written.parts ?? []).map((part, at) => ({ title: part.title, due: buildTime(builder, [...path, "parts", at, "due"], part.due), owner: part.owner ?? null, at: placeOf(part.at), review: part.review ?? [] })),
    manager: written.manager ?? null,
    handedOver: buildHandedOver(builder, [...path, "handed_over"], written.handed_over),
    team: buildTeam(written.team),
    after: written.after ?? [],
    checklist: (written.checklist ?? []).map((task, at) => buildTask(builder, [...path, "checklist", at], task)),
  };
}

function buildDueFor(builder: Builder, path: readonly (string | number)[], written: NonNullable<Written["due_for"]>): Readonly<Record<string, PlannedTime>> {
  const entries = Object.entries(written).flatMap(([product, time]) => {
    const due = buildTime(builder, [...path, "due_for", product], time);
    return due === null ? [] : [[product, due] as const];
  });
  return Object.fromEntries(entries);
}

function buildMoved(builder: Builder, path: readonly (string | number)[], written: Written): readonly MovedDate[] {
  return (written.moved ?? []).flatMap((moved, index) => {
    const to = buildTime(builder, [...path, "moved", index, "to"], moved.to);
    const on = buildTime(builder, [...path, "moved", index, "on"], moved.on);
    return to === null ? [] : [{ to, on, because: moved.because, see: moved.see ?? null }];
  });
}

function buildActual(builder: Builder, path: readonly (string | number)[], { actual }: Written): ActualDate | null {
  if (actual === undefined) return null;
  const bound = actual.on === undefined ? "by" : "on";
  const time = buildTime(builder, [...path, "actual", bound], actual.on ?? actual.by);
  return time === null ? null : { time, bound, extent: actual.extent ?? "done", note: actual.note ?? null };
}

function buildTask(builder: Builder, path: readonly (string | number)[], written: NonNullable<Written["checklist"]>[number]): ChecklistTask {
  if (typeof written === "string") return { task: written, owner: null, before: null, due: null };
  return {
    task: written.task,
    owner: written.owner ?? null,
    before: buildDuration(builder, [...path, "before"], written.before),
    due: buildTime(builder, [...path, "due"], written.due),
  };
}
