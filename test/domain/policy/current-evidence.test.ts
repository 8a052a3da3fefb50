import { describe, expect, test } from "@jest/globals";
import type { FeatureEvidence } from "../../../src/domain/model/feature.ts";
import { currentEvidence, currentTag } from "../../../src/domain/policy/current-evidence.ts";
import { featureEvidence } from "../../../src/domain/policy/feature-evidence.ts";
import { featureLabel } from "../../../src/domain/policy/feature-label.ts";
import { tagStanding } from "../../../src/domain/policy/tag-standing.ts";
import type { TestOutcome } from "../../../src/domain/model/test-result.ts";
import { acceptanceRules, environment, feature, found, result, run, tagEvidence } from "../../support/feature-builder.ts";

const places = [environment("ci"), environment("field")];
const rules = acceptanceRules({ environments: ["field"] });
const gone = { state: "not-found", files: [], byHand: false } as const;

/** `there` = as it was at the tag's commit; `now` = as it is today. */
function now(links: readonly string[], today: readonly boolean[], there: Readonly<Record<string, TestOutcome | "absent" | "silent">>): FeatureEvidence {
  const own = feature(1, links, { resolutions: links.map((link, index) => (today[index] === true ? found(link) : gone)) });
  const then = feature(1, Object.keys(there), { resolutions: Object.entries(there).map(([link, outcome]) => (outcome === "absent" ? gone : found(link))) });
  const results = Object.entries(there).flatMap(([link, outcome]) => (outcome === "absent" || outcome === "silent" ? [] : [result(link, "Test", outcome)]));
  const standing = tagStanding({ name: "rc1", sha: "a" }, [featureEvidence(then, tagEvidence("rc1", [run("rc1", "field", results)]), rules, places)], places);
  return currentEvidence(featureEvidence(own, tagEvidence("", []), rules, places), { tag: "rc1", places: standing.environments, feature: standing.features[0] ?? null }, places);
}

const [a, b] = ["tests/a_test.go", "tests/b_test.go"];

describe("a feature as it stands on the newest tag", () => {
  test.each([
    ["is accepted when all its tests passed there", now([a], [true], { [a]: "passed" }), ["proven null"], "accepted"],
    ["fails when one failed", now([a, b], [true, true], { [a]: "passed", [b]: "failed" }), ["proven null", "ran failed"], "failing"],
    ["waits for the next tag where the test was not written yet", now([a], [true], { [a]: "absent" }), ["is-test not-in-build"], "written"],
    ["has not run what was linked later", now([a, b], [true, true], { [a]: "passed" }), ["proven null", "is-test not-run"], "written"],
    ["has passed with a test that only the release's branch has", now([a], [false], { [a]: "passed" }), ["proven null"], "accepted"],
    ["is broken where the test is neither here nor there", now([a, b], [false, true], { [a]: "absent", [b]: "passed" }), ["written not-found", "proven null"], "broken"],
    ["is not held to a link that was taken out since", now([a], [true], { [a]: "passed", [b]: "failed" }), ["proven null"], "accepted"],
    ["is missing tests where it links none", now([], [], { [a]: "passed" }), [], "missing"],
  ] as const)("%s", (_name, evidence, links, label) => {
    expect(evidence.links.map((link) => `${link.rung} ${link.gap?.code ?? null}`)).toEqual(links);
    expect(featureLabel(evidence).name).toBe(`acceptance: ${label}`);
    expect(evidence.accepted).toBe(label === "accepted");
  });

  test("that was no feature then has not run", () => {
    const today = featureEvidence(feature(1, [a]), tagEvidence("", []), rules, places);
    expect(currentEvidence(today, { tag: "rc1", places: ["ci"], feature: null }, places).links[0]?.gap?.code).toBe("not-run");
  });
});

test("the newest tag is the last of the versions that the plan schedules", () => {
  const tags = { format: "v{version}-{suffix}", branch: null };
  const names = ["v0.4.0", "v0.5.0-rc10", "v0.5.0-rc2-p3", "v0.6.0-boot", "nightly", "v0.5.0-boot"];
  expect(currentTag(names, { tags, candidates: { atLeast: 0, after: [], planned: [{ tag: "v0.5.0", due: null }] } })).toBe("v0.5.0-rc10");
  expect(currentTag(names, { tags, candidates: null })).toBe("v0.6.0-boot");
  expect(currentTag(["nightly"], { tags, candidates: null })).toBeNull();
});
