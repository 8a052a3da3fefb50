/**
 * What a change of the plan does to dates that stand: a baseline is never edited; a live date moves with a line under `moved` that says where to,
 * why, and where that was decided; lines that stand there stay. A first date needs none, and a date whose words stay the same has not moved,
 * though another zone or another anchor may give it another instant. A release of
 * another name is another release, with dates of its own.
 */
import type { Baselines } from "../model/baseline.ts";
import type { PlannedTime } from "../model/instant.ts";
import type { MovedDate, PlannedMilestone, ReleasePlan } from "../model/plan.ts";
import { underNewIds } from "../plan/diff/renames.ts";
import { baselineOf } from "./baseline.ts";

/** The dates that stand on the default branch. */
export interface StandingDates {
  readonly plan: ReleasePlan;
  readonly baselines: Baselines;
}

export type DateFaultCode = "baseline-edited" | "baseline-removed" | "move-unexplained" | "moved-elsewhere" | "move-without-link" | "moved-line-lost" | "date-removed";

export interface DateFault {
  readonly code: DateFaultCode;
  /** position of the milestone in the changed plan */
  readonly index: number;
  readonly milestone: PlannedMilestone;
  /** where below the milestone: `["due"]`, `["due_for", "colossus"]`, `["moved", 1]` */
  readonly at: readonly (string | number)[];
  readonly was: string;
  readonly is: string | null;
}

export function dateFaults({ plan: standing, baselines }: StandingDates, plan: ReleasePlan): readonly DateFault[] {
  if (standing.release.name !== plan.release.name) return [];
  const { plan: before, renames } = underNewIds(standing, plan);
  const oldIds = new Map([...renames.milestones].map(([was, is]) => [is, was]));
  return plan.milestones.flatMap((milestone, index) => {
    const old = before.milestones.find(({ id }) => id === milestone.id) ?? null;
    const baseline = baselineOf(baselines, milestone.id) ?? baselineOf(baselines, oldIds.get(milestone.id) ?? milestone.id);
    const place = { index, milestone };
    const edited = baseline === null ? null : baselineFault(place, baseline.time, baseline.stated);
    // Where the baseline is all that is written, its edit is the move as well; one word of it is enough.
    const moves = old === null || (edited !== null && milestone.due === milestone.planned) ? [] : moveFaults(place, old);
    return [...(edited === null ? [] : [edited]), ...moves];
  });
}

/** Said in the same words, or meaning the same time as exactly. */
export function sameDate(first: PlannedTime, second: PlannedTime): boolean {
  if (words(first) === words(second)) return true;
  return first.at !== null && first.at === second.at && first.start === second.start && first.precision === second.precision;
}

type Place = Pick<DateFault, "index" | "milestone">;

function baselineFault(place: Place, baseline: PlannedTime, stated: boolean): DateFault | null {
  const { planned } = place.milestone;
  if (planned === null) return stated ? { ...place, code: "baseline-removed", at: [], was: baseline.text, is: null } : null;
  return sameDate(planned, baseline) ? null : { ...place, code: "baseline-edited", at: ["planned"], was: baseline.text, is: planned.text };
}

function moveFaults(place: Place, old: PlannedMilestone): readonly DateFault[] {
  const { milestone } = place;
  const { fresh, lost } = comparedLines(old.moved, milestone.moved);
  const products = [...new Set([...Object.keys(old.dueFor), ...Object.keys(milestone.dueFor)])];
  const dates = [
    { at: ["due"], was: old.due, is: milestone.due },
    ...products.map((product) => ({ at: ["due_for", product], was: ownDate(old, product), is: ownDate(milestone, product) })),
  ];
  return [
    ...lost.map((line): DateFault => ({ ...place, code: "moved-line-lost", at: ["moved"], was: line.to.text, is: null })),
    ...dates.flatMap(({ at, was, is }) => moveFault({ ...place, at }, was, is, fresh) ?? []),
  ];
}

function ownDate(milestone: PlannedMilestone, product: string): PlannedTime | null {
  return Object.hasOwn(milestone.dueFor, product) ? milestone.dueFor[product] ?? null : milestone.due;
}

function moveFault(place: Place & Pick<DateFault, "at">, was: PlannedTime | null, is: PlannedTime | null, fresh: readonly FreshLine[]): DateFault | null {
  if (was === null || was.at === null) return null;
  if (is === null) return { ...place, code: "date-removed", at: [], was: was.text, is: null };
  if (sameDate(was, is)) return null;
  const fault = { ...place, was: was.text, is: is.text };
  const lines = fresh.filter(({ line }) => sameDate(line.to, is));
  if (lines.some(({ line }) => line.see !== null)) return null;
  const [line] = lines;
  if (line !== undefined) return { ...fault, code: "move-without-link", at: ["moved", line.index] };
  const [other] = fresh;
  return other === undefined ? { ...fault, code: "move-unexplained" } : { ...fault, code: "moved-elsewhere", at: ["moved", other.index, "to"], was: other.line.to.text };
}

interface FreshLine {
  readonly line: MovedDate;
  readonly index: number;
}

/** Lines are told apart by their date, in their order: a reason may be reworded and a link mended. */
function comparedLines(before: readonly MovedDate[], after: readonly MovedDate[]): { readonly fresh: readonly FreshLine[]; readonly lost: readonly MovedDate[] } {
  const kept = new Set<number>();
  const lost: MovedDate[] = [];
  let from = 0;
  for (const line of before) {
    const index = after.findIndex((one, at) => at >= from && sameDate(one.to, line.to));
    if (index < 0) lost.push(line);
    else {
      kept.add(index);
      from = index + 1;
    }
  }
  return { fresh: after.map((line, index) => ({ line, index })).filter(({ index }) => !kept.has(index)), lost };
}

function words({ text }: PlannedTime): string {
  return text.trim().replace(/\s+/g, " ").toLowerCase();
}
