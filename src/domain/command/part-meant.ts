/**
 * Which part of a milestone a command speaks of: by its title, its first words, or the issue or pull request in which it is made. Only parts that
 * somebody is to review are meant. Under the tracking issue of a milestone its own parts come first.
 */
import type { PlannedMilestone } from "../model/plan.ts";
import { nearestName } from "../plan/nearest.ts";
import type { ChecklistItem } from "../policy/checklist.ts";
import { partItems } from "../policy/late-parts.ts";
import { reviewersOf } from "../policy/part.ts";
import { sameRepository } from "../model/refs.ts";
import type { AdmittedCommand } from "./command.ts";
import { findMilestone } from "./milestone-meant.ts";
import { isOneOf, mayUse } from "./right.ts";
import type { CommandState, Outcome } from "./state.ts";
import { refused } from "./state.ts";
import type { FoldContext } from "./verb.ts";

export interface ReviewedPart {
  readonly milestone: PlannedMilestone;
  readonly item: ChecklistItem;
  /** whose word counts */
  readonly may: readonly string[];
}

const REFERENCE = /^(?:https:\/\/github\.com\/)?([^#\s]*?)(?:#|\/(?:issues|pull)\/)(\d{1,9})$/;

/** `named` null = the one that waits for whoever speaks, or the only one. Null = the command is not for this plan. */
export function meantPart(named: string | null, of: string | null, state: CommandState, command: AdmittedCommand, context: FoldContext): ReviewedPart | { readonly outcome: Outcome } | null {
  const { plan, home = context.repository } = context;
  if (!mayUse("tell", command.standing, plan)) return null;
  if (!sameRepository(home, context.repository)) return { outcome: refused("milestone-elsewhere", { home }) };
  const milestone = of === null ? null : findMilestone(of, plan);
  // A title may hold the word as well: "ready for review".
  const title = of !== null && milestone === null ? [named, of].filter((part) => part !== null).join(" for ") : named;
  const all = partsToReview(state, context).filter((one) => milestone === null || one.milestone === milestone);
  const here = command.plans.find((one) => one.plan === context.planKey)?.milestone ?? null;
  const near = all.filter((one) => one.milestone.id === here);
  const known = (near.length > 0 ? near : all).map(({ item }) => item.task);
  const found = title === null ? onlyOne(near.length > 0 ? near : all, command) : matching(title, near, home) ?? matching(title, all, home);
  if (found !== null && found !== "several") return found;
  if (found === "several" || title === null) return { outcome: refused("part-which", { known, verb: command.command.verb }) };
  return { outcome: refused("part-unknown", { named: title, nearest: nearestName(title, all.map(({ item }) => item.task)), known }) };
}

export function partsToReview({ milestones: words }: Pick<CommandState, "milestones">, { plan, home, repository }: FoldContext): readonly ReviewedPart[] {
  return plan.milestones.flatMap((milestone) => partItems(milestone, home ?? repository).flatMap(({ item }): readonly ReviewedPart[] => {
    const review = item.review ?? [];
    return review.length === 0 ? [] : [{ milestone, item, may: reviewersOf(milestone.id, item.key, review, words).may }];
  }));
}

function onlyOne(parts: readonly ReviewedPart[], { standing }: AdmittedCommand): ReviewedPart | "several" | null {
  const mine = parts.filter(({ may }) => isOneOf(may, standing));
  return oneOf(mine.length > 0 ? mine : parts);
}

/** The whole title before its beginning; null = none. */
function matching(named: string, parts: readonly ReviewedPart[], home: string): ReviewedPart | "several" | null {
  // A title that is cut short ends with an ellipsis wherever it is shown.
  const wanted = plainly(named).replace(/…$/, "").trimEnd();
  const [, repository, number] = REFERENCE.exec(named) ?? [];
  if (number !== undefined) return oneOf(parts.filter(({ item: { link } }) => link?.number === Number(number) && sameRepository(link.repository, repository === undefined || repository === "" ? home : repository)));
  return oneOf(parts.filter(({ item }) => plainly(item.task) === wanted)) ?? oneOf(parts.filter(({ item }) => plainly(item.task).startsWith(wanted)));
}

function plainly(title: string): string {
  return title.toLowerCase().replace(/\s+/g, " ").trim();
}

function oneOf(parts: readonly ReviewedPart[]): ReviewedPart | "several" | null {
  const [first = null, ...more] = parts;
  return more.length > 0 ? "several" : first;
}
