/**
 * How firmly a freeze holds on a branch, from the rights that we have and the rules that stand. It is never said to be more than it is: what
 * cannot be told counts as not there.
 */
import type { BranchRules, GateRights, Level } from "../model/gate.ts";

export interface LevelFacts {
  readonly rights: GateRights;
  /** null = GitHub did not say */
  readonly rules: BranchRules | null;
  /** of the check that carries our verdict */
  readonly checkName: string;
  readonly appId: number;
}

export function detectLevel({ rights, rules, checkName, appId }: LevelFacts): Level {
  if (rights.organization) return "organization-gate";
  if (rights.repository) return "repository-gate";
  if (rules === null || !requiresCheck(rules, checkName, appId)) return "advisory";
  return rules.queue ? "queue" : "soft";
}

/** Is our check required here, by a rule that our check can meet? One that is tied to another app waits for that app. */
export function requiresCheck(rules: BranchRules, checkName: string, appId: number): boolean {
  return rules.required.some((one) => one.context === checkName && (one.appId === null || one.appId === appId));
}
