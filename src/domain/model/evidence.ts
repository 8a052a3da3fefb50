/** Evidence: a fact that speaks for a kind of change, and who supplied it. Listed strongest first. */
import type { ChangeKind } from "./change-kind.ts";

export const EVIDENCE_SOURCES = ["linked-issue", "label", "commit-type", "wording", "content"] as const;
export type EvidenceSource = (typeof EVIDENCE_SOURCES)[number];

export interface Evidence {
  readonly source: EvidenceSource;
  readonly says: ChangeKind;
  /** the fact in the world's own words, unescaped: a label name, `o/r#12`, the title's word, a branch name, a file pattern */
  readonly detail: string;
  /** who supplied it; null = not known */
  readonly suppliedBy: string | null;
  /** true when the supplier is the author of the pull request, null when not known */
  readonly byAuthor: boolean | null;
  /** does it count under the plan's `accept`? */
  readonly counts: boolean;
  /** why it does not count, or a remark such as "supplier not given"; a stable code that text puts into words */
  readonly remark: "labelled-by-author" | "author-not-maintainer" | "supplier-unknown" | "wording-not-accepted" | "weaker-than-another" | "own-issue"
    | "labelled-by-bot" | null;
}
