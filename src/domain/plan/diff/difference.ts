/** One difference between two plans. Data only; `text` words it. */
export interface PlanDifference {
  readonly code: DifferenceCode;
  /** it may let in now or later what the plan in force stops, or changes who may decide that */
  readonly thaws: boolean;
  /** it may stop what the plan in force lets in */
  readonly tightens: boolean;
  /** where in the plan, `freezes.bugfixes-only.allow` */
  readonly path: string;
  /** id of the freeze, milestone or product; empty for the plan as a whole */
  readonly subject: string;
  readonly before: string | null;
  readonly after: string | null;
}

export type DifferenceCode =
  | "freeze-added" | "freeze-removed" | "freeze-renamed" | "freeze-begins-later" | "freeze-begins-earlier" | "freeze-begin-changed" | "freeze-ends-earlier" | "freeze-ends-later"
  | "freeze-end-changed" | "mode-changed" | "allow-widened" | "allow-narrowed" | "exceptions-widened" | "exceptions-narrowed" | "agreed-added" | "agreed-removed"
  | "approvers-changed" | "approvals-lowered" | "approvals-raised" | "notice-changed" | "scope-narrowed" | "scope-widened" | "branches-dropped" | "branches-added"
  | "product-added" | "product-removed" | "product-renamed" | "repository-dropped" | "repository-added" | "branch-changed" | "feeders-changed" | "paths-narrowed" | "paths-widened"
  | "version-target-changed" | "milestone-added" | "milestone-removed" | "milestone-renamed" | "baseline-moved" | "milestone-moved" | "prerequisites-changed"
  | "manager-changed" | "evidence-widened" | "evidence-narrowed" | "kind-judged-otherwise" | "release-renamed";

export type Effect = "thaws" | "tightens" | "both" | "none";

export function difference(code: DifferenceCode, effect: Effect, path: string, subject: string, before: string | null, after: string | null): PlanDifference {
  return { code, thaws: effect === "thaws" || effect === "both", tightens: effect === "tightens" || effect === "both", path, subject, before, after };
}

/** What a list lost and what it gained, each as one difference, or none. Case does not count where GitHub does not count it. */
export function listDifferences(lists: {
  readonly path: string; readonly subject: string; readonly before: readonly string[]; readonly after: readonly string[];
  readonly lost: readonly [DifferenceCode, Effect]; readonly gained: readonly [DifferenceCode, Effect];
}): readonly PlanDifference[] {
  const { path, subject, before, after, lost, gained } = lists;
  const missing = without(before, after);
  const fresh = without(after, before);
  return [
    ...(missing.length === 0 ? [] : [difference(lost[0], lost[1], path, subject, missing.join(", "), null)]),
    ...(fresh.length === 0 ? [] : [difference(gained[0], gained[1], path, subject, null, fresh.join(", "))]),
  ];
}

function without(list: readonly string[], other: readonly string[]): readonly string[] {
  const known = new Set(other.map((one) => one.toLowerCase()));
  return list.filter((one) => !known.has(one.toLowerCase()));
}
