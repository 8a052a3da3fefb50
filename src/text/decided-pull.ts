/** What every page about a decision is made from, and the plan's own words for it: which freeze, when and by whom it ends, where it is read. */
import type { Decision } from "../domain/model/decision.ts";
import type { Instant } from "../domain/model/instant.ts";
import type { Freeze, PlannedMilestone, ReleasePlan } from "../domain/model/plan.ts";
import type { RepositoryName } from "../domain/model/refs.ts";
import { instantText, shortInstantText } from "./instant.ts";
import type { Voice } from "./voice.ts";

export interface DecidedPull {
  readonly decision: Decision;
  readonly plan: ReleasePlan;
  /**
   * World time. It only chooses between "due" and "was due" and the year where the freeze has no known beginning: words that follow the
   * clock would make a check that has nothing new to say be written again and again.
   */
  readonly now: Instant;
  /** name of the branch that the pull request would merge into */
  readonly base: string;
  /** the repository of the pull request, so that its own references need no name; null = not known */
  readonly repository: RepositoryName | null;
}

export function freezeOf({ decision, plan }: DecidedPull): Freeze | null {
  return plan.freezes.find((freeze) => freeze.id === decision.rule) ?? null;
}

export function milestoneOf(plan: ReleasePlan, id: string | null): PlannedMilestone | null {
  return plan.milestones.find((milestone) => milestone.id === id) ?? null;
}

/** The title of a milestone, or its id where the plan does not have it. */
export function milestoneTitle(plan: ReleasePlan, id: string): string {
  return milestoneOf(plan, id)?.title ?? id;
}

/** Who ends the freeze by hand: the manager of the milestone that ends it, else of the release; null = the plan names nobody. */
export function managerOf({ decision, plan }: DecidedPull): string | null {
  return milestoneOf(plan, decision.untilMilestone)?.manager ?? plan.release.manager;
}

/** The incident whose freeze it is, which ends with it; null = the freeze is the plan's own, or a person's. */
export function incidentOf(pull: DecidedPull): number | null {
  const number = /^incident-(\d+)(?:-\d+)?$/.exec(freezeOf(pull)?.id ?? "")?.[1];
  return number === undefined || freezeOf(pull)?.until !== null ? null : Number(number);
}

/** The year is left out where it is that of the freeze's beginning, which does not move. */
export function referenceOf({ decision, now }: DecidedPull): Instant {
  return decision.since ?? now;
}

/** "Release is reached (due Mon 24 June 24:00 Oslo)", "Mon 24 June 24:00 Oslo", "bwhm ends it": continues "until …". */
export function untilText(pull: DecidedPull, voice: Voice, zones: "one" | "both"): string {
  const { decision, plan } = pull;
  const due = dueText(pull, zones);
  if (decision.untilMilestone !== null) {
    const title = voice.text(milestoneTitle(plan, decision.untilMilestone), 40);
    return due === null ? `${title} is reached` : `${title} is reached (${isOverdue(pull) ? "was due" : "due"} ${due})`;
  }
  if (due !== null) return due;
  const incident = incidentOf(pull);
  if (incident !== null) return `${voice.text(`incident #${incident}`, 40)} is over`;
  const manager = managerOf(pull);
  return manager === null ? "a person ends it" : `${voice.text(manager, 60)} ends it`;
}

export function dueText(pull: DecidedPull, zones: "one" | "both"): string | null {
  const { decision, plan } = pull;
  if (decision.until === null) return null;
  return zones === "both" ? instantText(decision.until, plan.release.timezone, null)
    : shortInstantText(decision.until, plan.release.timezone, referenceOf(pull));
}

/** Its end was due and has not come: the milestone has slipped, and the freeze holds on. */
export function isOverdue({ decision, now }: DecidedPull): boolean {
  return decision.until !== null && decision.untilMilestone !== null && now >= decision.until;
}
