/** What a plan says about testing: how tags are written, which candidates there are, where tests run, and what makes a feature accepted. */
import type { PlannedTime } from "./instant.ts";

export interface TagRules {
  /** `v{version}-{suffix}`: only what stands before `{version}` can be chosen */
  readonly format: string;
  /** the branch that public builds are tagged on; null = the branch of the product */
  readonly branch: string | null;
}

export interface CandidatePlan {
  /** in the order of the plan */
  readonly planned: readonly PlannedCandidate[];
  /** how many candidates there must be before the final release */
  readonly atLeast: number;
  /** milestones that must be reached before the first candidate */
  readonly after: readonly string[];
}

export interface PlannedCandidate {
  readonly tag: string;
  readonly due: PlannedTime | null;
}

export const TESTER_KINDS = ["internal", "community"] as const;
export type TesterKind = (typeof TESTER_KINDS)[number];

/** A place where tests run. What ran in another version of it says nothing about this one. */
export interface TestEnvironment {
  readonly id: string;
  readonly title: string;
  readonly purpose: string | null;
  /** as people state it: a version, a date, the hash of an image; null = it is never said to change */
  readonly version: string | null;
  readonly tester: TesterKind;
  /** globs over names of artifacts that carry its reports */
  readonly reports: readonly string[];
  /** globs over names of checks and workflow runs that stand for it */
  readonly checks: readonly string[];
  /** logins and teams that may report results by hand, beside those who may write */
  readonly reportedBy: readonly string[];
}

export interface FeaturePlan {
  readonly select: { readonly labels: readonly string[]; readonly issueTypes: readonly string[] };
  readonly groups: readonly FeatureGroup[];
  readonly acceptance: AcceptanceRules;
  readonly scope: ScopeRules | null;
}

export interface FeatureGroup {
  readonly id: string;
  readonly title: string;
  /** an issue with this label belongs to it; null = by title alone */
  readonly label: string | null;
  /** titles of issues as the plan lists them */
  readonly features: readonly string[];
}

export interface AcceptanceRules {
  /** how the section in an issue is called */
  readonly heading: string;
  /** tag of the candidate by which every test must be written; null = the last one that is scheduled */
  readonly requiredBy: string | null;
  readonly atLeast: number;
  /** globs: what is a test; empty = by the habits of common test runners */
  readonly tests: readonly string[];
  /** ids of environments in each of which every test must pass; empty = anywhere */
  readonly environments: readonly string[];
  /** kinds of testers by each of whom every test must have been passed; empty = by anyone */
  readonly testers: readonly TesterKind[];
  /** beginnings of addresses outside GitHub that count as a test: a test management portal */
  readonly addresses: readonly string[];
  /** issue types and labels by which a sub-issue is a test */
  readonly subIssues: { readonly labels: readonly string[]; readonly issueTypes: readonly string[] };
}

export interface ScopeRules {
  /** the milestone at which the set of features is fixed */
  readonly frozenAt: string;
  /** true = what comes later is moved out, or needs a waiver */
  readonly strict: boolean;
}

export interface DocumentationRules {
  /** globs; a pull request that touches one of them brings its documentation along */
  readonly paths: readonly string[];
  /** kinds of change of which none is asked */
  readonly except: readonly string[];
}
