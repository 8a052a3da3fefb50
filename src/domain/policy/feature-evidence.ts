/** What a feature has to show on one tag: the evidence of its links, and whether there are enough of them. Nothing linked is a failure, never "0 of 0". */
import { RUNGS } from "../model/feature.ts";
import type { FeatureEvidence, FeatureFact, HandResult, ResolvedFeature, Rung } from "../model/feature.ts";
import type { AcceptanceRules, FeaturePlan, TestEnvironment } from "../model/plan-testing.ts";
import { climb } from "./evidence-ladder.ts";
import type { EvidenceRun } from "./evidence-ladder.ts";
import { targetKey } from "./link-target.ts";

export interface TagEvidence {
  readonly tag: string;
  /** at most one for each environment */
  readonly runs: readonly EvidenceRun[];
  /** by `targetKey` */
  readonly byHand: ReadonlyMap<string, readonly HandResult[]>;
}

export function featureEvidence(feature: ResolvedFeature, on: TagEvidence, rules: AcceptanceRules, environments: readonly TestEnvironment[]): FeatureEvidence {
  const links = feature.written.links.map((link, index) => climb({
    link, rules, environments, runs: on.runs,
    resolution: feature.resolutions[index] ?? { state: "unknown", files: [], byHand: false },
    byHand: on.byHand.size === 0 ? [] : on.byHand.get(targetKey(link.target, link.text)) ?? [],
  }));
  const gap = links.length === 0 ? (feature.written.sectionFound ? "no-links" : "no-section") : links.length < rules.atLeast ? "too-few" : null;
  const rung = lowest(links.map((link) => link.rung));
  // What was left out because there was too much of it has not been looked at, so it cannot have been accepted.
  return { feature, tag: on.tag, links, gap, rung, accepted: gap === null && rung === "proven" && !feature.written.cut };
}

export function lowest(rungs: readonly Rung[]): Rung | null {
  return RUNGS.find((rung) => rungs.includes(rung)) ?? null;
}

export function atLeastRung(rung: Rung | null, wanted: Rung): boolean {
  return rung !== null && RUNGS.indexOf(rung) >= RUNGS.indexOf(wanted);
}

/** Are all its tests written: linked, found, and tests? */
export function isWritten(evidence: FeatureEvidence): boolean {
  return evidence.gap === null && atLeastRung(evidence.rung, "is-test") && !evidence.feature.written.cut;
}

/** Is the issue a feature of this plan, by label or type? Case does not count, as on GitHub. */
export function isFeature(issue: Pick<FeatureFact, "labels" | "issueType">, { select }: FeaturePlan): boolean {
  const labels = new Set(issue.labels.map((label) => label.toLowerCase()));
  return select.labels.some((label) => labels.has(label.toLowerCase())) || select.issueTypes.some((type) => type.toLowerCase() === issue.issueType?.toLowerCase());
}

/** id of its group: by label, else by title as the plan lists it; null = in none */
export function groupOf(issue: Pick<FeatureFact, "labels" | "title">, { groups }: FeaturePlan): string | null {
  const labels = new Set(issue.labels.map((label) => label.toLowerCase()));
  const title = normalTitle(issue.title);
  const byLabel = groups.find((group) => group.label !== null && labels.has(group.label.toLowerCase()));
  return (byLabel ?? groups.find((group) => group.features.some((one) => normalTitle(one) === title)))?.id ?? null;
}

/** Titles that the plan lists and no issue has. */
export function missingFeatures(features: readonly Pick<FeatureFact, "title">[], { groups }: FeaturePlan): readonly { readonly group: string; readonly title: string }[] {
  const titles = new Set(features.map((feature) => normalTitle(feature.title)));
  return groups.flatMap((group) => group.features.filter((title) => !titles.has(normalTitle(title))).map((title) => ({ group: group.id, title })));
}

function normalTitle(title: string): string {
  return title.trim().toLowerCase().replace(/\s+/g, " ");
}
