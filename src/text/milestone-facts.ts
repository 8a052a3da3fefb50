/** The facts of a milestone as finished Markdown, under the names that templates use. The words for dates and states are made here and nowhere else. */
import type { Instant, PlannedTime } from "../domain/model/instant.ts";
import type { MilestoneWords } from "../domain/model/milestone-words.ts";
import type { PartRecord } from "../domain/model/part.ts";
import type { ReleasePlan } from "../domain/model/plan.ts";
import type { Absence } from "../domain/model/plan-people.ts";
import { absencesFrom, absencesWithin } from "../domain/policy/absence.ts";
import { lateParts } from "../domain/policy/late-parts.ts";
import { openPlaces } from "../domain/policy/open-place.ts";
import type { Actual, MilestoneDates, TotalSlip } from "../domain/policy/milestone-dates.ts";
import { milestoneManager } from "../domain/policy/reached.ts";
import { backText } from "./absence.ts";
import { counted, joined } from "./enumeration.ts";
import { markdownCode, markdownLink, markdownText } from "./escape.ts";
import { fallbackText } from "./fallback.ts";
import type { ShownFallback } from "./fallback.ts";
import { dayText, instantText, plannedTimeText } from "./instant.ts";
import { slipWords } from "./milestone-section.ts";
import type { TemplateValue } from "./template.ts";

export interface ShownMilestone {
  readonly plan: ReleasePlan;
  readonly dates: MilestoneDates;
  readonly words: MilestoneWords;
  readonly now: Instant;
  /** of its checklist */
  readonly done: number;
  readonly total: number;
  /** number of its tracking issue; null = there is none */
  readonly issue: number | null;
  /** what the plan puts in its place; absent = nothing */
  readonly fallback?: ShownFallback;
  /** how its parts stood when they were last looked at; absent = nobody looked */
  readonly parts?: Readonly<Record<string, PartRecord>>;
}

const STATES: Readonly<Record<MilestoneDates["state"], string>> = { done: "done", partial: "partly done", late: "late", coming: "to come", undated: "without a date" };
const CELL = 300;
const BEFORE = 14 * 86_400_000;

export function milestoneFacts({ plan, dates, words, now, done, total, issue, fallback, parts = {} }: ShownMilestone): Readonly<Record<string, TemplateValue>> {
  const { milestone } = dates;
  const delegate = words.delegations.find((one) => one.milestone === milestone.id)?.to ?? null;
  const manager = milestoneManager(plan, milestone);
  return {
    id: markdownText(milestone.id), title: markdownText(milestone.title), release: markdownText(plan.release.name),
    description: milestone.description === null ? "" : markdownText(milestone.description, 2_000),
    planned: dateText(dates.baseline), live: dateText(dates.live), actual: actualText(dates.actual, plan),
    slip: dates.slip === null || dates.slip === 0 ? "" : slipWords(dates.slip), state: STATES[dates.state], late: dates.state === "late", reached: dates.actual?.extent === "done",
    manager: manager === null ? "" : markdownText(manager), delegate: delegate === null ? "" : markdownText(delegate),
    handed_over: milestone.handedOver.map(({ by, on, because }) => ({ by: markdownText(by), until: plannedTimeText(on, null), because: because === null ? "" : markdownText(because, CELL) })),
    issue: issue === null ? "" : `#${issue}`, done, total, checklist: total === 0 ? "" : `${done} of ${total}`,
    fallback: fallback === undefined ? "" : fallbackText(fallback, plan), armed: fallback !== undefined && fallback.standing.armedSince !== null,
    out_of_order: dates.outOfOrder.map((id) => markdownText(plan.milestones.find((one) => one.id === id)?.title ?? id)),
    moved: milestone.moved.map((line) => ({ to: plannedTimeText(line.to, null), because: markdownText(line.because, 500), see: line.see === null ? "" : markdownLink("where it was decided", line.see) })),
    parts: milestone.parts.map((part) => ({ title: markdownText(part.title), due: dateText(part.due), owner: part.owner === null ? "" : markdownText(part.owner) })),
    late_parts: dates.actual?.extent === "done" ? [] : lateParts(milestone, parts, now).map(({ title, owner, due, waitsFor }) => ({
      title: markdownText(title), due: instantText(due, plan.release.timezone, null), owner: owner === null ? "" : markdownText(owner), waits: joined(waitsFor.map((who) => markdownText(who))),
    })),
    ...teamFacts({ plan, dates, words }),
    absences: slippedWhileAway({ plan, dates, words, now }).map((one) => absenceFacts(one, plan)),
    outstanding: words.outstanding.filter((one) => one.milestone === milestone.id).map((one) => ({
      task: markdownText(one.task, CELL), needs: markdownText(one.needs, CELL), owner: markdownText(one.owner), due: plannedTimeText(one.due, null), disposition: one.disposition, surprise: one.surprise, by: markdownText(one.by),
    })),
  };
}

/** Who answers for it or works on it and was away from two weeks before it was first planned until it was reached, or until now; none where it keeps its date. */
function slippedWhileAway({ plan, dates: { milestone, baseline, live, actual, slip, state }, words, now }: Pick<ShownMilestone, "plan" | "dates" | "words" | "now">): readonly Absence[] {
  const planned = baseline?.at ?? live?.at ?? null;
  if (planned === null || ((slip ?? 0) <= 0 && state !== "late")) return [];
  const delegate = words.delegations.find((one) => one.milestone === milestone.id)?.to ?? null;
  const people = [milestoneManager(plan, milestone), delegate, ...[...milestone.parts, ...milestone.checklist].map(({ owner }) => owner)];
  return absencesWithin(plan.teams, people, planned - BEFORE, actual?.extent === "done" ? actual.at : now);
}

/** With the days as people count them: the first and the last on which somebody is away. */
function absenceFacts({ who, from, to, because }: Absence, { release: { timezone } }: ReleasePlan): Readonly<Record<string, TemplateValue>> {
  return { who: markdownText(who), from: dayText(from + 1, timezone, null), until: backText(to, timezone), because: because === null ? "" : markdownText(because, CELL) };
}

/** The same, and what a template of its issue can name beside it: the file of the plan, and what comes before it. */
export function milestoneIssueFacts(shown: ShownMilestone, after: readonly { readonly title: TemplateValue; readonly issue: TemplateValue; readonly reached: boolean }[], path: string): Readonly<Record<string, TemplateValue>> {
  return { ...milestoneFacts(shown), path: markdownCode(path), after };
}

/** Who does what, with open places as those who claimed them filled them. */
function teamFacts({ dates: { milestone }, words }: Pick<ShownMilestone, "plan" | "dates" | "words">): Readonly<Record<string, TemplateValue>> {
  const open = openPlaces(milestone, words);
  const team = milestone.team.flatMap(({ who, role, open: unnamed }, slot) => {
    const claimed = words.claims.find((one) => one.milestone === milestone.id && one.slot === slot)?.who ?? null;
    if (open.some((one) => one.slot === slot)) return [];
    const does = role ?? (unnamed ? who : null);
    return [{ who: markdownText(claimed ?? who ?? "nobody yet"), role: does === null ? "" : markdownText(does) }];
  });
  return { team, open: open.map(({ role }) => ({ role: role === null ? "a place" : markdownText(role) })) };
}

export function dateText(time: PlannedTime | null): string {
  return time === null ? "no date" : plannedTimeText(time, null);
}

/** "on or before Mon 17 June 2019 …", "partly, Sat 22 June 2019 …", "Sat 22 June 2019 …, forced by bwhm", "not yet". `named`: may people be named? */
export function actualText(actual: Actual | null, { release: { timezone } }: ReleasePlan, named: (login: string) => string | null = markdownText): string {
  if (actual === null) return "not yet";
  const at = actual.time === null ? instantText(actual.at, timezone, null) : plannedTimeText(actual.time, null);
  const by = actual.forcedBy === undefined ? null : named(actual.forcedBy);
  return `${actual.extent === "partial" ? "partly, " : ""}${actual.bound === "by" ? "on or before " : ""}${at}${actual.forcedBy === undefined ? "" : `, forced${by === null ? "" : ` by ${by}`}`}`;
}

export interface ShownRelease {
  readonly plan: ReleasePlan;
  readonly total: TotalSlip;
  readonly milestones: readonly ShownMilestone[];
  readonly path: string;
  readonly home: string;
  readonly now: Instant;
}

export function releaseFacts({ plan, total, milestones, path, home, now }: ShownRelease): Readonly<Record<string, TemplateValue>> {
  return {
    release: markdownText(plan.release.name), manager: plan.release.manager === null ? "" : markdownText(plan.release.manager), path: markdownCode(path), home: markdownText(home),
    away: absencesFrom(plan.teams, now).map((one) => absenceFacts(one, plan)),
    milestones: milestones.map(milestoneFacts), slip: totalText(total), slipped: total.slipped,
    due: dateText(plan.release.due), decided: plan.release.due !== null,
  };
}

/** "The release comes 4 days later than first planned; 3 milestones have slipped, 38 days in all." */
export function totalText({ release, sum, slipped }: TotalSlip): string {
  if (release === null) return "";
  const last = release === 0 ? "The last milestone stands as first planned" : `The last milestone comes ${slipWords(release)} than first planned`;
  return slipped === 0 ? `${last}.` : `${last}; ${slipped === 1 ? "1 milestone has" : `${slipped} milestones have`} slipped, ${counted(sum, "day")} in all.`;
}
