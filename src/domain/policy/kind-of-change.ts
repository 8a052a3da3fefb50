/**
 * What kind of change a pull request is, by a ladder of evidence, strongest first: an issue that it closes, a label, the type its title begins
 * with, the wording of title and branch as far as the plan trusts it, and what its files prove.
 *
 * The first rung with evidence that counts decides; within a rung see `stricter-kind.ts`. One exception: where words only say "feature", "chore"
 * or "dependency" and the files prove that nothing but documents, tests or locks is touched, the files are right. Nothing that counts = unknown.
 * The order in which labels, issues or files are listed never matters to the kind.
 */
import type { ChangeKind } from "../model/change-kind.ts";
import { EVIDENCE_SOURCES } from "../model/evidence.ts";
import type { Evidence, EvidenceSource } from "../model/evidence.ts";
import type { ReleasePlan } from "../model/plan.ts";
import type { PullFacts } from "../model/pull.ts";
import { commitTypeEvidence } from "./commit-type.ts";
import { contentEvidence } from "./content-evidence.ts";
import { labelEvidence } from "./label-evidence.ts";
import { linkedIssueEvidence } from "./linked-issue.ts";
import { decidingKind } from "./stricter-kind.ts";
import { versionBumpEvidence } from "./version-bump.ts";
import { wordingEvidence } from "./wording.ts";

export interface KindJudgement {
  readonly kind: ChangeKind;
  /** every piece found, strongest first, those that do not count included */
  readonly evidence: readonly Evidence[];
}

export function classifyKind(plan: ReleasePlan, pull: PullFacts): KindJudgement {
  const found = [
    ...linkedIssueEvidence(plan.kinds, pull), ...labelEvidence(plan.kinds, pull), ...titleEvidence(plan, pull), ...contentEvidence(pull),
  ];
  const decided = decide(found);
  if (decided === null) return { kind: "unknown", evidence: found };
  return { kind: decided.kind, evidence: found.map((piece) => weighed(piece, decided)) };
}

/** A title that sets a version is about that version, whatever type or verb it begins with. */
function titleEvidence(plan: ReleasePlan, pull: PullFacts): readonly Evidence[] {
  const bump = versionBumpEvidence(plan, pull);
  return bump.length > 0 ? bump : [...commitTypeEvidence(plan.kinds, pull), ...wordingEvidence(plan.kinds, pull)];
}

interface Decided {
  readonly kind: ChangeKind;
  readonly source: EvidenceSource;
}

function decide(found: readonly Evidence[]): Decided | null {
  const rungs = EVIDENCE_SOURCES.flatMap((source) => {
    const kind = decidingKind(found.filter((piece) => piece.source === source && piece.counts).map((piece) => piece.says));
    return kind === null ? [] : [{ kind, source }];
  });
  const [first] = rungs;
  if (first === undefined) return null;
  const files = rungs.find((rung) => rung.source === "content");
  const onlyWords = first.source === "wording" && (first.kind === "feature" || first.kind === "chore" || first.kind === "dependency");
  return onlyWords && files !== undefined ? files : first;
}

/** What says otherwise than the decision, and could have counted, is marked as outweighed. */
function weighed(piece: Evidence, decided: Decided): Evidence {
  if (!piece.counts || piece.says === decided.kind) return piece;
  return { ...piece, counts: false, remark: "weaker-than-another" };
}
