/**
 * A pull request that changes the plan itself. The rule: a plan that is wrong never gets in; a change that thaws anything, or that stops more
 * than `STOPS_MANY` open pull requests, needs the approval of the manager named in the plan in force; and a fix of the plan can always be
 * merged, freeze or not, when it touches nothing but plan files and a person whom the last good plan names approved exactly that commit.
 */
import type { Approval, PullFacts } from "../model/pull.ts";
import type { ReleasePlan } from "../model/plan.ts";
import { isPlanFile } from "../plan/plan-file.ts";

export const STOPS_MANY = 20;

/** What a proposed plan would do to the pull requests that are open now, by `owner/name#number`. */
export interface PlanEffect {
  readonly freed: readonly string[];
  readonly stopped: readonly string[];
}

export interface PlanChangeDecision {
  readonly verdict: "allow" | "wait" | "block";
  readonly why: "nothing-to-approve" | "approved" | "needs-approval" | "plan-wrong" | "no-manager";
  /** whose approval is asked for; null when nobody is named who could give it */
  readonly approver: string | null;
  readonly approvedBy: string | null;
  readonly thaws: boolean;
  readonly stopsMany: boolean;
}

/** Approvals that count: of this very commit, not by the author. */
export function approvalsOfHead(pull: PullFacts): readonly Approval[] {
  return pull.approvals.filter((approval) => approval.sha !== null && approval.sha === pull.head.sha && approval.by.toLowerCase() !== pull.author?.login.toLowerCase());
}

/**
 * `approvedByManager` is the login of the approver who is (or is in the team of) the manager, found by the caller since teams are asked for.
 * An approval is one of this very commit by somebody else than the author, for anybody with write access may push to an author's branch.
 * Where the plan names nobody but the author, nobody else ever could approve, and opening the change says it.
 */
export function decidePlanChange(input: {
  readonly inForce: ReleasePlan | null; readonly proposedIsWrong: boolean; readonly thaws: boolean; readonly effect: PlanEffect; readonly approvedByManager: string | null;
}): PlanChangeDecision {
  const { inForce, thaws, effect, approvedByManager } = input;
  const stopsMany = effect.stopped.length > STOPS_MANY;
  const frees = thaws || effect.freed.length > 0;
  const approver = inForce?.release.manager ?? null;
  const facts = { approver, approvedBy: approvedByManager, thaws: frees, stopsMany };
  if (input.proposedIsWrong) return { ...facts, verdict: "block", why: "plan-wrong" };
  if (inForce === null || (!frees && !stopsMany)) return { ...facts, verdict: "allow", why: "nothing-to-approve" };
  // A plan that names no manager has nobody who could be asked: reviews on GitHub are then all the protection it wants.
  if (approver === null) return { ...facts, verdict: "allow", why: "no-manager" };
  return approvedByManager === null ? { ...facts, verdict: "wait", why: "needs-approval" } : { ...facts, verdict: "allow", why: "approved" };
}

/** Does it touch plan files and nothing else? Unknown or cut-short file lists do not say so. */
export function touchesOnlyPlans(pull: PullFacts): boolean {
  if (pull.files === null || !pull.filesComplete || pull.files.length === 0) return false;
  return pull.files.every((file) => isPlanFile(file.path) && (file.previousPath === null || isPlanFile(file.previousPath)));
}

/** Everybody the plan names: managers of the release, of milestones and of products, and those who may approve exceptions. Logins and teams. */
export function peopleNamed(plan: ReleasePlan): readonly string[] {
  const names = [
    plan.release.manager,
    ...plan.milestones.map((milestone) => milestone.manager),
    ...plan.products.map((product) => product.manager),
    ...plan.freezes.flatMap((freeze) => freeze.waivers.approvers),
  ];
  return [...new Set(names.filter((name) => name !== null))];
}
