/** What `done` and `partial` share: when a milestone was reached, all of it or a part, said once by whoever decides on it. */
import type { MilestoneWords, SaidActual } from "../../model/milestone-words.ts";
import type { AdmittedCommand } from "../command.ts";
import { decidersOf, decides, meantMilestone, readDateSaid } from "../milestone-meant.ts";
import type { Grammar } from "../phrase.ts";
import type { CommandState } from "../state.ts";
import { done, refused } from "../state.ts";
import type { Apply, FoldContext } from "../verb.ts";

export const WHEN: Grammar = [[{ name: "by", words: ["on or before", "by"] }, { name: "on", words: ["on"] }], [{ name: "because", words: ["because"] }]];

const DAY = 86_400_000;

export function sayActual(extent: "done" | "partial", state: CommandState, command: AdmittedCommand, context: FoldContext): ReturnType<Apply> {
  const { plan, planKey } = context;
  const meant = meantMilestone(command.command.argument, command, context);
  if (meant === null || "outcome" in meant) return meant === null ? null : { state, outcome: meant.outcome };
  const { milestone } = meant;
  if (!decides(command.standing, plan, milestone, state.milestones)) return { state, outcome: refused("milestone-not-yours", { milestone: milestone.id, who: decidersOf(plan, milestone, state.milestones) }) };
  const before = state.milestones.done.find((one) => one.milestone === milestone.id);
  const then = command.plans.find((one) => one.plan === planKey)?.reached ?? [];
  if (before !== undefined || then.includes(milestone.id)) return { state, outcome: refused("milestone-already", { milestone: milestone.id, by: before?.by ?? null, at: before?.at ?? null }) };
  const { by, on } = command.command.phrases ?? {};
  const said = by ?? on ?? null;
  const date = said === null ? null : readDateSaid(said, plan);
  if (date !== null && "outcome" in date) return { state, outcome: date.outcome };
  const time = date?.time ?? null;
  // A day is written down before it is over.
  if (time?.at != null && (time.start ?? (time.precision === "day" ? time.at - DAY : time.at)) > command.at) return { state, outcome: refused("milestone-future", { said }) };
  const word: SaidActual = { milestone: milestone.id, at: command.at, by: command.standing.login, time, bound: by === undefined ? "on" : "by", because: command.command.because };
  const facts = { milestone: milestone.id, date: time?.at ?? null, bound: word.bound, at: command.at, text: time?.text ?? null };
  return { state: { ...state, milestones: withActual(state.milestones, extent, word) }, outcome: done(extent === "done" ? "milestone-done" : "milestone-partial", facts) };
}

function withActual(words: MilestoneWords, extent: "done" | "partial", word: SaidActual): MilestoneWords {
  if (extent === "done") return { ...words, done: [...words.done, word] };
  return { ...words, partial: [...words.partial.filter((one) => one.milestone !== word.milestone), word] };
}
