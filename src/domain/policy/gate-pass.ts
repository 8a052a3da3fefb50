/** May a head pass a closed gate? Only when every enforced freeze in force lets in every open pull request that it heads. */
import type { Decision } from "../model/decision.ts";
import type { Instant } from "../model/instant.ts";
import { decideHead } from "./decide-head.ts";
import type { HeadPull, PlanRules } from "./decide-head.ts";

/** False where there is nothing to decide from. `at` is the instant the decision is for, not necessarily now. */
export function mayPass(pulls: readonly HeadPull[], rules: readonly PlanRules[], at: Instant): boolean {
  const decided = decideHead(pulls, rules, at);
  return decided !== null && letsPass(decided.decision);
}

/** An observed freeze stops nobody. What cannot be told yet does not pass. */
export function letsPass({ verdict, mode }: Decision): boolean {
  return verdict === "allow" || verdict === "skip" || mode === "observe";
}
