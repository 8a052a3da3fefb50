/** A feature of the release: the issue that it is, and what is known of the tests that it links. Complete for a decision. */
import type { AcceptanceLink, WrittenAcceptance } from "./acceptance-link.ts";
import type { Instant } from "./instant.ts";
import type { TesterKind } from "./plan-testing.ts";
import type { RepositoryName } from "./refs.ts";
import type { TestOutcome } from "./test-result.ts";

export interface FeatureFact {
  readonly repository: RepositoryName;
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly open: boolean;
  readonly labels: readonly string[];
  readonly issueType: string | null;
  /** logins of those who work on it */
  readonly assignees: readonly string[];
  readonly createdAt: Instant | null;
}

/** What was found where a link leads, at the commit that is judged. */
export interface LinkResolution {
  /** `unknown` = it could not be looked up, and never counts as found */
  readonly state: "found" | "not-found" | "no-access" | "unknown";
  /** the test files that it stands for: itself, those of a folder or pattern, those that a pull request brought; empty = no file is a test */
  readonly files: readonly ResolvedFile[];
  /** an issue that is a test by its type or label, and a portal's address: tested by hand, and reported by hand */
  readonly byHand: boolean;
}

export interface ResolvedFile {
  readonly path: string;
  /** names of its test cases; null = not looked into, or of a kind that cannot be looked into */
  readonly cases: readonly string[] | null;
}

/** A feature with its links and where each leads, in the same order. */
export interface ResolvedFeature {
  readonly fact: FeatureFact;
  /** id of the group; null = in none */
  readonly group: string | null;
  readonly written: WrittenAcceptance;
  readonly resolutions: readonly LinkResolution[];
}

/** What a person reported of a test that no runner can run. */
export interface HandResult {
  readonly tag: string;
  readonly environment: string;
  readonly environmentVersion: string | null;
  readonly outcome: TestOutcome;
  readonly by: string;
  readonly at: Instant;
}

/** How far up the ladder a link has come. */
export const RUNGS = ["written", "resolves", "is-test", "ran", "passed", "proven"] as const;
export type Rung = (typeof RUNGS)[number];

export type CellState = "passed" | "failed" | "skipped" | "not-run" | "expired";

/** What one environment says of one link on one tag. */
export interface LinkCell {
  readonly environment: string;
  readonly tester: TesterKind;
  readonly state: CellState;
  /** cases that ran, those that failed and were skipped among them */
  readonly cases: number;
  readonly failed: readonly string[];
  readonly skipped: readonly string[];
  /** passed only when run again */
  readonly flaky: readonly string[];
  /** the version of the environment it ran in, where that is why it counts no more */
  readonly ranIn: string | null;
}

export interface LinkEvidence {
  readonly link: AcceptanceLink;
  readonly rung: Rung;
  /** why it is not on the next rung; null at the top */
  readonly gap: LinkGap | null;
  /** one for each environment that was asked about, in the plan's order */
  readonly cells: readonly LinkCell[];
}

export interface LinkGap {
  readonly code:
    | "unusable"           // why
    | "not-found" | "no-access" | "not-looked-up"
    | "not-a-test"
    | "case-not-found"     // case
    | "not-run"            // by: "hand" where people test it; artifact, report, says, line where a report could not be used
    | "skipped"            // cases
    | "failed"             // cases
    | "expired"            // environment, ranIn, version
    | "environment-missing" // environments
    | "tester-missing"     // testers
    | "not-in-build";      // tag
  readonly facts: Readonly<Record<string, string | readonly string[] | null>>;
}

export interface FeatureEvidence {
  readonly feature: ResolvedFeature;
  readonly tag: string;
  /** the lowest rung of its links; null = it has no links */
  readonly rung: Rung | null;
  readonly accepted: boolean;
  readonly links: readonly LinkEvidence[];
  /** of the feature as a whole; those of single links stand with the links */
  readonly gap: "no-section" | "no-links" | "too-few" | null;
}
