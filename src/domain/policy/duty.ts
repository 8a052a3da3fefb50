/**
 * Duties: payouts on Mondays, clean-ups, the upgrade of a hosted service on the day of the release. Each occurrence is done, still open, or was
 * skipped.
 *
 * A word of "done" counts for the occurrence that was due last, however late, or else for the next one where it comes nearer to that: said twice on
 * one day it is said once. An occurrence is skipped when the next one falls due and nobody said that it was done. One reminder goes out for each that is
 * a day overdue, and none for those before it: a list of old sins helps nobody.
 */
import type { Instant } from "../model/instant.ts";
import type { Recurrence } from "../model/recurrence.ts";
import type { PlannedDuty, ReleasePlan } from "../model/plan.ts";
import type { ReachedMilestone } from "../model/snapshot.ts";
import { nextOccurrence, occurrences } from "../plan/recurrence.ts";
import { reachedInstant } from "./freeze-interval.ts";


export interface DutyWord {
  /** orders words of the same instant */
  readonly id: string;
  readonly at: Instant;
  readonly by: string;
}

export interface DutyOccurrence {
  readonly due: Instant;
  readonly state: "done" | "open" | "skipped";
  readonly doneAt: Instant | null;
  readonly by: string | null;
}

export interface DutyState {
  /** oldest first, at most the last 60 */
  readonly past: readonly DutyOccurrence[];
  readonly next: Instant | null;
  /** done ones in a row up to now; one that is still open neither counts nor breaks the row */
  readonly streak: number;
  /** skipped ones in a row up to now */
  readonly skippedInARow: number;
  /** the occurrence to remind of, and since when; null = nothing to remind of */
  readonly reminder: { readonly due: Instant; readonly since: Instant } | null;
  /** when the last one that is open will be there to remind of; null = it is already, or nothing is open */
  readonly remindAt: Instant | null;
}

const DAY_MS = 24 * 3_600_000;
const SHOWN = 60;
const NOT_BEGUN: DutyState = { past: [], next: null, streak: 0, skippedInARow: 0, reminder: null, remindAt: null };

/** `since`: when the plan was first read, from which a duty without a beginning of its own is counted. */
export function dutyStanding(duty: PlannedDuty, since: Instant, words: readonly DutyWord[], now: Instant): DutyState {
  const { rule, until } = duty;
  if (rule === null) return onceState(duty.due?.at ?? null, words.filter(({ at }) => at <= now), now);
  const from = dutyBegins(duty, since);
  return from === null ? NOT_BEGUN : dutyState(rule, { from, until: until?.at ?? null }, words, now);
}

/** Null = with a milestone that is not reached, and nobody knows when that will be. */
export function dutyBegins({ from }: PlannedDuty, since: Instant): Instant | null {
  return from === null ? since : from.at;
}

/** Nothing of it is left to be done, as far as is known now. */
export function isDutyOver({ rule, from }: PlannedDuty, { past, next }: DutyState): boolean {
  const last = past.at(-1)?.state;
  if (rule === null) return last === "done";
  return next === null && last !== "open" && (from === null || from.at !== null);
}

function onceState(due: Instant | null, words: readonly DutyWord[], now: Instant): DutyState {
  const word = words.toSorted(inOrder)[0];
  const over = due !== null && due <= now;
  const past: readonly DutyOccurrence[] = word !== undefined ? [{ due: due ?? word.at, state: "done", doneAt: word.at, by: word.by }] : over ? [{ due, state: "open", doneAt: null, by: null }] : [];
  const open = word === undefined && over ? { due, since: due + DAY_MS } : null;
  return { ...remindedOf(open, now), past, next: word === undefined && !over ? due : null, streak: word === undefined ? 0 : 1, skippedInARow: 0 };
}

function remindedOf(open: DutyState["reminder"], now: Instant): Pick<DutyState, "reminder" | "remindAt"> {
  return open === null ? { reminder: null, remindAt: null } : now >= open.since ? { reminder: open, remindAt: null } : { reminder: null, remindAt: open.since };
}

/** The occurrence for which a word counts, among those that were said before; null = that one is done already. */
export function occurrenceDone(duty: PlannedDuty, since: Instant, before: readonly DutyWord[], word: DutyWord): Instant | null {
  const { rule } = duty;
  if (rule === null) return before.length > 0 ? null : duty.due?.at ?? word.at;
  const from = dutyBegins(duty, since);
  if (from === null) return null;
  const dues = [...occurrences(rule, from, Math.max(from, word.at - (SHOWN + 2) * rule.everyWeeks * 7 * DAY_MS), word.at), nextOccurrence(rule, from, word.at)];
  const index = [...assigned(dues, [...before, word])].find(([, one]) => one.id === word.id)?.[0];
  return index === undefined ? null : dues[index] ?? null;
}

/** What stands before it and is neither done nor reached: ids in the plan's order. */
export function dutyWaitsFor(plan: ReleasePlan, duty: PlannedDuty, wordsOf: (duty: string) => readonly DutyWord[], reached: readonly ReachedMilestone[], now: Instant): readonly string[] {
  return duty.after.filter((id) => {
    const milestone = plan.milestones.some((one) => one.id === id);
    return milestone ? reachedInstant(reached, id, null, now) === null : wordsOf(id).every(({ at }) => at > now);
  });
}

/** `from`: since when the duty exists. `until`: it ends there; null = it goes on. */
export function dutyState(rule: Recurrence, span: { readonly from: Instant; readonly until: Instant | null }, words: readonly DutyWord[], now: Instant): DutyState {
  const end = Math.min(now, span.until ?? now);
  const dues = occurrences(rule, span.from, Math.max(span.from, end - (SHOWN + 2) * rule.everyWeeks * 7 * DAY_MS), end);
  const next = nextOccurrence(rule, span.from, now);
  const following = span.until !== null && next > span.until ? null : next;
  const done = assigned(dues, words.filter(({ at }) => at <= now));
  const past = dues.map((due, index): DutyOccurrence => {
    const word = done.get(index);
    if (word !== undefined) return { due, state: "done", doneAt: word.at, by: word.by };
    return { due, state: index < dues.length - 1 ? "skipped" : "open", doneAt: null, by: null };
  });
  const last = past.at(-1);
  const grace = last === undefined || following === null ? DAY_MS : Math.min(DAY_MS, Math.floor((following - last.due) / 2));
  return {
    past: past.slice(-SHOWN), next: following, streak: inARow(past, "done"), skippedInARow: inARow(past, "skipped"),
    ...remindedOf(last?.state === "open" ? { due: last.due, since: last.due + grace } : null, now),
  };
}

/** By occurrence index; words in order of (instant, id), each used once. */
function assigned(dues: readonly Instant[], words: readonly DutyWord[]): ReadonlyMap<number, DutyWord> {
  const done = new Map<number, DutyWord>();
  for (const word of words.toSorted(inOrder)) {
    const last = dues.findLastIndex((due) => due <= word.at);
    const index = last >= 0 && !done.has(last) ? last : last + 1;
    const [before, due] = [dues[last], dues[index]];
    const nearer = before === undefined || due === undefined || index === last || due - word.at < word.at - before;
    if (due !== undefined && nearer && !done.has(index)) done.set(index, word);
  }
  return done;
}

function inOrder(a: DutyWord, b: DutyWord): number {
  return a.at - b.at || (a.id < b.id ? -1 : 1);
}

function inARow(past: readonly DutyOccurrence[], state: "done" | "skipped"): number {
  const settled = past.at(-1)?.state === "open" ? past.slice(0, -1) : past;
  const broken = settled.findLastIndex((one) => one.state !== state);
  return settled.length - 1 - broken;
}
