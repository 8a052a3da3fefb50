/**
 * The deadlines of a milestone that somebody is reminded of: its own, or the day by which its date is to be known; and those of open items that have an
 * owner, or a date of their own. What is reached has none.
 */
import type { MilestoneWords } from "../model/milestone-words.ts";
import type { Instant } from "../model/instant.ts";
import type { ReleasePlan } from "../model/plan.ts";
import type { ReminderPlan } from "../model/tracking-rules.ts";
import type { CheckedItem } from "./checklist.ts";
import type { MilestoneDates } from "./milestone-dates.ts";
import type { Called } from "./absence.ts";
import { calledNow } from "./absence.ts";
import { waitsForReview } from "./part.ts";
import { milestoneManager } from "./reached.ts";
import type { Reminder, ReminderRules } from "./reminder.ts";

/** What else has a deadline than milestones and their items; each is answered in its own way. */
export type DeadlineSubject = "risk" | "deployment" | "product" | "blocker" | "document" | "review";

export interface Deadline {
  /** stable while it is the same thing, whatever its date */
  readonly key: string;
  readonly title: string;
  readonly due: Instant;
  readonly owner: string | null;
  /** others who owe it together with its owner; absent = nobody */
  readonly others?: readonly string[];
  readonly manager: string | null;
  /** the milestone itself, and not an item of it */
  readonly whole: boolean;
  /** the box of the item ticks itself, once what it names is closed or, of a part, ready; absent = people tick it */
  readonly ticksItself?: "closed" | "ready";
  /** absent = a milestone, or an item of its checklist */
  readonly subject?: DeadlineSubject;
  /** its date is not known yet, and is to be by then; absent = it is */
  readonly unknown?: boolean;
}

export function deadlinesOf(plan: ReleasePlan, dates: MilestoneDates, items: readonly CheckedItem[], words: Pick<MilestoneWords, "delegations">): readonly Deadline[] {
  const { milestone, live, actual } = dates;
  if (actual?.extent === "done") return [];
  const decides = words.delegations.find((one) => one.milestone === milestone.id)?.to ?? milestoneManager(plan, milestone);
  const own = { title: milestone.title, owner: decides, manager: plan.release.manager, whole: true };
  const whole = live?.at != null ? [{ ...own, key: "due", due: live.at }] : live?.resolveBy == null ? [] : [{ ...own, key: "unknown", due: live.resolveBy, unknown: true }];
  const open = items.flatMap((item): readonly Deadline[] => (waitsForReview(item) ? reviewDeadline(item, dates, decides) : item.done || item.dueAt === null || (item.owner === null && item.dueAt === live?.at) ? []
    : [{ key: `item/${item.key}`, title: item.task, due: item.dueAt, owner: item.owner ?? decides, manager: item.owner === null ? plan.release.manager : decides, whole: false, ...(item.link === null ? {} : { ticksItself: item.standing === undefined ? "closed" as const : "ready" as const }) }]));
  return [...whole, ...open];
}

/** Its owner has done what there was to do: from then on it is for whoever reviews it, and due with the milestone. */
function reviewDeadline({ key, task, standing, dueAt }: CheckedItem, { live }: MilestoneDates, manager: string | null): readonly Deadline[] {
  const due = live?.at ?? dueAt;
  const [owner = null, ...others] = standing?.reviewers ?? [];
  return due === null || owner === null ? [] : [{ key: `review/${key}`, title: task, due, owner, others, manager, whole: false, subject: "review" }];
}

/** The day by which somebody must know what has to be carried over, while nobody does. */
export function deploymentDeadlines({ release }: Pick<ReleasePlan, "release">): readonly Deadline[] {
  const due = release.deployment?.migrations?.unknown?.resolveBy ?? null;
  if (due === null) return [];
  const owner = release.deployment?.owner ?? release.manager;
  return [{ key: "deployment", title: "What has to be carried over", due, owner, manager: release.manager, whole: false, subject: "deployment" }];
}

/** The owner first; the manager as well when it stays missed, or where nobody owns it, and in the owner's place while they are away. */
export function calledFor({ teams, release }: Pick<ReleasePlan, "teams" | "release">, { owner, others = [], manager }: Deadline, to: Reminder["to"], now: Instant): Called {
  return calledNow(teams, owner === null ? [manager] : to === "owner" ? [owner, ...others] : [owner, ...others, manager], [manager, release.manager], now);
}

/** In the zone in which its owner lives, where the plan says it. */
export function reminderRules(rules: ReminderPlan, { owner }: Deadline, { timezone, holidays }: ReleasePlan["release"]): ReminderRules {
  const { before, after, managerAfter, opens, closes } = rules;
  return { before, after, managerAfter, hours: { zone: zoneOf(owner, rules, timezone), opens, closes, holidays } };
}

export function zoneOf(login: string | null, { zones }: Pick<ReminderPlan, "zones">, otherwise: string): string {
  const name = login?.toLowerCase() ?? "";
  return Object.hasOwn(zones, name) ? zones[name] ?? otherwise : otherwise;
}
