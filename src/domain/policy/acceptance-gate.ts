/**
 * Whether a tag is held up by acceptance tests. A candidate before the last one only lists what is missing; the last one needs every test written;
 * the final release needs every feature accepted on the build that it promotes.
 */
import type { FeatureEvidence } from "../model/feature.ts";
import type { ReleaseTag } from "../model/tag.ts";
import type { TagJudgement } from "./candidate.ts";
import { isWritten } from "./feature-evidence.ts";
import { compareTags } from "./tag.ts";

/** none: what is missing is only listed; written: every test must be written; accepted: every feature must be accepted */
export type GateStage = "none" | "written" | "accepted";

export interface GateDecision {
  readonly stage: GateStage;
  /** success: nothing is missing; neutral: what is missing stops nothing yet; failure: it may not go out */
  readonly verdict: "success" | "neutral" | "failure";
  /** those that do not meet the stage; at stage none, those that would not be accepted */
  readonly missing: readonly FeatureEvidence[];
  readonly accepted: number;
  readonly total: number;
}

export function gateStage(tag: ReleaseTag, lastCandidate: ReleaseTag | null): GateStage {
  if (tag.stage.kind === "final") return "accepted";
  return lastCandidate !== null && compareTags(tag, lastCandidate) >= 0 ? "written" : "none";
}

/** No feature at all is a failure of its own: a plan that selects nothing proves nothing. */
export function decideGate(stage: GateStage, evidence: readonly FeatureEvidence[], tag: TagJudgement): GateDecision {
  const unaccepted = evidence.filter((one) => !one.accepted);
  const missing = stage === "written" ? evidence.filter((one) => !isWritten(one)) : unaccepted;
  const refused = tag.objections.some((objection) => objection.severity === "error");
  const held = stage === "none" ? false : missing.length > 0 || evidence.length === 0;
  const verdict = refused || held ? "failure" : unaccepted.length > 0 || evidence.length === 0 ? "neutral" : "success";
  return { stage, verdict, missing, accepted: evidence.length - unaccepted.length, total: evidence.length };
}
