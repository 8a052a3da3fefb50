/** A test of which nothing is heard, while a report of its tag could not be used: what is wrong with that report is told beside it. */
import type { FeatureEvidence, LinkEvidence } from "../model/feature.ts";

export interface UnusableReport {
  readonly artifact: string;
  /** null = the whole archive */
  readonly report: string | null;
  readonly problem: { readonly says: string; readonly line: number | null };
}

/** The first of them is told: the check on the tag has them all. Tests by hand are reported otherwise. */
export function withUnusable(evidence: FeatureEvidence, reports: readonly UnusableReport[]): FeatureEvidence {
  const [first] = reports;
  if (first === undefined) return evidence;
  const { artifact, report, problem: { says, line } } = first;
  const told = (one: LinkEvidence): LinkEvidence => (one.gap?.code !== "not-run" || one.gap.facts["by"] === "hand" ? one : { ...one, gap: { ...one.gap, facts: { ...one.gap.facts, artifact, report, says, line: line === null ? null : String(line) } } });
  return { ...evidence, links: evidence.links.map(told) };
}
