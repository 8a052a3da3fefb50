import { describe, expect, test } from "@jest/globals";
import { parseText, planOf } from "./plan-fixture.ts";

const HEAD = "release: { name: x, timezone: UTC }\n";

function found(text: string): readonly string[] {
  return parseText(HEAD + text).problems.filter((problem) => problem.code !== "not-acted-on").map((problem) => `${problem.severity} ${problem.code} ${problem.path}`);
}

describe("what a plan says about testing", () => {
  test("stands on its defaults", () => {
    const plan = planOf(parseText(`${HEAD}features: { select: { labels: [feature] } }\ncandidates: {}\nenvironments: [{ id: ci }]\ndocumentation: { paths: [docs/**] }`));
    expect(plan.tags).toEqual({ format: "v{version}-{suffix}", branch: null });
    expect(plan.candidates).toEqual({ planned: [], atLeast: 1, after: [] });
    expect(plan.environments).toEqual([{ id: "ci", title: "Ci", purpose: null, version: null, tester: "internal", reports: [], checks: [], reportedBy: [] }]);
    expect(plan.features).toMatchObject({ groups: [], scope: null, acceptance: { heading: "Acceptance tests", requiredBy: null, atLeast: 1, tests: [], environments: [], testers: [], addresses: [] } });
    expect(plan.documentation).toEqual({ paths: ["docs/**"], except: ["test", "chore", "dependency", "release"] });
  });

  test("asks nothing of a plan that does not speak of it", () => {
    expect(planOf(parseText(HEAD))).toMatchObject({ candidates: null, environments: [], features: null, documentation: null });
  });

  test("a date beside a tag is read in the zone of the plan", () => {
    expect(planOf(parseText(`${HEAD}candidates: { planned: [{ tag: v1.0.0-rc1, due: 2027-01-04 }] }`)).candidates?.planned[0]?.due?.at).toBe(Date.parse("2027-01-05T00:00Z"));
  });
});

describe("what cannot be acted on is refused", () => {
  test.each([
    ["features that nothing selects", "features: { select: {} }", "error bad-value features.select"],
    ["a format that leaves no place for the number", "tags: { format: 'v{version}' }", "error bad-tag-format tags.format"],
    ["a tag in another spelling", "candidates: { planned: [v1.0.0-rc.1] }", "error bad-tag candidates.planned[0]"],
    ["a tag named twice", "candidates: { planned: [v1.0.0-rc1, v1.0.0-rc1] }", "error duplicate-tag candidates.planned[1]"],
    ["an interim build without its candidate", "candidates: { planned: [v1.0.0-rc1-p1] }", "error interim-without-candidate candidates.planned[0]"],
    ["a deadline that is no candidate", "candidates: { planned: [v1.0.0-rc1] }\nfeatures: { select: { labels: [f] }, acceptance: { required_by: v1.0.0-rc2 } }", "error unknown-candidate features.acceptance.required_by"],
    ["a prerequisite that does not exist", "candidates: { after: [portal] }", "error unknown-milestone candidates.after[0]"],
    ["an environment that does not exist", "environments: [{ id: ci }]\nfeatures: { select: { labels: [f] }, acceptance: { environments: [c1] } }", "error unknown-environment features.acceptance.environments[0]"],
    ["an environment defined twice", "environments: [{ id: ci }, { id: CI }]", "error duplicate-id environments[1].id"],
    ["testers that test nowhere", "environments: [{ id: ci }]\nfeatures: { select: { labels: [f] }, acceptance: { testers: [community] } }", "error no-such-tester features.acceptance.testers[0]"],
    ["a feature in two groups", "features: { select: { labels: [f] }, groups: [{ id: a, features: [Storage] }, { id: b, features: [storage] }] }", "error duplicate-feature features.groups[1].features[0]"],
    ["a pattern that blows up", "environments: [{ id: ci, reports: ['a*b*c*d*'] }]", "error bad-pattern environments[0].reports[0]"],
    ["an address that is not https", "features: { select: { labels: [f] }, acceptance: { addresses: ['http://x.org/'] } }", "error bad-value features.acceptance.addresses[0]"],
  ])("%s", (_name, text, problem) => expect(found(text)).toContain(problem));

  test("with the tag to write instead", () => {
    expect(parseText(`${HEAD}candidates: { planned: [v1.0.0-RC1] }`).problems.map((problem) => problem.hint)).toContain("write `v1.0.0-rc1`");
  });
});

describe("what a careful colleague would ask about is warned of", () => {
  test.each([
    ["tags out of order", "candidates: { planned: [v1.0.0-rc2, v1.0.0-rc1] }", "warning tag-order candidates.planned[1]"],
    ["fewer candidates planned than asked for", "candidates: { planned: [v1.0.0-rc1, v1.0.0], at_least: 3 }", "warning too-few-candidates candidates.at_least"],
  ])("%s", (_name, text, problem) => expect(found(text)).toContain(problem));
});
