/** How fast 1,000 features with 10 tests each are judged on 6 candidates, and their matrix made of it. */
import type { ResolvedFeature } from "../../src/domain/model/feature.ts";
import type { FeaturePlan, TestEnvironment } from "../../src/domain/model/plan-testing.ts";
import type { TestResult } from "../../src/domain/model/test-result.ts";
import { writtenAcceptance } from "../../src/domain/policy/acceptance-links.ts";
import { acceptanceMatrix, candidateDifference } from "../../src/domain/policy/acceptance-matrix.ts";
import { featureEvidence } from "../../src/domain/policy/feature-evidence.ts";
import { indexResults } from "../../src/domain/policy/result-index.ts";
import { tagStanding } from "../../src/domain/policy/tag-standing.ts";
import type { Measure } from "../figure.ts";
import { atMost, median } from "../figure.ts";

const FEATURES = 1_000;
const TESTS = 10;
const TAGS = ["v1.0.0-boot", "v1.0.0-rc1", "v1.0.0-rc2", "v1.0.0-rc3", "v1.0.0-rc4", "v1.0.0"];
const ROUNDS = 5;
const PLACES: readonly TestEnvironment[] = ["ci", "field"].map((id) => ({ id, title: id, purpose: null, version: null, tester: "internal", reports: [], checks: [], reportedBy: [] }));
const PLAN: FeaturePlan = {
  select: { labels: ["feature"], issueTypes: [] }, groups: [], scope: null,
  acceptance: { heading: "Acceptance tests", requiredBy: null, atLeast: 1, tests: [], environments: ["field"], testers: [], addresses: [], subIssues: { labels: [], issueTypes: [] } },
};

export const matrix: Measure = {
  name: "matrix",
  about: `${FEATURES.toLocaleString("en")} features × ${TESTS} tests × ${TAGS.length} candidates × ${PLACES.length} environments, results in memory; median of ${ROUNDS}`,
  async run() {
    const features = Array.from({ length: FEATURES }, (_, index) => feature(index));
    const results = TAGS.map((_, tag) => indexResults(features.flatMap(({ fact }) => Array.from({ length: TESTS }, (__, at) => result(fact.number, at, tag)))));
    const judge = () => TAGS.map((tag, index) => tagStanding({ name: tag, sha: tag }, features.map((one) => featureEvidence(one, { tag, byHand: new Map(), runs: PLACES.map(({ id }) => ({ tag, environment: id, environmentVersion: null, results: results[index] ?? indexResults([]) })) }, PLAN.acceptance, PLACES)), PLACES));
    const standings = judge();
    const stored = JSON.stringify(standings);
    const judged = timed(() => judge());
    const made = timed(() => acceptanceMatrix(JSON.parse(stored) as typeof standings, PLAN.groups, PLACES));
    const compared = timed(() => standings.slice(1).map((after, index) => candidateDifference(standings[index] ?? after, after, ["field"])));
    return [
      atMost("the matrix, from what is remembered", made, 1_000, "ms", `${(stored.length / 1_048_576).toFixed(1)} MB remembered`),
      atMost("what changed from each candidate to the next", compared, 1_000, "ms"),
      { what: "all links judged anew on all candidates", value: judged, unit: "ms" },
    ];
  },
};

function timed(work: () => unknown): number {
  return median(Array.from({ length: ROUNDS }, () => {
    const began = performance.now();
    work();
    return performance.now() - began;
  }));
}

function feature(index: number): ResolvedFeature {
  const paths = Array.from({ length: TESTS }, (_, at) => `tests/f${index}/t${at}_test.go`);
  const fact = { repository: "north/harbour", number: index, title: `Feature ${index}`, body: `## Acceptance tests\n${paths.map((path) => `- ${path}`).join("\n")}`, open: true, labels: ["feature"], issueType: null, assignees: [], createdAt: null };
  const written = writtenAcceptance(fact.body, "Acceptance tests", { repository: fact.repository, number: index, web: "https://github.com", addresses: [], branches: [] });
  return { fact, group: null, written, resolutions: paths.map((path) => ({ state: "found", files: [{ path, cases: null }], byHand: false })) };
}

/** One in a hundred fails, another one on each candidate. */
function result(number: number, at: number, tag: number): TestResult {
  return { name: "TestIt", className: "", suites: [], file: `tests/f${number}/t${at}_test.go`, outcome: (number * TESTS + at + tag) % 100 === 0 ? "failed" : "passed", message: null, duration: 1 };
}
