/**
 * Reminders under the tracking issue of a milestone. A deadline is told in a new comment, since an edit notifies nobody, and the comment before it is
 * folded. Whatever became due while nobody could write, in an outage or at night, is one comment.
 */
import type { Instant } from "../domain/model/instant.ts";
import { hiddenKey } from "../domain/desired/fenced-section.ts";
import { digestOf } from "../domain/desired/pull-check.ts";
import type { ProgressRecord, RemindedRecord } from "../domain/model/progress.ts";
import type { ReleasePlan } from "../domain/model/plan.ts";
import type { ReminderPlan } from "../domain/model/tracking-rules.ts";
import type { CheckedItem } from "../domain/policy/checklist.ts";
import type { Deadline } from "../domain/policy/deadline.ts";
import { calledFor, deadlinesOf, reminderRules, zoneOf } from "../domain/policy/deadline.ts";
import { earliestAfter } from "../domain/policy/freeze-interval.ts";
import type { MilestoneDates } from "../domain/policy/milestone-dates.ts";
import { openPlaces } from "../domain/policy/open-place.ts";
import { dueReminder, nextReminderAt } from "../domain/policy/reminder.ts";
import { reminderText } from "../text/reminder.ts";
import type { DueReminder } from "../text/reminder.ts";
import type { HomePlan } from "./home-plan.ts";
import type { RunContext } from "./ports.ts";

export interface Reminded extends Pick<ProgressRecord, "reminded"> {
  /** when somebody is to be reminded next; null = of nothing more */
  readonly wakeAt: Instant | null;
}

export async function remind({ plan, rules, words, home }: HomePlan, dates: MilestoneDates, items: readonly CheckedItem[], known: ProgressRecord, issue: number, context: RunContext): Promise<Reminded> {
  const places = openPlaces(dates.milestone, words).map(({ role }) => role ?? "an open place");
  return remindOf({ home, reminders: rules.reminders, plan }, deadlinesOf(plan, dates, items, words), places, known.reminded, issue, context);
}

export interface Reminding {
  readonly home: HomePlan["home"];
  /** null = nobody is reminded */
  readonly reminders: ReminderPlan | null;
  readonly plan: Pick<ReleasePlan, "release" | "teams">;
}

/** `known`: of each deadline, by its key, what was last said of it. */
export async function remindOf({ home, reminders, plan }: Reminding, deadlines: readonly Deadline[], places: readonly string[], known: ProgressRecord["reminded"], issue: number, context: RunContext): Promise<Reminded> {
  if (reminders === null) return { reminded: {}, wakeAt: null };
  const { release } = plan;
  const now = context.now();
  const due: DueReminder[] = [];
  const reminded: Record<string, RemindedRecord> = {};
  const next: (Instant | null)[] = [];
  for (const deadline of deadlines) {
    const before = known[deadline.key];
    const told = before?.due === deadline.due ? before : { due: deadline.due, since: now, told: [], comment: before?.comment ?? null };
    const [first = null] = calledFor(plan, deadline, "owner", now).names;
    const hours = reminderRules(reminders, { ...deadline, owner: first ?? deadline.owner }, release);
    const reminder = dueReminder(deadline.due, hours, told.told, told.since, now);
    if (reminder !== null) due.push({ deadline, reminder, called: calledFor(plan, deadline, reminder.to, now), zone: zoneOf(first, reminders, release.timezone) });
    const after = reminder === null ? told : { ...told, told: [...told.told, reminder.key] };
    reminded[deadline.key] = after;
    next.push(nextReminderAt(deadline.due, hours, after.told, after.since, now));
  }
  const written = due.length === 0 ? reminded : await write(due, places, reminded, issue, home, context);
  return { reminded: written, wakeAt: earliestAfter(now, next) };
}

/** One comment for all of them. A comment before it is folded once nothing that it spoke of stands in it alone. */
async function write(due: readonly DueReminder[], places: readonly string[], reminded: Readonly<Record<string, RemindedRecord>>, issue: number, home: HomePlan["home"], context: RunContext): Promise<Readonly<Record<string, RemindedRecord>>> {
  const marker = hiddenKey(`reminder/${digestOf(due.map(({ deadline, reminder }) => [deadline.key, reminder.key]))}`);
  const id = await context.github.ensureComment(home, { number: issue, marker, body: reminderText(due, places), since: 0 }, null);
  if (id === null) return reminded;
  const now = Object.fromEntries(Object.entries(reminded).map(([key, one]) => [key, due.some(({ deadline }) => deadline.key === key) ? { ...one, comment: id } : one]));
  const replaced = new Set(due.map(({ deadline }) => reminded[deadline.key]?.comment ?? null));
  for (const old of replaced) if (old !== null && old !== id && !Object.values(now).some(({ comment }) => comment === old)) await context.github.minimizeComment(home, old);
  return now;
}
