/**
 * Whose word counts. A plan trusts words as far as its `accept` says:
 *
 *   second-person  only what somebody other than the author supplied
 *   maintainer     also the author's own word, where the author may maintain the repository
 *   wording        anyone's words
 *
 * A supplier, or a role, that is not known counts, and the remark says so. A word against the author's own interest ("feature") always counts.
 * A bot's word is nobody's: labellers repeat what the author put in the title, the branch or the files, so it is no second person.
 */
import type { ChangeKind } from "../model/change-kind.ts";
import type { Evidence } from "../model/evidence.ts";
import type { Acceptance, KindRules } from "../model/plan.ts";
import type { PullFacts } from "../model/pull.ts";
import { hasRole } from "../model/refs.ts";

export type Standing = Pick<Evidence, "counts" | "remark">;

/** What the plan asks of words that speak for this kind; kinds that it does not set are held to what it asks of bugfixes. */
export function acceptanceFor(rules: KindRules, kind: ChangeKind): Acceptance {
  if (kind === "bugfix" || kind === "unknown") return rules.bugfix.accept;
  return rules.others[kind]?.accept ?? rules.bugfix.accept;
}

/** Standing of the author's own words in a title or branch. */
export function standingOfWords(rules: KindRules, says: ChangeKind, pull: PullFacts): Standing {
  if (says === "feature") return { counts: true, remark: null };
  const accept = acceptanceFor(rules, says);
  if (accept === "wording") return { counts: true, remark: null };
  if (accept === "second-person") return { counts: false, remark: "wording-not-accepted" };
  if (pull.authorRole === null) return { counts: true, remark: "supplier-unknown" };
  return isMaintainer(pull) ? { counts: true, remark: null } : { counts: false, remark: "author-not-maintainer" };
}

/** Standing of a mark (a label, an issue's type) that the author set: it weighs as much as the author's words, and the remark always says so. */
export function standingOfOwnMark(rules: KindRules, says: ChangeKind, pull: PullFacts, remark: "labelled-by-author" | "own-issue"): Standing {
  if (says === "feature") return { counts: true, remark };
  const accept = acceptanceFor(rules, says);
  if (accept === "wording") return { counts: true, remark };
  return { counts: accept === "maintainer" && (pull.authorRole === null || isMaintainer(pull)), remark };
}

/** Standing of a mark that a bot set. */
export function standingOfBotMark(rules: KindRules, says: ChangeKind): Standing {
  const counts = says === "feature" || acceptanceFor(rules, says) !== "second-person";
  return { counts, remark: "labelled-by-bot" };
}

/** GitHub ends the login of every app with `[bot]`; where only a login is known, that is the sign. */
export function isBotLogin(login: string): boolean {
  return login.toLowerCase().endsWith("[bot]");
}

export function sameLogin(a: string | null | undefined, b: string | null | undefined): boolean {
  return a != null && b != null && a.toLowerCase() === b.toLowerCase();
}

function isMaintainer(pull: PullFacts): boolean {
  return hasRole(pull.authorRole, "maintain");
}
