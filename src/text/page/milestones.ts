/** Milestones with three dates, what is outstanding and who. */
import type { ChecklistTask, PlannedMilestone } from "../../domain/model/plan.ts";
import { baselineOf } from "../../domain/policy/baseline.ts";
import { fallbackStanding } from "../../domain/policy/fallback.ts";
import { reachedInstant } from "../../domain/policy/freeze-interval.ts";
import { lateParts, partItems, partStood } from "../../domain/policy/late-parts.ts";
import type { MilestoneDates } from "../../domain/policy/milestone-dates.ts";
import { milestoneDates, totalSlip } from "../../domain/policy/milestone-dates.ts";
import { issuesText } from "../fallback.ts";
import { plainText } from "../escape.ts";
import { actualText, totalText } from "../milestone-facts.ts";
import { instantText, plannedTimeText, relativeText } from "../instant.ts";
import type { Moment, PageFacts } from "./facts.ts";
import { momentOrNull, paged, slipText } from "./moment.ts";
import type { Paged } from "./moment.ts";

export interface MilestonesView {
  readonly milestones: Paged<MilestoneRow>;
  /** by how much all of it has slipped; null = there is nothing to compare */
  readonly total: string | null;
}

export interface MilestoneRow {
  readonly id: string;
  readonly title: string;
  readonly state: "reached" | "late" | "coming" | "undated";
  readonly stateText: string;
  readonly baseline: string | null;
  readonly live: string | null;
  readonly reached: Moment | null;
  /** what came of it, as the plan or a command says: on or before a day, or a part; null = nothing but the moment at which it was reached */
  readonly actual: string | null;
  /** what the plan puts in its place, and whether that may be forced; null = nothing */
  readonly fallback: string | null;
  /** titles of what should come before it, and does not */
  readonly outOfOrder: readonly string[];
  readonly slip: string | null;
  readonly moved: readonly string[];
  readonly manager: string | null;
  readonly people: readonly string[];
  /** places that somebody can still take */
  readonly openSlots: readonly string[];
  readonly outstanding: readonly OutstandingRow[];
  readonly waitsFor: readonly string[];
}

export interface OutstandingRow {
  readonly what: string;
  readonly who: string | null;
  readonly when: string | null;
  /** it was due, and is not done */
  readonly late: boolean;
  /** it is ready, and somebody is to look at it; null = it is not, or who may not be said */
  readonly waits: string | null;
}

const SHOWN = 30;

export function milestonesView(facts: PageFacts, page: number): MilestonesView {
  const milestones = paged(facts.plan.milestones, page, (to) => `${facts.path}/milestones?page=${to}`);
  const dates = milestoneDates(facts.plan, facts.record.baselines ?? {}, facts.record.reached, facts.now, facts.said);
  const total = plainText(totalText(totalSlip(dates)), 200);
  return { milestones: { ...milestones, rows: milestones.rows.map((one) => milestoneRow(one, dates.find(({ milestone }) => milestone === one) ?? null, facts)) }, total: total === "" ? null : total };
}

function milestoneRow(milestone: PlannedMilestone, dates: MilestoneDates | null, facts: PageFacts): MilestoneRow {
  const { plan, record, now, audience } = facts;
  const reached = reachedInstant(record.reached, milestone.id, null, now);
  const due = milestone.due?.at ?? null;
  const state = reached !== null ? "reached" : due === null ? "undated" : due <= now ? "late" : "coming";
  const first = baselineOf(record.baselines ?? {}, milestone.id)?.time ?? milestone.planned;
  const baseline = first?.at ?? null;
  const named = audience === "somebody";
  const person = (name: string | null): string | null => (named && name !== null ? plainText(name, 60) : null);
  return {
    id: milestone.id, title: plainText(milestone.title, 100), state,
    stateText: state === "reached" ? "reached" : state === "late" ? `late, was due ${relativeText(due ?? now, now)}` : state === "coming" ? `due ${relativeText(due ?? now, now)}` : "no date yet",
    baseline: first === null ? null : plannedTimeText(first, now), live: milestone.due === null ? null : plannedTimeText(milestone.due, now), reached: momentOrNull(reached, facts),
    actual: dates?.actual == null || (dates.actual.time === null && dates.actual.extent === "done" && dates.actual.forcedBy === undefined) ? null : actualText(dates.actual, plan, person),
    fallback: fallbackWords(milestone, facts),
    outOfOrder: (dates?.outOfOrder ?? []).map((id) => plainText(plan.milestones.find((one) => one.id === id)?.title ?? id, 80)),
    slip: baseline === null ? null : reached !== null ? `${slipText(baseline, reached)} than planned`.replace("on time than planned", "on time") : due === null || due === baseline ? null : `${slipText(baseline, due)} than planned`.replace("on time than planned", "on time"),
    moved: milestone.moved.slice(-3).map((one) => `moved to ${plannedTimeText(one.to, now)}: ${plainText(one.because, 160)}`),
    manager: person(milestone.manager), people: named ? milestone.team.flatMap(({ who, open }) => (who === null || open ? [] : [plainText(who, 60)])).slice(0, SHOWN) : [],
    openSlots: milestone.team.filter(({ open, who }) => open || who === null).map(({ who, role }) => plainText([named ? who : null, role].filter((part) => part !== null).join(", ") || "open place", 80)).slice(0, SHOWN),
    outstanding: reached !== null ? [] : outstandingRows(milestone, facts, person).slice(0, SHOWN),
    waitsFor: reached !== null ? [] : milestone.after.filter((id) => reachedInstant(record.reached, id, null, now) === null).map((id) => plainText(plan.milestones.find((one) => one.id === id)?.title ?? id, 80)),
  };
}

function fallbackWords(milestone: PlannedMilestone, { plan, record, now, against = {} }: PageFacts): string | null {
  const standing = fallbackStanding(milestone, record.reached, now);
  if (standing === null) return null;
  const { fallback: { task, unless }, armedSince, from } = standing;
  const open = Object.hasOwn(against, milestone.id) ? against[milestone.id] ?? [] : [];
  if (armedSince !== null && open.length > 0) return `${plainText(task, 200)}: open criticism keeps it from being forced, ${issuesText(open)}`;
  const held = unless === null ? "" : ` unless an issue labelled ${plainText(unless, 60)} is open`;
  const when = armedSince === null ? from === null ? "may be forced once it has a date" : `may be forced from ${instantText(from, plan.release.timezone, now)}` : `may be forced since ${instantText(armedSince, plan.release.timezone, now)}`;
  return `${plainText(task, 200)}: ${when}${held}`;
}

/** Parts that are done are not: of tasks nobody here knows. */
function outstandingRows(milestone: PlannedMilestone, facts: PageFacts, person: (name: string | null) => string | null): readonly OutstandingRow[] {
  const { now, parts: all = {} } = facts;
  const known = Object.hasOwn(all, milestone.id) ? all[milestone.id] ?? {} : {};
  const late = new Set(lateParts(milestone, known, now).map(({ key }) => key));
  const parts = partItems(milestone).flatMap(({ item }, index): readonly OutstandingRow[] => {
    const stood = partStood(known, item.key);
    const due = milestone.parts[index]?.due ?? null;
    const waits = stood?.ready === true ? stood.reviewers.map((who) => person(who)).filter((who) => who !== null).join(", ") : "";
    return stood?.done === true ? [] : [{ what: plainText(item.task, 160), who: person(item.owner), when: due === null ? null : plannedTimeText(due, now), late: late.has(item.key), waits: waits === "" ? null : waits }];
  });
  return [...parts, ...milestone.checklist.map((task) => ({ what: plainText(task.task, 160), who: person(task.owner), when: taskWhen(task, milestone, facts), late: false, waits: null }))];
}

function taskWhen(task: ChecklistTask, milestone: PlannedMilestone, { plan, now }: PageFacts): string | null {
  if (task.due !== null) return plannedTimeText(task.due, now);
  return task.before === null || milestone.due?.at == null ? null : instantText(milestone.due.at - task.before, plan.release.timezone, now);
}
