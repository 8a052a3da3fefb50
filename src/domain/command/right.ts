/**
 * Who may use which command. A right comes from the plan's own words first: whom it names as manager or approver; where it names nobody, from the
 * role in the repository. What could not be told is no right.
 */
import type { Freeze, ReleasePlan } from "../model/plan.ts";
import type { TestEnvironment } from "../model/plan-testing.ts";
import { hasRole } from "../model/refs.ts";
import { sameLogin } from "../policy/acceptance.ts";
import { doersOf, gradersOf, scorersOf } from "../policy/key-result-people.ts";
import { peopleNamed } from "../policy/plan-change.ts";
import type { Standing } from "./command.ts";

export type Right = "manage" | "approve" | "ask" | "revoke" | "read" | "score" | "grade" | "done" | "decide" | "tell" | "claim" | "review" | "delegate" | "resend" | "test" | "vote";

/** Continues "May be used by …". */
export const WHO_MAY: Readonly<Record<Right, string>> = {
  manage: "the manager and the approvers that the plan names; maintainers where it names nobody",
  approve: "the people that the plan names, but not for their own change or request; maintainers where it names nobody",
  ask: "the author of the pull request, and everybody who may write to the repository",
  revoke: "whoever asked for the exception, and those who may approve it",
  score: "the people to whom the plan gives a weight in key results",
  grade: "the manager of the objective, and the manager of the release; maintainers where the plan names neither",
  done: "the manager of the milestone and whom they delegated it to, or whoever the plan says does the duty; the manager of the release; maintainers where the plan names nobody",
  decide: "the manager of the milestone and whom they delegated it to, and the manager of the release; maintainers where the plan names nobody",
  tell: "the people that the plan names, and everybody with a role in the repository",
  review: "whoever the plan names under review of the part, and whom they passed it to",
  delegate: "the manager of the milestone and whom they delegated it to, and the manager of the release; maintainers where the plan names nobody; of a review, whoever is to do it as well",
  claim: "everybody, as long as a place is free",
  resend: "the manager and the approvers that the plan names; maintainers where it names nobody",
  test: "everybody who may write to the repository, and whom the plan names under reported_by of an environment",
  vote: "those who ratify the procedure by the plan; once a motion is seconded, those who did then",
  read: "the author, the people that the plan names, and everybody with a role in the repository",
};

export function mayUse(right: Right, standing: Standing, plan: ReleasePlan): boolean {
  switch (right) {
    case "manage": case "resend": return isOneOf(managersOf(plan), standing);
    case "approve": return isOneOf(peopleNamed(plan), standing);
    case "ask": return standing.author || hasRole(standing.role, "write");
    case "revoke": return mayUse("ask", standing, plan) || mayUse("approve", standing, plan);
    case "read": return !isStranger(standing);
    case "score": return scorersOf(plan).some((name) => isNamed(name, standing));
    case "grade": return plan.keyResults.some((result) => isOneOf(gradersOf(plan, result), standing));
    // Which milestone or duty is meant, to whom it was delegated, and who may vote, the fold knows.
    case "done": case "decide": case "tell": case "review": case "delegate": case "vote": return !isStranger(standing) || peopleWithRights(plan).some((name) => isNamed(name, standing));
    case "test": return plan.environments.some((environment) => mayReport(environment, standing));
    case "claim": return plan.milestones.some(({ team }) => team.some(({ open }) => open));
  }
}

/** May the person report what was tested there by hand? */
export function mayReport({ reportedBy }: TestEnvironment, standing: Standing): boolean {
  return hasRole(standing.role, "write") || reportedBy.some((name) => isNamed(name, standing));
}

/** Does it speak of a plan itself, and of no branch or pull request? Then it is heard in the plan's home as well, governed or not. */
export function isOfPlan(right: Right): boolean {
  return ["score", "grade", "done", "decide", "tell", "claim", "review", "delegate", "resend", "vote"].includes(right);
}

/** Whom the plan names for it; empty = nobody, or it goes by role. */
export function whoMayUse(right: Right, plan: ReleasePlan): readonly string[] {
  switch (right) {
    case "manage": case "resend": return managersOf(plan);
    case "approve": case "revoke": return peopleNamed(plan);
    case "score": return scorersOf(plan);
    case "grade": return unique(plan.keyResults.flatMap((result) => gradersOf(plan, result)));
    case "done": return unique(plan.operations.flatMap((duty) => doersOf(plan, duty)));
    case "vote": return votersOf(plan);
    case "review": return unique(plan.milestones.flatMap(({ parts }) => parts.flatMap(({ review }) => review)));
    case "ask": case "read": case "decide": case "tell": case "claim": case "delegate": return [];
    case "test": return unique(plan.environments.flatMap(({ reportedBy }) => reportedBy));
  }
}

/** Somebody who has no part in this: gets a sign that the comment was seen, and never a comment in return. */
export function isStranger(standing: Standing): boolean {
  return !standing.author && standing.named.length === 0 && !hasRole(standing.role, "triage");
}

/** The manager of the release and everybody who may approve an exception. */
export function managersOf(plan: ReleasePlan): readonly string[] {
  return unique([plan.release.manager, ...plan.freezes.flatMap((freeze) => freeze.waivers.approvers)]);
}

/** Who ratifies the procedure for incidents, as the plan names them. */
export function votersOf({ incidents }: Pick<ReleasePlan, "incidents">): readonly string[] {
  return incidents?.procedure?.vote?.by ?? [];
}

/** Who may approve an exception to this freeze. */
export function approversOf(plan: ReleasePlan, freeze: Freeze): readonly string[] {
  return unique([...freeze.waivers.approvers, plan.release.manager]);
}

/** Does the person stand among these names? Where there are none, maintainers do. */
export function isOneOf(names: readonly string[], standing: Standing): boolean {
  if (names.length === 0) return hasRole(standing.role, "maintain");
  return names.some((name) => isNamed(name, standing));
}

function isNamed(name: string, standing: Standing): boolean {
  return sameLogin(name, standing.login) || standing.named.some((own) => sameLogin(own, name));
}

/** Everybody to whom the plan gives some right, so that none of them is a stranger. */
export function peopleWithRights(plan: ReleasePlan): readonly string[] {
  return unique([...peopleNamed(plan), ...scorersOf(plan), ...plan.objectives.map(({ manager }) => manager), ...plan.operations.map(({ owner }) => owner), ...plan.milestones.flatMap(({ checklist, parts }) => [...checklist.map(({ owner }) => owner), ...parts.flatMap(({ owner, review }) => [owner, ...review])]), ...plan.environments.flatMap(({ reportedBy }) => reportedBy), ...votersOf(plan)]);
}

function unique(names: readonly (string | null)[]): readonly string[] {
  return [...new Map(names.flatMap((name) => (name === null ? [] : [[name.toLowerCase(), name] as const]))).values()];
}
