/** What the plan asks for beside milestones: issues that track them, and reminders. A plan without this section gets neither. */
import type { Duration } from "./instant.ts";

export interface TrackingRules {
  /** given to each tracking issue when it is made */
  readonly labels: readonly string[];
  /** checklist items that have an owner become sub-issues */
  readonly subIssues: boolean;
  /** what does not count is put back, once */
  readonly strict: boolean;
  /** null = nobody is reminded */
  readonly reminders: ReminderPlan | null;
}

export interface ReminderPlan {
  readonly before: readonly Duration[];
  readonly after: readonly Duration[];
  /** missed for so long, the manager is told as well */
  readonly managerAfter: Duration;
  /** "08:00" */
  readonly opens: string;
  /** "18:00", later than `opens` */
  readonly closes: string;
  /** IANA zones of people, by login */
  readonly zones: Readonly<Record<string, string>>;
}

const DAY = 86_400_000;

/** Of a plan that says nothing else, and of one that asks for no issues, where something has a deadline all the same. */
export const USUAL_REMINDERS: ReminderPlan = { before: [2 * DAY], after: [DAY, 3 * DAY, 7 * DAY], managerAfter: 3 * DAY, opens: "08:00", closes: "18:00", zones: {} };
