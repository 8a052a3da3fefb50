/** How a feature stood when its issue was last looked at, as it is remembered for the pull requests that close it. */
import type { LinkTarget } from "./acceptance-link.ts";
import type { FeatureEvidence, LinkGap } from "./feature.ts";

export interface FeatureStanding {
  readonly title: string;
  /** id of the group; null = in none */
  readonly group: string | null;
  readonly gap: FeatureEvidence["gap"];
  readonly links: number;
  /** links that are not found, or are no tests; what has not run yet is not among them */
  readonly broken: readonly BrokenLink[];
}

export interface BrokenLink {
  readonly text: string;
  readonly target: LinkTarget;
  readonly code: LinkGap["code"];
}
