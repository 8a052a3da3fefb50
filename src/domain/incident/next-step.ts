/** What an incident waits for, the next thing first: people in a hurry read one line. */
import type { Incident } from "../model/incident.ts";
import type { IncidentPlan } from "../model/plan-incidents.ts";
import { missingForReview } from "./review.ts";
import type { ReviewGap } from "./review.ts";
import { proposesFreeze } from "./severity.ts";

export type NextStep = "own" | "severity" | "triage" | "inform" | "freeze" | "plan" | "mitigate" | "resolve" | "started" | "review" | `report-${Exclude<ReviewGap, "severity" | "triage" | "owner" | "inform">}`;

/** Empty = nothing is asked of anybody any more. */
export function nextSteps(incident: Incident, plan: IncidentPlan): readonly NextStep[] {
  const { state } = incident;
  if (state === "reviewed") return [];
  // Without its start no length is known; it may be said to be unknown, and nothing waits for it.
  const dateless = incident.moments.started === undefined && !incident.light;
  if (state === "resolved") return [...missingForReview(incident).map(stepOfGap), ...dateless ? ["started" as const] : [], ...incident.light ? [] : ["review" as const]];
  const steps: readonly (readonly [NextStep, boolean])[] = [
    ["own", incident.owner === null && !incident.light], ["severity", incident.severity === null], ["triage", incident.triage === null],
    ["freeze", incident.freezes.length === 0 && proposesFreeze(incident, plan)], ["inform", incident.informs.length === 0 && !incident.light],
    ["plan", incident.steps.length === 0 && !incident.light && incident.triage !== null], ["mitigate", state !== "mitigated" && !incident.light], ["resolve", true],
  ];
  return steps.filter(([, wanted]) => wanted).map(([step]) => step);
}

function stepOfGap(gap: ReviewGap): NextStep {
  if (gap === "owner") return "own";
  return gap === "severity" || gap === "triage" || gap === "inform" ? gap : `report-${gap}`;
}
