/**
 * Evidence from issues that the pull request closes: the strongest, because a report is made before, and mostly by somebody other than, the fix.
 *
 * That strength is the second person's. Where the pull's own author gave the type or label, or opened the issue and nobody else is known to have
 * marked it, anyone could open an issue and close it with the same pull: such an issue weighs only as much as the author's own words, and the
 * remark `own-issue` says so. An issue that the author opened and somebody else marked as a bug is second-person evidence.
 */
import type { ChangeKind } from "../model/change-kind.ts";
import type { Evidence } from "../model/evidence.ts";
import type { KindRules } from "../model/plan.ts";
import type { IssueFact, PullFacts } from "../model/pull.ts";
import { isBotLogin, sameLogin, standingOfBotMark, standingOfOwnMark } from "./acceptance.ts";
import type { Standing } from "./acceptance.ts";
import { kindOfIssueType, kindOfLabel } from "./marked-kind.ts";
import { decidingKind } from "./stricter-kind.ts";

/** One piece per closed issue that says anything about the kind. */
export function linkedIssueEvidence(rules: KindRules, pull: PullFacts): readonly Evidence[] {
  return pull.closingIssues.flatMap((issue) => {
    const says = kindOfIssue(rules, issue);
    return says === null ? [] : [evidenceOf(rules, pull, issue, says)];
  });
}

/** The issue type is GitHub's own word for what an issue is, so labels speak only where it says nothing. */
function kindOfIssue(rules: KindRules, issue: IssueFact): ChangeKind | null {
  const byType = issue.type === null ? null : kindOfIssueType(rules, issue.type);
  if (byType !== null) return byType;
  return decidingKind(issue.labels.flatMap((label) => kindOfLabel(rules, label) ?? []));
}

function evidenceOf(rules: KindRules, pull: PullFacts, issue: IssueFact, says: ChangeKind): Evidence {
  const author = pull.author?.login ?? null;
  const suppliedBy = issue.labelledBy ?? (sameLogin(issue.author, author) ? issue.author : null);
  const own = sameLogin(suppliedBy, author);
  return {
    source: "linked-issue", says, detail: `${issue.repository}#${issue.number}`, suppliedBy,
    byAuthor: suppliedBy === null || author === null ? null : own,
    ...standing(rules, pull, says, suppliedBy, own),
  };
}

function standing(rules: KindRules, pull: PullFacts, says: ChangeKind, suppliedBy: string | null, own: boolean): Standing {
  if (own) return standingOfOwnMark(rules, says, pull, "own-issue");
  if (suppliedBy === null) return { counts: true, remark: "supplier-unknown" };
  return isBotLogin(suppliedBy) ? standingOfBotMark(rules, says) : { counts: true, remark: null };
}
