/** The issue of key results and duties: what is measured beside what people say, never mixed; the grades; the duties with their streaks. */
import { decimalText, fractionText } from "../domain/model/fraction.ts";
import type { Instant } from "../domain/model/instant.ts";
import type { PlannedDuty, PlannedKeyResult, ReleasePlan } from "../domain/model/plan.ts";
import type { Measurement, WeekScore } from "../domain/model/score.ts";
import type { DutyState } from "../domain/policy/duty.ts";
import type { GradeState, MeasurementDeadline } from "../domain/policy/key-result-grade.ts";
import { objectiveGrade } from "../domain/policy/key-result-score.ts";
import { counted, joined } from "./enumeration.ts";
import { markdownCode, markdownCodeCell, markdownLink, markdownText } from "./escape.ts";
import { dayText, instantText, plannedTimeText } from "./instant.ts";
import { measurementText } from "./measurement.ts";

export interface ResultLine {
  readonly result: PlannedKeyResult;
  readonly measurement: Measurement | null;
  /** the last week that began; null = none has, or it collects no scores */
  readonly week: WeekScore | null;
  readonly deadline: MeasurementDeadline;
  readonly grade: GradeState;
}

export interface DutyLine {
  readonly duty: PlannedDuty;
  readonly state: DutyState;
  readonly waitsFor: readonly string[];
}

/** `left` = repositories whose facts are not shown here, since they are private and this is not */
export function keyResultsSectionText(plan: ReleasePlan, lines: readonly ResultLine[], left: number): string {
  if (lines.length === 0) return "The plan has no key results.";
  const rows = lines.map((line) => `| ${markdownText(line.result.title, 200)} (${markdownCodeCell(line.result.id)}) | ${measuredCell(line)} | ${weekCell(line, plan)} | ${gradeCell(line, plan)} |`);
  const arithmetic = lines.flatMap((line) => arithmeticOf(line, plan, left > 0));
  const scored = lines.find(({ result, grade }) => result.score !== null && grade.state !== "graded");
  return [
    ["| Key result | Measured | People say | Grade |", "|---|---|---|---|", ...rows].join("\n"),
    ...(arithmetic.length === 0 ? [] : [`<details><summary>The arithmetic</summary>\n\n${arithmetic.map((line) => `- ${line}`).join("\n")}\n\n</details>`]),
    ...finalGrades(plan, lines),
    ...(scored === undefined ? [] : [`To score, say in a comment here: ${markdownCode(`/warden score ${scored.result.id} 0.6`)}. Once it is measured, ${markdownCode(`/warden grade ${scored.result.id} 0.5 because …`)} grades it.`]),
    ...(left === 0 ? [] : [`${counted(left, "private repository", "private repositories")} of this plan ${left === 1 ? "is" : "are"} not counted here, since everybody can read this.`]),
  ].join("\n\n");
}

function measuredCell({ measurement }: ResultLine): string {
  if (measurement === null) return "–";
  const { value, verdict } = measurementText(measurement, markdownText);
  return verdict === null ? value : `${value}, ${verdict}`;
}

function weekCell({ result, week }: ResultLine, plan: ReleasePlan): string {
  if (result.score === null) return "–";
  if (week === null) return "not tracked yet";
  return `${week.score === null ? "no score" : decimalText(week.score, 2)}, week from ${weekText(week, plan)}`;
}

/** The first instant of a day belongs to that day. */
function weekText({ from }: WeekScore, { release }: ReleasePlan): string {
  return dayText(from + 1, release.timezone, null);
}

function gradeCell({ grade, deadline }: ResultLine, { release }: ReleasePlan): string {
  if (grade.state === "graded") return `**${decimalText(grade.grade.grade, 2)}**`;
  if (deadline.at === null) return "not dated";
  const day = dayText(deadline.at, release.timezone, null);
  return grade.state === "due" ? `to be graded since ${day}` : deadline.basis === "actual" ? `measured on ${day}` : `expected ${day}`;
}

/** Reasons may have been given in a private repository, and are kept out of what everybody reads. */
function arithmeticOf({ result, measurement, week, grade }: ResultLine, plan: ReleasePlan, withPrivate: boolean): readonly string[] {
  const id = markdownCode(result.id);
  const measured = measurement === null ? [] : measurementText(measurement, markdownText).arithmetic.map((part) => `${id}, measured: ${part}`);
  const said = week === null || week.score === null ? [] : [`${id}, people, week from ${weekText(week, plan)}: ${weekArithmetic(week)}`];
  const because = grade.state === "graded" && grade.grade.because !== null && !withPrivate ? [`${id}, grade by ${markdownText(grade.grade.by, 60)}: ${markdownText(grade.grade.because, 300)}`] : [];
  return [...measured, ...said, ...because];
}

function weekArithmetic({ shares, score, unweighted }: WeekScore): string {
  const sum = shares.filter((one) => one.score !== null).map((one) => `${fractionText(one.share)} × ${fractionText(one.score ?? one.share)} (${markdownText(one.who, 40)})`).join(" + ");
  const silent = shares.filter((one) => one.score === null).map((one) => `${markdownText(one.who, 40)}${one.abstained ? " (abstained)" : ""}`);
  const without = silent.length === 0 ? "" : `; without ${joined(silent)}`;
  const strangers = unweighted.length === 0 ? "" : `; not counted, having no weight: ${joined(unweighted.map((who) => markdownText(who, 40)))}`;
  return `${sum} = ${score === null ? "" : fractionText(score)}${without}${strangers}`;
}

function finalGrades(plan: ReleasePlan, lines: readonly ResultLine[]): readonly string[] {
  return plan.objectives.flatMap(({ id, title }) => {
    const own = lines.filter(({ result }) => result.objective === id);
    const grade = objectiveGrade(own.map((line) => (line.grade.state === "graded" ? line.grade.grade.grade : null)));
    return grade === null ? [] : [`**${markdownText(title, 200)}**: final grade **${decimalText(grade, 3)}** (${fractionText(grade)}), the mean of ${counted(own.length, "key result")}.`];
  });
}

export function dutiesSectionText(plan: ReleasePlan, lines: readonly DutyLine[]): string {
  if (lines.length === 0) return "The plan lists no duties.";
  const rows = lines.map(({ duty, state, waitsFor }) => {
    const when = duty.rule !== null ? markdownText(duty.rule.text, 100) : duty.due === null ? "no date yet" : `once, ${markdownText(plannedTimeText(duty.due, null), 120)}`;
    const title = duty.see === null ? markdownText(duty.title, 160) : markdownLink(markdownText(duty.title, 160), duty.see);
    return `| ${title} (${markdownCodeCell(duty.id)}) | ${duty.owner === null ? "–" : markdownText(duty.owner, 60)} | ${when} | ${standingCell(duty, state, plan, waitsFor)} |`;
  });
  const [first] = lines;
  return [["| Duty | Who | When | How it stands |", "|---|---|---|---|", ...rows].join("\n"), `When one is done, say in a comment here: ${markdownCode(`/warden done ${first?.duty.id ?? "…"}`)}.`].join("\n\n");
}

function standingCell({ rule }: PlannedDuty, { past, next, streak, skippedInARow, reminder }: DutyState, { release }: ReleasePlan, waitsFor: readonly string[]): string {
  const at = (instant: Instant): string => instantText(instant, release.timezone, null);
  const last = past.at(-1);
  const now = reminder !== null ? `**overdue** since ${at(reminder.due)}` : last?.state === "open" ? `to be done, due ${at(last.due)}` : last?.state === "done" && rule === null ? "done" : null;
  const row = rule === null ? null : skippedInARow > 0 ? `skipped ${counted(skippedInARow, "time")} in a row` : streak > 0 ? `done ${counted(streak, "time")} in a row` : null;
  return [now, row, next === null ? null : `next ${at(next)}`, waitsFor.length === 0 ? null : `waits for ${joined(waitsFor.map((id) => markdownCodeCell(id)))}`].filter((part) => part !== null).join("; ") || "–";
}
