/**
 * Reminders of one deadline: some time before it, on its day, and after it; to the owner first, to the manager as well when it stays missed.
 *
 * Promises: nobody is written to outside waking hours, and what was to be said before the deadline is said before it; however long nobody could
 * write, the one reminder that fits now is sent and those before it are not made up for; a missed deadline is told a bounded number of times;
 * a date that moved begins anew. Pure: what has been said is the caller's to remember, by `key`.
 */
import type { Duration, Instant } from "../model/instant.ts";
import type { WakingHours } from "./waking-hours.ts";
import { daysAway, lastOpening, lastWaking, nextWaking } from "./waking-hours.ts";

export interface ReminderRules {
  readonly hours: WakingHours;
  readonly before: readonly Duration[];
  /** after the deadline; each is one reminder, so their number is the cap */
  readonly after: readonly Duration[];
  /** missed for so long, the manager is told as well */
  readonly managerAfter: Duration;
}

export interface Reminder {
  /** the same for as long as the same deadline stands */
  readonly key: string;
  readonly kind: "before" | "on" | "after";
  readonly at: Instant;
  readonly to: "owner" | "owner-and-manager";
}

const DAY = 86_400_000;

/** All reminders of a deadline in order; `due` is the instant at which it has passed. */
export function remindersOf(due: Instant, rules: ReminderRules): readonly Reminder[] {
  const { hours } = rules;
  const before = rules.before.map((ahead): Reminder => ({ key: `before/${ahead}/${due}`, kind: "before", at: lastWaking(away(due - 1, -ahead, hours.zone), hours), to: "owner" }));
  // "Today" is said in the morning of a day that ends at midnight, and on the working day before a deadline at night or on a day off.
  const on: Reminder = { key: `on/${due}`, kind: "on", at: lastOpening(due - 1, hours), to: "owner" };
  const after = rules.after.map((late): Reminder => ({
    key: `after/${late}/${due}`, kind: "after", at: nextWaking(away(due, late, hours.zone), hours), to: late >= rules.managerAfter ? "owner-and-manager" : "owner",
  }));
  return [...before, on, ...after].toSorted((a, b) => a.at - b.at || rank(a) - rank(b));
}

/** What is to be said now, at most one; null = nothing new. `since` = when the deadline became known: what lies before it was never owed. */
export function dueReminder(due: Instant, rules: ReminderRules, told: readonly string[], since: Instant, now: Instant): Reminder | null {
  const latest = remindersOf(due, rules).filter((one) => one.at <= now && one.at >= since).at(-1);
  if (latest === undefined || told.includes(latest.key)) return null;
  // Nobody could write in time: "in two days" is not said of what is over, and nothing is said at night.
  if (latest.kind !== "after" && now >= due) return null;
  return nextWaking(now, rules.hours) === now ? latest : null;
}

/** When to look again; null = this deadline has nothing more to say. */
export function nextReminderAt(due: Instant, rules: ReminderRules, told: readonly string[], since: Instant, now: Instant): Instant | null {
  const all = remindersOf(due, rules).filter((one) => one.at >= since);
  const owed = all.filter((one) => one.at <= now).at(-1);
  const waits = owed !== undefined && !told.includes(owed.key) && (owed.kind === "after" || now < due) ? nextWaking(now, rules.hours) : null;
  const next = all.find((one) => one.at > now)?.at ?? null;
  const instants = [waits !== null && waits > now ? waits : null, next].filter((one) => one !== null);
  return instants.length === 0 ? null : Math.min(...instants);
}

function away(at: Instant, length: Duration, zone: string): Instant {
  return length % DAY === 0 ? daysAway(at, length / DAY, zone) : at + length;
}

function rank({ kind }: Reminder): number {
  return ["before", "on", "after"].indexOf(kind);
}
