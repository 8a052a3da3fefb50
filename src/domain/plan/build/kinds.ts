/** What counts as evidence for a kind of change, with defaults for what a plan leaves out. */
import type { ChangeKind } from "../../model/change-kind.ts";
import type { KindEvidenceRules, KindRules } from "../../model/plan.ts";
import type { WrittenPlan } from "../schema.ts";

type Written = NonNullable<WrittenPlan["kinds"]>;
type OtherKind = Exclude<ChangeKind, "bugfix" | "unknown">;

/** GitHub's own issue type and the labels that most repositories give a bug. */
export const DEFAULT_BUGFIX: KindEvidenceRules = { issueTypes: ["Bug"], labels: ["bug", "type: bug", "type/bug", "kind/bug", "regression"], accept: "maintainer" };

export function buildKinds(written: Written = {}): KindRules {
  const others: Partial<Record<OtherKind, KindEvidenceRules>> = {};
  const countsAs: Partial<Record<ChangeKind, ChangeKind>> = {};
  for (const [name, rules] of Object.entries(written) as [Exclude<ChangeKind, "unknown">, Written["bugfix"]][]) {
    if (rules === undefined) continue;
    if (rules.counts_as !== undefined) countsAs[name] = rules.counts_as;
    if (name !== "bugfix") others[name] = { issueTypes: rules.issue_types ?? [], labels: rules.labels ?? [], accept: rules.accept ?? DEFAULT_BUGFIX.accept };
  }
  const bugfix = written.bugfix;
  return {
    bugfix: { issueTypes: bugfix?.issue_types ?? DEFAULT_BUGFIX.issueTypes, labels: bugfix?.labels ?? DEFAULT_BUGFIX.labels, accept: bugfix?.accept ?? DEFAULT_BUGFIX.accept },
    others, countsAs,
  };
}
