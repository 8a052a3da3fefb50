import { describe, expect, test } from "@jest/globals";
import type { ResolvedFeature } from "../../src/domain/model/feature.ts";
import { decideGate } from "../../src/domain/policy/acceptance-gate.ts";
import type { GateStage } from "../../src/domain/policy/acceptance-gate.ts";
import type { TagJudgement, TagObjection } from "../../src/domain/policy/candidate.ts";
import { decideDocumentation } from "../../src/domain/policy/documentation.ts";
import type { EvidenceRun } from "../../src/domain/policy/evidence-ladder.ts";
import { featureEvidence } from "../../src/domain/policy/feature-evidence.ts";
import { renderAcceptanceComment } from "../../src/text/acceptance-comment.ts";
import { objectionText, renderCandidateCheck } from "../../src/text/candidate-check.ts";
import { renderDocumentationCheck } from "../../src/text/documentation-check.ts";
import { acceptanceRules, environment, feature, found, result, run, tagEvidence } from "../support/feature-builder.ts";
import { files, pull } from "../support/plan-builder.ts";

const TAG = "v0.5.0-rc4";
const places = [environment("ci", { title: "Pipeline" }), environment("field", { title: "Feature environment", version: "2024-10" })];
const rules = acceptanceRules({ environments: ["field"], testers: ["internal"] });

function comment(one: ResolvedFeature, runs: readonly EvidenceRun[] | null = null): string {
  const evidence = featureEvidence(one, tagEvidence(runs === null ? "" : TAG, runs ?? []), rules, places);
  return renderAcceptanceComment({ evidence, rules, environments: places, requiredBy: TAG, manager: "rita", tag: runs === null ? null : TAG });
}

const several = feature(1, ["tests/a_test.go", "tests/b_test.go", "tests/c_test.go::TestC", "docs/plan.md", "https://evil.example/x"], {
  resolutions: [found("tests/a_test.go"), found("tests/b_test.go"), found("tests/c_test.go", ["TestD"]), { state: "found", files: [], byHand: false }, { state: "not-found", files: [], byHand: false }],
});

describe("the comment under a feature", () => {
  test("that links nothing, and that nobody is assigned to", () => {
    expect(comment(feature(1, [], { fact: { assignees: [] } }))).toMatchInlineSnapshot(`
"**No acceptance test is linked.** rita, since nobody is assigned: add a section \`## Acceptance tests\` to the description, with the paths or addresses of the tests that say when this feature is done.

<sub>A feature is in the release only with acceptance tests that pass: a file, a folder or pattern, \`file::case\`, an issue or a pull request; or a test file that names this issue in a comment, as \`@acceptance #1\`. Every test must be written by v0.5.0-rc4.</sub>"
`);
  });

  test("before there is a candidate", () => expect(comment(several)).toMatchInlineSnapshot(`
"**3 acceptance tests need attention.** ann: see below what is missing of each.

2 of 5 linked tests found.

- \`tests/c_test.go::TestC\` (found) has no case \`TestC\`. Check the name of the case.
- \`docs/plan.md\` (found) is no test. Link the test itself, or name such files under \`features.acceptance.tests\` in the plan.
- \`https://evil.example/x\` (linked) leads to another site. Link a file, an issue or a pull request, or have the site allowed under \`features.acceptance.addresses\` in the plan.

Found: \`tests/a_test.go\` and \`tests/b_test.go\`.

<sub>A feature is in the release only with acceptance tests that pass: a file, a folder or pattern, \`file::case\`, an issue or a pull request; or a test file that names this issue in a comment, as \`@acceptance #1\`. Every test must be written by v0.5.0-rc4.</sub>"
`));

  test("on a candidate", () => {
    const runs = [run(TAG, "ci", [result("tests/a_test.go", "TestA"), result("tests/b_test.go", "TestB")]), run(TAG, "field", [result("tests/a_test.go", "TestA"), result("tests/a_test.go", "TestA2", "skipped")], "2024-10")];
    expect(comment(several, runs)).toMatchInlineSnapshot(`
"**4 acceptance tests need attention.** ann: see below what is missing of each.

0 of 5 linked tests accepted on v0.5.0-rc4, 1 found.

- \`tests/a_test.go\` (ran) was skipped in Feature environment: \`TestA2\`. A skipped test has not passed.
- \`tests/b_test.go\` (passed) has not passed in Feature environment, where the plan requires it.
- \`tests/c_test.go::TestC\` (found) has no case \`TestC\`. Check the name of the case.
- \`docs/plan.md\` (found) is no test. Link the test itself, or name such files under \`features.acceptance.tests\` in the plan.
- \`https://evil.example/x\` (linked) leads to another site. Link a file, an issue or a pull request, or have the site allowed under \`features.acceptance.addresses\` in the plan.

<sub>A feature is in the release only with acceptance tests that pass: a file, a folder or pattern, \`file::case\`, an issue or a pull request; or a test file that names this issue in a comment, as \`@acceptance #1\`. Every test must be written by v0.5.0-rc4.</sub>"
`);
  });

  test("that passed before its environment changed", () => {
    expect(comment(feature(1, ["tests/a_test.go"]), [run(TAG, "field", [result("tests/a_test.go", "TestA")], "2024-09")])).toMatchInlineSnapshot(`
"**1 acceptance test has yet to pass on v0.5.0-rc4.** rita: have the tests run on this build in Feature environment.

0 of 1 linked test accepted on v0.5.0-rc4, 1 found.

- \`tests/a_test.go\` (ran) passed in an earlier version of Feature environment (2024-09). Run it again in 2024-10.

<sub>A feature is in the release only with acceptance tests that pass: a file, a folder or pattern, \`file::case\`, an issue or a pull request; or a test file that names this issue in a comment, as \`@acceptance #1\`. Every test must be written by v0.5.0-rc4.</sub>"
`);
  });

  test("that is accepted", () => {
    expect(comment(feature(1, ["tests/a_test.go"]), [run(TAG, "field", [result("tests/a_test.go", "TestA")], "2024-10")])).toMatchInlineSnapshot(`"**Accepted on v0.5.0-rc4.** Every linked test passed where the plan requires it."`);
  });

  test("fits however much is wrong with it", () => {
    const many = feature(1, Array.from({ length: 200 }, (_, index) => `https://evil.example/${"x".repeat(400)}${index}`));
    expect(comment(many).length).toBeLessThan(60_000);
  });
});

describe("the check on a candidate", () => {
  function words(stage: GateStage, objections: readonly TagObjection[] = []): string {
    const judgement: TagJudgement = { name: TAG, tag: null, prerelease: true, objections, promotedBecause: null };
    const evidence = [several, feature(2, []), feature(3, ["tests/a_test.go"])].map((one) => featureEvidence(one, tagEvidence(TAG, [run(TAG, "field", [result("tests/a_test.go", "TestA")], "2024-10")]), rules, places));
    const { name, conclusion, title, summary } = renderCandidateCheck(judgement, decideGate(stage, evidence, judgement), places);
    return `${name}: ${conclusion}: ${title}\n\n${summary}`;
  }

  test("early on lists what is missing and stops nothing", () => expect(words("none")).toMatchInlineSnapshot(`
"candidate (v0.5.0-rc4): neutral: 1 of 3 features accepted

Missing for the final release, and held against no candidate yet:

- Feature 1 (acme/app 1)
  - \`tests/b_test.go\` (a test) has not run. Let its pipeline run, and publish the report of its tests.
  - \`tests/c_test.go::TestC\` (found) has no case \`TestC\`. Check the name of the case.
  - \`docs/plan.md\` (found) is no test. Link the test itself, or name such files under \`features.acceptance.tests\` in the plan.
  - \`https://evil.example/x\` (linked) leads to another site. Link a file, an issue or a pull request, or have the site allowed under \`features.acceptance.addresses\` in the plan.
- Feature 2 (acme/app 2): no acceptance test is linked."
`));
  test("at the last candidate asks for written tests", () => expect(words("written").split("\n\n").slice(0, 2)).toMatchInlineSnapshot(`
[
  "candidate (v0.5.0-rc4): failure: 2 features lack written acceptance tests",
  "**Every acceptance test must be written by this candidate.** These are not:",
]
`));
  test("of a tag that may not stand says so first", () => {
    expect(words("accepted", [{ code: "not-on-release-branch", severity: "error", facts: { branch: "release" } }]).split("\n\n").slice(0, 3)).toMatchInlineSnapshot(`
[
  "candidate (v0.5.0-rc4): failure: The tag is not on the branch release, which public builds come from",
  "- The tag is not on the branch \`release\`, which public builds come from. Tag a commit of that branch.",
  "**The release waits for these:**",
]
`);
  });

  const objections: readonly TagObjection["code"][] = ["unreadable", "interim-without-candidate", "after-final", "number-skipped", "not-on-release-branch", "branch-unknown", "moved-from-candidate", "no-candidate", "too-few-candidates", "not-reached", "not-planned"];
  test("has a sentence for everything that can be wrong with a tag", () => {
    const facts = { says: "is not written as the plan writes tags", hint: "v0.5.0-rc1", candidate: "v0.5.0-rc1", final: "v0.5.0", expected: "v0.5.0-rc3", branch: "release", sha: "a", candidateSha: "0123456789abcdef", count: 1, atLeast: 3, milestones: ["Docs", "Portal"] };
    expect(objections.map((code) => objectionText({ code, severity: "error", facts }))).toMatchInlineSnapshot(`
[
  "The tag is not written as the plan writes tags. Tag the commit anew as \`v0.5.0-rc1\`.",
  "There is no candidate \`v0.5.0-rc1\` that this could be a build of. Tag the candidate first.",
  "The final release \`v0.5.0\` is out already. Is this meant for the next version?",
  "There is no \`v0.5.0-rc3\` before it. Is a number left out on purpose?",
  "The tag is not on the branch \`release\`, which public builds come from. Tag a commit of that branch.",
  "It could not be told whether the tag is on the branch \`release\`. It is looked at again within the hour.",
  "The final release must be the commit that was tested, \`0123456789\` of \`v0.5.0-rc1\`. Tag that commit, or have the reason recorded.",
  "There is no candidate of this version. Tag a candidate and have it tested first.",
  "The plan asks for at least 3 candidates, and there is 1.",
  "Not reached yet, and required before the first candidate: Docs and Portal.",
  "The plan does not schedule this tag. Add it under \`candidates.planned\`.",
]
`);
  });
});

describe("the check for documentation", () => {
  const asked = { paths: ["docs/**"], except: ["test"] };
  test("has words for each outcome, and none where nothing is asked", () => {
    const cases = [
      decideDocumentation(asked, pull({ files: files("docs/a.md") }), "feature"), decideDocumentation(asked, pull({ body: "docs: none — only names changed" }), "feature"), decideDocumentation(asked, pull(), "feature"),
      decideDocumentation(asked, pull({ body: "docs: none" }), "feature"), decideDocumentation(asked, pull({ files: null }), "feature"), decideDocumentation(asked, pull(), "test"),
    ].map((decision) => renderDocumentationCheck(decision, asked, "main"));
    expect(cases.map((words) => words === null ? "nothing" : `${words.name}: ${words.conclusion}: ${words.title}: ${words.summary}`)).toMatchInlineSnapshot(`
[
  "Documentation (main): success: Brings its documentation: **Nothing to do.** It changes \`docs/a.md\`.",
  "Documentation (main): neutral: Says that it needs no documentation: **Nothing to do.** The reason given: only names changed",
  "Documentation (main): failure: Brings no documentation: **Change the documentation as well** (\`docs/**\`), or write a line into the description: \`docs: none — the reason\`. The release plan asks for one of the two.",
  "Documentation (main): failure: Says that it needs no documentation, and not why: **Write the reason behind it:** \`docs: none — the reason\`. Or change the documentation as well (\`docs/**\`).",
  "Documentation (main): failure: Too many files to see its documentation: **Split the pull request, or write a line into its description:** \`docs: none — the reason\`. GitHub does not list all its files, and none of those that it lists is in \`docs/**\`.",
  "nothing",
]
`);
  });
});
