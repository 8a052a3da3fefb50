/** What the commands about milestones have in common: which one is meant, who decides on it, and when something was or is to be. */
import type { MilestoneWords } from "../model/milestone-words.ts";
import type { PlannedTime } from "../model/instant.ts";
import type { PlannedMilestone, ReleasePlan } from "../model/plan.ts";
import { sameRepository } from "../model/refs.ts";
import { nearestName } from "../plan/nearest.ts";
import { readPlannedTime } from "../plan/planned-time.ts";
import { milestoneManager } from "../policy/reached.ts";
import type { AdmittedCommand, Standing } from "./command.ts";
import { isOneOf, mayUse } from "./right.ts";
import type { Outcome } from "./state.ts";
import { refused } from "./state.ts";
import type { FoldContext } from "./verb.ts";

export type Meant = { readonly milestone: PlannedMilestone } | { readonly outcome: Outcome };

/** `named` null = the one under whose tracking issue the command stands. Null = the command is not for this plan. */
export function meantMilestone(named: string | null, command: AdmittedCommand, context: FoldContext): Meant | null {
  const { plan, planKey, home = context.repository } = context;
  if (command.command.verb !== "claim" && !mayUse("tell", command.standing, plan)) return null;
  if (!sameRepository(home, context.repository)) return { outcome: refused("milestone-elsewhere", { home }) };
  const id = named ?? command.plans.find((one) => one.plan === planKey)?.milestone ?? null;
  const known = plan.milestones.map((one) => one.id);
  if (id === null) return { outcome: refused("milestone-which", { known, verb: command.command.verb }) };
  const milestone = findMilestone(id, plan);
  return milestone === null ? { outcome: unknownMilestone(id, plan) } : { milestone };
}

/** By id or title, whatever the letters' case. */
export function findMilestone(named: string, plan: ReleasePlan): PlannedMilestone | null {
  const wanted = named.toLowerCase();
  return plan.milestones.find(({ id }) => id.toLowerCase() === wanted) ?? plan.milestones.find(({ title }) => title.toLowerCase() === wanted) ?? null;
}

export function unknownMilestone(named: string, plan: ReleasePlan): Outcome {
  const known = plan.milestones.map(({ id }) => id);
  const title = nearestName(named, plan.milestones.map((one) => one.title));
  const nearest = nearestName(named, known) ?? plan.milestones.find((one) => one.title === title)?.id ?? null;
  return refused("milestone-unknown", { named, nearest, known });
}

/** Whoever the plan names for it, whoever it was delegated to, and the manager of the release; maintainers where there is nobody. */
export function decidersOf(plan: ReleasePlan, milestone: PlannedMilestone, { delegations }: MilestoneWords): readonly string[] {
  const delegate = delegations.find((one) => one.milestone === milestone.id)?.to ?? null;
  return [...new Set([milestoneManager(plan, milestone), delegate, plan.release.manager].filter((name) => name !== null))];
}

export function decides(standing: Standing, plan: ReleasePlan, milestone: PlannedMilestone, words: MilestoneWords): boolean {
  return isOneOf(decidersOf(plan, milestone, words), standing);
}

export type ReadDate = { readonly time: PlannedTime } | { readonly outcome: Outcome };

/** A date or instant in the plan's zone. What is counted from a milestone has no instant of its own. */
export function readDateSaid(said: string, plan: ReleasePlan): ReadDate {
  const read = readPlannedTime(said, { zone: plan.release.timezone, dayEnds: plan.release.dayEnds });
  if (!read.ok) return { outcome: refused("milestone-bad-date", { message: read.message, hint: read.hint }) };
  if (read.value.at === null) return { outcome: refused("milestone-bad-date", { message: `\`${said.replaceAll("`", "'").slice(0, 80)}\` is no date by itself.`, hint: "write a date such as 2026-12-01" }) };
  return { time: read.value };
}

/** Everybody whom words about milestones brought in. */
export function peopleInWords({ delegations, claims, outstanding, reviewsPassed }: MilestoneWords): readonly string[] {
  return [...new Set([...delegations.map(({ to }) => to), ...reviewsPassed.map(({ to }) => to), ...claims.map(({ who }) => who), ...outstanding.map(({ owner }) => owner)])];
}
