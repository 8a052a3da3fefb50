/** The one label of ours that a feature carries: how far its acceptance tests have come. */
import type { FeatureEvidence, LinkGap } from "../model/feature.ts";

export interface OwnLabel {
  readonly name: string;
  /** six hexadecimal digits, as GitHub takes them */
  readonly color: string;
  /** at most 100 characters, as GitHub takes them */
  readonly description: string;
}

export const FEATURE_LABELS = {
  missing: { name: "acceptance: missing", color: "d73a4a", description: "Release plan: too few acceptance tests are linked" },
  broken: { name: "acceptance: broken", color: "d93f0b", description: "Release plan: a linked acceptance test is not found, or is no test" },
  written: { name: "acceptance: written", color: "fbca04", description: "Release plan: every acceptance test is written, and has yet to pass where the plan requires it" },
  failing: { name: "acceptance: failing", color: "e99695", description: "Release plan: an acceptance test failed or was skipped on the newest build" },
  accepted: { name: "acceptance: accepted", color: "0e8a16", description: "Release plan: every acceptance test passed on the newest build" },
} as const satisfies Readonly<Record<string, OwnLabel>>;

/** Only these are ever taken off. */
export const OWN_LABELS: readonly string[] = Object.values(FEATURE_LABELS).map(({ name }) => name);

const FAILING: readonly LinkGap["code"][] = ["failed", "skipped"];
/** What only a later build, a run or a tester can close. */
export const WAITING_GAPS: readonly LinkGap["code"][] = ["not-run", "environment-missing", "tester-missing", "expired", "not-in-build"];

export function featureLabel({ gap, links, accepted, feature }: FeatureEvidence): OwnLabel {
  if (gap !== null) return FEATURE_LABELS.missing;
  if (accepted) return FEATURE_LABELS.accepted;
  const codes = links.flatMap((link) => (link.gap === null ? [] : [link.gap.code]));
  if (feature.written.cut || codes.some((code) => !FAILING.includes(code) && !WAITING_GAPS.includes(code))) return FEATURE_LABELS.broken;
  return codes.some((code) => FAILING.includes(code)) ? FEATURE_LABELS.failing : FEATURE_LABELS.written;
}
