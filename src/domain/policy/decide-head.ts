/**
 * The decision for one commit and branch: the AND over all open pull requests that share them and over all plans that bind the branch,
 * since a check belongs to the commit and not to one pull request.
 */
import type { Decision } from "../model/decision.ts";
import type { Instant } from "../model/instant.ts";
import type { ReleasePlan } from "../model/plan.ts";
import type { PullFacts } from "../model/pull.ts";
import type { RepositoryName } from "../model/refs.ts";
import type { ReachedMilestone, Waiver } from "../model/snapshot.ts";
import { combineDecisions, strictness } from "./combine.ts";
import { decideFreeze } from "./freeze.ts";
import { reason } from "./reason.ts";

export interface PlanRules {
  readonly plan: ReleasePlan;
  readonly reached: readonly ReachedMilestone[];
  /** the plan's own repository, which products without repositories mean */
  readonly home: RepositoryName;
  readonly waivers: readonly Waiver[];
}

/** One open pull request, with what the caller asked GitHub about its approvals when it touches nothing but plan files. */
export interface HeadPull {
  readonly facts: PullFacts;
  readonly takenAt: Instant;
  /** null = it is not a fix of the plan alone */
  readonly planFix: PlanFix | null;
}

export interface PlanFix {
  /** who of the people named by the last good plan approved this very commit; null = nobody yet */
  readonly approvedBy: string | null;
  readonly people: readonly string[];
}

export interface HeadDecision {
  readonly decision: Decision;
  /** the plan whose freeze decided */
  readonly plan: ReleasePlan;
  /** the pull request that decided */
  readonly pull: PullFacts;
}

/** Null when there is no plan or no pull request to decide. */
export function decideHead(pulls: readonly HeadPull[], rules: readonly PlanRules[], now: Instant): HeadDecision | null {
  const all = pulls.flatMap(({ facts, takenAt, planFix }) => rules.map(({ plan, reached, home, waivers }) => ({
    plan, pull: facts, decision: withPlanFix(decideFreeze(plan, { takenAt, pull: facts, reached, waivers, home }, now), planFix),
  })));
  const [first, ...rest] = all;
  if (first === undefined) return null;
  const strictest = rest.reduce((worst, one) => (strictness(one.decision) < strictness(worst.decision) ? one : worst), first);
  return { ...strictest, decision: combineDecisions(all.map((one) => one.decision)) };
}

/** A freeze must never lock out the correction of its own plan. */
function withPlanFix(decision: Decision, fix: PlanFix | null): Decision {
  if (fix === null || (decision.verdict !== "block" && decision.verdict !== "wait")) return decision;
  if (fix.approvedBy === null) {
    return fix.people.length === 0 ? decision : { ...decision, waysIn: [{ code: "approve-plan-fix", facts: { people: fix.people } }, ...decision.waysIn] };
  }
  return { ...decision, verdict: "allow", reasons: reason("plan-fix", true, { approvedBy: fix.approvedBy }), offending: [], waysIn: [] };
}

/** The decision where no plan binds the branch, for callers who must answer all the same. */
export function ungoverned(pull: PullFacts, takenAt: Instant, now: Instant): Decision {
  return {
    verdict: "skip", rule: null, ruleTitle: null, mode: null, kind: "unknown", reasons: reason("not-governed", true, { repository: pull.repository, base: pull.base.ref }),
    evidence: [], offending: [], waysIn: [], since: null, until: null, untilMilestone: null, feeder: null, decidedAt: now, takenAt, validUntil: null,
  };
}
