/**
 * Which action is taken when something new is investigated: whether logs are pulled, whether others are involved, and how it is looked into; and the
 * steps that were planned. A decision is what a command said anyway, or that there is no need.
 */
import type { Horizon, IncidentAct, TimedEntry, When } from "./incident.ts";

/** In the order in which they are shown. */
export const INCIDENT_ACTIONS = ["logs", "others", "investigation"] as const;
export type IncidentAction = (typeof INCIDENT_ACTIONS)[number];

/** Those that may be said not to be needed. */
export const NEEDLESS = ["logs", "others"] as const;
export type Needless = (typeof NEEDLESS)[number];

/** What decides: the first that says so, and what says the contrary in its place. */
export interface ActionDecision extends TimedEntry {
  readonly action: IncidentAction;
  /** null = it is not for everybody to read */
  readonly act: Extract<IncidentAct, { readonly kind: "logs" | "party" | "hypothesis" | "plan" | "no-need" }> | null;
}

/** Nobody had decided it when `by` said that the incident was eased or over. */
export interface UndecidedAction {
  readonly action: IncidentAction;
  readonly by: string | null;
}

export interface PlannedStep extends TimedEntry {
  /** from 1 */
  readonly number: number;
  readonly horizon: Horizon;
  readonly text: string;
  readonly owner: string | null;
  readonly due: When | null;
  readonly done: boolean;
}

/** Issue of a step; `closed` = the step was done, and we closed it or found it so. Absent = not yet */
export interface StepIssue {
  readonly number: number;
  readonly closed?: true;
}
