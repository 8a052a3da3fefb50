/**
 * Whether the features that a pull request closes have their acceptance tests: linked, found, and tests. A test that the pull request itself brings
 * counts as found.
 */
import type { FeatureEvidence } from "../model/feature.ts";
import type { BrokenLink, FeatureStanding } from "../model/feature-standing.ts";
import type { PullFacts } from "../model/pull.ts";
import type { RepositoryName } from "../model/refs.ts";
import { sameRepository } from "../model/refs.ts";
import { WAITING_GAPS } from "./feature-label.ts";
import { matchesAny } from "./paths.ts";
import { isTestFile } from "./test-file.ts";

export interface ClosedFeature {
  readonly repository: RepositoryName;
  readonly number: number;
  readonly standing: FeatureStanding;
  /** globs of the plan for what is a test */
  readonly tests: readonly string[];
}

export interface PullAcceptance {
  readonly met: boolean;
  readonly features: readonly { readonly feature: ClosedFeature; readonly gap: FeatureStanding["gap"]; readonly broken: readonly BrokenLink[] }[];
}

/** Null when it closes no feature. */
export function decidePullAcceptance(pull: Pick<PullFacts, "repository" | "files">, closed: readonly ClosedFeature[]): PullAcceptance | null {
  if (closed.length === 0) return null;
  const paths = (pull.files ?? []).map((file) => file.path);
  const features = closed.map((feature) => ({
    feature, gap: feature.standing.gap,
    broken: feature.standing.broken.filter((link) => !brings(link, paths.filter((path) => isTestFile(path, feature.tests)), pull.repository)),
  }));
  return { met: features.every(({ gap, broken }) => gap === null && broken.length === 0), features };
}

function brings({ target, code }: BrokenLink, tests: readonly string[], repository: RepositoryName): boolean {
  if (code !== "not-found" && code !== "not-a-test" && code !== "case-not-found") return false;
  if (target.kind === "glob") return sameRepository(target.repository, repository) && tests.some((path) => matchesAny([target.pattern], path));
  if (target.kind !== "file" && target.kind !== "directory") return false;
  const folder = target.path.endsWith("/") ? target.path : `${target.path}/`;
  return sameRepository(target.repository, repository) && tests.some((path) => path === target.path || path.startsWith(folder));
}

/** What is to be remembered of a feature; `later` gaps are those that only time and candidates close. */
export function standingOf(evidence: FeatureEvidence): FeatureStanding {
  const later: readonly string[] = [...WAITING_GAPS, "skipped", "failed"];
  return {
    title: evidence.feature.fact.title, group: evidence.feature.group, gap: evidence.gap, links: evidence.links.length,
    broken: evidence.links.flatMap(({ link, gap }) => (gap === null || later.includes(gap.code) ? [] : [{ text: link.text, target: link.target, code: gap.code }])),
  };
}
