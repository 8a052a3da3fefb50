/** Features, links and results as domain values, with everything that a test does not care about filled in. */
import type { FeatureFact, HandResult, LinkResolution, ResolvedFeature } from "../../src/domain/model/feature.ts";
import type { AcceptanceRules, FeaturePlan, TestEnvironment } from "../../src/domain/model/plan-testing.ts";
import type { TestOutcome, TestResult } from "../../src/domain/model/test-result.ts";
import { writtenAcceptance } from "../../src/domain/policy/acceptance-links.ts";
import { ANYWHERE } from "../../src/domain/policy/evidence-ladder.ts";
import type { EvidenceRun } from "../../src/domain/policy/evidence-ladder.ts";
import type { TagEvidence } from "../../src/domain/policy/feature-evidence.ts";
import { indexResults } from "../../src/domain/policy/result-index.ts";

export function environment(id: string, more: Partial<TestEnvironment> = {}): TestEnvironment {
  return { ...ANYWHERE, id, title: id, ...more };
}

export function acceptanceRules(more: Partial<AcceptanceRules> = {}): AcceptanceRules {
  return { heading: "Acceptance tests", requiredBy: null, atLeast: 1, tests: [], environments: [], testers: [], addresses: [], subIssues: { labels: [], issueTypes: [] }, ...more };
}

export function featurePlan(more: Partial<FeaturePlan> = {}): FeaturePlan {
  return { select: { labels: ["feature"], issueTypes: [] }, groups: [], acceptance: acceptanceRules(), scope: null, ...more };
}

export function featureFact(number: number, more: Partial<FeatureFact> = {}): FeatureFact {
  return { repository: "acme/app", number, title: `Feature ${number}`, body: "", open: true, labels: ["feature"], issueType: null, assignees: ["ann"], createdAt: null, ...more };
}

/** A feature whose links lead to test files of just that path, unless other resolutions are given. */
export function feature(number: number, links: readonly string[], more: { readonly resolutions?: readonly LinkResolution[]; readonly group?: string | null; readonly fact?: Partial<FeatureFact> } = {}): ResolvedFeature {
  const body = links.length === 0 ? "" : `## Acceptance tests\n${links.map((link) => `- ${link}`).join("\n")}`;
  const fact = featureFact(number, { body, ...more.fact });
  const written = writtenAcceptance(fact.body, "Acceptance tests", { repository: fact.repository, number, web: "https://github.com", addresses: ["https://portal.example/"], branches: [] });
  const resolutions = more.resolutions ?? written.links.map((link) => ("path" in link.target ? found(link.target.path) : { state: "found" as const, files: [], byHand: true }));
  return { fact, group: more.group ?? null, written, resolutions };
}

export function found(path: string, cases: readonly string[] | null = null): LinkResolution {
  return { state: "found", files: [{ path, cases }], byHand: false };
}

export function result(file: string | null, name: string, outcome: TestOutcome = "passed", more: Partial<TestResult> = {}): TestResult {
  return { name, className: "", suites: [], file, outcome, message: null, duration: null, ...more };
}

export function run(tag: string, environmentId: string, results: readonly TestResult[], environmentVersion: string | null = null): EvidenceRun {
  return { tag, environment: environmentId, environmentVersion, results: indexResults(results) };
}

export function tagEvidence(tag: string, runs: readonly EvidenceRun[], byHand: ReadonlyMap<string, readonly HandResult[]> = new Map()): TagEvidence {
  return { tag, runs, byHand };
}
