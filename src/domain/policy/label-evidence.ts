/** Evidence from labels on the pull request, weighed by who set them: a label that the author set is the author's own word. */
import type { ChangeKind } from "../model/change-kind.ts";
import type { Evidence } from "../model/evidence.ts";
import type { KindRules } from "../model/plan.ts";
import type { LabelFact, PullFacts } from "../model/pull.ts";
import { isBotLogin, sameLogin, standingOfBotMark, standingOfOwnMark } from "./acceptance.ts";
import type { Standing } from "./acceptance.ts";
import { kindOfLabel } from "./marked-kind.ts";

export function labelEvidence(rules: KindRules, pull: PullFacts): readonly Evidence[] {
  return pull.labels.flatMap((label) => {
    const says = kindOfLabel(rules, label.name);
    return says === null ? [] : [evidenceOf(rules, pull, label, says)];
  });
}

function evidenceOf(rules: KindRules, pull: PullFacts, label: LabelFact, says: ChangeKind): Evidence {
  const author = pull.author?.login ?? null;
  const suppliedBy = label.addedBy?.login ?? null;
  const own = sameLogin(suppliedBy, author);
  return {
    source: "label", says, detail: label.name, suppliedBy,
    byAuthor: suppliedBy === null || author === null ? null : own,
    ...standing(rules, pull, label, says, own),
  };
}

function standing(rules: KindRules, pull: PullFacts, label: LabelFact, says: ChangeKind, own: boolean): Standing {
  if (label.addedBy === null) return { counts: true, remark: "supplier-unknown" };
  if (own) return standingOfOwnMark(rules, says, pull, "labelled-by-author");
  const bot = label.addedBy.bot || isBotLogin(label.addedBy.login);
  return bot ? standingOfBotMark(rules, says) : { counts: true, remark: null };
}
