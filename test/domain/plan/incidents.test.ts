import { describe, expect, test } from "@jest/globals";
import { parseText, planOf } from "./plan-fixture.ts";

const HEAD = "release: { name: x, manager: ada, timezone: UTC }\n";

function found(text: string, head = HEAD): readonly string[] {
  return parseText(head + text).problems.map((problem) => `${problem.severity} ${problem.code} ${problem.path}`);
}

describe("what a plan says about incidents", () => {
  test("stands on its defaults, without a warning", () => {
    const { incidents } = planOf(parseText(`${HEAD}incidents: {}`));
    expect(found("incidents: {}")).toEqual([]);
    expect(incidents).toMatchObject({ owners: [], types: [], components: [], quietHours: null, freeze: null, holdsTags: null, audiences: [], labels: ["incident"] });
    expect(incidents?.severities.map(({ id, light, pages }) => [id, light, pages])).toEqual([["sev1", false, "always"], ["sev2", false, "waking"], ["sev3", true, "never"], ["sev4", true, "never"]]);
    expect(incidents?.clocks).toEqual({ claim: 1_800_000, severity: 3_600_000, inform: 14_400_000, update: 86_400_000, report: 432_000_000 });
  });

  test("asks nothing of a plan that does not speak of it", () => expect(planOf(parseText(HEAD)).incidents).toBeNull());

  test("is read with its own words, severities and clocks", () => {
    const { incidents } = planOf(parseText(`${HEAD}incidents:
  owners: [acme/core]
  severities: [{ id: red, pages: always, update_every: 30 minutes }, { id: green, light: true }]
  clocks: { claim: 5 minutes, inform: never }
  quiet_hours: { from: "22:00", to: "07:00" }
  freeze: { at: green, branches: [refs/heads/main] }
  audiences: [{ id: operators, targets: [ops-chat] }]`));
    expect(incidents).toMatchObject({
      owners: ["acme/core"], clocks: { claim: 300_000, inform: null, severity: 3_600_000 }, freeze: { at: "green", branches: ["main"], automatic: false },
      audiences: [{ id: "operators", title: "Operators", targets: ["ops-chat"] }], severities: [{ id: "red", updateEvery: 1_800_000, pages: "always" }, { id: "green", light: true, pages: "waking" }],
    });
  });

  test("a freeze in one word is for the most severe", () => {
    expect(planOf(parseText(`${HEAD}incidents: { freeze: automatic }`)).incidents?.freeze).toEqual({ at: "sev1", branches: null, automatic: true });
  });
});

describe("what cannot be acted on is refused", () => {
  test.each([
    ["a severity named twice", "incidents: { severities: [{ id: a }, { id: A }] }", "error duplicate-id incidents.severities[1].id"],
    ["an audience named twice", "incidents: { audiences: [{ id: a }, { id: a }] }", "error duplicate-id incidents.audiences[1].id"],
    ["a freeze at a severity that is not there", "incidents: { freeze: { at: sev9 } }", "error unknown-severity incidents.freeze.at"],
    ["tags held by a severity that is not there", "incidents: { holds_tags: major }", "error unknown-severity incidents.holds_tags"],
    ["a clock that cannot be read", "incidents: { clocks: { claim: soon } }", "error bad-duration incidents.clocks.claim"],
    ["quiet hours that are none", "incidents: { quiet_hours: { from: \"22:00\", to: \"22:00\" } }", "error empty-hours incidents.quiet_hours"],
    ["an hour that does not exist", "incidents: { quiet_hours: { from: \"25:00\", to: \"07:00\" } }", "error bad-value incidents.quiet_hours.from"],
    ["a target that is an address", "incidents: { audiences: [{ id: a, targets: [\"http://169.254.169.254/\"] }] }", "error bad-value incidents.audiences[0].targets[0]"],
    ["an owner who is no account", "incidents: { owners: [the committee] }", "error bad-value incidents.owners[0]"],
  ])("%s", (_name, text, problem) => expect(found(text)).toContain(problem));

  test("and where nobody owns incidents, that is warned of", () => {
    expect(found("incidents: {}", "release: { name: x, timezone: UTC }\n")).toContain("warning no-owner incidents");
  });
});
