/**
 * Which action was decided on, by what people say anyway. What came with the report decides nothing: whoever reports does not investigate. Nothing
 * waits for a decision; what is left undecided is said, but of a light one, whose steps may be left out.
 */
import { INCIDENT_ACTIONS } from "../model/incident-action.ts";
import type { ActionDecision, IncidentAction, UndecidedAction } from "../model/incident-action.ts";
import type { Incident, IncidentEntry } from "../model/incident.ts";
import type { Draft } from "./draft.ts";

export function decidedWith(actions: readonly ActionDecision[], { id, at, by, comment, act }: IncidentEntry): readonly ActionDecision[] {
  if (comment === null) return actions;
  if (act.kind !== "logs" && act.kind !== "party" && act.kind !== "hypothesis" && act.kind !== "plan" && act.kind !== "no-need") return actions;
  // What became of a theory is no new one.
  if (act.kind === "hypothesis" && act.number !== null) return actions;
  const action = actionOf(act);
  const before = actions.find((one) => one.action === action);
  if (before !== undefined && (before.act?.kind === "no-need") === (act.kind === "no-need")) return actions;
  return [...actions.filter((one) => one !== before), { id, recordedAt: at, by, action, act }];
}

function actionOf(act: NonNullable<ActionDecision["act"]>): IncidentAction {
  if (act.kind === "no-need") return act.of;
  return act.kind === "logs" ? "logs" : act.kind === "party" ? "others" : "investigation";
}

/** While something new is investigated; of a light one only once something was decided. */
export function showsActions({ state, triage, light, actions }: Pick<Incident, "state" | "triage" | "light" | "actions">): boolean {
  return triage === "new" && (state === "investigating" || state === "mitigated") && (!light || actions.length > 0);
}

/** Made up for by saying it afterwards, as every step is. */
export function leftUndecided({ triage, light, actions, easedBy }: Pick<Draft, "triage" | "light" | "actions" | "easedBy">): readonly UndecidedAction[] {
  if (easedBy === null || light || triage !== "new") return [];
  return INCIDENT_ACTIONS.filter((action) => !actions.some((one) => one.action === action)).map((action) => ({ action, by: easedBy.by }));
}
