/** What counts as evidence: more of it lets more in. */
import { CHANGE_KINDS } from "../../model/change-kind.ts";
import type { KindEvidenceRules, KindRules } from "../../model/plan.ts";
import { difference, listDifferences } from "./difference.ts";
import type { PlanDifference } from "./difference.ts";

/** strictest first */
const TRUST = ["second-person", "maintainer", "wording"] as const;
const NO_RULES: KindEvidenceRules = { issueTypes: [], labels: [], accept: "maintainer" };

export function compareKinds(before: KindRules, after: KindRules): readonly PlanDifference[] {
  const others = CHANGE_KINDS.filter((kind) => kind !== "bugfix" && kind !== "unknown");
  return [
    ...compareEvidence("bugfix", before.bugfix, after.bugfix),
    ...others.flatMap((kind) => compareEvidence(kind, before.others[kind] ?? NO_RULES, after.others[kind] ?? NO_RULES)),
    ...CHANGE_KINDS.flatMap((kind) => (before.countsAs[kind] === after.countsAs[kind] ? [] : [
      difference("kind-judged-otherwise", "both", `kinds.${kind}.counts_as`, kind, before.countsAs[kind] ?? null, after.countsAs[kind] ?? null),
    ])),
  ];
}

function compareEvidence(kind: string, before: KindEvidenceRules, after: KindEvidenceRules): readonly PlanDifference[] {
  const path = `kinds.${kind}`;
  const codes = { lost: ["evidence-narrowed", "tightens"], gained: ["evidence-widened", "thaws"] } as const;
  const trusts = TRUST.indexOf(after.accept) - TRUST.indexOf(before.accept);
  return [
    ...listDifferences({ path: `${path}.labels`, subject: kind, before: before.labels, after: after.labels, ...codes }),
    ...listDifferences({ path: `${path}.issue_types`, subject: kind, before: before.issueTypes, after: after.issueTypes, ...codes }),
    ...(trusts === 0 ? [] : [difference(trusts > 0 ? "evidence-widened" : "evidence-narrowed", trusts > 0 ? "thaws" : "tightens", `${path}.accept`, kind, before.accept, after.accept)]),
  ];
}
