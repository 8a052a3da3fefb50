/** Each piece of evidence as one line: the fact, what it says, who supplied it, and why it does not count where it does not. */
import type { Evidence } from "../domain/model/evidence.ts";
import { kindName } from "./kind-words.ts";
import type { Voice } from "./voice.ts";

const REMARKS: Readonly<Record<NonNullable<Evidence["remark"]>, string>> = {
  "labelled-by-author": "labelled by its own author",
  "labelled-by-bot": "labelled by a bot",
  "author-not-maintainer": "its author is not a maintainer",
  "supplier-unknown": "who supplied it is not known",
  "wording-not-accepted": "the plan does not go by wording",
  "weaker-than-another": "stronger evidence says otherwise",
  "own-issue": "its own author reported and marked the issue",
};

/** "label `bug` by bwhm: bugfix", "title type `fix` by ann, its own author: bugfix, but it does not count (…)". */
export function evidenceLine(evidence: Evidence, voice: Voice): string {
  const remark = evidence.remark === null ? null : REMARKS[evidence.remark];
  const verdict = evidence.counts ? "" : ", but it does not count";
  const why = remark === null ? "" : ` (${remark}${evidence.counts ? "; it counts" : ""})`;
  return `${evidencePhrase(evidence, voice)}: ${kindName(evidence.says)}${verdict}${why}`;
}

/** "label `bug` by bwhm": the fact and who supplied it. */
export function evidencePhrase(evidence: Evidence, voice: Voice): string {
  return `${factPhrase(evidence, voice)}${supplierPhrase(evidence, voice)}`;
}

function factPhrase({ source, detail }: Evidence, voice: Voice): string {
  switch (source) {
    case "linked-issue": return `linked issue ${issueText(detail, voice)}`;
    case "label": return `label ${voice.code(detail, 60)}`;
    case "commit-type": return `title type ${voice.code(detail, 60)}`;
    case "wording": return `wording ${voice.code(detail, 60)}`;
    case "content": return `content ${voice.code(detail, 120)}`;
  }
}

function issueText(detail: string, voice: Voice): string {
  const match = /^([\w.-]+\/[\w.-]+)#(\d+)$/.exec(detail);
  return match === null ? voice.text(detail, 100) : voice.reference(match[1] ?? "", Number(match[2]), null);
}

function supplierPhrase(evidence: Evidence, voice: Voice): string {
  if (evidence.source === "content") return "";
  const who = evidence.suppliedBy === null ? null : voice.text(evidence.suppliedBy, 60);
  // the remark says it already
  if (evidence.byAuthor !== true || evidence.remark === "labelled-by-author" || evidence.remark === "own-issue") return who === null ? "" : ` by ${who}`;
  return who === null ? " by its own author" : ` by ${who}, its own author`;
}
