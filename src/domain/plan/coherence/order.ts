/** Milestones in order: no circles, no step due before the one it waits for, none due before that one can be over, which is refused where both are exact. */
import type { PlannedTime } from "../../model/instant.ts";
import type { PlannedMilestone } from "../../model/plan.ts";
import { plain, quoted } from "../quoted.ts";
import { writtenInstant } from "../time/zone.ts";
import { inLine, intervalOf } from "./check.ts";
import type { Check } from "./check.ts";

export function checkOrder(check: Check): void {
  checkCycles(check);
  const byId = new Map(check.plan.milestones.map((milestone, index) => [milestone.id, { milestone, index }]));
  check.plan.milestones.forEach((milestone, index) => {
    for (const id of milestone.after) {
      const before = byId.get(id);
      if (before === undefined || before.milestone === milestone) continue;
      comparePair(check, before, { milestone, index }, "due");
      if (milestone.planned !== null && milestone.planned !== milestone.due) comparePair(check, before, { milestone, index }, "planned");
    }
  });
}

interface Placed {
  readonly milestone: PlannedMilestone;
  readonly index: number;
}

function comparePair(check: Check, before: Placed, after: Placed, which: "due" | "planned"): void {
  const first = which === "due" ? before.milestone.due : before.milestone.planned;
  const then = which === "due" ? after.milestone.due : after.milestone.planned;
  if (first?.at == null || then?.at == null) return;
  const lasts = before.milestone.lasts ?? 0;
  const word = which === "due" ? "due" : "planned";
  const path = ["milestones", after.index, which] as const;
  const other = ["milestones", before.index, which] as const;
  const earliest = first.at + lasts;
  if (lasts > 0 && cannotBe(before.milestone, after.milestone, which)) {
    check.findings.error(check.source.at(path), "too-close",
      `${named(after)} is due ${then.text}, but ${named(before)}${inLine(check, other)} is due ${first.text} and lasts ${hours(lasts)}, so it cannot come before ${writtenInstant(earliest, then.zone)}.`, `write ${writtenInstant(earliest, then.zone)} or later, or move ${quoted(before.milestone.id)}`);
  } else if (first.at > then.at) {
    check.findings.warning(check.source.at(path), "out-of-order",
      `${named(after)} is ${word} ${then.text}, before ${named(before)}${inLine(check, other)}, which it waits for and which is ${word} ${first.text}.`, "move one of the two dates, or take it out of `after`");
  } else if (lasts > 0 && laterThan(earliest, then)) {
    check.findings.warning(check.source.at(path), "too-close",
      `${named(after)} is ${word} ${then.text}, but ${named(before)}${inLine(check, other)} is ${word} ${first.text} and lasts ${hours(lasts)}.`, `move it to ${hours(lasts)} after ${quoted(before.milestone.id)}, or later`);
  }
}

/**
 * Two exact instants leave no doubt: what takes effect 48 hours after the other cannot be due sooner. A baseline is never edited and what happened is
 * no plan, so neither is refused.
 */
function cannotBe(before: PlannedMilestone, after: PlannedMilestone, which: "due" | "planned"): boolean {
  const [first, then] = [before.due, after.due];
  if (which === "planned" || first?.at == null || then?.at == null || before.actual !== null || after.actual !== null) return false;
  const counted = then.after?.milestone === before.id && then.after.days === 0;
  return (counted || (first.precision === "minute" && then.precision === "minute")) && first.at + (before.lasts ?? 0) > then.at;
}

function laterThan(instant: number, time: PlannedTime): boolean {
  const interval = intervalOf(time);
  return interval !== null && instant > interval.end;
}

function hours(length: number): string {
  const count = length / 3_600_000;
  return `${count} ${count === 1 ? "hour" : "hours"}`;
}

function named({ milestone }: Placed): string {
  return plain(milestone.title);
}

/** Each circle once, at the milestone that stands first in the file. */
function checkCycles({ written, source, findings }: Check): void {
  const milestones = written.milestones ?? [];
  const after = new Map(milestones.map((milestone) => [milestone.id, milestone.after ?? []]));
  const done = new Set<string>();
  const reported = new Set<string>();
  milestones.forEach((milestone, index) => {
    const cycle = cycleFrom(milestone.id, after, done);
    if (cycle === null || cycle.some((id) => reported.has(id))) return;
    for (const id of cycle) reported.add(id);
    const start = milestones.findIndex((one) => cycle.includes(one.id));
    const place = source.key(["milestones", start < 0 ? index : start, "after"]);
    const shown = [...cycle, cycle[0] ?? ""];
    findings.error(place, "cycle", cycle.length === 1 ? `${quoted(cycle[0] ?? "")} waits for itself.` : `These milestones wait for each other: ${shown.slice(0, 12).map(plain).join(" → ")}${shown.length > 12 ? " → …" : ""}.`, "take one of them out of `after`");
  });
}

/** Depth first, without recursion: a plan may chain as many milestones as fit into the file. */
function cycleFrom(start: string, after: ReadonlyMap<string, readonly string[]>, done: Set<string>): readonly string[] | null {
  const path: string[] = [];
  const open: { readonly id: string; next: number }[] = [];
  const enter = (id: string): void => {
    path.push(id);
    open.push({ id, next: 0 });
  };
  if (!done.has(start)) enter(start);
  for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
    const next = after.get(top.id)?.[top.next];
    top.next += 1;
    if (next === undefined) {
      done.add(top.id);
      path.pop();
      open.pop();
    } else if (path.includes(next)) {
      const cycle = path.slice(path.indexOf(next));
      for (const id of path) done.add(id);
      return cycle;
    } else if (!done.has(next) && after.has(next)) enter(next);
  }
  return null;
}
