/** `grade`: what a key result came to, once it is measured. The last grade counts. */
import { compare, fractionText, ONE, readFraction, ZERO } from "../../model/fraction.ts";
import { GRADED_FROM_BEFORE, measurementDeadline } from "../../policy/key-result-grade.ts";
import { isOneOf } from "../right.ts";
import { gradersOf } from "../../policy/key-result-people.ts";
import { done, refused, wordId } from "../state.ts";
import type { Apply, VerbRow } from "../verb.ts";
import { namedResult, unknownResult } from "./score.ts";

export const GRADE: VerbRow = {
  verb: "grade",
  usage: "grade KEY_RESULT GRADE [because WHY]",
  does: "Gives a key result its grade, from 0 to 1, from the day on which it is measured: counted from when the release really happened, not from when it was planned.",
  right: "grade",
  place: "anywhere",
  argument: "several",
  clauses: ["because"],
  needs: [],
  examples: ["/warden grade only-bugfixes 0.5 because two features were merged"],
  ofDiff: false,
  touches: "plans",
  apply: applyGrade,
};

function applyGrade(...[state, command, { plan, reached }]: Parameters<Apply>): ReturnType<Apply> {
  const { argument, because } = command.command;
  const named = namedResult(argument, plan.keyResults);
  if (named === null) return isOneOf(plan.keyResults.flatMap((result) => gradersOf(plan, result)), command.standing) ? { state, outcome: unknownResult(argument, plan.keyResults) } : null;
  const { result, rest } = named;
  const who = gradersOf(plan, result);
  if (!isOneOf(who, command.standing)) return { state, outcome: refused("grade-not-yours", { keyResult: result.id, who }) };
  const grade = readFraction(rest);
  if (grade === null || compare(grade, ZERO) < 0 || compare(grade, ONE) > 0) return { state, outcome: refused("score-unreadable", { keyResult: result.id, mode: "grade", said: rest }) };
  const measured = measurementDeadline(plan, result, reached, command.at);
  const early = measured.basis !== "actual" || measured.at === null || command.at < measured.at - GRADED_FROM_BEFORE;
  if (early) return { state, outcome: refused("grade-too-early", { keyResult: result.id, measured: measured.at, basis: measured.basis, milestone: measured.after }) };
  const given = { id: wordId(command), keyResult: result.id, by: command.standing.login, at: command.at, grade, because };
  return { state: { ...state, grades: [...state.grades, given] }, outcome: done("graded", { keyResult: result.id, grade: fractionText(grade) }) };
}
