/**
 * `score`: what a person thinks of a key result in this week of tracking. The last word of a week counts; whoever has no weight in it is noted and
 * not counted.
 */
import { fractionText } from "../../model/fraction.ts";
import type { PlannedKeyResult } from "../../model/plan.ts";
import { sameLogin } from "../../policy/acceptance.ts";
import { measurementDeadline } from "../../policy/key-result-grade.ts";
import { readScore, weightsAt } from "../../policy/key-result-score.ts";
import { trackedSince, trackingWeek, nextTrackingDay } from "../../policy/tracking-week.ts";
import type { TrackingWeek } from "../../policy/tracking-week.ts";
import { nearestName } from "../../plan/nearest.ts";
import type { AdmittedCommand } from "../command.ts";
import { mayUse } from "../right.ts";
import type { CommandState, Outcome } from "../state.ts";
import { done, refused, wordId } from "../state.ts";
import type { Applied, Apply, FoldContext, VerbRow } from "../verb.ts";

export const SCORE: VerbRow = {
  verb: "score",
  usage: "score KEY_RESULT SCORE",
  does: "Gives your score of a key result for this week of tracking: from 0 to 1, a percentage, a fraction, for an estimate of work also 12 of 40, or abstain.",
  right: "score",
  place: "anywhere",
  argument: "several",
  clauses: ["because"],
  needs: [],
  examples: ["/warden score only-bugfixes 0.6", "/warden score forum-posts 52 of 75", "/warden score only-bugfixes abstain because I was away"],
  ofDiff: false,
  touches: "plans",
  apply: applyScore,
};

/** "only-bugfixes 0.6" → the key result and what follows it; null = the plan has no key result of that name. */
export function namedResult(argument: string | null, keyResults: readonly PlannedKeyResult[]): { readonly result: PlannedKeyResult; readonly rest: string } | null {
  const [name = "", ...rest] = (argument ?? "").split(" ");
  const result = keyResults.find(({ id }) => id.toLowerCase() === name.toLowerCase());
  return result === undefined ? null : { result, rest: rest.join(" ") };
}

export function unknownResult(argument: string | null, keyResults: readonly PlannedKeyResult[]): Outcome {
  const [name = ""] = (argument ?? "").split(" ");
  const ids = keyResults.map(({ id }) => id);
  return refused("key-result-unknown", { keyResult: name, nearest: nearestName(name, ids), keyResults: ids });
}

function applyScore(...[state, command, context]: Parameters<Apply>): ReturnType<Apply> {
  const { plan } = context;
  if (!mayUse("score", command.standing, plan)) return null;
  const named = namedResult(command.command.argument, plan.keyResults);
  if (named === null) return { state, outcome: unknownResult(command.command.argument, plan.keyResults) };
  const { result, rest } = named;
  if (result.score === null) return { state, outcome: refused("score-none-collected", { keyResult: result.id }) };
  const read = readScore(rest, result.score);
  if (read === null) return { state, outcome: refused("score-unreadable", { keyResult: result.id, mode: result.score, said: rest }) };
  const week = trackingWeek(plan, result, command.at);
  return week === null ? { state, outcome: tooEarly(result, command, context) } : scored({ state, command, context, result, week, score: read.score });
}

function tooEarly(result: PlannedKeyResult, { at }: AdmittedCommand, { plan }: FoldContext): Outcome {
  const since = trackedSince(plan, result);
  return refused("score-too-early", { keyResult: result.id, from: since === null ? null : nextTrackingDay(plan, result, Math.max(at, since - 1)) });
}

interface Scored {
  readonly state: CommandState;
  readonly command: AdmittedCommand;
  readonly context: FoldContext;
  readonly result: PlannedKeyResult;
  readonly week: TrackingWeek;
  readonly score: ReturnType<typeof readScore> extends infer Read ? Read extends { score: infer Score } ? Score : never : never;
}

function scored({ state, command, context: { plan, reached }, result, week, score }: Scored): Applied {
  const measured = measurementDeadline(plan, result, reached, command.at);
  if (measured.basis === "actual" && measured.at !== null && command.at >= measured.at) return { state, outcome: refused("score-too-late", { keyResult: result.id, measured: measured.at }) };
  const { login: who, named } = command.standing;
  const weights = [...weightsAt(result, week.from) ?? []];
  const own = weights.find(([name]) => sameLogin(name, who))?.[1] ?? null;
  // A name with a slash is a team: the person's own name stands among those that the plan names as well.
  const teams = weights.map(([name]) => name).filter((name) => name.includes("/") && named.some((one) => sameLogin(one, name)));
  const scores = [...state.scores, { id: wordId(command), keyResult: result.id, who, at: command.at, score, ...(teams.length === 0 ? {} : { teams }) }];
  const facts = { keyResult: result.id, score: score === null ? null : fractionText(score), from: week.from, to: week.to };
  if (own === null && teams.length === 0) return { state: { ...state, scores }, outcome: refused("score-without-weight", facts) };
  return { state: { ...state, scores }, outcome: done("scored", { ...facts, weight: own === null ? null : fractionText(own), teams, mode: result.score }) };
}
