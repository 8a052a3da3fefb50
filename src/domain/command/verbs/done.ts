/**
 * `done`: says that a milestone is reached, then and there or on a day before, or that a duty of the plan was done. A milestone is reached once: the
 * first word that counts stands, and it governs from the moment it was said, whatever date it names.
 */
import { doersOf } from "../../policy/key-result-people.ts";
import { withActualDates } from "../../policy/actual-dates.ts";
import { dutyBegins, dutyStanding, occurrenceDone } from "../../policy/duty.ts";
import type { PlannedDuty } from "../../model/plan.ts";
import { nearestName } from "../../plan/nearest.ts";
import type { AdmittedCommand } from "../command.ts";
import { isOneOf, mayUse } from "../right.ts";
import { findMilestone } from "../milestone-meant.ts";
import type { CommandState } from "../state.ts";
import { done, refused, wordId } from "../state.ts";
import type { Apply, FoldContext, VerbRow } from "../verb.ts";
import { sayActual, WHEN } from "./actual.ts";

export const DONE: VerbRow = {
  verb: "done",
  usage: "done [MILESTONE or DUTY] [on, by or on or before DATE]",
  does: "Says that a milestone is reached, or that a duty which the plan lists under operations was done, this time. Under the tracking issue of a milestone its name can be left out.",
  right: "done",
  place: "anywhere",
  argument: "optional",
  clauses: [],
  needs: [],
  grammar: WHEN,
  examples: ["/warden done", "/warden done sub-system-test on or before 2019-06-17", "/warden done payouts"],
  ofDiff: false,
  touches: "milestones",
  apply: applyDone,
};

function applyDone(...[state, command, context]: Parameters<Apply>): ReturnType<Apply> {
  const { plan } = context;
  if (!mayUse("done", command.standing, plan)) return null;
  const named = command.command.argument;
  const duty = plan.operations.find(({ id }) => id.toLowerCase() === named?.toLowerCase());
  if (duty !== undefined && (named === null || findMilestone(named, plan) === null)) return dutyDone(duty, state, command, context);
  const unknown = named !== null && findMilestone(named, plan) === null;
  if (!unknown || plan.operations.length === 0) return sayActual("done", state, command, context);
  const known = [...plan.milestones.map(({ id }) => id), ...plan.operations.map(({ id }) => id)];
  return { state, outcome: refused("done-unknown", { named, nearest: nearestName(named, known), known }) };
}

function dutyDone(written: PlannedDuty, state: CommandState, command: AdmittedCommand, { plan, reached, since = command.at }: FoldContext): ReturnType<Apply> {
  const duty = withActualDates(plan, reached, command.at).operations.find(({ id }) => id === written.id) ?? written;
  const who = doersOf(plan, duty);
  if (!isOneOf(who, command.standing)) return { state, outcome: refused("done-not-yours", { named: duty.id, who }) };
  const word = { id: wordId(command), duty: duty.id, by: command.standing.login, at: command.at };
  if (duty.rule !== null && dutyBegins(duty, since) === null) return { state, outcome: refused("duty-not-begun", { duty: duty.id, milestone: duty.from?.after?.milestone ?? null }) };
  const before = state.duties.filter((one) => one.duty === duty.id);
  const due = occurrenceDone(duty, since, before, word);
  const { next } = dutyStanding(duty, since, before, command.at);
  if (due === null) return { state, outcome: refused("duty-already", { duty: duty.id, next }) };
  return { state: { ...state, duties: [...state.duties, word] }, outcome: done("duty-done", { duty: duty.id, due, next: due === next ? null : next }) };
}
