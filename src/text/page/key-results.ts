/** Key results: what the repositories say beside what people say, never mixed; each with its arithmetic. And the recurring duties. */
import { decimalText, fractionText } from "../../domain/model/fraction.ts";
import type { Instant } from "../../domain/model/instant.ts";
import type { PlannedDuty, PlannedKeyResult } from "../../domain/model/plan.ts";
import type { SpokenWords, WeekScore } from "../../domain/model/score.ts";
import type { DutyState } from "../../domain/policy/duty.ts";
import { dutyStanding, dutyWaitsFor } from "../../domain/policy/duty.ts";
import { gradeOf, measurementDeadline } from "../../domain/policy/key-result-grade.ts";
import { weeklyScores } from "../../domain/policy/key-result-score.ts";
import { gradersOf } from "../../domain/policy/key-result-people.ts";
import { measurementOf } from "../../domain/policy/measurement.ts";
import { trackingDays, trackingRule } from "../../domain/policy/tracking-week.ts";
import { counted, joined } from "../enumeration.ts";
import { plainText } from "../escape.ts";
import { dayText, plannedTimeText } from "../instant.ts";
import type { MeasurementText } from "../measurement.ts";
import { measurementText } from "../measurement.ts";
import type { Moment, PageFacts } from "./facts.ts";
import { momentOrNull } from "./moment.ts";

export interface KeyResultsView {
  readonly results: readonly KeyResultRow[];
  readonly duties: readonly DutyRow[];
}

export interface KeyResultRow {
  readonly id: string;
  readonly title: string;
  /** `read` = when GitHub was last asked for it; null = it is computed from what is at hand */
  readonly measured: (MeasurementText & { readonly read: Moment | null }) | null;
  readonly mode: string | null;
  /** when people are asked */
  readonly tracked: string | null;
  readonly weeks: readonly WeekRow[];
  readonly due: Moment | null;
  readonly dueText: string;
  readonly grade: string | null;
}

export interface WeekRow {
  /** ISO date of its first day */
  readonly day: string;
  readonly week: string;
  readonly score: string;
  readonly exact: string | null;
  readonly arithmetic: string;
}

export interface DutyRow {
  readonly id: string;
  readonly title: string;
  readonly rule: string;
  readonly owner: string | null;
  readonly next: Moment | null;
  readonly streak: string;
  readonly overdue: boolean;
  readonly tone: "late" | "doubt" | "good" | "coming";
  /** what comes before it and is not done; null = nothing */
  readonly waitsFor: string | null;
}

const MODES: Readonly<Record<NonNullable<PlannedKeyResult["score"]>, string>> = { naive: "read from the data", estimate: "estimate of work done", confidence: "confidence" };
const SHOWN_WEEKS = 8;

export function keyResultsView(facts: PageFacts): KeyResultsView {
  return { results: facts.plan.keyResults.map((result) => keyResultRow(result, facts)), duties: dutyRows(facts) };
}

function keyResultRow(result: PlannedKeyResult, facts: PageFacts): KeyResultRow {
  const { plan, record, now, words } = facts;
  const deadline = measurementDeadline(plan, result, record.reached, now);
  const overtaken = deadline.basis === "expected" && deadline.at !== null && deadline.at <= now;
  const graders = gradersOf(plan, result).map((login) => login.toLowerCase());
  const grade = gradeOf(result, deadline, words.grades, (login) => graders.includes(login.toLowerCase()), now);
  return {
    id: result.id, title: plainText(result.title, 200), measured: measuredOf(result, facts), mode: result.score === null ? null : MODES[result.score], tracked: result.score === null ? null : plainText(trackingRule(plan, result).text, 60),
    weeks: result.score === null ? [] : weeks(result, facts, deadline.basis === "actual" ? deadline.at : null), due: overtaken ? null : momentOrNull(deadline.at, facts),
    dueText: deadline.at === null ? "has no date of measurement" : deadline.basis === "actual" ? "measured on" : overtaken ? `measured once ${plainText(deadline.after ?? "its milestone", 60)} is reached, which is later than planned` : "expected to be measured on",
    grade: grade.state === "graded" ? decimalText(grade.grade.grade, 2) : grade.state === "due" ? "to be graded now" : null,
  };
}

function measuredOf(result: PlannedKeyResult, facts: PageFacts): KeyResultRow["measured"] {
  const { plan, home, now, record, repositories, account, starts, readings, standings } = facts;
  const measurement = measurementOf(result, { plan, home, now, reached: record.reached, baselines: record.baselines ?? {}, repositories, account, starts, readings, standings });
  return measurement === null ? null : { ...measurementText(measurement, plainText), read: momentOrNull(measurement.readAt ?? null, facts) };
}

/** From the first weights on until it is measured. */
function weeks(result: PlannedKeyResult, { plan, words, now: today, audience }: PageFacts, measuredAt: Instant | null): readonly WeekRow[] {
  const now = Math.min(today, measuredAt ?? today);
  return weeklyScores(result, trackingDays(plan, result, now, SHOWN_WEEKS), now + 1, words.scores, plan.release.timezone).map((week) => ({ ...weekRow(week, audience), week: `Week from ${dayText(week.from + 1, plan.release.timezone, today)}` })).toReversed();
}

function weekRow({ day, score, shares, unweighted }: WeekScore, audience: PageFacts["audience"]): Omit<WeekRow, "week"> {
  if (score === null) return { day, score: "no score", exact: null, arithmetic: "Nobody gave a score in this week." };
  const sum = shares.filter((one) => one.score !== null).map((one) => `${fractionText(one.share)} × ${fractionText(one.score ?? one.share)}${audience === "everybody" ? "" : ` (${plainText(one.who, 40)})`}`).join(" + ");
  const silent = shares.filter((one) => one.score === null);
  const without = silent.length === 0 || audience === "everybody" ? "" : `; without ${joined(silent.map((one) => `${plainText(one.who, 40)}${one.abstained ? " (abstained)" : ""}`))}`;
  const strangers = unweighted.length === 0 || audience === "everybody" ? "" : `; not counted, having no weight: ${joined(unweighted.map((who) => plainText(who, 40)))}`;
  return { day, score: decimalText(score, 2), exact: fractionText(score), arithmetic: `${sum} = ${fractionText(score)}${without}${strangers}` };
}

function dutyRows(facts: PageFacts): readonly DutyRow[] {
  const { plan, now, words, record, audience } = facts;
  const wordsOf = (duty: string): SpokenWords["duties"] => words.duties.filter((one) => one.duty === duty);
  return plan.operations.map((duty) => {
    const state = dutyStanding(duty, record.since ?? now, wordsOf(duty.id), now);
    const waits = dutyWaitsFor(plan, duty, wordsOf, record.reached, now);
    return {
      id: duty.id, title: plainText(duty.title, 100), rule: duty.rule !== null ? plainText(duty.rule.text, 100) : duty.due === null ? "no date yet" : `once, ${plannedTimeText(duty.due, now)}`,
      owner: audience === "everybody" || duty.owner === null ? null : plainText(duty.owner, 60), next: momentOrNull(state.next, facts), streak: streakText(duty, state),
      overdue: state.reminder !== null, tone: state.reminder !== null ? "late" : state.skippedInARow > 0 ? "doubt" : state.streak > 0 ? "good" : "coming", waitsFor: waits.length === 0 ? null : joined(waits.map((id) => plainText(id, 60))),
    };
  });
}

function streakText({ rule }: PlannedDuty, { past, streak, skippedInARow }: DutyState): string {
  if (rule === null) return past.at(-1)?.state === "done" ? "done" : "to come";
  return skippedInARow > 0 ? `skipped ${counted(skippedInARow, "time")} in a row` : streak > 0 ? `done ${counted(streak, "time")} in a row` : "not done yet";
}
